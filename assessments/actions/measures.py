"""Next actions: written with a step, done or dropped later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.audit import record
from accounts.models import User
from accounts.saving import save_changes, validate
from assessments.models import Assessment, Measure
from checklists.models import Step

if TYPE_CHECKING:
    from assessments.actions.steps import StepAnswer


def save_next_action(assessment: Assessment, step: Step, answer: StepAnswer, by: User) -> bool:
    """Create, change or drop the next action that belongs to this meeting and step; says whether anything changed."""
    text = answer.next_action.strip()
    measure = (
        Measure.objects.open()
        .filter(participation=assessment.participation, unit=assessment.unit, meeting=assessment.meeting, step=step)
        .order_by("-pk")
        .first()
    )
    new = {"text": text, "responsible": answer.responsible.strip(), "due_on": answer.due_on}
    if not text:
        return measure is not None and change_measure(measure, {"state": Measure.State.DROPPED}, "drop-measure", by)
    if measure is None:
        measure = Measure(
            participation=assessment.participation,
            unit=assessment.unit,
            meeting=assessment.meeting,
            step=step,
            saved_by=by,
            **new,
        )
        validate(measure)
        measure.save()
        record("add-measure", measure, by=by, organisation=assessment.organisation, fields=new)
        return True
    return change_measure(measure, new, "change-measure", by)


def change_measure(measure: Measure, new: dict, verb: str, by: User) -> bool:
    """Save what differs of an action, which nobody else can change since the participation is locked."""
    changed = save_changes(measure, new, version=measure.version, by=by)
    if changed:
        record(verb, measure, by=by, organisation=measure.participation.organisation, fields=changed)
    return bool(changed)


def mark_earlier(assessment: Assessment, step: Step, answer: StepAnswer, by: User) -> bool:
    """Mark earlier actions as done, or open again when the tick was taken away; says whether anything changed."""
    states = dict.fromkeys(answer.earlier_done, Measure.State.DONE)
    states |= dict.fromkeys(answer.earlier_reopened, Measure.State.OPEN)
    if not states:
        return False
    own = Measure.objects.filter(participation=assessment.participation, unit=assessment.unit, step=step)
    ticked = own.filter(pk__in=states).exclude(state=Measure.State.DROPPED)
    return any([change_measure(measure, {"state": states[measure.pk]}, "change-measure", by) for measure in ticked])
