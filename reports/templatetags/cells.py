"""Cells of large tables, {% load cells %}: a template of its own for each of hundreds takes half of a page's time."""

from collections.abc import Iterable

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from reports.tables import TableCell

register = template.Library()


@register.simple_tag
def fell_mark() -> SafeString:
    """The mark for "lower than at the meeting before", to be given to each row's cells."""
    return SafeString(render_to_string("components/_fell_mark.html"))


@register.simple_tag
def level_cells(cells: Iterable[TableCell], mark: SafeString) -> SafeString:
    """The levels or means of one row with their colours, and n where it deviates."""
    return format_html_join(
        "",
        '<td class="level {}">{}{}{}</td>',
        ((cell.css, cell.text, mark if cell.fell else "", _note(cell)) for cell in cells),
    )


def _note(cell: TableCell) -> str:
    return format_html(' <span class="small d-block">{}</span>', cell.note) if cell.note else ""
