"""The chosen entries as a table to take along."""

from __future__ import annotations

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst, slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from reports.exports.cells import Day, Table, Text, text_or_missing
from reports.record.history import HistoryForm
from reports.record.lines import lines_of

LONGEST = 50_000  # rows; spreadsheets and memory have an end


def history_table(form: HistoryForm, name: str, title: str) -> Table:
    """A row for each entry, the latest first; the latest LONGEST at most."""
    language = get_language() or "sv"
    today = date_format(timezone.localdate())
    return Table(
        name=slugify(name),
        title=title,
        headings=(_("Day"), _("Time"), _("Who"), _("What"), _("Where"), _("Changed"), _("Request")),
        rows=tuple(
            (
                Day(timezone.localtime(line.at).date()),
                Text(f"{timezone.localtime(line.at):%H:%M:%S}"),
                Text(line.who),
                Text(capfirst(line.done)),
                text_or_missing(line.where),
                text_or_missing("; ".join(line.changes)),
                text_or_missing(line.request_id),
            )
            for line in lines_of(form.chosen()[:LONGEST], language)
        ),
        notes=(_("%(title)s. Exported %(date)s.") % {"title": title, "date": today},),
        language=language,
    )
