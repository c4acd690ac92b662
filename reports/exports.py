"""Files to take along: an export is a table of its columns, and one writer per format."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from io import StringIO

from checklists.scale import show, show_change
from learning_rounds.models import LearningRound
from reports.queries import cohort_scores, score_table

LANGUAGE = "sv"
# What a spreadsheet may skip before it looks for a formula.
INVISIBLE = " \u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"

Column = tuple[str, Callable[..., str]]


def safe(text: str) -> str:
    """Text as a cell that no spreadsheet takes for a formula."""
    seen = unicodedata.normalize("NFKC", text).lstrip(INVISIBLE)
    return f"'{text}" if text.startswith(("\t", "\r")) or seen.startswith(("=", "+", "-", "@")) else text


def to_csv(columns: Sequence[Column], rows: Iterable[object]) -> str:
    """Semicolons between the cells, line feeds between the rows, quotation marks where a cell needs them."""
    written = StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\n")
    writer.writerow([heading for heading, _cell in columns])
    writer.writerows([cell(row) for _heading, cell in columns] for row in rows)
    return written.getvalue()


@dataclass(frozen=True)
class _Line:
    """A step or the total, in exact score units."""

    label: str
    name: str
    values: tuple[Fraction | None, ...]
    change: Fraction | None


def cohort_csv(learning_round: LearningRound, role: str) -> str:
    """Table 1 of a round as CSV, in Swedish: the means of its active participants, or of its mentors.

    ``Moment;Namn;<meetings that have an assessment>;+/-``, a row for each step and one for ``Totalt``. Decimal comma,
    one decimal, changes with their sign (+ or U+2212); what is missing is left empty.
    """
    table = score_table(learning_round, cohort_scores(learning_round, role))
    meetings = dict(learning_round.meetings.with_assessment().values_list("number", "name"))
    names = dict(learning_round.checklist.steps.values_list("number", "name_sv"))
    lines = [
        _Line(str(step), names[step], tuple(cell.value for cell in table.row(step)), table.change(step).value)
        for step in table.steps
    ]
    totals = tuple(table.total(meeting).value for meeting in table.meetings)
    lines.append(_Line("Totalt", "", totals, table.total_change().value))
    columns: list[Column] = [
        ("Moment", lambda line: line.label),
        ("Namn", lambda line: safe(line.name)),
        *((safe(meetings[meeting]), _value_at(place)) for place, meeting in enumerate(table.meetings)),
        ("+/-", lambda line: show_change(line.change, LANGUAGE)),
    ]
    return to_csv(columns, lines)


def _value_at(place: int) -> Callable[[_Line], str]:
    return lambda line: show(line.values[place], LANGUAGE)
