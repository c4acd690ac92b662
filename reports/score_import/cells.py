"""Reads the bytes of a CSV or XLSX file as lines of cells. Pure: no database, and nothing is written anywhere."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import BytesIO, StringIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _
from openpyxl import load_workbook

MAX_BYTES = 2_000_000
MAX_ROWS = 20_000
# Lines that are looked at, with the empty ones: some programs write a million of them.
MAX_LINES = 100_000
MAX_COLUMNS = 30
MAX_PARTS, MAX_UNPACKED = 1000, 50_000_000
ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"

# A line of the file: its number and its cells as text. What can't be a score or a name is None.
Line = tuple[int, list[str | None]]


class Unreadable(ValueError):
    """The file can't be read at all; the message is a sentence for the person who chose it."""


def read_cells(content: bytes) -> list[Line]:
    """The lines that hold something. Raises Unreadable."""
    if len(content) > MAX_BYTES:
        raise Unreadable(_("The file is larger than %(limit)s MB. Divide it.") % {"limit": MAX_BYTES // 1_000_000})
    if content.startswith(OLD_EXCEL):
        raise Unreadable(_("The file is an old Excel file or has a password. Save it as .xlsx without password."))
    lines = _xlsx_lines(content) if content.startswith(ZIP) else _csv_lines(content)
    found: list[Line] = []
    for number, cells in lines:
        if number > MAX_LINES:
            raise Unreadable(_("The sheet has more than %(limit)s lines. Remove empty ones.") % {"limit": MAX_LINES})
        if any(cell is None or cell for cell in cells):
            found.append((number, cells))
        if len(found) > MAX_ROWS + 1:
            raise Unreadable(_("There are more than %(limit)s rows. Divide the file.") % {"limit": MAX_ROWS})
    if not found:
        raise Unreadable(_("The file is empty."))
    return found


# --- CSV -------------------------------------------------------------------------------------------------------------


def _csv_lines(content: bytes) -> Iterator[Line]:
    text = _decoded(content)
    if "\x00" in text:
        raise Unreadable(_("The file is no spreadsheet. Save it as Excel (.xlsx) or CSV."))
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = next((each for each in "\t;" if each in first), ",")
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator)
    try:
        for cells in reader:
            yield reader.line_num, [_unquoted(cell.strip()) for cell in cells]
    except csv.Error as error:
        raise Unreadable(_("The file is no spreadsheet. Save it as Excel (.xlsx) or CSV.")) from error


def _decoded(content: bytes) -> str:
    is_utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if is_utf16 else ["utf-8-sig", "cp1252"]:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(_("The file is no spreadsheet. Save it as Excel (.xlsx) or CSV."))


def _unquoted(text: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from taking a text for a formula."""
    return text[1:] if text[:1] == "'" and text[1:2] in tuple("=+-@") else text


# --- XLSX ------------------------------------------------------------------------------------------------------------


def _xlsx_lines(content: bytes) -> Iterator[Line]:
    _refuse_bombs(content)
    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=False, keep_links=False)
        rows = book.worksheets[0].iter_rows(max_col=MAX_COLUMNS)
        for number, row in enumerate(rows, start=1):
            yield number, [_text_of(cell) for cell in row]
    # openpyxl has no exception of its own for broken files: it fails in whatever way they are broken.
    except Exception as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(_("The Excel file is damaged. Open it, save it anew and try again.")) from error


def _refuse_bombs(content: bytes) -> None:
    """Look at what the file says that it holds before anything is unpacked; more than it says is never unpacked."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
    except (BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise Unreadable(_("The Excel file is damaged. Open it, save it anew and try again.")) from error
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise Unreadable(_("The Excel file holds far more than scores. Copy the rows to a new one."))
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable(_("The file is an old Excel file or has a password. Save it as .xlsx without password."))


def _text_of(cell: Any) -> str | None:
    """Text and numbers as text; None for what is neither: dates, formulas, true and false, errors."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type in ("f", "e", "b", "d") or isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return f"{value:.12g}"
    return value.strip() if isinstance(value, str) else None
