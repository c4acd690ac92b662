"""Finds organisation, meeting, step and score in the lines of a file. Pure: what a round has comes in as ``Known``."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from accounts.models import fold
from assessments.document import quoted
from checklists.scale import parse_score
from reports.score_import.cells import Line
from reports.score_import.rows import Known, Place, Read

COLUMNS = ("code", "meeting", "step", "score")
HEADINGS = {
    "code": ("organisationskod", "kod", "kommunkod", "organisation code", "code", "organisation"),
    "meeting": ("träff", "träffens nummer", "möte", "meeting"),
    "step": ("moment", "momentets nummer", "step"),
    "score": ("nivå", "poäng", "skattning", "värde", "level", "score", "rating"),
}
COLUMN_OF = {heading: column for column, headings in HEADINGS.items() for heading in headings}
CANNOT_JUDGE = {"-", "–", "\u2212", "kan inte bedöma", "kan inte bedöma ännu", "cannot judge", "cannot judge yet"}
STEP_NUMBER = re.compile(r"([0-9]{1,3})(?:[.:)\s].*)?", re.DOTALL)


def read_scores(lines: list[Line], known: Known) -> Read:
    """The scores of all lines that can be read, and in words what is wrong with each of the others.

    A first line with headings gives the order of the columns; others than the four are ignored. A line without a score
    says nothing.
    """
    found = Read()
    columns, rows = _columns(lines, found)
    if found.problems:
        return found
    for number, cells in rows:
        try:
            _take(number, {name: _cell(cells, place) for name, place in columns.items()}, known, found)
        except ValueError as problem:
            found.problems.append(_("Line %(line)s: %(problem)s") % {"line": number, "problem": problem})
    return found


def _columns(lines: list[Line], found: Read) -> tuple[dict[str, int], list[Line]]:
    """Where the four columns are, and the lines with scores."""
    number, first = lines[0]
    named = [COLUMN_OF.get(fold(cell or "")) for cell in first]
    if not any(named):
        return {column: place for place, column in enumerate(COLUMNS)}, lines
    words = {"code": _("organisation code"), "meeting": _("meeting"), "step": _("step"), "score": _("level")}
    for column in COLUMNS:
        sentence = {0: _("there is no column “%(name)s”."), 1: ""}.get(
            named.count(column), _("the column “%(name)s” is there more than once.")
        )
        if sentence:
            problem = sentence % {"name": words[column]}
            found.problems.append(_("Line %(line)s: %(problem)s") % {"line": number, "problem": problem})
    return {column: named.index(column) for column in COLUMNS if column in named}, lines[1:]


def _cell(cells: list[str | None], place: int) -> str | None:
    return cells[place] if place < len(cells) else ""


def _take(number: int, cells: dict[str, str | None], known: Known, found: Read) -> None:
    """Note the score of a line; ValueError with what is wrong."""
    if None in cells.values():
        raise ValueError(_("a cell holds a date, a formula or an error. Write text or a number in it."))
    written = {name: text or "" for name, text in cells.items()}
    if not written["score"]:
        return
    place = Place(_participation(written["code"], known), _meeting(written["meeting"], known))
    step, half_steps = _step(written["step"], known), _half_steps(written["score"], known)
    if (place, step) in found.lines:
        raise ValueError(
            _("the same organisation, meeting and step are on line %(line)s too.") % {"line": found.lines[place, step]}
        )
    found.lines[place, step] = number
    found.scores.setdefault(place, {})[step] = half_steps


def _shown(text: str) -> str:
    """What somebody wrote, shortened and on one line; the sentence puts its own quotation marks around it."""
    return quoted(text)[1:-1]


def _participation(code: str, known: Known) -> int:
    """By code; a spreadsheet may have taken 0180 for a number."""
    participation = known.participations.get(code) or known.participations.get(code.zfill(4))
    if participation is None:
        raise ValueError(_("the organisation “%(code)s” is not in the round.") % {"code": _shown(code)})
    if participation in known.left:
        words = {"organisation": known.organisations[participation]}
        raise ValueError(_("%(organisation)s has left the round.") % words)
    return participation


def _meeting(name: str, known: Known) -> int:
    """By number or name."""
    meeting = known.meetings.get(fold(name))
    if meeting is None:
        raise ValueError(_("there is no meeting “%(name)s” in the round.") % {"name": _shown(name)})
    if meeting in known.without_assessment:
        raise ValueError(
            _("there is no self-assessment before %(meeting)s.") % {"meeting": known.meeting_names[meeting]}
        )
    return meeting


def _step(text: str, known: Known) -> int:
    """By number, with or without its name behind."""
    match = STEP_NUMBER.fullmatch(text)
    if match is None or int(match[1]) not in known.steps:
        raise ValueError(_("the checklist has no step “%(step)s”.") % {"step": _shown(text)})
    return int(match[1])


def _half_steps(text: str, known: Known) -> int | None:
    if fold(text) in CANNOT_JUDGE:
        return None
    return parse_score(text, minimum=known.minimum, maximum=known.maximum)
