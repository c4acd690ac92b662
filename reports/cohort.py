"""The coordinator's page of a round, ready to print: who has submitted, each role's means, and where each one stands.

Counts and submitted levels only: drafts, reasons and evidence never come this far.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from checklists.models import ScaleLevel, Step
from learning_rounds.last_days import LastDays
from learning_rounds.models import LearningMeeting, LearningRound, Participation
from reports.cohort_words import pending_sentence, submitted_sentence
from reports.progress import Progress, ProgressTable, current_meeting
from reports.queries import scores_of
from reports.statistics import Score, ScoreTable
from reports.tables import (
    NO_VALUE,
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
class StatusCell:
    """How far one organisation is before one meeting, in words, and the CSS class that makes what remains stand out.

    ``note`` says until when it has been given more time.
    """

    text: str
    css: str = ""
    note: str = ""


@dataclass(frozen=True)
class StatusRow:
    """One organisation: who it is, a cell for each meeting, and the day of its last change before the current one."""

    name: str
    url: str
    place: str
    cells: tuple[StatusCell, ...]
    changed_on: date | None


@dataclass(frozen=True)
class RoleTable:
    """The means of all participants, or of all mentors, with whole sentences to stand below and the file's address.

    The table has the full names of the steps; ``short_names``, in the same order, are for narrow screens.
    """

    role: str
    table: HeatTable
    short_names: tuple[str, ...]
    notes: tuple[str, ...]
    csv_url: str

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

    @property
    def rows(self) -> list[tuple[OrganisationRow, ...]]:
        """For each step its row of every part."""
        return list(zip(*(part.heat.rows for part in self.parts), strict=True))


@dataclass(frozen=True)
class Cohort:
    """Everything on the page. ``levels`` is None and ``tables`` are empty until there is a submission that counts.

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
    scale: tuple[ScaleLevel, ...]


@dataclass(frozen=True)
class _Source:
    """What the page is made of: rows and scores, fetched once."""

    round: LearningRound
    meetings: Sequence[LearningMeeting]
    steps: Sequence[Step]
    participations: Sequence[Participation]
    progress: ProgressTable
    scores: Sequence[Score]
    last_days: LastDays

    @property
    def active(self) -> list[Participation]:
        return [participation for participation in self.participations if participation.is_active]

    def in_role(self, role: str) -> list[Participation]:
        """The active participations in a role, by name."""
        return [participation for participation in self.active if participation.role == role]

    def score_table(self, role: str) -> ScoreTable:
        """The submitted levels of a role."""
        counted = {participation.organisation_id for participation in self.in_role(role)}
        return ScoreTable.from_scores(
            (score for score in self.scores if score.organisation in counted),
            steps=[step.number for step in self.steps],
            meetings=[meeting.number for meeting in self.meetings],
        )

    def has_submission(self, meeting: LearningMeeting, participations: Iterable[Participation]) -> bool:
        return bool(self.progress.count_submitted(participations, meeting))


def cohort_for(learning_round: LearningRound, *, chosen: str = "", today: date | None = None) -> Cohort:
    """The page of a round, for those who may follow it.

    ``chosen`` is the number of the meeting whose levels are shown, as written in the address; anything else than a
    meeting with submissions means the latest that has some. A constant number of queries. Source: ux (d).
    """
    source = _fetch(learning_round, today or timezone.localdate())
    meeting = current_meeting(source.meetings, source.last_days.today)
    return Cohort(
        round=learning_round,
        sentence=submitted_sentence(source.active, source.progress, meeting, source.last_days.today),
        pending=pending_sentence(source.active, source.progress, meeting, source.last_days),
        current=meeting_in_sentence(meeting) if meeting else "",
        meetings=tuple(found.name for found in source.meetings),
        rows=tuple(_status_row(source, participation, meeting) for participation in source.participations),
        tables=tuple(_role_table(source, role) for role in Role.values if _has_submissions(source, role)),
        levels=_levels(source, chosen),
        scale=tuple(learning_round.checklist.levels.order_by("value")),
    )


def _fetch(learning_round: LearningRound, today: date) -> _Source:
    participations = list(learning_round.participations.select_related("organisation", "group").in_order())
    participations.sort(key=lambda found: (not found.is_active, found.is_mentor))
    return _Source(
        round=learning_round,
        meetings=list(learning_round.meetings.with_assessment()),
        steps=list(learning_round.checklist.steps.order_by("number")),
        participations=participations,
        progress=ProgressTable(participations),
        scores=scores_of(participation for participation in participations if participation.is_active),
        last_days=LastDays(participations, today),
    )


def _has_submissions(source: _Source, role: str) -> bool:
    return any(source.has_submission(meeting, source.in_role(role)) for meeting in source.meetings)


# --- Who has submitted -----------------------------------------------------------------------------------------------


def _status_row(source: _Source, participation: Participation, current: LearningMeeting | None) -> StatusRow:
    changed_at = source.progress.get(participation, current).changed_at if current else None
    return StatusRow(
        name=participation.organisation.name,
        url=participation.get_absolute_url(),
        place=_place(participation),
        cells=tuple(_status_cell(source, participation, meeting) for meeting in source.meetings),
        changed_on=timezone.localdate(changed_at) if changed_at else None,
    )


def _place(participation: Participation) -> str:
    """Role, group, and when it left: what stands under the name."""
    parts = [participation.get_role_display()]
    if participation.group:
        parts.append(participation.group.name)
    if participation.withdrawn_on:
        parts.append(_("left the round %(date)s") % {"date": date_format(participation.withdrawn_on)})
    elif not participation.is_active:
        parts.append(_("has left the round"))
    return " · ".join(parts)


def _status_cell(source: _Source, participation: Participation, meeting: LearningMeeting) -> StatusCell:
    progress = source.progress.get(participation, meeting)
    if progress.submitted_at:
        return StatusCell(_("Complete"))
    if not participation.is_active:
        return StatusCell(NO_VALUE)
    extended_to = source.last_days.extended_to(participation, meeting)
    note = _("extended to %(date)s") % {"date": date_format(extended_to)} if extended_to else ""
    if source.last_days.has_passed(participation, meeting):
        return StatusCell(_("Not submitted"), "status status-late", note)
    if meeting not in source.last_days.open_meetings(participation, source.meetings):
        return StatusCell(_("Not open yet"), "meta", note)
    return _draft_cell(progress, note)


def _draft_cell(progress: Progress, note: str) -> StatusCell:
    if progress.state == "none":
        return StatusCell(_("Not started"), "status status-none", note)
    done = {"done": progress.done, "total": progress.total}
    if progress.done == progress.total:
        return StatusCell(_("%(done)s of %(total)s, not submitted") % done, "status status-begun", note)
    return StatusCell(_("%(done)s of %(total)s") % done, "status status-begun", note)


# --- Means and levels ------------------------------------------------------------------------------------------------


def _role_table(source: _Source, role: str) -> RoleTable:
    checklist = source.round.checklist
    labels = _labels(source, {step.number: step.name for step in source.steps})
    table = cohort_table(source.score_table(role), labels, minimum=checklist.scale_min, maximum=checklist.scale_max)
    left = any(found.role == role and not found.is_active for found in source.participations)
    return RoleTable(
        role=role,
        table=table,
        short_names=tuple(step.short for step in source.steps),
        notes=(*table.notes, *([_("Organisations that have left the round are not counted.")] if left else [])),
        csv_url=reverse("round-table-csv", args=[source.round.slug, role]),
    )


def _labels(source: _Source, steps: dict[int, str]) -> Labels:
    return Labels(
        steps=steps,
        meetings={meeting.number: meeting.name for meeting in source.meetings},
        inside={meeting.number: meeting.in_sentence for meeting in source.meetings},
    )


def _levels(source: _Source, chosen: str) -> Levels | None:
    """The levels at the chosen meeting, or at the latest with submissions; None before the first submission."""
    submitted = [meeting for meeting in source.meetings if source.has_submission(meeting, source.active)]
    if not submitted:
        return None
    shown = next((meeting for meeting in submitted if str(meeting.number) == chosen), submitted[-1])
    checklist, steps = source.round.checklist, len(source.steps)
    ends = {"lowest": checklist.scale_min * steps, "highest": checklist.scale_max * steps}
    return Levels(
        meeting=shown.in_sentence,
        choices=tuple(_choice(source.round, meeting, shown) for meeting in submitted),
        total_name=_("Total (%(lowest)s–%(highest)s)") % ends,
        parts=tuple(_role_heat(source, role, shown) for role in Role.values if source.in_role(role)),
    )


def _choice(learning_round: LearningRound, meeting: LearningMeeting, shown: LearningMeeting) -> MeetingChoice:
    url = f"{learning_round.get_absolute_url()}?traff={meeting.number}#levels"
    return MeetingChoice(name=meeting.name, url=url, is_chosen=meeting == shown)


def _role_heat(source: _Source, role: str, meeting: LearningMeeting) -> RoleHeat:
    organisations = [
        (found.organisation_id, found.organisation.name, found.get_absolute_url()) for found in source.in_role(role)
    ]
    labels = _labels(source, {step.number: step.short for step in source.steps})
    return RoleHeat(role, organisation_heat(source.score_table(role), labels, meeting.number, organisations))
