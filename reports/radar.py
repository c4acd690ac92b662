"""The radar: first and latest level of every step around a circle, drawn on the server.

Its places are px in a square of SIDE (an SVG viewBox), since a circle can't be stretched as the other diagrams are. The
lowest level is not the middle but the innermost ring, so that it can be told from the others. A step without a level is
a gap: no point, and no line to its neighbours.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import cos, pi, sin

from django.utils.translation import gettext as _

from checklists.scale import show
from reports.diagrams import Line, Point
from reports.statistics import ScoreTable
from reports.tables import Labels

SIDE, RADIUS, NUMBERS = 400, 160, 182  # the square; from its middle: the highest level, and the numbers of the steps


@dataclass(frozen=True)
class Spoke:
    """A step: the outer end of its line, and its number beyond that."""

    x: str
    y: str
    label_x: str
    label_y: str
    number: int


@dataclass(frozen=True)
class Ring:
    """A whole level: the corners of its polygon as SVG wants them, and where its number stands, between two spokes."""

    points: str
    label_x: str
    label_y: str
    level: int


@dataclass(frozen=True)
class Outline:
    """The levels at one meeting: points, and lines between neighbouring steps that both have one."""

    name: str
    points: tuple[Point, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Radar:
    """First and latest levels; there is no `first` until two meetings differ. `title` is the text alternative."""

    side: int
    middle: str
    rings: tuple[Ring, ...]
    spokes: tuple[Spoke, ...]
    first: Outline | None
    latest: Outline | None
    title: str


def radar(table: ScoreTable, labels: Labels, *, minimum: int = 1, maximum: int = 4) -> Radar:
    """The radar of one organisation on a scale that never changes with the figures."""
    outlines = {
        meeting: _outline(table, labels, meeting, minimum, maximum)
        for meeting in (table.first, table.latest)
        if meeting is not None
    }
    count = len(table.steps)
    return Radar(
        side=SIDE,
        middle=_px(SIDE / 2),
        rings=tuple(_ring(level, count, minimum, maximum) for level in range(minimum, maximum + 1)),
        spokes=tuple(_spoke(index, number, count) for index, number in enumerate(table.steps)),
        first=outlines[table.first] if table.first is not None and table.first != table.latest else None,
        latest=outlines[table.latest] if table.latest is not None else None,
        title=_title(table, labels, list(outlines)),
    )


def _outline(table: ScoreTable, labels: Labels, meeting: int, minimum: int, maximum: int) -> Outline:
    count = len(table.steps)
    values = [table.cell(step, meeting).value for step in table.steps]
    places = [
        None if value is None else _place(index, count, _reach(value, minimum, maximum))
        for index, value in enumerate(values)
    ]
    pairs = zip(places, [*places[1:], *places[:1]], strict=True)
    return Outline(
        name=labels.meetings[meeting],
        points=tuple(Point(*place) for place in places if place),
        lines=tuple(Line(*here, *there) for here, there in pairs if here and there),
    )


def _ring(level: int, count: int, minimum: int, maximum: int) -> Ring:
    reach = _reach(Fraction(level), minimum, maximum)
    corners = [",".join(_place(index, count, reach)) for index in range(count)]
    label_x, label_y = _place(-0.5, count, reach * cos(pi / count))
    return Ring(points=" ".join(corners), label_x=label_x, label_y=label_y, level=level)


def _spoke(index: int, number: int, count: int) -> Spoke:
    return Spoke(*_place(index, count, RADIUS), *_place(index, count, NUMBERS), number)


def _reach(level: Fraction, minimum: int, maximum: int) -> float:
    """How far from the middle a level lies."""
    return float((level - minimum + 1) / (maximum - minimum + 1)) * RADIUS


def _place(index: float, count: int, distance: float) -> tuple[str, str]:
    """x and y of the step at `index`, clockwise from the top."""
    angle = 2 * pi * index / count
    return _px(SIDE / 2 + distance * sin(angle)), _px(SIDE / 2 - distance * cos(angle))


def _px(length: float) -> str:
    return f"{length:.1f}"


def _title(table: ScoreTable, labels: Labels, meetings: Sequence[int]) -> str:
    sentences = [_("Level per step around a circle; further out is higher.")]
    for meeting in meetings:
        levels = [(step, show(table.cell(step, meeting).value) or _("missing")) for step in table.steps]
        listed = ", ".join(f"{labels.numbered(step)} {level}" for step, level in levels)
        sentences.append(f"{labels.meetings[meeting]}: {listed}.")
    return " ".join(sentences)
