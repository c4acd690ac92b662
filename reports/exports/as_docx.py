"""Word: a real table with caption and repeated heading row, to paste into a report or to file as it is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, time
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils import timezone
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table as WordTable

from reports.exports.cells import Missing, Table, text_of

LOCALES = {"sv": "sv-SE", "en": "en-GB"}
SHORT_SIDE, LONG_SIDE, MARGIN = Mm(210), Mm(297), Mm(18)
NAMES = 1  # the column of texts; all others have numbers
PADDING, CHARACTER = Mm(4), Mm(2.1)
NAMES_AT_LEAST = Mm(45)  # with less room for the texts the page is turned
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
FIRST_MOMENT_OF_ZIP = (1980, 1, 1, 0, 0, 0)


def docx_bytes(table: Table) -> bytes:
    """A document with caption, table and notes; the same bytes all day."""
    document = Document()
    _set_properties(document, table)
    widths, is_wide = _layout(table)
    _set_page(document, is_wide=is_wide)
    document.add_paragraph(_clean(table.title), style="Caption")
    word_table = document.add_table(rows=1, cols=len(table.headings), style="Table Grid")
    _describe(word_table, table.title)
    _fill(word_table, table)
    _set_widths(word_table, widths)
    for note in table.notes:
        paragraph = document.add_paragraph(_clean(note))
        paragraph.paragraph_format.space_before = Pt(6)
    file = BytesIO()
    document.save(file)
    return _undated(file)


def _clean(text: str) -> str:
    return NOT_XML.sub("", text)


def _set_properties(document, table: Table) -> None:
    properties = document.core_properties
    midnight = datetime.combine(timezone.localdate(), time())
    properties.title, properties.author, properties.comments = _clean(table.title), "Jämsteg", ""
    properties.created = properties.modified = midnight
    properties.language = locale = LOCALES[table.language]
    defaults = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    language = defaults.find(qn("w:lang"))
    language.set(qn("w:val"), locale)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(10)
    normal.paragraph_format.space_after = Pt(0)
    caption = document.styles["Caption"]
    caption.font.size, caption.font.bold, caption.font.color.rgb = Pt(11), True, None
    caption.paragraph_format.space_after = Pt(6)
    caption.paragraph_format.keep_with_next = True


def _set_page(document, *, is_wide: bool) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (LONG_SIDE, SHORT_SIDE) if is_wide else (SHORT_SIDE, LONG_SIDE)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN


def _describe(word_table: WordTable, title: str) -> None:
    """The title again as what a screen reader says of the table."""
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), _clean(title))
    word_table._tbl.tblPr.append(caption)


def _fill(word_table: WordTable, table: Table) -> None:
    heading = word_table.rows[0]
    _write_row(heading, table.headings, bold=True)
    _mark(heading, "w:tblHeader")
    for place, row in enumerate(table.rows):
        added = word_table.add_row()
        is_sum = place >= len(table.body)
        _write_row(added, [text_of(cell, table.language) for cell in row], bold=is_sum)
        if row[NAMES] == Missing(""):
            added.cells[NAMES - 1].merge(added.cells[NAMES])
        _mark(added, "w:cantSplit")


def _write_row(row, texts: Iterable[str], *, bold: bool) -> None:
    for column, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
        paragraph = cell.paragraphs[0]
        if text:
            paragraph.add_run(_clean(text)).bold = bold
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if column > NAMES else WD_ALIGN_PARAGRAPH.LEFT


def _mark(row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _layout(table: Table) -> tuple[list[int], bool]:
    """The width of each column, and whether the page is turned.

    Columns of numbers are as wide as their longest word; the texts get what is left.
    """
    columns = zip(table.headings, *([text_of(cell, table.language) for cell in row] for row in table.rows), strict=True)
    words = [[word for text in column for word in text.split()] for column in columns]
    widths = [PADDING + CHARACTER * max(map(len, found)) for found in words]
    numbers = sum(widths) - widths[NAMES]
    is_wide = SHORT_SIDE - 2 * MARGIN - numbers < NAMES_AT_LEAST
    room = (LONG_SIDE if is_wide else SHORT_SIDE) - 2 * MARGIN - numbers
    widths[NAMES] = max(NAMES_AT_LEAST, room)
    return widths, is_wide


def _set_widths(word_table: WordTable, widths: list[int]) -> None:
    word_table.autofit = False
    for column, width in zip(word_table.columns, widths, strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width


def _undated(file: BytesIO) -> bytes:
    """The same archive without the time at which it was packed."""
    packed = BytesIO()
    with ZipFile(file) as source, ZipFile(packed, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = ZipInfo(name, FIRST_MOMENT_OF_ZIP)
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return packed.getvalue()
