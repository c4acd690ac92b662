"""XLSX: exact numbers that Excel rounds, a heading row that stays in sight, and a second sheet that says what it is."""

from __future__ import annotations

from datetime import datetime, time
from io import BytesIO
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from checklists.scale import MINUS
from reports.exports.cells import Cell, Change, Count, Day, Level, Missing, Table, Text, looks_like_formula, text_of

LEVEL = "0.0"
SIGNED = f'+0.0;"{MINUS}"0.0;0.0'
DAY = "yyyy-mm-dd"
NARROWEST, WIDEST, NOTE_WIDTH = 7, 60, 90
LINE = 15  # points from one line of text to the next
LONGEST = 32_000  # Excel takes no more in a cell
A4 = 9

# Texts stay texts whatever they look like; nothing is written to a file on the way.
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def xlsx_bytes(table: Table) -> bytes:
    """A workbook of two sheets; the same bytes all day."""
    file = BytesIO()
    book = Workbook(file, OPTIONS)
    midnight = datetime.combine(timezone.localdate(), time())
    book.set_properties({"title": table.title, "author": "Jämsteg", "created": midnight})
    _Sheet(book, table).write()
    _write_notes(book, table)
    book.close()
    return file.getvalue()


class _Sheet:
    """The sheet with the table."""

    def __init__(self, book: Workbook, table: Table):
        self.book, self.table = book, table
        self.sheet = book.add_worksheet(_("Table"))
        self.formats: dict[tuple, Any] = {}

    def write(self) -> None:
        for column, heading in enumerate(self.table.headings):
            is_text = any(isinstance(row[column], Text) for row in self.table.body)
            side = {"align": "left", "indent": 1} if is_text else {"align": "right"}
            self.sheet.write_string(0, column, heading, self.format(bold=True, bottom=2, text_wrap=True, **side))
        for place, row in enumerate(self.table.rows, start=1):
            is_sum = place > len(self.table.body)
            for column, cell in enumerate(row):
                self.write_cell(place, column, cell, {"bold": True, "top": 1} if is_sum else {})
        self.lay_out()

    def write_cell(self, place: int, column: int, cell: Cell, look: dict[str, Any]) -> None:
        sheet = self.sheet
        match cell:
            case Text():
                text = cell.plain[:LONGEST]
                quoted = {"quote_prefix": True} if looks_like_formula(text) else {}
                sheet.write_string(
                    place,
                    column,
                    text,
                    self.format(text_wrap=True, valign="top", align="left", indent=1, **quoted, **look),
                )
            case Level(value):
                sheet.write_number(place, column, float(value), self.format(num_format=LEVEL, valign="top", **look))
            case Change(value):
                shape = LEVEL if cell.shows_zero else SIGNED
                number = 0.0 if cell.shows_zero else float(value)
                sheet.write_number(place, column, number, self.format(num_format=shape, valign="top", **look))
            case Count(value):
                sheet.write_number(place, column, value, self.format(num_format="0", valign="top", **look))
            case Day(on):
                moment = datetime.combine(on, time())
                sheet.write_datetime(place, column, moment, self.format(num_format=DAY, valign="top", **look))
            case Missing():
                sheet.write_blank(place, column, None, self.format(**look))

    def lay_out(self) -> None:
        """Columns and rows that fit, and one page wide in print with the heading row on every page."""
        _fit_page(self.sheet)
        self.sheet.freeze_panes(1, 0)
        self.sheet.repeat_rows(0)
        self.sheet.set_landscape()
        widths = [self.width(column) for column in range(len(self.table.headings))]
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)
        for place, row in enumerate(self.table.rows, start=1):
            texts = [text_of(cell, self.table.language) for cell in row]
            self.sheet.set_row(place, LINE * max(map(_lines, texts, widths)))

    def width(self, column: int) -> int:
        """In characters: the longest text of the column or the longest word of its heading."""
        texts = [text_of(row[column], self.table.language) for row in self.table.rows]
        longest = max((len(line) for text in texts for line in text.splitlines()), default=0)
        word = max((len(word) for word in self.table.headings[column].split()), default=0)
        return min(WIDEST, max(NARROWEST, longest + 3, word + 4))

    def format(self, **look):
        """Each look once in the file."""
        key = tuple(sorted(look.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(look)
        return self.formats[key]


def _lines(text: str, width: int) -> int:
    """How many lines a text takes in a column; a few more characters per line would fit."""
    return sum(1 + len(line) // (width - 1) for line in text.splitlines() or [""])


def _fit_page(sheet) -> None:
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)


def _write_notes(book: Workbook, table: Table) -> None:
    sheet = book.add_worksheet(_("About the table"))
    _fit_page(sheet)
    sheet.set_column(0, 0, NOTE_WIDTH)
    sheet.write_string(0, 0, table.title, book.add_format({"bold": True, "text_wrap": True}))
    look = book.add_format({"text_wrap": True, "valign": "top"})
    quoted = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
    for place, note in enumerate(table.notes, start=1):
        sheet.write_string(place, 0, note, quoted if looks_like_formula(note) else look)
        sheet.set_row(place, LINE * _lines(note, NOTE_WIDTH))
