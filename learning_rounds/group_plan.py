"""When and where the groups of a round meet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time

from django.utils import timezone

from accounts.models import Organisation
from learning_rounds.models import GroupMeeting, LearningGroup, LearningMeeting, LearningRound, Participation


@dataclass(frozen=True)
class GroupPlan:
    """A group with its organisations, and for each meeting of the round the group's own (None: nothing written yet)."""

    group: LearningGroup
    members: list[Organisation]
    meetings: list[tuple[LearningMeeting, GroupMeeting | None]]

    @property
    def code(self) -> str:
        """The code of one of its organisations, which names the group in addresses; "" for an empty group."""
        return self.members[0].code if self.members else ""


def group_plans(learning_round: LearningRound, groups: Iterable[LearningGroup]) -> list[GroupPlan]:
    """The plans of some groups of a round, in their order; three queries for any number of them."""
    groups = list(groups)
    strategists = LearningMeeting.Kind.STRATEGISTS
    meetings = list(learning_round.meetings.exclude(kind=strategists).order_by("number"))
    held = {
        (found.group_id, found.meeting_id): found
        for found in GroupMeeting.objects.filter(group__in=groups).select_related("host")
    }
    active = Participation.objects.active().filter(group__in=groups).select_related("organisation").in_order()
    members: dict[int | None, list[Organisation]] = {}
    for participation in active:
        members.setdefault(participation.group_id, []).append(participation.organisation)
    return [
        GroupPlan(group, members.get(group.pk, []), [(found, held.get((group.pk, found.pk))) for found in meetings])
        for group in groups
    ]


def next_group_meetings(participations: Iterable[Participation]) -> dict[int | None, GroupMeeting]:
    """The next meeting of each group by its id, until the day is over; groups without one are left out. One query."""
    groups = {found.group_id for found in participations if found.is_active and found.group_id}
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(), time()))
    coming = GroupMeeting.objects.filter(group__in=groups, starts_at__gte=midnight).select_related("meeting", "host")
    return {found.group_id: found for found in coming.order_by("-starts_at")}
