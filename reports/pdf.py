"""The one door to PDF, and it opens nothing else: a template goes in, the bytes of a tagged PDF (PDF/UA-1) come out.

The document is laid out in a process of its own (reports/workers, reports/pdf_layout.py), which loads nothing and which
the kernel ends when it takes too long or too much memory. Whatever goes wrong is a PdfProblem.
"""

import logging
import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from accounts.security_log import security_event
from reports.workers.client import Busy, Killed, WorkFailed
from reports.workers.tasks import LAY_OUT, pdf_assets, workers

PACKAGE_TO_INSTALL = "libpangoft2-1.0-0"
# Control characters, which people paste without seeing them, and which no font can draw.
NOT_DRAWN = dict.fromkeys(code for code in (*range(32), *range(127, 160)) if chr(code) not in "\t\n\r")

# Words longer than any in a dictionary: finding where to break one can take WeasyPrint a minute.
LONG_WORD = re.compile(r"\S{81,}")
TAG = re.compile(r"(<[^>]*>)")
LETTERS = re.compile(r"(?:&[#\w]+;|[^&]|&){1,20}")
SOFT_HYPHEN = "\u00ad"

logger = logging.getLogger("jamsteg.pdf")


class PdfProblem(RuntimeError):
    """There is no PDF now; the message is for whoever runs the installation."""


class PdfUnavailable(PdfProblem):
    """PDF can't be made on this machine: a library of the operating system, or a font, is missing."""


class PdfBusy(PdfProblem):
    """Too many documents are being made; it is worth trying again."""


class PdfFailed(PdfProblem):
    """This document can't be made: it takes too long, or too much memory, or has a fault."""


class ForbiddenAsset(PdfFailed):
    """The document wanted to load something other than our own fonts."""


# What a worker says is missing.
MISSING = {
    "LibraryMissing": f"PDF is switched off: install the package {PACKAGE_TO_INSTALL}.",
    "FontsMissing": "PDF is switched off: the fonts are missing, run bin/setup.",
}


def render_pdf(template: str, context: Mapping[str, Any], *, language: str) -> bytes:
    """The PDF/UA-1 document that a template makes of its context, in a language ("sv" or "en").

    The template gives lang, title and metadata; it gets `language` besides its context. Raises PdfProblem.
    """
    return render_first_that_fits(template, [context], language=language)


def render_first_that_fits(
    template: str, contexts: Sequence[Mapping[str, Any]], *, language: str, pages: int = 1
) -> bytes:
    """As render_pdf, with the first of the contexts that needs at most so many pages, or else the last of them.

    There is at least one, and none needs more room than the one before it.
    """
    arguments = {"count": len(contexts), "pages": pages, **pdf_assets()}

    def give(index: int) -> bytes:
        return _to_html(template, contexts[index], language).encode()

    try:
        return workers.run((LAY_OUT, arguments), give=give)
    except Busy as error:
        raise PdfBusy("Too many documents are being made") from error
    except Killed as error:
        logger.error("%s took too long or too much memory", template)
        raise PdfFailed(f"{template} took too long or too much memory") from error
    except WorkFailed as error:
        raise _problem(template, error) from error


def _problem(template: str, error: WorkFailed) -> PdfProblem:
    if error.kind in MISSING:
        return PdfUnavailable(MISSING[error.kind])
    if error.kind in ("ForbiddenAsset", "Refused"):
        security_event("pdf-refused", reason=error.kind)
        logger.error("%s wanted to load something: %s", template, error)
        return ForbiddenAsset(str(error))
    logger.error("%s could not be made: %s %s", template, error.kind, error)
    return PdfFailed(f"{template} could not be made: {error.kind}")


def _to_html(template: str, context: Mapping[str, Any], language: str) -> str:
    with translation.override(language):
        html = render_to_string(template, {**context, "language": language}).translate(NOT_DRAWN)
    head, body, rest = html.partition("<body")
    parts = TAG.split(rest)  # text, tag, text, …
    parts[::2] = [LONG_WORD.sub(lambda word: SOFT_HYPHEN.join(LETTERS.findall(word[0])), text) for text in parts[::2]]
    return head + body + "".join(parts)
