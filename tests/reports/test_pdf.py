"""The door to PDF: what comes out is tagged and whole, and nothing gets in by address."""

import builtins
import io
import re
import threading
import time

import page
import pytest
from pypdf import PdfReader

from reports import pdf, pdf_layout
from reports.workers.client import Killed, WorkFailed
from reports.workers.tasks import LAY_OUT, pdf_assets, workers
from tests.reports import hostile

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


@pytest.fixture
def secret(tmp_path):
    path = tmp_path / "secret.txt"
    path.write_text("SECRET")
    return path


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


@pytest.mark.parametrize(("place", "markup"), hostile.REFUSED)
def test_document_that_wants_to_load_anything_is_refused(template, secret, caplog, place, markup):
    address = hostile.ADDRESSES[hostile.REFUSED.index((place, markup)) % len(hostile.ADDRESSES)]
    context = {place: markup.format(url=address.format(secret=secret))}
    caplog.set_level("INFO", "jamsteg.security")
    with pytest.raises(pdf.ForbiddenAsset):
        pdf.render_pdf(template(WITH_MARKUP), context, language="sv")
    assert {record.name for record in caplog.records} == {"jamsteg.security", "jamsteg.pdf"}


@pytest.mark.parametrize("markup", hostile.NEVER_LOADED)
def test_what_weasyprint_does_not_know_is_not_loaded_either(template, secret, markup):
    content = pdf.render_pdf(template(WITH_MARKUP), {"body": markup.format(url=secret.as_uri())}, language="sv")
    assert (read(content).attachments, "SECRET" in read(content).pages[0].extract_text()) == ({}, False)


@pytest.mark.parametrize(
    ("address", "links"),
    [
        ("https://example.org/", ["https://example.org/"]),
        ("mailto:a@example.org", ["mailto:a@example.org"]),
        ("javascript:alert(1)", []),
        ("JaVaScRiPt:alert(1)", []),
        ("file:///etc/passwd", []),
        ("data:text/html,x", []),
        ("vbscript:x", []),
        ("//evil.example/x", []),
    ],
)
def test_links_lead_to_web_pages_and_mail_only(template, address, links):
    content = pdf.render_pdf(template(WITH_MARKUP), {"body": f'<a href="{address}">x</a>'}, language="sv")
    found = [link.get_object()["/A"]["/URI"] for link in read(content).pages[0].get("/Annots", [])]
    assert (found, b"/JavaScript" in content) == (links, False)


def test_refusal_does_not_spoil_the_next_document(template):
    name = template(WITH_MARKUP)
    with pytest.raises(pdf.ForbiddenAsset):
        pdf.render_pdf(name, {"body": '<img src="file:///x" alt="x">'}, language="sv")
    assert read(pdf.render_pdf(name, {}, language="sv")).pages[0].extract_text() == "T"


# --- Where it can't be made ------------------------------------------------------------------------------------------


# Each is no larger than an ordinary report, and would keep a web process busy for minutes.
HANGING = {
    "nested flex": '<div style="display:flex">' * 14 + "x" + "</div>" * 14,
    "nested tables": "<table><tr><td>" * 60 + "x" + "</td></tr></table>" * 60,
    "nested blocks": "<div>" * 5000,
    "long table": f"<table>{'<tr><td>x</td><td>y</td></tr>' * 5000}</table>",
}


@pytest.mark.parametrize("name", HANGING)
def test_document_that_would_take_minutes_is_given_up_in_time(template, settings, caplog, name):
    settings.WORKER_SECONDS = 1.5
    started = time.monotonic()
    with pytest.raises(pdf.PdfFailed):
        pdf.render_pdf(template(WITH_MARKUP), {"body": HANGING[name]}, language="sv")
    assert time.monotonic() - started < 15  # with some patience for a busy machine
    assert [record.name for record in caplog.records] == ["jamsteg.pdf"]
    settings.WORKER_SECONDS = 20
    assert read(pdf.render_pdf("tried.html", {}, language="sv")).pages[0].extract_text() == "T"


def test_pages_are_answered_while_a_document_hangs(settings, client):
    settings.WORKER_SECONDS = 3
    task, html = (LAY_OUT, {"count": 1, "pages": 1, **pdf_assets()}), HANGING["nested flex"].encode()

    def hang() -> None:
        with pytest.raises(Killed):
            workers.run(task, give=lambda _index: html)

    thread = threading.Thread(target=hang)
    thread.start()
    answers = [client.get("/hjalp/").status_code for _number in range(5)]
    assert (thread.is_alive(), answers) == (True, [200] * 5)
    thread.join()


def test_missing_system_library_says_what_to_install(monkeypatch):
    real_import = builtins.__import__

    def without_pango(name, *arguments, **options):
        if name.partition(".")[0] == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real_import(name, *arguments, **options)

    monkeypatch.setattr(builtins, "__import__", without_pango)
    with pytest.raises(pdf_layout.LibraryMissing) as raised:
        pdf_layout.engine_for((), "")
    problem = pdf._problem("tried.html", WorkFailed(type(raised.value).__name__, ""))
    assert (type(problem), pdf.PACKAGE_TO_INSTALL in str(problem)) == (pdf.PdfUnavailable, True)


def test_missing_fonts_are_noticed(template, settings, tmp_path):
    settings.FONT_DIR = tmp_path
    with pytest.raises(pdf.PdfUnavailable, match="bin/setup"):
        pdf.render_pdf(template(SIMPLE), {}, language="sv")


def test_style_sheet_of_pdf_has_the_colours_of_the_screen(settings):
    def colours(file: str) -> dict[str, str]:
        text = (settings.BASE_DIR / "static" / "css" / file).read_text(encoding="utf-8")
        return dict(re.findall(r"\n\.(level-[2-8]) \{\s+(?:--level|background): (#\w+);", text))

    assert colours("pdf.css") == colours("app.css")
    assert len(colours("pdf.css")) == 7
