"""Next actions: written with a step, done or dropped later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.audit import record
from accounts.models import User
from assessments.actions.checks import validate
from assessments.models import Assessment, Measure
from checklists.models import Step

if TYPE_CHECKING:
    from assessments.actions.steps import StepAnswer


def save_next_action(assessment: Assessment, step: Step, answer: StepAnswer, by: User) -> bool:
    """Create, change or drop the next action that belongs to this meeting and step; says whether anything changed."""
    text = answer.next_action.strip()
    measure = (
        Measure.objects.open()
        .select_for_update()
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
            **new,
        )
        validate(measure)
        measure.save()
        record("add-measure", measure, by=by, organisation=assessment.organisation, fields=new)
        return True
    return change_measure(measure, new, "change-measure", by)


def change_measure(measure: Measure, new: dict, verb: str, by: User) -> bool:
    changed = [name for name, value in new.items() if getattr(measure, name) != value]
    if not changed:
        return False
    for name in changed:
        setattr(measure, name, new[name])
    measure.version += 1
    validate(measure)
    measure.save()
    record(verb, measure, by=by, organisation=measure.participation.organisation, fields=changed)
    return True


def mark_earlier(assessment: Assessment, step: Step, answer: StepAnswer, by: User) -> bool:
    """Mark earlier actions as done, or open again when the tick was taken away; says whether anything changed."""
    states = dict.fromkeys(answer.earlier_done, Measure.State.DONE)
    states |= dict.fromkeys(answer.earlier_reopened, Measure.State.OPEN)
    if not states:
        return False
    ticked = (
        Measure.objects.select_for_update()
        .filter(pk__in=states, participation=assessment.participation, unit=assessment.unit, step=step)
        .exclude(state=Measure.State.DROPPED)
    )
    return any([change_measure(measure, {"state": states[measure.pk]}, "change-measure", by) for measure in ticked])
