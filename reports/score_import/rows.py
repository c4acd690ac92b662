"""What an import of scores consists of, between the file and the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

# What a sheet would do.
NEW, SAME, REPLACES, EXISTS = "new", "same", "replaces", "exists"


class Place(NamedTuple):
    """A self-assessment: the ids of a participation and of a meeting."""

    participation: int
    meeting: int


@dataclass(frozen=True)
class Known:
    """What a file may name. Codes, numbers and names lead to ids; ``left`` are participations that were withdrawn."""

    participations: Mapping[str, int]
    left: frozenset[int]
    organisations: Mapping[int, str]
    meetings: Mapping[str, int]
    meeting_names: Mapping[int, str]
    without_assessment: frozenset[int]
    steps: frozenset[int]
    minimum: int
    maximum: int


@dataclass(frozen=True)
class Sheet:
    """The scores of one organisation before one meeting, in half steps by step number; None is "cannot judge yet".

    ``latest`` is the number of the submission that counted when the sheet was planned, 0 without one.
    """

    place: Place
    organisation: str
    meeting: str
    scores: Mapping[int, int | None]
    line: int = 0
    state: str = NEW
    latest: int = 0


@dataclass
class Read:
    """What a file says: scores by place and step, with the line of each, and what is wrong with it."""

    scores: dict[Place, dict[int, int | None]] = field(default_factory=dict)
    lines: dict[tuple[Place, int], int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Plan:
    """What an import would do, and what is wrong: with any problem nothing is done."""

    sheets: tuple[Sheet, ...]
    problems: tuple[str, ...]

    @property
    def to_save(self) -> tuple[Sheet, ...]:
        """The sheets that would become submissions."""
        return tuple(sheet for sheet in self.sheets if sheet.state in (NEW, REPLACES))
