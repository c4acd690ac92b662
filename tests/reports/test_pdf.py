"""The door to PDF: what comes out is tagged and whole, and nothing gets in by address."""

import builtins
import gc
import io
import re
import sys
import time

import page
import pytest
from pypdf import PdfReader

from reports import pdf

SIMPLE = """<!DOCTYPE html><html lang="{{ language }}"><head><title>{{ title }}</title></head>
<body><h1>{{ title }}</h1><p>{{ text }}</p></body></html>"""
WITH_MARKUP = (
    '<html lang="sv"><head><title>T</title>{{ head|safe }}</head><body><h1>T</h1>{{ body|safe }}</body></html>'
)


@pytest.fixture
def template(settings):
    """``template(text)``: the name of a template with that text."""

    def make(text: str) -> str:
        loader = ("django.template.loaders.locmem.Loader", {"tried.html": text})
        settings.TEMPLATES = [
            {"BACKEND": "django.template.backends.django.DjangoTemplates", "OPTIONS": {"loaders": [loader]}}
        ]
        return "tried.html"

    return make


def read(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def fonts_of(content: bytes) -> dict[str, bool]:
    """The fonts of the first page by name, and whether they are embedded."""
    fonts = read(content).pages[0]["/Resources"]["/Font"].values()
    descendants = [font.get_object()["/DescendantFonts"][0].get_object() for font in fonts]
    return {font["/BaseFont"]: "/FontFile2" in font["/FontDescriptor"] for font in descendants}


# --- What comes out --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["sv", "en"])
def test_document_is_valid_pdf_ua_with_language_and_title(template, language):
    content = pdf.render_pdf(template(SIMPLE), {"title": "Å − é", "text": "Text"}, language=language)
    catalogue = read(content).trailer["/Root"]
    assert page.validate_pdf_bytes(content, profile="ua1").failures == []
    assert (catalogue["/Lang"], read(content).metadata.title) == (language, "Å − é")
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]


def test_validation_notices_a_document_without_tags():
    import weasyprint

    plain = weasyprint.HTML(string="<p>Without language, title and tags").write_pdf()
    assert not page.validate_pdf_bytes(plain, profile="ua1").is_compliant


def test_text_is_escaped_and_set_in_our_embedded_fonts(template):
    text = "<b>Å</b> & – − 2,3 “é” Šabanović"
    content = pdf.render_pdf(template(SIMPLE), {"title": "Titel", "text": text}, language="sv")
    assert read(content).pages[0].extract_text().splitlines() == ["Titel", text]
    assert {name.split("+")[1].strip(","): embedded for name, embedded in fonts_of(content).items()} == {
        "Source-Sans-3": True,
        "Source-Sans-3-Bold": True,
        "Source-Sans-3-Extended": True,
    }


def test_control_characters_are_left_out(template):
    content = pdf.render_pdf(template(SIMPLE), {"title": "T\x07", "text": "a\x1bb\x85c"}, language="sv")
    assert read(content).pages[0].extract_text().splitlines() == ["T", "abc"]
    assert page.validate_pdf_bytes(content, profile="ua1").failures == []


@pytest.mark.parametrize("word", ["x" * 20_000, "&" * 5_000, "<" * 5_000])
def test_word_that_no_line_holds_is_broken_at_once_and_keeps_its_letters(template, word):
    name = template(SIMPLE.replace("<body>", '<body class="report">'))
    started = time.process_time()
    content = pdf.render_pdf(name, {"title": "T", "text": word}, language="sv")
    took = time.process_time() - started
    text = "".join(page.extract_text() for page in read(content).pages)
    assert (text.count(word[0]), page.validate_pdf_bytes(content, profile="ua1").failures) == (len(word), [])
    assert took < 10  # without its soft hyphens such a word takes minutes


def test_addresses_in_tags_are_never_broken(template):
    address = "https://example.org/" + "a" * 300
    name = template(WITH_MARKUP)
    content = pdf.render_pdf(name, {"body": f'<a href="{address}">x</a>'}, language="sv")
    (link,) = read(content).pages[0]["/Annots"]
    assert link.get_object()["/A"]["/URI"] == address


def test_first_context_that_fits_is_taken_or_else_the_last(template):
    name = template(SIMPLE)
    texts = ["lång " * 3000, "kort", "kortare"]
    fitting = pdf.render_first_that_fits(name, [{"title": "T", "text": t} for t in texts], language="sv")
    longest = pdf.render_first_that_fits(name, [{"title": "T", "text": texts[0]}], language="sv")
    assert read(fitting).pages[0].extract_text().splitlines() == ["T", "kort"]
    assert len(read(longest).pages) > 1


# --- What does not get in --------------------------------------------------------------------------------------------


class Watch:
    """Notes which files are opened and which connections are tried, by Python's own audit events."""

    def __init__(self):
        self.on, self.seen = False, []
        sys.addaudithook(self)

    def __call__(self, event, arguments):
        if self.on and event in ("open", "socket.connect", "socket.getaddrinfo", "urllib.Request", "subprocess.Popen"):
            self.seen.append((event, str(arguments[0])))

    def __enter__(self):
        gc.collect()  # font directories of earlier tests are removed now, not while watching
        self.on, self.seen = True, []
        return self

    def __exit__(self, *_exception):
        self.on = False


watch = Watch()

HOSTILE_HEAD = [
    '<link rel="attachment" href="{url}">',
    '<link rel="stylesheet" href="{url}">',
    '<style>@import url("{url}");</style>',
    '<style>h1 {{ background: url("{url}") }}</style>',
    '<style>@font-face {{ font-family: x; src: url("{url}") }} h1 {{ font-family: x }}</style>',
    '<style>li {{ list-style-image: url("{url}") }}</style><ul><li>x</ul>',
    '<style>h1::before {{ content: url("{url}") }}</style>',
    '<base href="{url}"><img src="x.png" alt="x">',
]
HOSTILE_BODY = [
    '<img src="{url}" alt="x">',
    '<a rel="attachment" href="{url}">x</a>',
    '<object data="{url}" type="image/png">x</object>',
    '<embed src="{url}" type="image/svg+xml">',
    '<svg><title>x</title><image href="{url}" width="9" height="9"/></svg>',
]
NEVER_LOADED = [
    '<svg><title>x</title><use href="{url}#x"/></svg>',
    '<iframe src="{url}"></iframe>',
    '<script src="{url}"></script>',
    '<video src="{url}" poster="{url}"></video>',
    '<a href="{url}">x</a>',
]
ADDRESSES = ["file://{secret}", "http://127.0.0.1:9/x", "ftp://127.0.0.1/x", "//127.0.0.1/x", "data:text/css,a"]


@pytest.fixture
def secret(tmp_path):
    path = tmp_path / "secret.txt"
    path.write_text("SECRET")
    return path


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    ("place", "markup"), [("head", text) for text in HOSTILE_HEAD] + [("body", text) for text in HOSTILE_BODY]
)
def test_document_that_wants_to_load_anything_is_refused(template, secret, place, markup, address):
    name = template(WITH_MARKUP)
    pdf.render_pdf(name, {}, language="sv")  # everything that is loaded once is loaded now
    context = {place: markup.format(url=address.format(secret=secret))}
    with watch, pytest.raises(pdf.ForbiddenAsset):
        pdf.render_pdf(name, context, language="sv")
    assert watch.seen == []


@pytest.mark.parametrize("markup", NEVER_LOADED)
def test_what_weasyprint_does_not_know_is_not_loaded_either(template, secret, markup):
    name = template(WITH_MARKUP)
    pdf.render_pdf(name, {}, language="sv")
    with watch:
        pdf.render_pdf(name, {"body": markup.format(url=secret.as_uri())}, language="sv")
    assert watch.seen == []


def test_refusal_does_not_spoil_the_next_document(template):
    name = template(WITH_MARKUP)
    with pytest.raises(pdf.ForbiddenAsset):
        pdf.render_pdf(name, {"body": '<img src="file:///x" alt="x">'}, language="sv")
    assert read(pdf.render_pdf(name, {}, language="sv")).pages[0].extract_text() == "T"


def test_watching_notices_the_fetcher_that_weasyprint_has_by_itself(secret):
    import weasyprint

    html = WITH_MARKUP.replace("{{ head|safe }}", f'<link rel="attachment" href="{secret.as_uri()}">')
    with watch:
        content = weasyprint.HTML(string=html).write_pdf()
    assert ("open", str(secret)) in watch.seen
    assert read(content).attachments != {}


# --- Where it can't be made ------------------------------------------------------------------------------------------


@pytest.fixture
def fresh_engine():
    """The module as at the start of a process, and again afterwards."""
    pdf._engine.cache_clear()
    yield
    pdf._engine.cache_clear()


def test_missing_system_library_says_what_to_install(monkeypatch, fresh_engine):
    real_import = builtins.__import__

    def without_pango(name, *arguments, **options):
        if name.partition(".")[0] == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real_import(name, *arguments, **options)

    monkeypatch.setattr(builtins, "__import__", without_pango)
    with pytest.raises(pdf.PdfUnavailable, match=re.escape(pdf.PACKAGE_TO_INSTALL)):
        pdf.render_pdf("tried.html", {}, language="sv")


def test_missing_fonts_are_noticed(settings, tmp_path, fresh_engine):
    settings.FONT_DIR = tmp_path
    with pytest.raises(pdf.PdfUnavailable, match="bin/setup"):
        pdf.render_pdf("tried.html", {}, language="sv")


def test_style_sheet_of_pdf_has_the_colours_of_the_screen(settings):
    def colours(file: str) -> dict[str, str]:
        text = (settings.BASE_DIR / "static" / "css" / file).read_text(encoding="utf-8")
        return dict(re.findall(r"\n\.(level-[2-8]) \{\s+(?:--level|background): (#\w+);", text))

    assert colours("pdf.css") == colours("app.css")
    assert len(colours("pdf.css")) == 7
