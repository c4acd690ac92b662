"""What workers do, by name, and the server of this process that does it."""

from typing import Any

from django.conf import settings

from reports.workers.client import Task, Workers

LAY_OUT = "reports.pdf_layout:lay_out"
READ_CELLS = "reports.score_import.cells:reader"
STYLE_SHEETS = ("pdf.css", "pdf-report.css")


def pdf_assets() -> dict[str, Any]:
    """Where the style sheets and the fonts of our documents are."""
    style_sheets = [str(settings.BASE_DIR / "static" / "css" / name) for name in STYLE_SHEETS]
    return {"style_sheets": style_sheets, "fonts": str(settings.FONT_DIR)}


def warm_up() -> list[Task]:
    """One small document, and the import of what reads spreadsheets."""
    return [("reports.pdf_layout:warm_up", pdf_assets()), (READ_CELLS, {})]


workers = Workers(warm_up)
