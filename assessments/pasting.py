"""Reads rows that were pasted from a spreadsheet: one step per row with level, reason, evidence and next action.

Cells are separated by tabs, semicolons or commas; quoted cells may hold line breaks. A first row with headings may
change the order of the columns. Nothing is saved here: what can be read fills a form, what can't is told in words.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from assessments.forms import CANNOT_JUDGE
from assessments.models import TEXT_LIMIT
from checklists.models import Checklist, Step
from checklists.scale import parse_score
from learning_rounds.forms.fields import DayField

# Without headings the columns come in this order, as in the checklist that many keep in Excel.
COLUMNS = ("step", "score", "reason", "evidence", "next_action", "responsible", "due_on")
SKIPPED = "skipped"
HEADINGS = {
    "step": ("moment", "nr", "nummer", "steg", "step", "no", "number"),
    "score": ("nivå", "poäng", "skattning", "värde", "level", "score", "rating"),
    "reason": ("motivering", "varför den nivån?", "varför", "skäl", "kommentar", "reason", "why", "comment"),
    "evidence": ("underlag", "evidence"),
    "next_action": ("nästa steg", "åtgärd", "vad ska göras?", "next action", "next step", "action", "measure"),
    "responsible": ("ansvarig", "vem", "vem ansvarar?", "responsible", "who", "who is responsible?"),
    "due_on": ("klart senast", "datum", "när", "slutdatum", "sista dag", "done by", "date", "due", "when"),
}
COLUMN_OF = {heading: column for column, headings in HEADINGS.items() for heading in headings}
LIMITS = {"reason": TEXT_LIMIT, "evidence": TEXT_LIMIT, "next_action": TEXT_LIMIT, "responsible": 120}
STEP_NUMBER = re.compile(r"(?:moment|step)?\s*([0-9]{1,2})(?:[.:)\s–-].*)?", re.IGNORECASE | re.DOTALL)
CANNOT = ("kan inte bedöma", "cannot judge")
FIRST_CELL = re.compile(r'"?(?:moment|step)?\s*[0-9]{1,2}[^;,]*([;,])', re.IGNORECASE)


@dataclass
class Pasted:
    """What pasted text says: ``rows`` of cells by step number, ``problems`` in words and the ``unread`` lines."""

    rows: dict[int, dict[str, str]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def read_pasted(text: str, checklist: Checklist, steps: list[Step]) -> Pasted:
    """Every row that can be read, and in words why the others can't. Levels become half steps as text, dates ISO."""
    found, reader = Pasted(), _RowReader(checklist, steps)
    for number, line, cells in _records(text.replace("\r\n", "\n").replace("\r", "\n")):
        if reader.takes_as_headings(cells):
            found.unread.append(line)
            continue
        try:
            if "\n" in line and line.count('"') % 2:
                raise ValueError(_("A quotation mark is opened but never closed."))
            step, values = reader.read(cells)
            if step in found.rows:
                raise ValueError(_("Step %(number)s stands on an earlier line too.") % {"number": step})
        except ValueError as problem:
            found.problems.append(_("Line %(line)s: %(problem)s") % {"line": number, "problem": problem})
            found.unread.append(line)
        else:
            found.rows[step] = values
    return found


def _records(text: str) -> Iterator[tuple[int, str, list[str]]]:
    """Line number, the line itself (several when a cell has line breaks) and its cells, without empty lines."""
    lines = text.split("\n")
    reader = csv.reader((line + "\n" for line in lines), delimiter=_separator(text))
    before = 0
    for cells in reader:
        start, before = before, reader.line_num
        cells = [cell.strip() for cell in cells]
        if any(cells):
            yield start + 1, "\n".join(lines[start:before]), cells


def _separator(text: str) -> str:
    """What stands between the cells: tabs, as Excel copies them, else what comes after the first step's number."""
    if "\t" in text:
        return "\t"
    first = text.strip().split("\n")[0]
    after_number = FIRST_CELL.match(first)
    return after_number[1] if after_number else (";" if ";" in first else ",")


class _RowReader:
    """Turns the cells of one row into the fields of a form."""

    def __init__(self, checklist: Checklist, steps: list[Step]):
        self.checklist = checklist
        self.columns: tuple[str, ...] | None = None
        self.number_of = {_folded(name): step.number for step in steps for name in _names(step)}
        self.numbers = {step.number for step in steps}

    def takes_as_headings(self, cells: list[str]) -> bool:
        """Is this the first row, and are these headings? Then they say what the columns hold."""
        if self.columns is not None:
            return False
        found = tuple(COLUMN_OF.get(_folded(cell), SKIPPED) for cell in cells)
        if "step" in found and len(set(found)) > 1 and not STEP_NUMBER.fullmatch(cells[found.index("step")]):
            self.columns = found
            return True
        self.columns = COLUMNS
        # Many lists have the name of the step between its number and the level.
        if len(cells) > 2 and _is_level(cells[2]) and not _is_level(cells[1]):
            self.columns = (COLUMNS[0], SKIPPED, *COLUMNS[1:])
        return False

    def read(self, cells: list[str]) -> tuple[int, dict[str, str]]:
        """The number of the step and its filled cells by field. Raises ValueError with a sentence."""
        columns = self.columns or COLUMNS
        cells = _with_decimal_comma(cells, columns)
        if any(cells[len(columns) :]):
            words = {"count": len(columns)}
            raise ValueError(_("There are more than %(count)s columns. Put texts with separators in quotes.") % words)
        by_column = dict(zip(columns, cells, strict=False))
        step = self._step(by_column.get("step", ""))
        return step, {name: self._value(name, by_column[name]) for name in COLUMNS[1:] if by_column.get(name)}

    def _step(self, cell: str) -> int:
        named = self.number_of.get(_folded(cell))
        number = STEP_NUMBER.fullmatch(cell)
        if named is None and number is None:
            raise ValueError(_("Begin with the number of the step."))
        step = named if number is None else int(number[1])
        if step not in self.numbers:
            raise ValueError(_("There is no step %(number)s in the checklist.") % {"number": step})
        return step

    def _value(self, name: str, cell: str) -> str:
        if name == "score":
            return self._score(cell)
        if name == "due_on":
            return _date(cell)
        if len(cell) > LIMITS[name]:
            raise ValueError(_("The text is too long: at most %(limit)s characters.") % {"limit": LIMITS[name]})
        return cell if name == "reason" else " ".join(cell.split())

    def _score(self, cell: str) -> str:
        if _folded(cell).startswith(CANNOT):
            return CANNOT_JUDGE
        half_steps = parse_score(cell, minimum=self.checklist.scale_min, maximum=self.checklist.scale_max)
        if not self.checklist.allows(half_steps):
            raise ValueError(_("The score is outside the scale."))
        return str(half_steps)


def _date(cell: str) -> str:
    try:
        return DayField().clean(cell).isoformat()
    except ValidationError as error:
        raise ValueError(" ".join(error.messages)) from error


def _with_decimal_comma(cells: list[str], columns: tuple[str, ...]) -> list[str]:
    """Cells in which "2,5" was cut in two by commas between the cells, put together again."""
    at = columns.index("score") if "score" in columns else len(cells)
    if len(cells) > at + 1 and re.fullmatch("[0-9]", cells[at]) and cells[at + 1] in ("0", "5"):
        return [*cells[:at], f"{cells[at]},{cells[at + 1]}", *cells[at + 2 :]]
    return cells


def _is_level(cell: str) -> bool:
    return bool(re.fullmatch(r"[0-9]([.,][0-9]+)?", cell)) or not cell or _folded(cell).startswith(CANNOT)


def _names(step: Step) -> tuple[str, ...]:
    return step.name_sv, step.name_en, step.short_sv, step.short_en


def _folded(text: str) -> str:
    return " ".join(text.replace("\N{SOFT HYPHEN}", "").casefold().split())
