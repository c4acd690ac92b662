"""What an organisation can show its group of what it has submitted, and a share as it is read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from assessments.models import Measure, Submission, SubmissionScore
from checklists.models import Step
from learning_rounds.lock import why_read_only
from learning_rounds.models import LearningMeeting, Participation
from reports.models import SharedText

Kind = SharedText.Kind


@dataclass
class SharedStep:
    """What is shown, or can be, of one step: its submitted level, and texts that may be ""."""

    step: Step
    score: SubmissionScore | None
    reason: str = ""
    evidence: str = ""
    measures: list[str] = field(default_factory=list)


@dataclass
class OfferedStep(SharedStep):
    """The same with the next actions as rows, to be chosen among."""

    actions: list[Measure] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.reason or self.evidence or self.actions)


@dataclass(frozen=True)
class Offer:
    """What can be shared of a submission, by step; steps without any text are left out."""

    submission: Submission
    steps: list[OfferedStep]


@dataclass(frozen=True)
class Choice:
    """What somebody chose: the numbers of steps whose reason and evidence, and the ids of next actions."""

    reasons: Collection[int] = ()
    evidence: Collection[int] = ()
    measures: Collection[int] = ()


def offer_of(participation: Participation, meeting: LearningMeeting) -> Offer | None:
    """What can be shared of the latest submission before a meeting: never a draft. None when there is none."""
    submissions = Submission.objects.whole().latest().filter(assessment__participation=participation)
    found = submissions.filter(assessment__meeting=meeting).select_related("checklist", "assessment__meeting").first()
    if found is None:
        return None
    actions = _actions(participation, meeting)
    steps = [
        OfferedStep(
            step=step,
            score=score,
            reason=text.reason if text else "",
            evidence=text.evidence if text else "",
            actions=actions.get(step.pk, []),
        )
        for step, score, text in found.rows(found.texts_by_step)
    ]
    return Offer(found, [step for step in steps if not step.is_empty])


def _actions(participation: Participation, meeting: LearningMeeting) -> dict[int, list[Measure]]:
    """The next actions of a meeting by step, without those that were dropped."""
    announced = Measure.objects.announced().filter(participation=participation, meeting=meeting, unit__kind="whole")
    found: dict[int, list[Measure]] = {}
    for measure in announced.exclude(state=Measure.State.DROPPED).order_by("pk"):
        found.setdefault(measure.step_id, []).append(measure)
    return found


def why_not_shared(participation: Participation, offer: Offer | None) -> str:
    """Why nothing can be shared, as a sentence; "" when something can."""
    if reason := why_read_only(participation):
        return reason
    if participation.group is None:
        return _("Your organisation is in no group, so there is nobody to share with.")
    return "" if offer else _("Nothing has been submitted before this meeting.")


def chosen_texts(offer: Offer, choice: Choice) -> list[SharedText]:
    """What was chosen, as texts that are not saved yet."""
    texts = []
    for each in offer.steps:
        if each.reason and each.step.number in choice.reasons:
            texts.append(SharedText(kind=Kind.REASON, step=each.step, text=each.reason))
        if each.evidence and each.step.number in choice.evidence:
            texts.append(SharedText(kind=Kind.EVIDENCE, step=each.step, text=each.evidence))
        chosen = [action for action in each.actions if action.pk in choice.measures]
        texts += [SharedText(kind=Kind.MEASURE, step=each.step, text=action.text) for action in chosen]
    for number, text in enumerate(texts, start=1):
        text.number = number
    return texts


def fingerprint(participation: Participation, texts: Iterable[SharedText]) -> str:
    """Stands for what is shared and with which group: a preview that has another one is out of date."""
    content = [str(participation.group), *([text.kind, text.step.number, text.text] for text in texts)]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def shown_steps(submission: Submission, texts: Iterable[SharedText]) -> list[SharedStep]:
    """Shared texts by step, each with its submitted level: what the group reads, and what the preview shows."""
    scores = {score.step_id: score for score in submission.scores.all()}
    steps: dict[int, SharedStep] = {}
    for text in texts:
        shown = steps.setdefault(text.step_id, SharedStep(text.step, scores.get(text.step_id)))
        if text.kind == Kind.REASON:
            shown.reason = text.text
        elif text.kind == Kind.EVIDENCE:
            shown.evidence = text.text
        else:
            shown.measures.append(text.text)
    return list(steps.values())


def readers_of(participation: Participation) -> list[Participation]:
    """The others of the group, who read what is shared; mentors last."""
    if participation.group is None:
        return []
    others = participation.group.participations.active().exclude(pk=participation.pk)
    return sorted(others.select_related("organisation").in_order(), key=lambda each: each.is_mentor)
