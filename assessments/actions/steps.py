"""Save the draft answer to a step."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import cast

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.errors import ActionRefused
from accounts.models import Unit, User
from accounts.recorded_values import Before
from accounts.saving import SavedMeanwhile, save_version
from assessments.actions.checks import lock_while_open, tidied
from assessments.actions.measures import mark_earlier, save_next_action
from assessments.models import TEXT_LIMIT, Assessment, StepScore
from assessments.worksheet import Previous
from checklists.models import Step
from learning_rounds.models import LearningMeeting, Participation


class SheetSavedMeanwhile(ActionRefused):
    """Somebody else saved some of the steps; ``scores`` is what they saved, by step id."""

    def __init__(self, scores: dict[int, StepScore]):
        self.scores = scores
        super().__init__(_("Somebody else saved the same steps. Nothing of yours is saved yet. Both texts are below."))


@dataclass(frozen=True)
class StepAnswer:
    """The answer to one step as it was written: a score in half steps or "cannot judge yet", texts and actions.

    ``version`` is the version of the draft that the writer saw (0: none yet). ``earlier_done`` and ``earlier_reopened``
    are the ids of earlier measures whose tick the writer set and took away.
    """

    half_steps: int | None = None
    cannot_judge: bool = False
    reason: str = ""
    evidence: str = ""
    next_action: str = ""
    responsible: str = ""
    due_on: date | None = None
    earlier_done: frozenset[int] = field(default_factory=frozenset)
    earlier_reopened: frozenset[int] = field(default_factory=frozenset)
    version: int = 0

    def starting_from(self, previous: Previous) -> StepAnswer:
        """This answer with last time's reason and evidence put in; nothing that was written is replaced."""
        reason = "\n".join(filter(None, [previous.reason, self.reason.strip()]))
        return replace(self, reason=reason, evidence=self.evidence.strip() or previous.evidence)


@transaction.atomic
def save_step(
    *, participation: Participation, meeting: LearningMeeting, step: Step, answer: StepAnswer, by: User
) -> StepScore:
    """Save the draft answer to a step with its actions; the first save opens the assessment.

    Raises ActionRefused when the meeting is not open or the step or score does not belong to the checklist,
    SavedMeanwhile when somebody else saved since ``answer.version``. Nothing is half-saved.
    """
    lock_while_open(participation, meeting)
    return _save_answer(open_assessment(participation, meeting, by), step, answer, by)


@transaction.atomic
def save_sheet(
    *, participation: Participation, meeting: LearningMeeting, answers: dict[Step, StepAnswer], by: User
) -> None:
    """Save the draft answers to several steps, all or none.

    Raises ActionRefused as ``save_step`` does; SheetSavedMeanwhile names every step that somebody else saved.
    """
    lock_while_open(participation, meeting)
    if not answers:
        return
    assessment = open_assessment(participation, meeting, by)
    theirs = {}
    for step, answer in answers.items():
        try:
            _save_answer(assessment, step, answer, by)
        except SavedMeanwhile as conflict:
            theirs[step.pk] = cast(StepScore, conflict.row)
    if theirs:
        raise SheetSavedMeanwhile(theirs)


def _save_answer(assessment: Assessment, step: Step, answer: StepAnswer, by: User) -> StepScore:
    _refuse_unless_valid(assessment, step, answer)
    acted = save_next_action(assessment, step, answer, by)
    acted = mark_earlier(assessment, step, answer, by) or acted
    return _save_score(assessment, step, answer, by, acted=acted)


def _refuse_unless_valid(assessment: Assessment, step: Step, answer: StepAnswer) -> None:
    """Raise ActionRefused with what is wrong. The database refuses the same; asking it first takes ten queries more."""
    if step.checklist_id != assessment.checklist_id:
        raise ActionRefused(_("The step does not belong to the checklist of this round."))
    if answer.half_steps is not None and not assessment.checklist.allows(answer.half_steps):
        raise ActionRefused(_("The score is outside the scale."))
    if answer.half_steps is not None and answer.cannot_judge:
        raise ActionRefused(_("Choose either a level or “Cannot judge yet”."))
    if max(len(text) for text in (answer.reason, answer.evidence, answer.next_action)) > TEXT_LIMIT:
        raise ActionRefused(_("The text is too long: at most %(limit)s characters.") % {"limit": TEXT_LIMIT})


def open_assessment(participation: Participation, meeting: LearningMeeting, by: User) -> Assessment:
    """The draft of the whole organisation before a meeting, made when it is the first time."""
    opened = participation.assessments.whole().filter(meeting=meeting).select_related("checklist", "unit").first()
    assessment = opened or _new_assessment(participation, meeting, by)
    # What is known already, so that the record of the change need not fetch it again.
    assessment.participation, assessment.meeting = participation, meeting
    return assessment


def _new_assessment(participation: Participation, meeting: LearningMeeting, by: User) -> Assessment:
    unit, _created = Unit.objects.get_or_create(organisation=participation.organisation, kind=Unit.Kind.WHOLE)
    assessment, created = Assessment.objects.get_or_create(
        participation=participation,
        meeting=meeting,
        unit=unit,
        defaults={"checklist": participation.round.checklist},
    )
    if created:
        record("open-assessment", assessment, by=by, organisation=participation.organisation)
    return assessment


def _save_score(assessment: Assessment, step: Step, answer: StepAnswer, by: User, *, acted: bool) -> StepScore:
    """Write the score if it, or an action of the step (``acted``), differs from what is saved.

    The version in the WHERE clause makes sure that nobody is overwritten unseen; it counts for the step's actions too.
    """
    new = {
        "half_steps": answer.half_steps,
        "cannot_judge": answer.cannot_judge,
        "reason": tidied(answer.reason),
        "evidence": tidied(answer.evidence),
    }
    score = assessment.scores.select_related("saved_by").filter(step=step).first()
    if score is None:
        return _add_score(assessment, step, new, by, acted=acted)
    changed = Before({name: getattr(score, name) for name, value in new.items() if getattr(score, name) != value})
    if not changed and not acted:
        return score
    save_version(score, answer.version, by, **new)
    score.step = step
    if changed:
        record("save-score", score, by=by, organisation=assessment.organisation, fields=changed)
    return score


def _add_score(assessment: Assessment, step: Step, new: dict, by: User, *, acted: bool) -> StepScore:
    score = StepScore(assessment=assessment, step=step, saved_by=by, **new)
    if not score.is_begun and not acted:
        return score
    score.save()
    record("save-score", score, by=by, organisation=assessment.organisation, fields=new)
    return score
