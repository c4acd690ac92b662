"""CSV as a Swedish Excel opens it: semicolons, decimal comma in both languages, UTF-8."""

from __future__ import annotations

import csv
from io import StringIO

from reports.exports.cells import CHANGE, Cell, Day, Missing, Table, Text, safe, text_of

BOM = "\ufeff"  # so that Excel takes the file for UTF-8
COMMA = "sv"


def csv_text(table: Table) -> str:
    """Line feeds between rows, quotation marks where a cell needs them, dates as 2026-12-04, nothing where missing."""
    written = StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\n")
    writer.writerow([heading if heading == CHANGE else _one_kind_of_break(safe(heading)) for heading in table.headings])
    writer.writerows([_written(cell) for cell in row] for row in table.rows)
    return written.getvalue()


def csv_bytes(table: Table) -> bytes:
    """The same as a file to open in Excel."""
    return (BOM + csv_text(table)).encode()


def _written(cell: Cell) -> str:
    match cell:
        case Missing():
            return ""
        case Day(on):
            return on.isoformat()
        case Text():
            return _one_kind_of_break(safe(cell.plain))
        case _:
            return _one_kind_of_break(text_of(cell, COMMA))


def _one_kind_of_break(text: str) -> str:
    """A carriage return alone would stand without quotation marks, and spreadsheets begin a row after it."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
