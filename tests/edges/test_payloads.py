"""Texts that want to be programs, in every text field there is: no page, document or table lets one of them run."""

import io
from html.parser import HTMLParser

import pytest
from django.db import transaction
from openpyxl import load_workbook
from pypdf import PdfReader

from reports.exports.places import every_table
from tests import world
from tests.addresses import by_name, walk
from tests.edges.payloads import EVERYTHING, FORMULAS, PAYLOADS, SOME, world_of
from tests.reports.exports.opened import csv_rows, parts

pytestmark = pytest.mark.django_db

PEOPLE = ("strategist", "coordinator")
ADDRESSES = {"href", "src", "action", "formaction", "data", "xlink:href"}
# Among them the picture that an app for codes reads.
OWN_ADDRESSES = ("/", "#", "?", "mailto:", "https://", "http://testserver/", "data:image/svg+xml;base64,")
STARTS = tuple("=+-@＝＋－＠\t\r\n\u200b ")


class Markup(HTMLParser):
    """The tags with the names of their attributes, and addresses that lead out of what is known."""

    def __init__(self, page: str):
        super().__init__()
        self.kinds: set[tuple[str, str]] = set()
        self.elsewhere: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.kinds |= {(tag, ""), *((tag, name) for name, _value in attrs)}
        for name, value in attrs:
            if name in ADDRESSES and value and not value.startswith(OWN_ADDRESSES):
                self.elsewhere.append(f"{tag} {name}={value[:60]}")

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)


def pages_of(people: dict, client_of) -> dict[tuple[str, str], str]:
    """Every page of everybody, by person and path."""
    found = {}
    for who in PEOPLE:
        client = client_of(people[who])
        for address in walk():
            if "pdf" in address.name or "table" in address.name or address.name in ("round-report", "scores-template"):
                continue
            response = client.get(address.path())
            if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
                found[who, address.path()] = response.content.decode()
    return found


@pytest.mark.parametrize("text", [SOME, pytest.param(EVERYTHING, marks=pytest.mark.hard)], ids=["some", "all"])
def test_no_text_becomes_part_of_a_page(client_of, monkeypatch, text):
    """The pages have no tag and no attribute that they do not have with ordinary texts."""
    with transaction.atomic():
        known = {name: Markup(page) for name, page in pages_of(world_of("Text", monkeypatch).people, client_of).items()}
        transaction.set_rollback(True)
    kinds = set().union(*(page.kinds for page in known.values()))
    pages = pages_of(world_of(text, monkeypatch).people, client_of)
    read = {name: Markup(page) for name, page in pages.items()}
    assert {name: page.kinds - kinds for name, page in read.items() if page.kinds - kinds} == {}
    assert {name: page.elsewhere for name, page in read.items() if page.elsewhere} == {}
    shown = [name for name, page in pages.items() if "alert(1)" in page]
    assert len(shown) > len(pages) / 2, shown  # they are there, as texts


def test_markup_that_is_planted_is_noticed():
    page = Markup('<p>x</p><img src="x" onerror="alert(1)"><a href="javascript:alert(1)">x</a><br/>')
    assert page.kinds >= {("img", "onerror"), ("br", "")}
    assert page.elsewhere == ["img src=x", "a href=javascript:alert(1)"]


@pytest.mark.parametrize("count", [3, pytest.param(len(PAYLOADS), marks=pytest.mark.hard)])
def test_no_text_runs_in_a_document(client_of, monkeypatch, count):
    for text in PAYLOADS[1 :: max(1, len(PAYLOADS) // count)]:
        with transaction.atomic():
            people = world_of(text, monkeypatch).people
            for who, name in (
                ("strategist", "report-pdf"),
                ("strategist", "summary-pdf"),
                ("coordinator", "round-report"),
            ):
                response = client_of(people[who]).get(by_name()[name].path(meeting=world.RENEWED))
                assert (response.status_code, faults_of_document(response.content)) == (200, []), (name, text)
            transaction.set_rollback(True)


def faults_of_document(content: bytes) -> list[str]:
    """What a PDF could do beyond being read, and links to anything but web pages and mail."""
    found = [
        word for word in (b"/JavaScript", b"/JS ", b"/Launch", b"/EmbeddedFile", b"/OpenAction") if word in content
    ]
    links = [
        link.get_object().get("/A", {})
        for page in PdfReader(io.BytesIO(content)).pages
        for link in page.get("/Annots", [])
    ]
    addresses = [str(link["/URI"]) for link in links if "/URI" in link]
    return found + [address for address in addresses if not address.startswith(("https://", "http://", "mailto:"))]


@pytest.mark.parametrize("texts", [FORMULAS[:3], pytest.param(FORMULAS, marks=pytest.mark.hard)], ids=["some", "all"])
def test_no_text_becomes_a_formula_in_a_table(client_of, monkeypatch, texts):
    for text in texts:
        with transaction.atomic():
            people, cells = world_of(text, monkeypatch).people, 0
            for path, format in tables():
                for who in ("strategist", "coordinator"):
                    response = client_of(people[who]).get(path)
                    if response.status_code == 200:
                        faults, count = faults_of_table(response.getvalue(), format)
                        assert faults == [], (path, text)
                        cells += count
            assert cells > 20, text  # the texts are there
            transaction.set_rollback(True)


def tables() -> list[tuple[str, str]]:
    """The file of every table, by address, with its format."""
    return [
        (by_name()[name].path(table=table, format=format), format)
        for name, table, format in every_table()
        if format in ("csv", "xlsx", "docx")
    ]


def faults_of_table(content: bytes, format: str) -> tuple[list[str], int]:
    """Cells that a spreadsheet would calculate, and how many of the texts there are."""
    if format == "docx":
        text = parts(content)
        return [word for word in ("fldSimple", "instrText", "fldChar") if word in text], text.count("SEED")
    if format == "csv":
        cells = [cell for row in csv_rows(content) for cell in row if "SEED" in cell]
        return [cell for cell in cells if cell.startswith(STARTS)], len(cells)
    sheets = load_workbook(io.BytesIO(content)).worksheets
    found = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row if "SEED" in str(cell.value)]
    return [str(cell.value) for cell in found if cell.data_type != "s" or cell.hyperlink], len(found)
