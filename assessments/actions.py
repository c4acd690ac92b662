"""Verbs of assessments: save a step, submit the whole. The lock sits here and in constraints, never in a view."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.errors import ActionRefused
from accounts.models import Unit, User
from assessments.lock import why_closed
from assessments.models import TEXT_LIMIT, Assessment, Measure, StepScore, Submission, SubmissionScore, SubmissionText
from assessments.worksheet import Previous, Worksheet, worksheet_for
from checklists.models import Step
from learning_rounds.models import LearningMeeting, Participation


class SavedMeanwhile(ActionRefused):
    """Somebody else saved the same step after the form was opened; ``score`` is what they saved."""

    def __init__(self, score: StepScore):
        self.score = score
        when = date_format(timezone.localtime(score.saved_at), "DATETIME_FORMAT")
        super().__init__(
            _("%(person)s saved this step on %(when)s. Both texts are kept below.")
            % {"person": score.saved_by or _("Somebody"), "when": when}
        )


@dataclass(frozen=True)
class StepAnswer:
    """The answer to one step as it was written: a score in half steps or "cannot judge yet", texts and actions.

    ``version`` is the version of the draft that the writer saw (0: none yet). ``earlier_done`` are the ids of earlier
    measures that are done, among ``earlier_shown``.
    """

    half_steps: int | None = None
    cannot_judge: bool = False
    reason: str = ""
    evidence: str = ""
    next_action: str = ""
    responsible: str = ""
    due_on: date | None = None
    earlier_shown: frozenset[int] = field(default_factory=frozenset)
    earlier_done: frozenset[int] = field(default_factory=frozenset)
    version: int = 0

    def starting_from(self, previous: Previous) -> StepAnswer:
        """This answer with last time's reason and evidence put in; nothing that was written is replaced."""
        reason = "\n".join(filter(None, [previous.reason, self.reason.strip()]))
        return replace(self, reason=reason, evidence=self.evidence.strip() or previous.evidence)


def refuse_unless_open(participation: Participation, meeting: LearningMeeting) -> None:
    """Raise ActionRefused unless the organisation may work on its assessment before this meeting today."""
    if reason := why_closed(participation, meeting):
        raise ActionRefused(reason)


@transaction.atomic
def save_step(
    *, participation: Participation, meeting: LearningMeeting, step: Step, answer: StepAnswer, by: User
) -> StepScore:
    """Save the draft answer to a step with its actions; the first save opens the assessment.

    Raises ActionRefused when the meeting is not open or the step or score does not belong to the checklist,
    SavedMeanwhile when somebody else saved since ``answer.version``. Nothing is half-saved.
    """
    refuse_unless_open(participation, meeting)
    assessment = _open_assessment(participation, meeting, by)
    if step.checklist_id != assessment.checklist_id:
        raise ActionRefused(_("The step does not belong to the checklist of this round."))
    if answer.half_steps is not None and not assessment.checklist.allows(answer.half_steps):
        raise ActionRefused(_("The score is outside the scale."))
    if max(len(answer.reason), len(answer.evidence), len(answer.next_action)) > TEXT_LIMIT:
        raise ActionRefused(_("The text is too long: at most %(limit)s characters.") % {"limit": TEXT_LIMIT})
    acted = _save_next_action(assessment, step, answer, by)
    acted = _mark_earlier(assessment, step, answer, by) or acted
    return _save_score(assessment, step, answer, by, acted=acted)


def _open_assessment(participation: Participation, meeting: LearningMeeting, by: User) -> Assessment:
    unit, _created = Unit.objects.get_or_create(organisation=participation.organisation, kind=Unit.Kind.WHOLE)
    assessment, created = Assessment.objects.select_related("checklist", "participation").get_or_create(
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
        "reason": answer.reason.strip(),
        "evidence": answer.evidence.strip(),
    }
    score = StepScore.objects.select_related("saved_by").filter(assessment=assessment, step=step).first()
    if score is None:
        return _add_score(assessment, step, new, by, acted=acted)
    changed = [name for name, value in new.items() if getattr(score, name) != value]
    if not changed and not acted:
        return score
    for name, value in new.items():
        setattr(score, name, value)
    _validate(score)
    updated = StepScore.objects.filter(pk=score.pk, version=answer.version).update(
        **new, version=answer.version + 1, saved_at=timezone.now(), saved_by=by
    )
    if not updated:
        return _saved_by_somebody_else(score, new, acted=acted)
    if changed:
        record("save-score", score, by=by, organisation=assessment.organisation, fields=changed)
    score.refresh_from_db()
    return score


def _saved_by_somebody_else(score: StepScore, new: dict, *, acted: bool) -> StepScore:
    """What is saved now, if it is the same (a double click); otherwise raises SavedMeanwhile with it."""
    saved = StepScore.objects.select_related("saved_by").get(pk=score.pk)
    if acted or any(getattr(saved, name) != value for name, value in new.items()):
        raise SavedMeanwhile(saved)
    return saved


def _add_score(assessment: Assessment, step: Step, new: dict, by: User, *, acted: bool) -> StepScore:
    score = StepScore(assessment=assessment, step=step, saved_by=by, **new)
    if not score.is_begun and not acted:
        return score
    _validate(score)
    score, created = StepScore.objects.get_or_create(assessment=assessment, step=step, defaults={**new, "saved_by": by})
    if not created:
        return _saved_by_somebody_else(score, new, acted=acted)
    record("save-score", score, by=by, organisation=assessment.organisation, fields=new)
    return score


def _validate(instance) -> None:
    try:
        instance.full_clean()
    except ValidationError as error:
        raise ActionRefused(" ".join(error.messages)) from error


def _save_next_action(assessment: Assessment, step: Step, answer: StepAnswer, by: User) -> bool:
    """Create, change or drop the next action that belongs to this meeting and step; says whether anything changed."""
    text = answer.next_action.strip()
    measure = (
        Measure.objects.filter(
            participation=assessment.participation, unit=assessment.unit, meeting=assessment.meeting, step=step
        )
        .exclude(state=Measure.State.DROPPED)
        .order_by("-pk")
        .first()
    )
    new = {"text": text, "responsible": answer.responsible.strip(), "due_on": answer.due_on}
    if not text:
        return measure is not None and _change_measure(measure, {"state": Measure.State.DROPPED}, "drop-measure", by)
    if measure is None:
        measure = Measure(
            participation=assessment.participation,
            unit=assessment.unit,
            meeting=assessment.meeting,
            step=step,
            **new,
        )
        _validate(measure)
        measure.save()
        record("add-measure", measure, by=by, organisation=assessment.organisation, fields=new)
        return True
    return _change_measure(measure, new, "change-measure", by)


def _change_measure(measure: Measure, new: dict, verb: str, by: User) -> bool:
    changed = [name for name, value in new.items() if getattr(measure, name) != value]
    if not changed:
        return False
    for name in changed:
        setattr(measure, name, new[name])
    measure.version += 1
    _validate(measure)
    measure.save()
    record(verb, measure, by=by, organisation=measure.participation.organisation, fields=changed)
    return True


def _mark_earlier(assessment: Assessment, step: Step, answer: StepAnswer, by: User) -> bool:
    """Mark earlier actions as done, or open again when the tick was taken away; says whether anything changed."""
    shown = Measure.objects.filter(
        pk__in=answer.earlier_shown, participation=assessment.participation, unit=assessment.unit, step=step
    ).exclude(state=Measure.State.DROPPED)
    states = {True: Measure.State.DONE, False: Measure.State.OPEN}
    changes = [
        _change_measure(measure, {"state": states[measure.pk in answer.earlier_done]}, "change-measure", by)
        for measure in shown
    ]
    return any(changes)


class Incomplete(ActionRefused):
    """Steps lack an answer or a reason; ``worksheet.missing`` says which."""

    def __init__(self, worksheet: Worksheet):
        self.worksheet = worksheet
        super().__init__(_("Every step needs a level, or “Cannot judge yet”, and a reason."))


@transaction.atomic
def submit_assessment(*, participation: Participation, meeting: LearningMeeting, by: User) -> Submission:
    """Freeze the draft as a new submission, which the group and the coordinator then see.

    Submitting again without a change gives the submission that is there. Raises ActionRefused when the meeting is not
    open, Incomplete when a step lacks its answer or reason.
    """
    refuse_unless_open(participation, meeting)
    # Two at once wait for each other; SQLite has only one writer anyway.
    list(participation.assessments.select_for_update().filter(meeting=meeting).values("pk"))
    worksheet = worksheet_for(participation, meeting)
    if worksheet.assessment is None or worksheet.missing:
        raise Incomplete(worksheet)
    if worksheet.submission is not None and not worksheet.has_changed:
        return worksheet.submission
    assessment = worksheet.assessment
    scores = [row.score for row in worksheet.rows if row.score is not None]
    submission = freeze(assessment, scores, at=timezone.now(), by=by)
    record("submit-assessment", submission, by=by, organisation=participation.organisation)
    return submission


def freeze(assessment: Assessment, scores: list[StepScore], *, at, by: User | None) -> Submission:
    """Write the next numbered submission of an assessment from draft scores. Call it inside a transaction."""
    latest = assessment.latest_submission()
    submission = Submission.objects.create(
        assessment=assessment,
        number=latest.number + 1 if latest else 1,
        at=at,
        by=by,
        checklist=assessment.checklist,
        scope=assessment.scope,
    )
    SubmissionScore.objects.bulk_create(
        SubmissionScore(submission=submission, step_id=score.step_id, half_steps=score.half_steps)
        for score in scores
        if score.is_answered
    )
    SubmissionText.objects.bulk_create(
        SubmissionText(submission=submission, step_id=score.step_id, reason=score.reason, evidence=score.evidence)
        for score in scores
        if score.reason or score.evidence
    )
    return submission
