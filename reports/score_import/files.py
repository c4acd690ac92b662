"""The lines of a file that somebody chose, read in a worker; what is wrong with it is a sentence for that person."""

from __future__ import annotations

import logging
from pathlib import PurePath

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.security_log import security_event
from reports.score_import.cells import MAX_BYTES, MAX_LINES, MAX_ROWS, OLD_EXCEL, ZIP, Line
from reports.workers.client import Busy, Killed, WorkFailed
from reports.workers.tasks import READ_CELLS, workers

logger = logging.getLogger("jamsteg.files")

SENTENCES = {
    "old": gettext_lazy("The file is an old Excel file or has a password. Save it as .xlsx without password."),
    "lines": gettext_lazy("The sheet has more than %(lines)s lines. Remove empty ones."),
    "rows": gettext_lazy("There are more than %(rows)s rows. Divide the file."),
    "empty": gettext_lazy("The file is empty."),
    "no-spreadsheet": gettext_lazy("The file is no spreadsheet. Save it as Excel (.xlsx) or CSV."),
    "damaged": gettext_lazy("The Excel file is damaged. Open it, save it anew and try again."),
    "more-than-scores": gettext_lazy("The Excel file holds far more than scores. Copy the rows to a new one."),
    "macros": gettext_lazy("The Excel file has macros. Save it as .xlsx, without macros."),
}
LIMITS = {"lines": MAX_LINES, "rows": MAX_ROWS}
EXCEL, TEXT = (".xlsx",), (".csv", ".tsv", ".txt")


class Unreadable(ValueError):
    """The file can't be read at all; the message is a sentence for the person who chose it."""


def read_file(content: bytes, name: str = "") -> list[Line]:
    """The lines that hold something. The name, if there is one, has to agree with the content. Raises Unreadable."""
    if len(content) > MAX_BYTES:
        raise Unreadable(_("The file is larger than %(limit)s MB. Divide it.") % {"limit": MAX_BYTES // 1_000_000})
    if name:
        _check_name(name, content)
    try:
        lines = workers.run((READ_CELLS, {}), give=lambda _index: content)
    except Busy as error:
        raise Unreadable(_("Many files are being read right now. Wait a few seconds and try again.")) from error
    except (Killed, WorkFailed) as error:
        raise Unreadable(_sentence(error)) from error
    return [(number, cells) for number, cells in lines]


def _check_name(name: str, content: bytes) -> None:
    """An Excel file is called .xlsx and a text .csv; nothing else is read."""
    suffix = PurePath(name.lower()).suffix
    if suffix in (".xlsm", ".xltm", ".xlam", ".xlsb"):
        raise Unreadable(SENTENCES["macros"])
    if suffix == ".xls" or (suffix in EXCEL and content.startswith(OLD_EXCEL)):
        raise Unreadable(SENTENCES["old"])
    if suffix not in EXCEL + TEXT or (content and content.startswith(ZIP) != (suffix in EXCEL)):
        raise Unreadable(SENTENCES["no-spreadsheet"])


def _sentence(error: Killed | WorkFailed) -> str:
    """What became of the file; a worker that was killed or ran out of memory had too much in hand."""
    kind = getattr(error, "kind", "Killed")
    if kind == "Unreadable":
        return str(SENTENCES[str(error)]) % LIMITS
    if kind == "Refused":
        security_event("file-refused", reason=kind)
    logger.error("A file could not be read: %s %s", kind, error)
    return str(SENTENCES["more-than-scores"])
