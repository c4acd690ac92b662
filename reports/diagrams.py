"""Fixed diagrams, drawn on the server: score tables in, frozen dataclasses with finished coordinates out.

Across, everything is a percentage of the width as text ("33.33%"), down the pixels of a fixed height as text ("92.4"),
so that letters keep their size on a phone. Templates only print. Axes never adapt to the data, and a missing score is a
gap: nothing is drawn and nothing interpolated. The numbers also stand in the tables (reports/tables.py).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from checklists.scale import show, show_change
from reports.curves import (
    BOTTOM,
    GRID_MARGIN,
    LEFT,
    LINE_HEIGHT,
    NAMES,
    TOP,
    Curve,
    Mark,
    TextLine,
    Tick,
    end_labels,
    meeting_marks,
    meeting_places,
    percent,
    px,
)
from reports.statistics import ScoreTable
from reports.tables import NO_VALUE, Labels

Axis = tuple[Fraction, Fraction]  # the lowest and the highest total


# --- Dumbbell: first and latest score of each step -------------------------------------------------------------------


@dataclass(frozen=True)
class DumbbellRow:
    """A step with the places of its first and latest score, None where there is none, and all of it as text."""

    number: int
    name: str
    url: str
    label: str
    start_x: str | None
    latest_x: str | None
    start: str
    latest: str
    change: str
    change_value: Fraction | None


@dataclass(frozen=True)
class Dumbbell:
    """From first to latest score for each step, largest change first. `title` is its text alternative.

    `start_name` and `latest_name` are the two meetings. Only when they differ is it `comparable`; before that each row
    has one ring. `notes` name the steps that have neither score and therefore no row.
    """

    comparable: bool
    start_name: str
    latest_name: str
    ticks: tuple[Tick, ...]
    rows: tuple[DumbbellRow, ...]
    title: str
    notes: tuple[str, ...]


def dumbbell(table: ScoreTable, labels: Labels, *, minimum: int = 1, maximum: int = 4) -> Dumbbell:
    """The dumbbell of one organisation, on an axis of the whole levels from `minimum` to `maximum`.

    Rows without a change come last; equal changes stand in order of steps. Source: ux (c).
    """
    comparable = table.first != table.latest
    rows = [_dumbbell_row(table, step, labels, minimum, maximum) for step in table.steps]
    drawn = [row for row in rows if row.start_x or row.latest_x]
    drawn.sort(key=lambda row: (row.change_value is None, -(row.change_value or 0), row.number))
    left_out = [row.label for row in rows if row not in drawn]
    return Dumbbell(
        comparable=comparable,
        start_name="" if table.first is None else labels.meetings[table.first],
        latest_name="" if table.latest is None else labels.meetings[table.latest],
        ticks=tuple(Tick(_across(level, minimum, maximum), str(level)) for level in range(minimum, maximum + 1)),
        rows=tuple(drawn),
        title=_dumbbell_title(table, labels, drawn),
        notes=(_("Without a level: %(steps)s.") % {"steps": ", ".join(left_out)},) if left_out and drawn else (),
    )


def _dumbbell_row(table: ScoreTable, step: int, labels: Labels, minimum: int, maximum: int) -> DumbbellRow:
    start = None if table.first is None else table.cell(step, table.first).value
    latest = None if table.latest is None else table.cell(step, table.latest).value
    moved = table.first != table.latest
    change = table.change(step).value
    return DumbbellRow(
        number=step,
        name=labels.steps[step],
        url=labels.urls.get(step, ""),
        label=labels.numbered(step),
        start_x=None if start is None else _across(start, minimum, maximum),
        latest_x=_across(latest, minimum, maximum) if moved and latest is not None else None,
        start=show(start) or _("missing"),
        latest=show(latest) or _("missing"),
        change=show_change(change) or NO_VALUE,
        change_value=change,
    )


def _across(level: Fraction | int, minimum: int, maximum: int) -> str:
    return percent(Fraction(level - minimum) / (maximum - minimum))


def _dumbbell_title(table: ScoreTable, labels: Labels, rows: Sequence[DumbbellRow]) -> str:
    if table.first is None or table.latest is None or table.first == table.latest:
        return _("There are not yet two assessments to compare.")
    title = _("Level per step at %(first)s and at %(latest)s, largest change first.") % {
        "first": labels.in_sentence(table.first),
        "latest": labels.in_sentence(table.latest),
    }
    changes = [_("missing") if row.change_value is None else row.change for row in rows]
    return " ".join([title, *(f"{row.label}: {change}." for row, change in zip(rows, changes, strict=True))])


# --- Line chart: the total over time ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class GridLine:
    """A line across the chart and its number."""

    y: str
    label: str


@dataclass(frozen=True)
class Point:
    """A total at a meeting."""

    x: str
    y: str


@dataclass(frozen=True)
class Line:
    """A straight line between two neighbouring meetings that both have a total."""

    x1: str
    y1: str
    x2: str
    y2: str


@dataclass(frozen=True)
class Series:
    """One line of the chart, and its label: name and last total in one or two lines of text; none without totals."""

    name: str
    points: tuple[Point, ...]
    lines: tuple[Line, ...]
    label: tuple[TextLine, ...]


@dataclass(frozen=True)
class LineChart:
    """Own total over the meetings, and the group's mean (None when it is not shown).

    `height` in px; the axis goes from `lowest` to `highest` total and its grid from `left` to `right`. `title` is the
    text alternative, with every number.
    """

    height: int
    lowest: int
    highest: int
    left: str
    right: str
    grid: tuple[GridLine, ...]
    marks: tuple[Mark, ...]
    own: Series
    group: Series | None
    title: str


def line_chart(
    own: ScoreTable,
    labels: Labels,
    *,
    group: ScoreTable | None = None,
    group_at_least: int = 1,
    own_name: str = "",
    minimum: int = 1,
    maximum: int = 4,
) -> LineChart:
    """The totals of an organisation, and perhaps the group's mean, over the meetings of `own`.

    The line is called "You" unless `own_name` says otherwise. Totals of the group that rest on fewer than
    `group_at_least` organisations are left out. `minimum` and `maximum` are the ends of the scale. Source: ux (c), 4.2.
    """
    totals = [(own_name or _("You"), _totals(own, own.meetings))]
    if group is not None:
        totals.append((_("The group"), _totals(group, own.meetings, group_at_least)))
    grid = [level * len(own.steps) for level in range(maximum, minimum - 1, -1)]
    places = meeting_places(len(own.meetings), (name for name, _values in totals))
    curves = [_curve(name, values, places, (Fraction(grid[-1]), Fraction(grid[0]))) for name, values in totals]
    return _drawn(
        curves, [labels.meetings[meeting] for meeting in own.meetings], places, grid, _("Total at each meeting.")
    )


def step_chart(
    own: ScoreTable,
    labels: Labels,
    step: int,
    *,
    group: ScoreTable | None = None,
    own_name: str = "",
    minimum: int = 1,
    maximum: int = 4,
) -> LineChart:
    """The level of one step, and perhaps the group's mean, over the meetings of `own`. Source: ux 4.2."""
    levels = [(own_name or _("You"), tuple(cell.value for cell in own.row(step)))]
    if group is not None:
        levels.append((_("The group"), tuple(cell.value for cell in group.row(step))))
    grid = list(range(maximum, minimum - 1, -1))
    places = meeting_places(len(own.meetings), (name for name, _values in levels))
    curves = [_curve(name, values, places, (Fraction(minimum), Fraction(maximum))) for name, values in levels]
    title = _("Level at each meeting, %(step)s.") % {"step": labels.numbered(step)}
    return _drawn(curves, [labels.meetings[meeting] for meeting in own.meetings], places, grid, title)


def _drawn(
    curves: list[Curve], meetings: list[str], places: Sequence[Fraction], grid: list[int], title: str
) -> LineChart:
    """The chart of one or two curves; `grid` has the values that get a line across, from the highest to the lowest."""
    own, *group = [_series(curve, label) for curve, label in zip(curves, end_labels(curves), strict=True)]
    marks = meeting_marks(meetings, places)
    axis = Fraction(grid[-1]), Fraction(grid[0])
    return LineChart(
        height=max((int(mark.y) for mark in marks), default=NAMES[0]) + LINE_HEIGHT // 2,
        lowest=grid[-1],
        highest=grid[0],
        left=percent(LEFT),
        right=percent(max(places, default=LEFT) + GRID_MARGIN),
        grid=tuple(GridLine(px(_down(Fraction(total), axis)), str(total)) for total in grid),
        marks=marks,
        own=own,
        group=group[0] if group else None,
        title=_title(title, curves, meetings),
    )


def _totals(table: ScoreTable, meetings: Iterable[int], at_least: int = 1) -> tuple[Fraction | None, ...]:
    totals = [table.total(meeting) for meeting in meetings]
    return tuple(total.value if total.n >= at_least else None for total in totals)


def _curve(name: str, values: tuple[Fraction | None, ...], places: tuple[Fraction, ...], axis: Axis) -> Curve:
    heights = tuple(None if value is None else _down(value, axis) for value in values)
    return Curve(name=name, values=values, xs=places, ys=heights)


def _down(value: Fraction, axis: Axis) -> Fraction:
    lowest, highest = axis
    return TOP + (BOTTOM - TOP) * (highest - value) / (highest - lowest)


def _series(curve: Curve, label: tuple[TextLine, ...]) -> Series:
    return Series(
        name=curve.name,
        points=tuple(Point(percent(x), px(y)) for x, y in curve.points),
        lines=tuple(Line(percent(x1), px(y1), percent(x2), px(y2)) for x1, y1, x2, y2 in curve.segments),
        label=label,
    )


def _title(title: str, curves: Iterable[Curve], meetings: Sequence[str]) -> str:
    sentences = [title]
    for curve in curves:
        totals = zip(meetings, curve.values, strict=True)
        listed = ", ".join(f"{meeting} {show(value) or _('missing')}" for meeting, value in totals)
        sentences.append(f"{curve.name}: {listed}.")
    return " ".join(sentences)
