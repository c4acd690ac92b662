"""The coordinator's page of a round, ready to print: who has submitted, each role's means, and where each one stands.

Counts and submitted levels only: drafts, reasons and evidence never come this far.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from checklists.models import ScaleLevel
from learning_rounds.models import LearningMeeting, LearningRound, Participation
from reports.cohort_hardest import HardestSteps, hardest_steps
from reports.cohort_source import Source, fetch
from reports.cohort_status import StatusCell, StatusRow, status_rows
from reports.cohort_words import pending_sentence, submitted_sentence
from reports.exports.places import TABLE_OF_ROLE, File, round_files
from reports.progress import current_meeting
from reports.tables import (
    HeatTable,
    Labels,
    OrganisationHeat,
    OrganisationRow,
    StepRow,
    cohort_table,
    organisation_heat,
)
from reports.wording import meeting_in_sentence

Role = Participation.Role


@dataclass(frozen=True)
class RoleTable:
    """The means of all participants, or of all mentors, with whole sentences to stand below and the files.

    The table has the full names of the steps; ``short_names``, in the same order, are for narrow screens.
    """

    role: str
    table: HeatTable
    short_names: tuple[str, ...]
    notes: tuple[str, ...]
    files: tuple[File, ...]

    @property
    def rows(self) -> list[tuple[str, StepRow]]:
        """Each step's short name with its row."""
        return list(zip(self.short_names, self.table.rows, strict=True))


@dataclass(frozen=True)
class MeetingChoice:
    """A meeting that the table of levels can be shown for."""

    name: str
    url: str
    is_chosen: bool


@dataclass(frozen=True)
class RoleHeat:
    """The levels of all participants, or of all mentors, at one meeting. ``span``: columns with that of the spread."""

    role: str
    heat: OrganisationHeat

    @property
    def span(self) -> int:
        return len(self.heat.heads) + self.has_spread

    @property
    def has_spread(self) -> bool:
        """One organisation alone has no spread."""
        return len(self.heat.heads) > 1


@dataclass(frozen=True)
class Levels:
    """Step × organisation at the chosen meeting, the roles side by side."""

    meeting: str
    choices: tuple[MeetingChoice, ...]
    total_name: str
    parts: tuple[RoleHeat, ...]
    files: tuple[File, ...]

    @property
    def rows(self) -> list[tuple[OrganisationRow, ...]]:
        """For each step its row of every part."""
        return list(zip(*(part.heat.rows for part in self.parts), strict=True))


@dataclass(frozen=True)
class Cohort:
    """Everything on the page. ``levels`` is None and ``tables`` are empty until there is a submission that counts;
    ``hardest`` is None until a participant has submitted before the meeting that is shown.

    ``sentence`` says how many have submitted before the meeting that the round is at, ``pending`` who has not;
    ``current`` is that meeting's name as inside a sentence, "" when there is none.
    """

    round: LearningRound
    sentence: str
    pending: str
    current: str
    meetings: tuple[str, ...]
    rows: tuple[StatusRow, ...]
    tables: tuple[RoleTable, ...]
    levels: Levels | None
    hardest: HardestSteps | None
    scale: tuple[ScaleLevel, ...]

    @property
    def status(self) -> list[tuple[StatusRow, list[tuple[str, StatusCell]]]]:
        """Each row with its cells, and the meeting that each cell is about."""
        return [(row, list(zip(self.meetings, row.cells, strict=True))) for row in self.rows]

    @property
    def lacks_contacts(self) -> bool:
        """Whether there is an organisation with nobody to turn to."""
        return any(row.lacks_contact for row in self.rows)

    @property
    def status_files(self) -> tuple[File, ...]:
        """Who has submitted, as files."""
        return round_files(self.round.slug, "status")

    @property
    def organisation_files(self) -> tuple[File, ...]:
        """The list of organisations as files."""
        return round_files(self.round.slug, "organisationer")


def cohort_for(learning_round: LearningRound, *, chosen: str = "", today: date | None = None) -> Cohort:
    """The page of a round, for those who may follow it.

    ``chosen`` is the number of the meeting whose levels are shown, as written in the address; anything else than a
    meeting with submissions means the latest that has some. A constant number of queries. Source: ux (d).
    """
    source = fetch(learning_round, today or timezone.localdate())
    meeting = current_meeting(source.meetings, source.last_days.today)
    shown = _shown(source, chosen)
    return Cohort(
        round=learning_round,
        sentence=submitted_sentence(source.active, source.progress, meeting, source.last_days.today),
        pending=pending_sentence(source.active, source.progress, meeting, source.last_days),
        current=meeting_in_sentence(meeting) if meeting else "",
        meetings=tuple(found.title for found in source.meetings),
        rows=status_rows(source, meeting),
        tables=tuple(role_table(source, role) for role in Role.values if _has_submissions(source, role)),
        levels=_levels(source, shown) if shown else None,
        hardest=_hardest(source, shown) if shown else None,
        scale=tuple(learning_round.checklist.levels.order_by("value")),
    )


def _has_submissions(source: Source, role: str) -> bool:
    return any(source.has_submission(meeting, source.in_role(role)) for meeting in source.meetings)


def role_table(source: Source, role: str) -> RoleTable:
    checklist = source.round.checklist
    labels = _labels(source, {step.number: step.name for step in source.steps})
    table = cohort_table(source.score_table(role), labels, minimum=checklist.scale_min, maximum=checklist.scale_max)
    left = any(found.role == role and not found.is_active for found in source.participations)
    return RoleTable(
        role=role,
        table=table,
        short_names=tuple(step.short for step in source.steps),
        notes=(*table.notes, *([_("Organisations that have left the round are not counted.")] if left else [])),
        files=round_files(source.round.slug, TABLE_OF_ROLE[Role(role)]),
    )


def _labels(source: Source, steps: dict[int, str]) -> Labels:
    return Labels(
        steps=steps,
        meetings={meeting.number: meeting.title for meeting in source.meetings},
        inside={meeting.number: meeting.in_sentence for meeting in source.meetings},
    )


def _submitted(source: Source) -> list[LearningMeeting]:
    return [meeting for meeting in source.meetings if source.has_submission(meeting, source.active)]


def _shown(source: Source, chosen: str) -> LearningMeeting | None:
    """The chosen meeting, or the latest with submissions; None before the first submission."""
    submitted = _submitted(source)
    latest = submitted[-1] if submitted else None
    return next((meeting for meeting in submitted if str(meeting.number) == chosen), latest)


def _hardest(source: Source, shown: LearningMeeting) -> HardestSteps | None:
    """Of the participants: mentors have come further, and those who know more rate lower."""
    return hardest_steps(
        source.round.slug,
        source.score_table(Role.PARTICIPANT),
        _labels(source, {step.number: step.short for step in source.steps}),
        shown.number,
        highest=source.round.checklist.scale_max,
        active=len(source.in_role(Role.PARTICIPANT)),
    )


def _levels(source: Source, shown: LearningMeeting) -> Levels:
    checklist, steps = source.round.checklist, len(source.steps)
    ends = {"lowest": checklist.scale_min * steps, "highest": checklist.scale_max * steps}
    return Levels(
        meeting=shown.in_sentence,
        choices=tuple(_choice(source.round, meeting, shown) for meeting in _submitted(source)),
        total_name=_("Total (%(lowest)s–%(highest)s)") % ends,
        parts=tuple(_role_heat(source, role, shown) for role in Role.values if source.in_role(role)),
        files=round_files(source.round.slug, "nivaer", f"traff={shown.number}"),
    )


def _choice(learning_round: LearningRound, meeting: LearningMeeting, shown: LearningMeeting) -> MeetingChoice:
    url = f"{learning_round.get_absolute_url()}?traff={meeting.number}#levels"
    return MeetingChoice(name=meeting.title, url=url, is_chosen=meeting == shown)


def _role_heat(source: Source, role: str, meeting: LearningMeeting) -> RoleHeat:
    organisations = [
        (found.organisation_id, found.organisation.name, found.get_absolute_url()) for found in source.in_role(role)
    ]
    labels = _labels(source, {step.number: step.short for step in source.steps})
    return RoleHeat(role, organisation_heat(source.score_table(role), labels, meeting.number, organisations))
