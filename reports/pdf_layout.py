"""The only import of WeasyPrint: HTML goes in, the bytes of a tagged PDF (PDF/UA-1) come out. Runs in a worker.

The style sheet and the fonts are read once, before workers are forked, and handed over from memory; a document that
wants to load anything else, from wherever, is not made. Django is not here: there is nothing to find in this process.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

VARIANT = "pdf/ua-1"
FONTS = tuple(
    f"source-sans-3-{letters}-{weight}-normal.woff2" for letters in ("latin", "latin-ext") for weight in (400, 600, 700)
)
# Something of everything that our documents have, in both languages, so that workers find all of it loaded.
FIRST = """<!DOCTYPE html><html lang="sv"><head><meta charset="utf-8"><title>-</title>
<meta name="author" content="-"></head><body class="report">
<div class="page-footer"><span class="page-of">Sida <span class="page-number"></span> av <span class="page-count">
</span></span> Fot</div>
<h1>Rubrik šłż</h1><p class="lead">Jämställdhetsarbete <strong>viktigt</strong> <a href="#b">här</a>.</p>
<nav><ol><li><a href="#b">Rubrik</a></li></ol></nav>
<ul class="number-cards"><li class="number-card"><p class="number">30,0 av 40</p><p>Vår skattning</p></li></ul>
<table class="heat-table"><caption><h2 id="b">Nivåer</h2></caption><thead><tr><th scope="col">Moment</th>
<th scope="col" class="change">Skillnad</th></tr></thead>
<tbody><tr><th scope="row">1. Styrning</th><td class="level level-5">2,5</td></tr><tr>
<th scope="row">2. Ledning</th><td class="change">+0,5</td></tr></tbody>
<tfoot><tr><th scope="row">Medel</th><td>−</td></tr></tfoot></table>
<svg viewBox="0 0 90 40" width="90" height="40" role="img"><title>Bild</title>
<line x1="0" y1="0" x2="9" y2="9" class="grid"/>
<rect width="9" height="9"/><circle r="3" cx="9" cy="9"/><path d="M0 0L9 9"/>
<text x="9" y="20" text-anchor="middle">2,5</text></svg>
<section><h2>Rubrik</h2><h3>Rubrik</h3><ul><li>Ett åtagande<br><span>mer</span></li></ul><h4>Rubrik</h4><p>Text</p>
</section>
<p lang="en">Gender mainstreaming of everything that a municipality does</p></body></html>
"""


LENGTH = re.compile(r"\[\d+\]$")


class LibraryMissing(RuntimeError):
    """A library of the operating system is missing."""


class FontsMissing(RuntimeError):
    """The fonts are not where they should be."""


class ForbiddenAsset(RuntimeError):
    """A document wanted to load something other than our own fonts."""


@dataclass(frozen=True)
class Engine:
    """What is made once and shared by all documents: a font configuration for each would leak memory."""

    weasyprint: ModuleType
    fetcher: Any
    fonts: Any
    style_sheet: Any

    def laid_out(self, html: str) -> Any:
        """The pages of a document."""
        source = self.weasyprint.HTML(string=html, base_url="asset:", url_fetcher=self.fetcher)
        return source.render(stylesheets=[self.style_sheet], font_config=self.fonts, pdf_variant=VARIANT)


def lay_out(
    *, count: int, pages: int, style_sheets: Sequence[str], fonts: str
) -> Callable[[Callable[[int], bytes]], bytes]:
    """What makes the PDF of the first of several documents that needs at most so many pages, or else of the last.

    It takes a function that gives the HTML of a document by its number.
    """
    engine = engine_for(tuple(style_sheets), fonts)
    return lambda need: first_that_fits(engine, need, count, pages)


def first_that_fits(engine: Engine, need: Callable[[int], bytes], count: int, pages: int) -> bytes:
    """The PDF of the first document that needs at most so many pages, or else of the last of them.

    None of them needs more room than the one before it: when the first does not fit, the others are searched by
    halves, so that eight of them cost three attempts.
    """

    @cache
    def laid_out(index: int) -> Any:
        return engine.laid_out(need(index).decode())

    def fits(index: int) -> bool:
        return len(laid_out(index).pages) <= pages

    with _refusing(engine):
        first = 0 if fits(0) else bisect_left(range(count), True, lo=1, key=fits)
        document = laid_out(min(first, count - 1))
        for page in document.pages:
            page.links = [link for link in page.links if _may_lead(*link[:2])]
        return document.write_pdf(pdf_variant=VARIANT)


def _may_lead(kind: str, target: str) -> bool:
    """Within the document, to a web page or to somebody's mail; never to a file or a script."""
    return kind != "external" or target.lower().startswith(("https://", "http://", "mailto:"))


def warm_up(*, style_sheets: Sequence[str], fonts: str) -> None:
    """Everything that is loaded once is loaded now."""
    lay_out(count=1, pages=1, style_sheets=style_sheets, fonts=fonts)(lambda _index: FIRST.encode())


@contextmanager
def _refusing(engine: Engine) -> Iterator[None]:
    """Raise ForbiddenAsset when the fetcher has refused anything.

    WeasyPrint's own error for that is not an Exception, and inside a drawing (SVG) it swallows even that one.
    """
    engine.fetcher.refused.clear()
    with suppress(engine.weasyprint.urls.FatalURLFetchingError):
        yield
    if engine.fetcher.refused:
        raise ForbiddenAsset(f"A document may not load {engine.fetcher.refused[0][:80]}")


@cache
def engine_for(style_sheets: tuple[str, ...], fonts: str) -> Engine:
    """The engine with these style sheets and the fonts of a directory."""
    try:
        import weasyprint
        from weasyprint.pdf import fonts as pdf_fonts
        from weasyprint.text.fonts import FontConfiguration
    except OSError as error:
        raise LibraryMissing(str(error)) from error
    pdf_fonts.ffi = _QuickArrays(pdf_fonts.ffi)
    fetcher, configuration = _make_fetcher(weasyprint, _read_fonts(fonts)), FontConfiguration()
    style_sheet = weasyprint.CSS(
        string="".join(Path(sheet).read_text(encoding="utf-8") for sheet in style_sheets),
        base_url="asset:",
        url_fetcher=fetcher,
        font_config=configuration,
    )
    return Engine(weasyprint=weasyprint, fetcher=fetcher, fonts=configuration, style_sheet=style_sheet)


class _QuickArrays:
    """cffi as it is, but arrays get their length from what is put in them.

    It parses the name of a type that it has not met, which for the glyphs of every font in every document is another:
    a fifth of the time of a page.
    """

    def __init__(self, ffi: Any):
        self._ffi = ffi

    def __getattr__(self, name: str) -> Any:
        return getattr(self._ffi, name)

    def new(self, kind: str, content: Any = None) -> Any:
        """As ffi.new."""
        return self._ffi.new(LENGTH.sub("[]", kind) if isinstance(content, list | tuple) else kind, content)


def _read_fonts(directory: str) -> dict[str, bytes]:
    """The fonts by the addresses that pdf.css uses; WeasyPrint would go on without a missing one, and say nothing."""
    try:
        return {f"asset:{name}": (Path(directory) / name).read_bytes() for name in FONTS}
    except OSError as error:
        raise FontsMissing(str(error)) from error


def _make_fetcher(weasyprint: ModuleType, assets: Mapping[str, bytes]) -> Any:
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
