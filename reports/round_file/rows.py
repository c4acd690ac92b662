"""What a round file consists of: the same rows whether they come from a document or from the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from accounts.actions import OrganisationRow

FORMAT = "jamsteg-round/1"


@dataclass(frozen=True)
class ChecklistFacts:
    """What a checklist allows: step numbers, whole levels at the ends of the scale, and its step in half steps."""

    steps: frozenset[int]
    minimum: int
    maximum: int
    scale_step: int


@dataclass(frozen=True)
class Known:
    """What exists before the import: codes (and whether they may coordinate), slugs of rounds, checklists."""

    organisations: Mapping[str, bool]
    slugs: frozenset[str]
    checklists: Mapping[str, ChecklistFacts]


class StepKey(NamedTuple):
    """A step of a checklist; ``checklist`` is a reference such as "skr-2020"."""

    checklist: str
    number: int


class UnitRow(NamedTuple):
    """The whole organisation, or a part of it."""

    kind: str = "whole"
    name: str = ""

    @classmethod
    def of(cls, kind: str, name: str) -> UnitRow:
        """A unit; the whole organisation is the same whatever it is called."""
        return cls() if kind == cls().kind else cls(kind, name)


@dataclass(frozen=True)
class AnswerRow:
    """One step: scored or not, half steps (None with ``is_scored``: cannot judge), and texts."""

    step: int
    is_scored: bool
    half_steps: int | None
    reason: str
    evidence: str


@dataclass(frozen=True)
class SheetRow:
    """The answers to the steps of a checklist: a draft, or with ``submitted_at`` a submission."""

    checklist: str
    scope: str
    answers: tuple[AnswerRow, ...]
    submitted_at: datetime | None = None


@dataclass(frozen=True)
class AssessmentRow:
    """A self-assessment before a meeting: its submissions, oldest first, and the draft.

    ``draft`` is None when it is the same as the last submission; without submissions it is always there.
    """

    meeting: int
    unit: UnitRow
    submissions: tuple[SheetRow, ...]
    draft: SheetRow | None

    @property
    def live(self) -> SheetRow:
        """The draft, which is what a renewal starts from."""
        return self.draft or self.submissions[-1]


@dataclass(frozen=True)
class MeasureRow:
    """A next action, written before a meeting."""

    meeting: int
    unit: UnitRow
    step: StepKey
    text: str
    responsible: str
    due_on: date | None
    state: str
    dropped_because: str = ""


@dataclass(frozen=True)
class ExtensionRow:
    """A later last day before one meeting."""

    meeting: int
    due_on: date


@dataclass(frozen=True)
class NoteRow:
    """A line in the log of a pilot activity."""

    on: date
    text: str


@dataclass(frozen=True)
class PilotRow:
    """A pilot activity; ``id`` is its number within the participation, ``unit`` is None where none was chosen."""

    id: int
    unit: UnitRow | None
    name: str
    area: str
    department: str
    problem: str
    goal: str
    responsible: str
    starts_on: date | None
    ends_on: date | None
    status: str
    notes: tuple[NoteRow, ...]


@dataclass(frozen=True)
class ChainRow:
    """An entry of the results chain. ``pilot`` and ``leads_to`` are ids within the participation."""

    id: int
    level: int
    state: str
    text: str
    pilot: int | None
    steps: tuple[StepKey, ...]
    goals: tuple[int, ...]
    leads_to: tuple[int, ...]


@dataclass(frozen=True)
class BriefRow:
    """What the politicians are asked before one meeting."""

    meeting: int
    question_1: str
    question_2: str
    question_3: str
    contact: str


class ShownRow(NamedTuple):
    """A reason that the results report shows: that of a step in the latest submission before a meeting."""

    meeting: int
    step: int


@dataclass(frozen=True)
class ReportRow:
    """What is written in the results report, and which reasons it shows."""

    background: str = ""
    goal: str = ""
    work: str = ""
    thoughts: str = ""
    lessons: str = ""
    way_forward: str = ""
    contact: str = ""
    reasons: tuple[ShownRow, ...] = ()


class SharedTextRow(NamedTuple):
    """A text that was shared; ``step`` is its number in the checklist of the submission, None if about none."""

    kind: str
    step: int | None
    text: str


@dataclass(frozen=True)
class ShareRow:
    """What was shared of a submission (its meeting and its place among those before it, from 1) with a group."""

    meeting: int
    submission: int
    group: str
    at: datetime
    diary_number: str
    taken_back_at: datetime | None
    texts: tuple[SharedTextRow, ...]


@dataclass(frozen=True)
class ParticipationRow:
    """That an organisation takes part, and everything it wrote; ``group`` is a name or ""."""

    organisation: OrganisationRow
    role: str
    group: str
    status: str
    withdrawn_on: date | None
    decision: str = ""
    decided_on: date | None = None
    decision_url: str = ""
    goal: str = ""
    contact: str = ""
    extensions: tuple[ExtensionRow, ...] = ()
    assessments: tuple[AssessmentRow, ...] = ()
    measures: tuple[MeasureRow, ...] = ()
    pilots: tuple[PilotRow, ...] = ()
    chain: tuple[ChainRow, ...] = ()
    briefs: tuple[BriefRow, ...] = ()
    report: ReportRow | None = None
    shares: tuple[ShareRow, ...] = ()


@dataclass(frozen=True)
class MeetingRow:
    """A meeting; without a last day there is no assessment before it."""

    number: int
    kind: str
    name: str
    assessment_due_on: date | None
    held_on: date | None = None
    place: str = ""


@dataclass(frozen=True)
class GroupMeetingRow:
    """When and where a group holds a meeting."""

    meeting: int
    starts_at: datetime | None
    host: OrganisationRow | None
    place: str


@dataclass(frozen=True)
class GroupRow:
    """A group; ``basis`` may be ""."""

    name: str
    basis: str
    meetings: tuple[GroupMeetingRow, ...] = ()


@dataclass(frozen=True)
class RoundFile:
    """A whole round. ``checklist`` is a reference such as "skr-2020", ``coordinator`` a code.

    ``new`` are the fictive organisations that the document names and that did not exist when it was read.
    """

    slug: str
    name: str
    checklist: str
    coordinator: str
    starts_on: date | None
    ends_on: date | None
    state: str
    meetings: tuple[MeetingRow, ...]
    groups: tuple[GroupRow, ...]
    participations: tuple[ParticipationRow, ...]
    new: tuple[OrganisationRow, ...] = field(default=(), compare=False)
