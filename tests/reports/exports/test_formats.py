"""One table in each format: typed cells, nothing that a program could take for more than it is."""

from datetime import date, time
from fractions import Fraction

import pytest
from django.utils import translation

from reports.exports.as_csv import csv_bytes
from reports.exports.as_docx import docx_bytes
from reports.exports.as_xlsx import xlsx_bytes
from reports.exports.cells import Change, Count, Day, Level, Missing, Table, Text
from tests.reports.exports import opened

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1+1", "\u200b=1", " =1", "=HYPERLINK(1)"]


def a_table(*rows, headings=("Moment", "Namn", "Nivå", "+/-", "Dag"), **fields) -> Table:
    defaults = {"title": "Tabell 1. Medel", "notes": ("n = 4.",), "language": "sv"}
    return Table(name="tabell", headings=headings, rows=rows, **(defaults | fields))


STEP = (
    Count(9),
    Text("Förbättrings\u00adarbete"),
    Level(Fraction(9, 4)),
    Change(Fraction(-1, 4)),
    Day(date(2026, 12, 4)),
)
HOLES = (Count(10), Missing(), Missing("Saknas"), Missing(), Missing())
SUM = (Text("Totalt"), Missing(""), Level(Fraction(71, 4)), Change(Fraction(43, 4)), Missing())


def test_csv_has_semicolons_decimal_comma_and_a_mark_for_excel():
    content = csv_bytes(a_table(STEP, HOLES, SUM, sums=1))
    expected = "Moment;Namn;Nivå;+/-;Dag\n9;Förbättringsarbete;2,3;−0,3;2026-12-04\n10;;;;\nTotalt;;17,8;+10,8;\n"
    assert content == b"\xef\xbb\xbf" + expected.encode()


def test_csv_has_decimal_comma_in_english_too():
    with translation.override("en"):
        rows = opened.csv_rows(csv_bytes(a_table(STEP, language="en")))
    assert rows[1] == ["9", "Förbättringsarbete", "2,3", "−0,3", "2026-12-04"]


def test_csv_keeps_separators_quotes_and_lines_in_their_cell():
    text = 'Ett; "två"\ntre'
    assert opened.csv_rows(csv_bytes(a_table((Text(text),), headings=("A",))))[1] == [text]


@pytest.mark.parametrize("text", FORMULAS)
def test_csv_quotes_what_looks_like_a_formula_also_in_headings(text):
    rows = opened.csv_rows(csv_bytes(a_table((Text(text),), headings=(text,))))
    assert rows == [[f"'{text}"], [f"'{text}"]]


def test_xlsx_has_exact_numbers_and_shows_them_rounded():
    sheet = opened.sheets(xlsx_bytes(a_table(STEP, HOLES, SUM, sums=1)))["Tabell"]
    found = [[(cell.value, cell.number_format) for cell in row[2:4]] for row in sheet.iter_rows(min_row=2)]
    signed = '+0.0;"−"0.0;0.0'
    assert found == [
        [(2.25, "0.0"), (-0.25, signed)],
        [(None, "General"), (None, "General")],
        [(17.75, "0.0"), (10.75, signed)],
    ]


def test_xlsx_shows_no_sign_where_rounding_leaves_nothing():
    sheet = opened.sheets(xlsx_bytes(a_table((Change(Fraction(-1, 40)),), headings=("+/-",))))["Tabell"]
    assert (sheet["A2"].value, sheet["A2"].number_format) == (0, "0.0")


def test_xlsx_has_whole_numbers_and_dates():
    sheet = opened.sheets(xlsx_bytes(a_table(STEP)))["Tabell"]
    assert (sheet["A2"].value, sheet["A2"].data_type, sheet["E2"].value.date()) == (9, "n", date(2026, 12, 4))
    assert sheet["E2"].number_format == "yyyy-mm-dd"


@pytest.mark.parametrize("text", [*FORMULAS, "http://example.org", "12", "{=1+1}"])
def test_xlsx_keeps_texts_as_texts(text):
    content = xlsx_bytes(a_table((Text(text),), headings=(text,), notes=(text,)))
    found = opened.sheets(content)
    cells = [found["Tabell"]["A1"], found["Tabell"]["A2"], found["Om tabellen"]["A2"]]
    assert [(cell.value, cell.data_type, cell.hyperlink) for cell in cells] == [(text, "s", None)] * 3
    assert "<f>" not in opened.parts(content)


@pytest.mark.parametrize("text", ["=1+1", "+1", "@x"])
def test_xlsx_stays_a_text_when_its_cell_is_edited(text):
    sheet = opened.sheets(xlsx_bytes(a_table((Text(text), Text("Åsa")), headings=("A", "B"))))["Tabell"]
    assert [cell.quotePrefix for cell in sheet[2]] == [True, False]


def test_xlsx_keeps_its_headings_in_sight_and_merges_nothing():
    sheet = opened.sheets(xlsx_bytes(a_table(STEP)))["Tabell"]
    assert (sheet.freeze_panes, sheet.print_title_rows, list(sheet.merged_cells.ranges)) == ("A2", "$1:$1", [])
    assert [cell.font.bold for cell in sheet[1]] == [True] * 5


def test_xlsx_says_what_it_is_on_a_second_sheet():
    found = opened.sheets(xlsx_bytes(a_table(STEP, notes=("Omgång 1.", "n = 4."))))
    assert list(found) == ["Tabell", "Om tabellen"]
    assert opened.values(found["Om tabellen"]) == [["Tabell 1. Medel"], ["Omgång 1."], ["n = 4."]]


def test_word_has_a_table_with_caption_and_notes():
    content = docx_bytes(a_table(STEP, HOLES, SUM, sums=1))
    document = opened.word(content)
    assert opened.word_rows(content) == [
        ["Moment", "Namn", "Nivå", "+/-", "Dag"],
        ["9", "Förbättringsarbete", "2,3", "−0,3", "4 december 2026"],
        ["10", "–", "Saknas", "–", "–"],
        ["Totalt", "Totalt", "17,8", "+10,8", "–"],
    ]
    assert [(part.style.name, part.text) for part in document.paragraphs] == [
        ("Caption", "Tabell 1. Medel"),
        ("Normal", "n = 4."),
    ]


def test_word_repeats_its_heading_row_and_tells_its_language():
    written = opened.parts(docx_bytes(a_table(STEP)))
    assert written.count("<w:tblHeader/>") == 1
    assert '<w:lang w:val="sv-SE"' in written
    assert '<w:tblCaption w:val="Tabell 1. Medel"/>' in written


def test_word_turns_the_page_when_there_is_little_room_for_the_names():
    numbers = [Level(Fraction(2))] * 9
    narrow = a_table((Count(1), Text("A"), *numbers[:4]), headings=("1", "2", *["Uppstart"] * 4))
    wide = a_table((Count(1), Text("A"), *numbers), headings=("1", "2", *["Uppstart"] * 9))
    pages = [opened.word(docx_bytes(table)).sections[0] for table in (narrow, wide)]
    assert [page.page_width > page.page_height for page in pages] == [False, True]


def test_word_leaves_out_what_no_document_can_hold():
    content = docx_bytes(a_table((Count(1), Text("a\x0bb\x00\ufffe")), headings=("A\x01", "B"), title="T\x02"))
    assert opened.word_rows(content) == [["A", "B"], ["1", "ab"]]


@pytest.mark.parametrize("write", [csv_bytes, xlsx_bytes, docx_bytes])
def test_same_table_is_the_same_bytes_all_day(write, on_day):
    table = a_table(STEP, HOLES, SUM, sums=1)
    on_day("2026-11-21", time(8))
    morning = write(table)
    on_day("2026-11-21", time(17))
    assert write(table) == morning


@pytest.mark.parametrize("write", [csv_bytes, xlsx_bytes, docx_bytes])
def test_table_without_rows_is_a_file(write):
    assert len(write(a_table())) > 20


@pytest.mark.parametrize("text", ["Skäl\r=1+1", "Skäl\r\n=1+1"])
def test_carriage_return_alone_begins_no_row(text):
    content = csv_bytes(a_table((Text(text),), headings=("A",)))
    assert opened.csv_rows(content) == [["A"], ["Skäl\n=1+1"]]
    assert b"\r" not in content
