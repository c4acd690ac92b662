"""Files that were downloaded, opened again."""

import csv
import io
from zipfile import ZipFile

from docx import Document
from openpyxl import load_workbook


def csv_rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def sheets(content: bytes) -> dict:
    """The sheets of a workbook by name."""
    book = load_workbook(io.BytesIO(content))
    return {sheet.title: sheet for sheet in book.worksheets}


def values(sheet) -> list[list]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def word(content: bytes):
    return Document(io.BytesIO(content))


def word_rows(content: bytes) -> list[list[str]]:
    (table,) = word(content).tables
    return [[cell.text for cell in row.cells] for row in table.rows]


def parts(content: bytes) -> str:
    """Everything that is written in the XML of an office file."""
    with ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
