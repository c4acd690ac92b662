"""A table in one of the formats: its bytes and what kind of file they are."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse

from reports.exports.as_csv import csv_bytes
from reports.exports.as_docx import docx_bytes
from reports.exports.as_xlsx import xlsx_bytes
from reports.exports.cells import Table

OFFICE = "application/vnd.openxmlformats-officedocument"
WRITERS: dict[str, tuple[str, Callable[[Table], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", csv_bytes),
    "xlsx": (f"{OFFICE}.spreadsheetml.sheet", xlsx_bytes),
    "docx": (f"{OFFICE}.wordprocessingml.document", docx_bytes),
}


def table_response(table: Table, format: str) -> HttpResponse:
    """The table as a download."""
    content_type, write = WRITERS[format]
    headers = {"Content-Disposition": f'attachment; filename="{table.name}.{format}"'}
    return HttpResponse(write(table), content_type=content_type, headers=headers)
