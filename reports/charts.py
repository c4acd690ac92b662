"""Interactive charts as plain dictionaries in the form that plotly.js reads; static/js/explore.js draws them.

No import of the Python package: it costs a tenth of a second in every process, and these dictionaries are small. Tests
check them against its schema. Texts are made here, so that rounding stays in checklists/scale.py; they are escaped,
since plotly.js reads a little HTML. A missing value is None: a gap.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from django.utils.translation import get_language

from checklists.scale import show
from reports.spread import Count, level_name

INK, QUIET, GRID = "#1b1b1b", "#3d4551", "#cbd1d9"
COLOURS = ("#00528a", "#a34600", "#00694d", "#5e3c99", "#b3261e", "#1b6e7a", "#7a5c00", "#8f2a6b", "#3d4551", "#0c2c84")
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross", "triangle-down", "star", "hexagon", "x", "pentagon")
APART = Fraction(17, 100)  # two labels one above the other, in levels
SHIFT = 0.36  # from the organisation's marks to those of the group, in meetings
FONT = "Source Sans 3, Arial, sans-serif"


@dataclass(frozen=True)
class ChartLine:
    """One series: a level for each meeting, None where it is missing; ``style`` chooses colour and mark."""

    name: str
    values: tuple[Fraction | None, ...]
    style: int
    is_group: bool = False


def line_figure(lines: Sequence[ChartLine], meetings: Sequence[str], *, minimum: int, maximum: int) -> dict:
    """Levels over the meetings, each line with its name at its end."""
    ends = [_end(line) for line in lines]
    heights = _apart(ends, Fraction(maximum))
    layout = _layout(meetings, minimum, maximum)
    layout["annotations"] = [
        _label(line, at, height) for line, (at, _value), height in zip(lines, ends, heights, strict=True)
    ]
    return {"data": [_trace(line, meetings) for line in lines], "layout": layout}


def spread_figure(
    counts: Iterable[Count], meetings: Sequence[tuple[int, str]], names: Sequence[str], *, minimum: int, maximum: int
) -> dict:
    """How many steps lie at each level at each meeting: the larger the mark, the more."""
    counts = list(counts)
    columns = {number: index for index, (number, _name) in enumerate(meetings)}
    parts = [
        _bubbles(names[0], [(columns[at.meeting], at.half_steps, Fraction(at.own), str(at.own)) for at in counts], 0)
    ]
    if len(names) > 1:
        theirs = [(columns[at.meeting], at.half_steps, at.group or Fraction(0), show(at.group)) for at in counts]
        parts.append(_bubbles(names[1], theirs, 1))
    layout = _layout([name for _number, name in meetings], minimum, maximum)
    layout["margin"]["r"] = 16
    layout["xaxis"] |= {
        "range": [-0.35, len(meetings) - 0.35],
        "tickvals": [index + SHIFT / 2 * (len(names) - 1) for index in range(len(meetings))],
    }
    return {"data": parts, "layout": layout | {"annotations": []}}


def _trace(line: ChartLine, meetings: Sequence[str]) -> dict:
    colour = COLOURS[line.style % len(COLOURS)]
    symbol = SYMBOLS[line.style % len(SYMBOLS)] + ("-open" if line.is_group else "")
    named = zip(meetings, line.values, strict=True)
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": escaped(line.name),
        "x": list(range(len(meetings))),
        "y": [None if value is None else float(value) for value in line.values],
        "text": [escaped(f"{line.name}, {meeting}: {show(value)}") for meeting, value in named],
        "hoverinfo": "text",
        "connectgaps": False,
        "cliponaxis": False,
        "line": {"color": colour, "width": 2 if line.is_group else 3, "dash": "dash" if line.is_group else "solid"},
        "marker": {"color": colour, "size": 10, "symbol": symbol},
    }


def _bubbles(name: str, marks: list[tuple[int, int, Fraction, str]], column: int) -> dict:
    """Marks at (column, half steps) as large as a number, with the number inside; ``column`` 1 is the group's."""
    shown = [mark for mark in marks if mark[2]]
    return {
        "type": "scatter",
        "mode": "markers+text",
        "name": escaped(name),
        "x": [at + SHIFT * column for at, _half_steps, _number, _text in shown],
        "y": [half_steps / 2 for _at, half_steps, _number, _text in shown],
        "text": [text for *_place, text in shown],
        "hovertext": [escaped(f"{name}, {level_name(half_steps)}: {text}") for _at, half_steps, _number, text in shown],
        "hoverinfo": "text",
        "cliponaxis": False,
        "textposition": "middle center",
        "textfont": {"color": INK if column else "#fff"},
        "marker": {
            "color": "#fff" if column else COLOURS[0],
            "line": {"color": QUIET if column else COLOURS[0], "width": 2},
            "symbol": "square" if column else "circle",
            "size": [26 + 4 * float(number) for _at, _half_steps, number, _text in shown],
            "opacity": 1,
        },
    }


def _label(line: ChartLine, at: int | None, height: Fraction) -> dict:
    """The name at the end of a line; a line without any value has none."""
    return {
        "x": at or 0,
        "y": float(height),
        "text": escaped(line.name),
        "visible": at is not None,
        "xanchor": "left",
        "xshift": 12,
        "showarrow": False,
        "align": "left",
        "bgcolor": "rgba(255, 255, 255, 0.8)",
        "font": {"color": COLOURS[line.style % len(COLOURS)], "size": 15},
    }


def _end(line: ChartLine) -> tuple[int | None, Fraction]:
    """The last meeting with a value, and the value."""
    found = [(at, value) for at, value in enumerate(line.values) if value is not None]
    return found[-1] if found else (None, Fraction(1))


def _apart(ends: Sequence[tuple[int | None, Fraction]], highest: Fraction) -> list[Fraction]:
    """The heights of labels, moved as little as they must be to stand clear of those that end at the same meeting."""
    placed = [value for _at, value in ends]
    for column in {at for at, _value in ends}:
        order = sorted((index for index, (at, _value) in enumerate(ends) if at == column), key=placed.__getitem__)
        for before, index in pairwise(order):
            placed[index] = max(placed[index], placed[before] + APART)
        ceiling = highest + APART
        for index in reversed(order):
            placed[index] = min(placed[index], ceiling)
            ceiling = placed[index] - APART
    return placed


def _layout(meetings: Sequence[str], minimum: int, maximum: int) -> dict:
    levels = list(range(minimum, maximum + 1))
    return {
        "font": {"family": FONT, "size": 15, "color": INK},
        "height": 460,
        "margin": {"l": 36, "r": 210, "t": 16, "b": 44},
        "paper_bgcolor": "#fff",
        "plot_bgcolor": "#fff",
        "showlegend": False,
        "hovermode": "closest",
        "dragmode": "pan",
        "separators": ",\N{NO-BREAK SPACE}" if (get_language() or "").startswith("sv") else ".,",
        "xaxis": {
            "range": [-0.15, len(meetings) - 0.7],
            "tickvals": list(range(len(meetings))),
            "ticktext": [escaped(name) for name in meetings],
            "showgrid": False,
            "automargin": True,
            "zeroline": False,
        },
        "yaxis": {
            "range": [minimum - 0.25, maximum + 0.25],
            "tickvals": levels,
            "ticktext": [str(level) for level in levels],
            "gridcolor": GRID,
            "zeroline": False,
        },
    }


def escaped(text: str) -> str:
    """Text in which plotly.js finds no markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
