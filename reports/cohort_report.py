"""The coordinator's report of a round, ready to print: means, levels, and counts of what is being done.

It holds what the coordinator's page holds, and how many pilot activities and results there are: numbers, never texts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from learning_rounds.models import ChainEntry, ChainLevel, LearningRound, Participation, PilotActivity
from reports.cohort import Cohort, RoleHeat, cohort_for
from reports.tables import NO_VALUE, TableCell
from reports.wording import shortened

LONGEST_GOAL = 240


@dataclass(frozen=True)
class Member:
    """One organisation in the round; texts that are not there are ""."""

    name: str
    place: str
    decided_on: str
    goal: str


@dataclass(frozen=True)
class LevelRow:
    """One organisation at one meeting: its level of every step, and its total."""

    name: str
    cells: tuple[TableCell, ...]
    total: str


@dataclass(frozen=True)
class LevelPart:
    """The levels of all participants, or of all mentors; ``spread`` and ``means`` are missing for one alone."""

    role: str
    steps: tuple[int, ...]
    rows: tuple[LevelRow, ...]
    means: tuple[TableCell, ...]
    spread: tuple[str, ...]


@dataclass(frozen=True)
class CountRow:
    """How many there are of something in each state, and from how many organisations."""

    name: str
    counts: tuple[int, ...]
    total: int
    organisations: int


@dataclass(frozen=True)
class CohortReport:
    """Everything in the report. ``chain`` has all five levels; ``states`` names the columns of its counts."""

    cohort: Cohort
    day: date
    subject: str
    members: tuple[Member, ...]
    levels: tuple[LevelPart, ...]
    states: tuple[str, ...]
    chain: tuple[CountRow, ...]
    pilots: tuple[CountRow, ...]
    active: int

    @property
    def has_work(self) -> bool:
        """Is there any pilot activity or result to count?"""
        return any(row.total for row in (*self.chain, *self.pilots))


def cohort_report_of(learning_round: LearningRound, *, today: date | None = None) -> CohortReport:
    """The report of a round, in the active language, for those who may follow it. A constant number of queries.

    Levels are those of the latest meeting whose last day has passed, or of the latest with submissions.
    """
    today = today or timezone.localdate()
    closed = learning_round.meetings.with_assessment().filter(assessment_due_on__lt=today).last()
    cohort = cohort_for(learning_round, chosen=str(closed.number) if closed else "", today=today)
    participations = list(learning_round.participations.select_related("organisation", "group").in_order())
    participations.sort(key=lambda found: (not found.is_active, found.is_mentor))
    active = [found for found in participations if found.is_active]
    return CohortReport(
        cohort=cohort,
        day=today,
        subject=_("Progress report · %(round)s") % {"round": learning_round.name},
        members=tuple(_member(found) for found in participations),
        levels=tuple(_levels(part) for part in cohort.levels.parts) if cohort.levels else (),
        states=tuple(str(label) for label in ChainEntry.State.labels),
        chain=tuple(_chain(active)),
        pilots=tuple(_pilots(active)),
        active=len(active),
    )


def _member(found: Participation) -> Member:
    parts = [found.get_role_display(), found.group.name if found.group else ""]
    parts.append("" if found.is_active else _("has left the round"))
    return Member(
        name=found.organisation.name,
        place=" · ".join(part for part in parts if part),
        decided_on=date_format(found.decided_on) if found.decided_on else "",
        goal=shortened(found.goal, LONGEST_GOAL),
    )


def _levels(part: RoleHeat) -> LevelPart:
    """The table of the page with organisations as rows, since a sheet of paper is higher than it is wide."""
    heat = part.heat
    rows = (
        LevelRow(head.name, tuple(row.cells[place] for row in heat.rows), heat.totals[place].text)
        for place, head in enumerate(heat.heads)
    )
    return LevelPart(
        role=part.role,
        steps=tuple(row.number for row in heat.rows),
        rows=tuple(rows),
        means=tuple(row.mean for row in heat.rows) if part.has_spread else (),
        spread=tuple(row.spread or NO_VALUE for row in heat.rows) if part.has_spread else (),
    )


# --- Counts ----------------------------------------------------------------------------------------------------------


def _chain(active: list[Participation]) -> Iterator[CountRow]:
    """How many results there are at each level, by state. Two queries."""
    entries = ChainEntry.objects.filter(participation__in=active).order_by()
    counts = {(level, state): n for level, state, n in entries.values_list("level", "state").annotate(Count("pk"))}
    whose = dict(entries.values_list("level").annotate(Count("participation", distinct=True)))
    for level in ChainLevel:
        row = tuple(counts.get((level, state), 0) for state in ChainEntry.State)
        yield CountRow(str(level.label), row, sum(row), whose.get(level, 0))


def _pilots(active: list[Participation]) -> Iterator[CountRow]:
    """How many pilot activities there are in each state. One query."""
    pilots = PilotActivity.objects.filter(participation__in=active).order_by()
    found = pilots.values_list("status").annotate(Count("pk"), Count("participation", distinct=True))
    counts = {status: (n, organisations) for status, n, organisations in found}
    for status in PilotActivity.Status:
        total, organisations = counts.get(status, (0, 0))
        yield CountRow(str(status.label), (), total, organisations)
