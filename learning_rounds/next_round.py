"""What the next round takes over from one that there is: what it will consist of, before anything is saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from checklists.models import Checklist
from learning_rounds.models import LearningMeeting, LearningRound, Participation

WEEK = 7


@dataclass(frozen=True)
class NextRound:
    """The next round as it was asked for. ``roles`` are those of the organisations that go on, by participation id.

    Nothing of what organisations write goes along: no assessment, decision, goal or pilot.
    """

    source: LearningRound
    name: str
    starts_on: date
    ends_on: date
    checklist: Checklist
    with_meetings: bool
    with_groups: bool
    roles: Mapping[int, str]

    def meetings(self) -> list[LearningMeeting]:
        """The meetings on their new days, not saved; places have to be found anew."""
        if not self.with_meetings:
            return []
        old = list(self.source.meetings.order_by("number"))
        shift = self._shift(old)
        return [
            LearningMeeting(
                number=each.number,
                kind=each.kind,
                name=each.name,
                held_on=_moved(each.held_on, shift),
                assessment_due_on=_moved(each.assessment_due_on, shift),
            )
            for each in old
        ]

    def _shift(self, meetings: list[LearningMeeting]) -> timedelta:
        """From the old start to the new one in whole weeks, so that every meeting keeps its day of the week."""
        days = [day for each in meetings for day in (each.assessment_due_on, each.held_on) if day]
        begun = self.source.starts_on or min(days, default=self.starts_on)
        return timedelta(weeks=round((self.starts_on - begun).days / WEEK))

    def participations(self) -> list[Participation]:
        """The old participations of the organisations that go on, by name, with their new role; not saved."""
        old = self.source.participations.filter(pk__in=self.roles).select_related("organisation", "group").in_order()
        return [
            Participation(
                organisation=each.organisation, group=each.group if self.with_groups else None, role=self.roles[each.pk]
            )
            for each in old
        ]


def _moved(day: date | None, shift: timedelta) -> date | None:
    return day + shift if day else None
