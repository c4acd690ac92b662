"""Reads the bytes of a CSV or XLSX file as lines of cells. Runs in a worker: what comes in may be hostile.

Nothing of the application is here, not even its language: what is wrong with a file is a word, for which
`reports.score_import.files` has the sentence.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from io import BytesIO, StringIO
from typing import Any
from zipfile import BadZipFile, ZipFile, ZipInfo

from openpyxl import load_workbook

MAX_BYTES = 2_000_000
MAX_ROWS = 20_000
# Lines that are looked at, with the empty ones: some programs write a million of them.
MAX_LINES = 100_000
MAX_COLUMNS = 30
MAX_PARTS, MAX_UNPACKED = 1000, 50_000_000
# How many times larger than the file its content may be; small ones may be anything.
MAX_RATIO, SMALL = 100, 1_000_000
ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
# What a spreadsheet with scores has no use for.
PACKED = (
    ".zip",
    ".7z",
    ".rar",
    ".gz",
    ".jar",
    ".xlsx",
    ".xlsm",
    ".docx",
    ".docm",
    ".exe",
    ".dll",
    ".ps1",
    ".js",
    ".vbs",
)

# A line of the file: its number and its cells as text. What can't be a score or a name is None.
Line = tuple[int, list[str | None]]


class Unreadable(ValueError):
    """The file can't be read at all; the message is a word of `reports.score_import.files.SENTENCES`."""


def reader() -> Callable[[Callable[[int], bytes]], list[Line]]:
    """What reads the lines of a file, for a worker."""
    return lambda need: lines_of(need(0))


def lines_of(content: bytes) -> list[Line]:
    """The lines that hold something. Raises Unreadable."""
    if content.startswith(OLD_EXCEL):
        raise Unreadable("old")
    lines = _xlsx_lines(content) if content.startswith(ZIP) else _csv_lines(content)
    found: list[Line] = []
    for number, cells in lines:
        if number > MAX_LINES:
            raise Unreadable("lines")
        if any(cell is None or cell for cell in cells):
            found.append((number, cells))
        if len(found) > MAX_ROWS + 1:
            raise Unreadable("rows")
    if not found:
        raise Unreadable("empty")
    return found


# --- CSV -------------------------------------------------------------------------------------------------------------


def _csv_lines(content: bytes) -> Iterator[Line]:
    text = _decoded(content)
    if "\x00" in text:
        raise Unreadable("no-spreadsheet")
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = next((each for each in "\t;" if each in first), ",")
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator)
    try:
        for cells in reader:
            yield reader.line_num, [_unquoted(cell.strip()) for cell in cells]
    except csv.Error as error:
        raise Unreadable("no-spreadsheet") from error


def _decoded(content: bytes) -> str:
    is_utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if is_utf16 else ["utf-8-sig", "cp1252"]:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("no-spreadsheet")


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
        if isinstance(error, Unreadable | MemoryError):
            raise
        raise Unreadable("damaged") from error


def _refuse_bombs(content: bytes) -> None:
    """Look at what the file says that it holds before anything is unpacked; more than it says is never unpacked."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
    except (BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise Unreadable("damaged") from error
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable("old")
    if any("vbaproject" in part.filename.lower() for part in parts):
        raise Unreadable("macros")
    if _is_too_much(parts, len(content)):
        raise Unreadable("more-than-scores")


def _is_too_much(parts: list[ZipInfo], size: int) -> bool:
    unpacked = sum(part.file_size for part in parts)
    return (
        len(parts) > MAX_PARTS
        or unpacked > MAX_UNPACKED
        or (unpacked > SMALL and unpacked > MAX_RATIO * size)
        or any(part.filename.lower().endswith(PACKED) for part in parts)
    )


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
