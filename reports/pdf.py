"""The one door to PDF, and it opens nothing else: a template goes in, the bytes of a tagged PDF (PDF/UA-1) come out.

This is the only module that imports WeasyPrint, and it does so late, so that everything else works where the
libraries of the operating system are missing. The style sheet and the fonts are read once per process and handed over
from memory; a document that wants to load anything else, from wherever, is not made.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from types import ModuleType
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

PACKAGE_TO_INSTALL = "libpangoft2-1.0-0"
VARIANT = "pdf/ua-1"
STYLE_SHEETS = tuple(settings.BASE_DIR / "static" / "css" / name for name in ("pdf.css", "pdf-report.css"))
FONTS = tuple(
    f"source-sans-3-{letters}-{weight}-normal.woff2" for letters in ("latin", "latin-ext") for weight in (400, 600, 700)
)
# Control characters, which people paste without seeing them, and which no font can draw.
NOT_DRAWN = dict.fromkeys(code for code in (*range(32), *range(127, 160)) if chr(code) not in "\t\n\r")

# Words longer than any in a dictionary: finding where to break one can take WeasyPrint a minute.
LONG_WORD = re.compile(r"\S{81,}")
TAG = re.compile(r"(<[^>]*>)")
LETTERS = re.compile(r"(?:&[#\w]+;|[^&]|&){1,20}")
SOFT_HYPHEN = "\u00ad"

_one_at_a_time = Lock()


class PdfUnavailable(RuntimeError):
    """PDF can't be made on this machine: a library of the operating system, or a font, is missing."""


class ForbiddenAsset(RuntimeError):
    """A document wanted to load something other than our own fonts."""


@dataclass(frozen=True)
class _Engine:
    """What is made once per process and shared by all documents: a font configuration for each would leak memory."""

    weasyprint: ModuleType
    fetcher: Any
    fonts: Any
    style_sheet: Any


def render_pdf(template: str, context: Mapping[str, Any], *, language: str) -> bytes:
    """The PDF/UA-1 document that a template makes of its context, in a language ("sv" or "en").

    The template gives lang, title and metadata; it gets `language` besides its context. Raises PdfUnavailable when the
    machine lacks a library or a font, ForbiddenAsset when the document wants to load something.
    """
    return render_first_that_fits(template, [context], language=language)


def render_first_that_fits(
    template: str, contexts: Sequence[Mapping[str, Any]], *, language: str, pages: int = 1
) -> bytes:
    """As render_pdf, with the first of the contexts that needs at most so many pages, or else the last of them.

    There is at least one, and none needs more room than the one before it: when the first does not fit, the others are
    searched by halves, so that eight of them cost three attempts.
    """
    engine = _engine()

    @cache
    def laid_out(index: int):
        return _lay_out(engine, _to_html(template, contexts[index], language))

    def fits(index: int) -> bool:
        return len(laid_out(index).pages) <= pages

    with _one_at_a_time, _refusing(engine):
        first = 0 if fits(0) else bisect_left(range(len(contexts)), True, lo=1, key=fits)
        return laid_out(min(first, len(contexts) - 1)).write_pdf(pdf_variant=VARIANT)


@contextmanager
def _refusing(engine: _Engine) -> Iterator[None]:
    """Raise ForbiddenAsset when the fetcher has refused anything.

    WeasyPrint's own error for that is not an Exception, and inside a drawing (SVG) it swallows even that one.
    """
    engine.fetcher.refused.clear()
    with suppress(engine.weasyprint.urls.FatalURLFetchingError):
        yield
    if engine.fetcher.refused:
        raise ForbiddenAsset(f"A document may not load {engine.fetcher.refused[0][:80]}")


def _to_html(template: str, context: Mapping[str, Any], language: str) -> str:
    with translation.override(language):
        html = render_to_string(template, {**context, "language": language}).translate(NOT_DRAWN)
    head, body, rest = html.partition("<body")
    parts = TAG.split(rest)  # text, tag, text, …
    parts[::2] = [LONG_WORD.sub(lambda word: SOFT_HYPHEN.join(LETTERS.findall(word[0])), text) for text in parts[::2]]
    return head + body + "".join(parts)


def _lay_out(engine: _Engine, html: str):
    source = engine.weasyprint.HTML(string=html, base_url="asset:", url_fetcher=engine.fetcher)
    return source.render(stylesheets=[engine.style_sheet], font_config=engine.fonts, pdf_variant=VARIANT)


@cache
def _engine() -> _Engine:
    try:
        import weasyprint
        from weasyprint.text.fonts import FontConfiguration
    except OSError as error:
        raise PdfUnavailable(f"PDF is switched off: install the package {PACKAGE_TO_INSTALL}.") from error
    fetcher, fonts = _make_fetcher(weasyprint, _read_fonts()), FontConfiguration()
    style_sheet = weasyprint.CSS(
        string="".join(sheet.read_text(encoding="utf-8") for sheet in STYLE_SHEETS),
        base_url="asset:",
        url_fetcher=fetcher,
        font_config=fonts,
    )
    return _Engine(weasyprint=weasyprint, fetcher=fetcher, fonts=fonts, style_sheet=style_sheet)


def _read_fonts() -> dict[str, bytes]:
    """The fonts by the addresses that pdf.css uses; WeasyPrint would go on without a missing one, and say nothing."""
    try:
        return {f"asset:{name}": (Path(settings.FONT_DIR) / name).read_bytes() for name in FONTS}
    except OSError as error:
        raise PdfUnavailable("PDF is switched off: the fonts are missing, run bin/setup.") from error


def _make_fetcher(weasyprint: ModuleType, assets: Mapping[str, bytes]):
    """A fetcher that has the assets in its hand and knows no other way to get anything."""

    class OnlyOurAssets(weasyprint.urls.URLFetcher):  # type: ignore[name-defined]
        """Answers the addresses of our assets and stops the rendering at any other: no protocol, no redirect."""

        def __init__(self):
            super().__init__(allowed_protocols=frozenset(), allow_redirects=False)
            self.refused: list[str] = []

        def fetch(self, url, headers=None):
            if url not in assets:
                self.refused.append(url)
                raise weasyprint.urls.FatalURLFetchingError
            return weasyprint.urls.URLFetcherResponse(url, assets[url], {"Content-Type": "font/woff2"})

    return OnlyOurAssets()
