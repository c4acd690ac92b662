"""The geometry of the line chart: curves in exact numbers, and where their labels fit (see reports/diagrams.py).

Across, a place is a share of the width; down, it is px from the top. Only what is finished becomes text. The labels at
the ends of the lines stay clear of each other and of the lines at every width from that of a phone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from checklists.scale import show

# Across, in shares of the width: where the grid begins, the first meeting, between which ends the last meeting lies,
# and from a meeting to the end of the grid and to a label.
LEFT, FIRST = Fraction(8, 100), Fraction(14, 100)
LAST = Fraction(50, 100), Fraction(74, 100)
GRID_MARGIN, LABEL_GAP = Fraction(6, 100), Fraction(3, 100)
POINT = Fraction(2, 100)  # half the width of a point
# Down, in px: the highest and the lowest total, the names of the meetings (two rows when they are long), lines of text.
TOP, BOTTOM = 16, 208
NAMES = (232, 250)
LINE_HEIGHT = 18
ASCENT, DESCENT, MIDDLE = 11, 3, 4
CLEARANCE = 10
# The narrowest width in px (a phone), and the widths of a letter in normal and in bold type.
NARROWEST, LETTER, BOLD_LETTER = 288, Fraction(13, 2), 8

Span = tuple[Fraction, Fraction]  # from which height down to which something is drawn


@dataclass(frozen=True)
class Tick:
    """A place on the axis across, and what stands there."""

    x: str
    label: str


@dataclass(frozen=True)
class Mark(Tick):
    """The name of a meeting, at its baseline."""

    y: str


@dataclass(frozen=True)
class TextLine:
    """A line of text at its baseline; it starts at x, or has its middle there when it is `centred`."""

    x: str
    y: str
    text: str
    centred: bool


@dataclass(frozen=True)
class Curve:
    """A series in numbers: x in shares of the width, y in px from the top, None where the total is missing."""

    name: str
    values: tuple[Fraction | None, ...]
    xs: tuple[Fraction, ...]
    ys: tuple[Fraction | None, ...]

    @property
    def points(self) -> list[tuple[Fraction, Fraction]]:
        """The places that have a total."""
        return [(x, y) for x, y in zip(self.xs, self.ys, strict=True) if y is not None]

    @property
    def segments(self) -> list[tuple[Fraction, Fraction, Fraction, Fraction]]:
        """x1, y1, x2, y2 between neighbouring meetings that both have a total."""
        places = pairwise(zip(self.xs, self.ys, strict=True))
        return [(x1, y1, x2, y2) for (x1, y1), (x2, y2) in places if y1 is not None and y2 is not None]

    @property
    def last_text(self) -> str:
        """The last total that there is, as text."""
        return show(next((value for value in reversed(self.values) if value is not None), None))

    def spans(self, left: Fraction, right: Fraction) -> list[Span]:
        """From which to which height each point and each line reaches between `left` and `right`."""
        found = [(y, y) for x, y in self.points if left - POINT <= x <= right + POINT]
        for x1, y1, x2, y2 in self.segments:
            if x1 <= right and x2 >= left:
                ends = [y1 + (y2 - y1) * (x - x1) / (x2 - x1) for x in (max(x1, left), min(x2, right))]
                found.append((min(ends), max(ends)))
        return found


def percent(share: Fraction) -> str:
    """A share of the width (0–1) as text with two decimals: 1/3 is "33.33%"."""
    hundredths = int(share * 10_000 + Fraction(1, 2))
    return f"{hundredths // 100}.{hundredths % 100:02d}%"


def px(length: Fraction) -> str:
    """A length as text with one decimal and a point, in every language."""
    tenths = int(length * 10 + Fraction(1, 2))
    return f"{tenths // 10}.{tenths % 10}"


def meeting_places(count: int, names: Iterable[str]) -> tuple[Fraction, ...]:
    """Where the meetings stand; beside the last one there is room for the longest of the curves' `names`."""
    label = Fraction(max(map(len, names), default=0) * BOLD_LETTER, NARROWEST)
    last = min(max(1 - LABEL_GAP - label, LAST[0]), LAST[1])
    return tuple(FIRST + (last - FIRST) * index / max(count - 1, 1) for index in range(count))


# --- The names of the meetings ---------------------------------------------------------------------------------------


def meeting_marks(names: Sequence[str], places: Sequence[Fraction]) -> tuple[Mark, ...]:
    """The names below the chart; every other one a row lower if they would run into each other, the longest cut off."""
    room = (places[1] - places[0]) * NARROWEST if len(places) > 1 else Fraction(NARROWEST)
    rows = 2 if any((len(one) + len(other) + 1) * LETTER > 2 * room for one, other in pairwise(names)) else 1
    most = max(int(room * rows / LETTER) - 1, 1) if rows > 1 else max(map(len, names), default=0)
    return tuple(
        Mark(x=percent(x), y=str(NAMES[index % rows]), label=_cut(name, most))
        for index, (x, name) in enumerate(zip(places, names, strict=True))
    )


def _cut(name: str, most: int) -> str:
    return name if len(name) <= most else f"{name[: most - 1]}…"


# --- The labels at the ends of the curves ----------------------------------------------------------------------------


def end_labels(curves: Sequence[Curve]) -> list[tuple[TextLine, ...]]:
    """A label for each curve, empty for one without points.

    The curve that goes on longest has it to the right in two lines, where nothing else is drawn; when both end there,
    one label stands above the other. A curve that ends earlier has one line of text where there is room for it; in the
    rare case that there is none, the label of the other curve says which is which.
    """
    outermost = max((curve.points[-1][0] for curve in curves if curve.points), default=Fraction(0))
    ends = {index: curve.points[-1] for index, curve in enumerate(curves) if curve.points}
    beside = _apart({index: y for index, (x, y) in ends.items() if x == outermost})
    labels: list[tuple[TextLine, ...]] = []
    for index, curve in enumerate(curves):
        if index in beside:
            labels.append(_label_beside(curve, beside[index]))
        else:
            labels.append(_nearest_label(curve, curves, outermost + LABEL_GAP) if curve.points else ())
    return labels


def _apart(heights: dict[int, Fraction]) -> dict[int, Fraction]:
    """The heights of one or two labels of two lines each, moved apart if they must, above the names of the meetings."""
    top, bottom = Fraction(TOP), Fraction(BOTTOM - LINE_HEIGHT // 2)
    apart = {index: min(height, bottom) for index, height in heights.items()}
    needed = Fraction(2 * LINE_HEIGHT + 2)
    if len(apart) == 2:
        upper, lower = sorted(apart, key=lambda index: (heights[index], index))
        if apart[lower] - apart[upper] < needed:
            middle = (apart[lower] + apart[upper]) / 2
            middle = min(max(middle, top + needed / 2), bottom - needed / 2)
            apart = {upper: middle - needed / 2, lower: middle + needed / 2}
    return apart


def _label_beside(curve: Curve, height: Fraction) -> tuple[TextLine, ...]:
    x = curve.points[-1][0] + LABEL_GAP
    first = height - DESCENT
    name = _cut(curve.name, int((1 - x) * NARROWEST / BOLD_LETTER))
    return (
        TextLine(percent(x), px(first), name, centred=False),
        TextLine(percent(x), px(first + LINE_HEIGHT), curve.last_text, centred=False),
    )


def _nearest_label(curve: Curve, curves: Sequence[Curve], limit: Fraction) -> tuple[TextLine, ...]:
    """One line of text around the curve's end: what is nearest without touching anything, or nothing.

    It ends before `limit`, where the labels of curves that go on begin, so that it cannot touch them either.
    """
    x, y = curve.points[-1]
    name = _cut(curve.name, int(limit * NARROWEST / BOLD_LETTER) - len(curve.last_text) - 1)
    text = f"{name} {curve.last_text}"
    width = Fraction(len(text) * BOLD_LETTER, NARROWEST)
    others = [span for other in curves if other is not curve for span in other.spans(x, x)]
    places = []
    for left in (x + LABEL_GAP, max(min(x, limit - width / 2) - width / 2, Fraction(0)), x - LABEL_GAP - width):
        if 0 <= left <= limit - width:
            drawn = [span for other in curves for span in other.spans(left, left + width)]
            places += [(baseline, left) for baseline in _clear_baselines(y, drawn)]
    if not places:
        return ()
    baseline, left = min(places, key=lambda place: _remoteness(place[0], y, others))
    if left == x + LABEL_GAP:
        return (TextLine(percent(left), px(baseline), text, centred=False),)
    return (TextLine(percent(left + width / 2), px(baseline), text, centred=True),)


def _clear_baselines(y: Fraction, drawn: Sequence[Span]) -> list[Fraction]:
    """The baselines at `y` and next to what is drawn at which a line of text touches nothing."""
    above = [highest - CLEARANCE - DESCENT for highest, _lowest in drawn]
    below = [lowest + CLEARANCE + ASCENT for _highest, lowest in drawn]
    return [baseline for baseline in (y + MIDDLE, *above, *below) if _is_clear(baseline, drawn)]


def _is_clear(baseline: Fraction, drawn: Iterable[Span]) -> bool:
    top, bottom = baseline - ASCENT, baseline + DESCENT
    apart = all(bottom + CLEARANCE <= highest or top - CLEARANCE >= lowest for highest, lowest in drawn)
    return apart and top >= 0 and bottom <= NAMES[0] - ASCENT - DESCENT


def _remoteness(baseline: Fraction, y: Fraction, others: Iterable[Span]) -> tuple[bool, Fraction]:
    """How little a label belongs to the point at height `y`: whether another curve runs between them, and how far."""
    middle = baseline - MIDDLE
    crossed = any(min(middle, y) < highest and lowest < max(middle, y) for highest, lowest in others)
    return crossed, abs(middle - y)
