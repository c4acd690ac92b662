"""Start the next round from one that there is."""

from __future__ import annotations

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from learning_rounds.actions.rounds import create_round
from learning_rounds.models import LearningGroup, LearningMeeting, LearningRound, Participation
from learning_rounds.next_round import NextRound


@transaction.atomic
def start_next_round(*, plan: NextRound, by: User) -> LearningRound:
    """Make a draft of the same owner with what the plan takes over; the old round stays as it is.

    The same asked for again (a double click) is given back. Raises ActionRefused as ``create_round`` does.
    """
    made = create_round(
        name=plan.name,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        owner=plan.source.owner,
        checklist=plan.checklist,
        by=by,
    )
    if made.meetings.exists() or made.participations.exists():
        return made
    meetings, participations = plan.meetings(), plan.participations()
    for meeting in meetings:
        meeting.round = made
    LearningMeeting.objects.bulk_create(meetings)
    _add_participations(made, participations)
    taken = [name for name, rows in (("meetings", meetings), ("participations", participations)) if rows]
    record("start-from-round", made, by=by, organisation=made.owner, fields=taken)
    return made


def _add_participations(learning_round: LearningRound, participations: list[Participation]) -> None:
    """Save them with groups of their own; groups in which nobody goes on are left behind."""
    old = {each.group.pk: each.group for each in participations if each.group}
    groups = {
        pk: LearningGroup.objects.create(round=learning_round, name=group.name, basis=group.basis)
        for pk, group in old.items()
    }
    for each in participations:
        each.round, each.group = learning_round, groups[each.group.pk] if each.group else None
    Participation.objects.bulk_create(participations)
