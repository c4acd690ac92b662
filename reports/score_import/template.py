"""The table to fill in: a row for every organisation, meeting and step, with the levels that are submitted."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from checklists.scale import from_half_steps
from learning_rounds.models import LearningRound
from reports.exports.cells import Cell, Count, Level, Missing, Table, Text
from reports.score_import.planning import active_of, latest_submissions
from reports.score_import.rows import Place

FORMATS = ("xlsx", "csv")


def score_template(learning_round: LearningRound) -> Table:
    """The table, which can be imported as it is. A constant number of queries."""
    what = _("levels to fill in")
    return Table(
        name=slugify(f"{learning_round.slug}-{what}"),
        title=f"{learning_round.name}: {what}",
        headings=(_("Organisation code"), _("Name"), _("Meeting"), _("Step"), _("Name of the step"), _("Level")),
        rows=tuple(_rows(learning_round)),
        notes=(
            _("Write levels in whole and half steps. A row without a level is left out when the file is read."),
            _("A dash means “cannot judge yet”. Levels that are submitted already stand in the table."),
        ),
        language=get_language() or "sv",
    )


def _rows(learning_round: LearningRound) -> Iterator[tuple[Cell, ...]]:
    submitted = latest_submissions(learning_round)
    steps = list(learning_round.checklist.steps.order_by("number"))
    meetings = list(learning_round.meetings.with_assessment())
    for participation in active_of(learning_round):
        organisation = participation.organisation
        for meeting in meetings:
            _number, scores = submitted.get(Place(participation.pk, meeting.pk), (0, {}))
            for step in steps:
                yield (
                    Text(organisation.code),
                    Text(organisation.name),
                    Text(meeting.name),
                    Count(step.number),
                    Text(step.short),
                    _level(scores, step.number),
                )


def _level(scores: dict[int, int | None], step: int) -> Cell:
    if step not in scores:
        return Missing("")
    value = from_half_steps(scores[step])
    return Text("–") if value is None else Level(value)
