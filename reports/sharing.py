"""What an organisation can show its group of what it has submitted, and a share as it is read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import cast

from django.utils.translation import gettext as _

from assessments.models import Measure, Submission, SubmissionScore
from checklists.models import Step
from learning_rounds.chain import Chain, chain_of
from learning_rounds.lock import why_read_only
from learning_rounds.models import LearningMeeting, Participation, PilotActivity
from reports.models import SharedText
from reports.wording import shortened

Kind = SharedText.Kind
# In the order of the levels of the chain.
CHAIN_KINDS = (Kind.ACTIVITY, Kind.PRODUCT, Kind.WAY, Kind.OUTCOME, Kind.EFFECT)
LONGEST_TARGET = 100


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
    """What can be shared of a submission, by step (those without texts are left out), and of the work as it is now."""

    submission: Submission
    steps: list[OfferedStep]
    pilots: list[PilotActivity]
    chain: Chain

    @property
    def is_empty(self) -> bool:
        return not self.steps and not self.pilots and self.chain.is_empty


@dataclass(frozen=True)
class Choice:
    """What somebody chose: numbers of steps (reason, evidence), ids of next actions and pilots, the whole chain."""

    reasons: Collection[int] = ()
    evidence: Collection[int] = ()
    measures: Collection[int] = ()
    pilots: Collection[int] = ()
    chain: bool = False


@dataclass
class SharedItem:
    """A pilot activity or an entry of the chain: what it is, its text, and what stands below it, each with a name."""

    name: str
    text: str
    below: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Shared:
    """Everything in a share, as it is read."""

    steps: list[SharedStep]
    pilots: list[SharedItem]
    chain: list[SharedItem]


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
    pilots = list(PilotActivity.objects.filter(participation=participation).in_order())
    chain = chain_of(participation, details=False)
    return Offer(found, [step for step in steps if not step.is_empty], pilots, chain)


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
    texts = _of_steps(offer, choice)
    for pilot in offer.pilots:
        if pilot.pk in choice.pilots:
            texts += _of_pilot(pilot)
    if choice.chain:
        texts += _of_chain(offer.chain)
    for number, text in enumerate(texts, start=1):
        text.number = number
    return texts


def _of_steps(offer: Offer, choice: Choice) -> list[SharedText]:
    texts = []
    for each in offer.steps:
        if each.reason and each.step.number in choice.reasons:
            texts.append(SharedText(kind=Kind.REASON, step=each.step, text=each.reason))
        if each.evidence and each.step.number in choice.evidence:
            texts.append(SharedText(kind=Kind.EVIDENCE, step=each.step, text=each.evidence))
        chosen = [action for action in each.actions if action.pk in choice.measures]
        texts += [SharedText(kind=Kind.MEASURE, step=each.step, text=action.text) for action in chosen]
    return texts


def _of_pilot(pilot: PilotActivity) -> list[SharedText]:
    """Its name, problem and goal; not who is responsible, nor the log."""
    parts = ((Kind.PILOT, pilot.name), (Kind.PROBLEM, pilot.problem), (Kind.GOAL, pilot.goal))
    return [SharedText(kind=kind, text=text) for kind, text in parts if text]


def _of_chain(chain: Chain) -> list[SharedText]:
    texts = []
    for kind, column in zip(CHAIN_KINDS, chain.columns, strict=True):
        for card in column.cards:
            texts.append(SharedText(kind=kind, text=card.entry.text))
            texts += [SharedText(kind=Kind.LEADS, text=shortened(each.text, LONGEST_TARGET)) for each in card.leads_to]
    return texts


def fingerprint(participation: Participation, texts: Iterable[SharedText]) -> str:
    """Stands for what is shared and with which group: a preview that has another one is out of date."""
    pieces = [[text.kind, text.step.number if text.step else None, text.text] for text in texts]
    content = [str(participation.group), *pieces]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def shown(submission: Submission, texts: Iterable[SharedText]) -> Shared:
    """Shared texts put together: what the group reads, and what the preview shows."""
    texts = list(texts)
    return Shared(
        steps=shown_steps(submission, [text for text in texts if text.step]),
        pilots=_items(texts, {Kind.PILOT, Kind.PROBLEM, Kind.GOAL}),
        chain=_items(texts, {*CHAIN_KINDS, Kind.LEADS}),
    )


def _items(texts: Iterable[SharedText], kinds: Collection[str]) -> list[SharedItem]:
    items: list[SharedItem] = []
    for text in texts:
        name = str(Kind(text.kind).label)
        if text.kind in kinds and text.kind not in SharedText.BELOW:
            items.append(SharedItem(name, text.text))
        elif text.kind in kinds and items:
            items[-1].below.append((name, text.text))
    return items


def shown_steps(submission: Submission, texts: Iterable[SharedText]) -> list[SharedStep]:
    """The shared texts of a submission by step, each with its submitted level."""
    scores = {score.step_id: score for score in submission.scores.all()}
    steps: dict[int, SharedStep] = {}
    for text in texts:
        step = cast(Step, text.step)
        found = steps.setdefault(step.pk, SharedStep(step, scores.get(step.pk)))
        if text.kind == Kind.REASON:
            found.reason = text.text
        elif text.kind == Kind.EVIDENCE:
            found.evidence = text.text
        else:
            found.measures.append(text.text)
    return list(steps.values())


def readers_of(participation: Participation) -> list[Participation]:
    """The others of the group, who read what is shared; mentors last."""
    if participation.group is None:
        return []
    others = participation.group.participations.active().exclude(pk=participation.pk)
    return sorted(others.select_related("organisation").in_order(), key=lambda each: each.is_mentor)
