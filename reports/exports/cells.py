"""What stands in a table that leaves the application: typed cells, which each format writes in its own way.

Numbers stay exact here. Texts are in the language that was active when the table was built.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils.formats import date_format

from checklists.scale import rounded, show, show_change
from reports.tables import NO_VALUE, FootRow, StepRow, TableCell

CHANGE = "+/-"  # the heading of changes, which no spreadsheet can read as a formula
SOFT_HYPHEN = "\u00ad"
# What a spreadsheet may skip before it looks for a formula.
INVISIBLE = " \u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"


@dataclass(frozen=True)
class Text:
    """Words, as somebody has written them."""

    text: str

    @property
    def plain(self) -> str:
        """The text without the soft hyphens that only a page needs."""
        return self.text.replace(SOFT_HYPHEN, "")


@dataclass(frozen=True)
class Level:
    """A level, mean or total in exact score units, shown with one decimal."""

    value: Fraction


@dataclass(frozen=True)
class Change:
    """A difference in exact score units, shown with its sign."""

    value: Fraction

    @property
    def shows_zero(self) -> bool:
        """Whether nothing is left of it after rounding, so that it has no sign."""
        return rounded(self.value) == 0


@dataclass(frozen=True)
class Count:
    """A whole number: of a step, or how many there are."""

    value: int


@dataclass(frozen=True)
class Day:
    """A date."""

    on: date


@dataclass(frozen=True)
class Missing:
    """Nothing: empty in a spreadsheet, ``shown`` where people read."""

    shown: str = NO_VALUE


Cell = Text | Level | Change | Count | Day | Missing


@dataclass(frozen=True)
class Table:
    """A table with its heading row. ``notes`` are whole sentences that say what it is; ``sums``: rows of sums, last.

    ``name`` is that of the file, without what says its format.
    """

    name: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...]
    language: str
    sums: int = 0

    @property
    def body(self) -> tuple[tuple[Cell, ...], ...]:
        """The rows above the sums."""
        return self.rows[: len(self.rows) - self.sums]


def text_of(cell: Cell, language: str) -> str:
    """A cell as people read it; dates are in the active language."""
    match cell:
        case Text():
            return cell.plain
        case Level(value):
            return show(value, language)
        case Change(value):
            return show_change(value, language)
        case Count(value):
            return str(value)
        case Day(on):
            return date_format(on)
        case Missing(shown):
            return shown


def safe(text: str) -> str:
    """Text as a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if looks_like_formula(text) else text


def looks_like_formula(text: str) -> bool:
    """Could a spreadsheet take the text for a formula?"""
    seen = unicodedata.normalize("NFKC", text).lstrip(INVISIBLE)
    return text.startswith(("\t", "\r")) or seen.startswith(("=", "+", "-", "@"))


def day_or_missing(on: date | None) -> Cell:
    return Missing() if on is None else Day(on)


def text_or_missing(text: str) -> Cell:
    return Text(text) if text else Missing()


def level_of(cell: TableCell) -> Cell:
    """A figure of a printed table."""
    return Missing(cell.text) if cell.value is None else Level(cell.value)


def change_of(row: StepRow | FootRow) -> Cell:
    """The change of a printed row."""
    return Missing(row.change) if row.change_value is None else Change(row.change_value)
