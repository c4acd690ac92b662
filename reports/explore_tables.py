"""The tables of the Explore page: the same figures as each of its diagrams, cell by cell."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from checklists.scale import show, show_change
from reports.spread import counts, level_name
from reports.statistics import Cell, ScoreTable
from reports.tables import NO_VALUE, Labels


@dataclass(frozen=True)
class ValueTable:
    """A plain table of texts: ``corner`` is the head of the first column; ``spans`` are heads over several columns."""

    caption: str
    corner: str
    spans: tuple[tuple[str, int], ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


def trend_table(own: ScoreTable, labels: Labels) -> ValueTable:
    """The level of each step at each meeting, and the change."""
    return ValueTable(
        caption=_("Level per step and meeting."),
        corner=_("Step"),
        spans=(),
        heads=(*(labels.meetings[meeting] for meeting in own.meetings), _("Difference")),
        rows=tuple(
            (labels.numbered(step), (*(_text(cell) for cell in own.row(step)), _change(own.change(step))))
            for step in own.steps
        ),
    )


def comparison_table(own: ScoreTable, group: ScoreTable, labels: Labels, own_name: str) -> ValueTable:
    """The level of each step at each meeting, and beside it the mean of the group."""
    return ValueTable(
        caption=_("Level per step and meeting, and the mean of the group."),
        corner=_("Step"),
        spans=tuple((labels.meetings[meeting], 2) for meeting in own.meetings),
        heads=(own_name or _("You"), _("The group")) * len(own.meetings),
        rows=tuple(
            (labels.numbered(step), tuple(_text(cell) for cell in _alternating(own.row(step), group.row(step))))
            for step in own.steps
        ),
    )


def spread_table(
    own: ScoreTable, group: ScoreTable | None, labels: Labels, own_name: str, *, minimum: int, maximum: int
) -> ValueTable:
    """How many steps lie at each level at each meeting; for the group the mean of its members."""
    numbers = counts(own, group, minimum=minimum, maximum=maximum)
    names = (own_name or _("You"),) if group is None else (own_name or _("You"), _("The group"))
    rows = []
    for half_steps in range(2 * maximum, 2 * minimum - 1, -1):
        cells: list[str] = []
        for at in [at for at in numbers if at.half_steps == half_steps]:
            cells += [str(at.own) if own.count(at.meeting) else NO_VALUE, show(at.group) or NO_VALUE][: len(names)]
        rows.append((_("Level %(level)s") % {"level": level_name(half_steps)}, tuple(cells)))
    missing = [str(len(own.steps) - sum(own.distribution(meeting).values())) for meeting in own.meetings]
    without_mean = [NO_VALUE] * (len(names) - 1)
    rows.append((_("Missing"), tuple(text for count in missing for text in (count, *without_mean))))
    return ValueTable(
        caption=_("Number of steps at each level and meeting."),
        corner=_("Level"),
        spans=tuple((labels.meetings[meeting], len(names)) for meeting in own.meetings),
        heads=names * len(own.meetings),
        rows=tuple(rows),
    )


def radar_table(own: ScoreTable, labels: Labels) -> ValueTable:
    """The first and the latest level of each step, and the change."""
    meetings = [meeting for meeting in dict.fromkeys((own.first, own.latest)) if meeting is not None]
    return ValueTable(
        caption=_("Level per step at the first and the latest assessment."),
        corner=_("Step"),
        spans=(),
        heads=(*(labels.meetings[meeting] for meeting in meetings), _("Difference")),
        rows=tuple(
            (
                labels.numbered(step),
                (*(_text(own.cell(step, meeting)) for meeting in meetings), _change(own.change(step))),
            )
            for step in own.steps
        ),
    )


def _text(cell: Cell) -> str:
    return _("Missing") if cell.value is None else show(cell.value)


def _change(cell: Cell) -> str:
    return show_change(cell.value) or NO_VALUE


def _alternating(one: Iterable[Cell], other: Iterable[Cell]) -> list[Cell]:
    return [cell for pair in zip(one, other, strict=True) for cell in pair]
