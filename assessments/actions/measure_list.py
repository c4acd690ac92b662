"""Next actions as a working list of their own: added, changed, done, opened again and dropped between the meetings."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.errors import ActionRefused
from accounts.models import User
from accounts.saving import refresh, save_changes, validate
from assessments.actions.steps import open_assessment
from assessments.models import Assessment, Measure, StepScore, Submission
from checklists.models import Step
from learning_rounds.last_days import LastDays
from learning_rounds.lock import lock_for_writing
from learning_rounds.models import LearningMeeting, Participation

State = Measure.State


@transaction.atomic
def add_measure(*, participation: Participation, values: Mapping[str, object], by: User) -> Measure:
    """Add an open action (``values``: step, text, responsible, due_on) for the time until the next meeting.

    It belongs to the meeting that was submitted last, without one to that which is open. Raises ActionRefused when
    nothing can be written in the round, or nobody assesses themselves in it.
    """
    lock_for_writing(participation)
    assessment = open_assessment(participation, _meeting_of_new(participation), by)
    measure = Measure(participation=participation, unit=assessment.unit, meeting=assessment.meeting, saved_by=by)
    for name, value in values.items():
        setattr(measure, name, value)
    validate(measure)
    measure.save()
    record("add-measure", measure, by=by, organisation=participation.organisation, fields=values)
    _tell_step_pages(measure, measure.step, by)
    return measure


def _meeting_of_new(participation: Participation) -> LearningMeeting:
    submitted = Submission.objects.whole().filter(assessment__participation=participation)
    latest = submitted.select_related("assessment__meeting").order_by("-assessment__meeting__number").first()
    if latest is not None:
        return latest.assessment.meeting
    meetings = list(participation.round.meetings.with_assessment())
    open_ones = LastDays([participation]).open_meetings(participation, meetings)
    found = next(iter([*open_ones, *reversed(meetings)]), None)
    if found is None:
        raise ActionRefused(_("The round has no meeting with a self-assessment yet, so there is nothing to write for."))
    return found


def save_measure(
    *, participation: Participation, measure: Measure, values: Mapping[str, object], version: int, by: User
) -> Measure:
    """Change what an action says: step, text, responsible and day."""
    return _change(participation, measure, values, verb="change-measure", version=version, by=by)


def mark_measure(*, participation: Participation, measure: Measure, state: str, version: int, by: User) -> Measure:
    """Mark an action as done, or open it again; a reason for dropping it goes away."""
    values = {"state": state, "dropped_because": ""}
    return _change(participation, measure, values, verb="change-measure", version=version, by=by)


def drop_measure(*, participation: Participation, measure: Measure, because: str, version: int, by: User) -> Measure:
    """Drop an action, which stays in the list with its reason."""
    values = {"state": State.DROPPED, "dropped_because": because.strip()}
    return _change(participation, measure, values, verb="drop-measure", version=version, by=by)


@transaction.atomic
def _change(
    participation: Participation, measure: Measure, values: Mapping[str, object], *, verb: str, version: int, by: User
) -> Measure:
    """Write what differs. Raises ActionRefused when nothing can be written, SavedMeanwhile after a colleague."""
    lock_for_writing(participation)
    refresh(measure)
    before = measure.step
    changed = save_changes(measure, values, version=version, by=by)
    if not changed:
        return measure
    record(verb, measure, by=by, organisation=participation.organisation, fields=changed)
    for step in {before, measure.step}:
        _tell_step_pages(measure, step, by)
    return measure


def _tell_step_pages(measure: Measure, step: Step, by: User) -> None:
    """Let step pages that are open meet the change as a colleague's: they carry the version of the step's answer."""
    own = {"participation": measure.participation_id, "unit": measure.unit_id, "checklist": step.checklist_id}
    meetings = measure.participation.round.meetings.with_assessment()
    open_meetings = LastDays([measure.participation]).open_meetings(measure.participation, meetings)
    assessments = Assessment.objects.filter(**own, meeting__in=open_meetings)
    StepScore.objects.bulk_create(
        (StepScore(assessment=assessment, step=step, version=0, saved_by=by) for assessment in assessments),
        ignore_conflicts=True,
    )
    scores = StepScore.objects.filter(assessment__in=assessments, step=step)
    scores.update(version=F("version") + 1, saved_at=timezone.now(), saved_by=by)
