"""The distribution: how the steps lie over the scale at each meeting, as bars that lie down, drawn on the server.

The levels stand on a fixed axis from the top (highest) down, one row for each half step. The length of a bar is a
number of steps: for the organisation as many as there are, for the group the mean of its members, so that they compare.
"""

from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from checklists.scale import from_half_steps, show
from reports.curves import LINE_HEIGHT, TOP, Mark, meeting_marks, percent, px
from reports.statistics import ScoreTable
from reports.tables import Labels

# Across: where the first column begins, and the longest bar in shares of a column. Down, in px: a row, and from its
# middle up to the organisation's bar and down to the group's.
LEFT, BAR = Fraction(11, 100), Fraction(62, 100)
ROW, UP, DOWN = 40, 10, 6


@dataclass(frozen=True)
class Level:
    """A row of the axis: half steps, where its line is, and what stands there; whole levels stand out."""

    half_steps: int
    y: str
    label: str
    is_whole: bool


@dataclass(frozen=True)
class Bar:
    """How many steps there are at a level: a bar, and the number at its end."""

    x: str
    y: str
    width: str
    label_x: str
    label: str


@dataclass(frozen=True)
class Spread:
    """Bars of the organisation and (where there is one) of its group. `title` is the text alternative."""

    height: int
    levels: tuple[Level, ...]
    marks: tuple[Mark, ...]
    columns: tuple[str, ...]
    bottom: str
    own: tuple[Bar, ...]
    group: tuple[Bar, ...]
    title: str


@dataclass(frozen=True)
class Count:
    """Steps at one level at one meeting: of the organisation, and the mean of its group (None without a group)."""

    meeting: int
    half_steps: int
    own: int
    group: Fraction | None


def counts(own: ScoreTable, group: ScoreTable | None, *, minimum: int = 1, maximum: int = 4) -> list[Count]:
    """For each meeting and half step, from the highest level down, how many steps lie there."""
    found = []
    for meeting in own.meetings:
        mine = own.distribution(meeting)
        theirs = group.distribution(meeting) if group is not None else {}
        n = group.count(meeting) if group is not None else 0
        for half_steps in range(2 * maximum, 2 * minimum - 1, -1):
            mean = Fraction(theirs[half_steps], n) if n else None
            found.append(Count(meeting, half_steps, mine[half_steps], mean))
    return found


def level_name(half_steps: int) -> str:
    """A level as it is called on an axis: "3" and "3.5"."""
    return show(from_half_steps(half_steps)) if half_steps % 2 else str(half_steps // 2)


def spread(
    own: ScoreTable, labels: Labels, *, group: ScoreTable | None = None, minimum: int = 1, maximum: int = 4
) -> Spread:
    """The distribution of one organisation over the scale, perhaps beside that of its group."""
    numbers = counts(own, group, minimum=minimum, maximum=maximum)
    column = (1 - LEFT) / max(len(own.meetings), 1)
    starts = {meeting: LEFT + column * index for index, meeting in enumerate(own.meetings)}
    rows = {half_steps: row for row, half_steps in enumerate(range(2 * maximum, 2 * minimum - 1, -1))}
    unit = column * BAR / len(own.steps)
    middles = {half_steps: Fraction(TOP + ROW * row + ROW // 2) for half_steps, row in rows.items()}
    bottom = TOP + ROW * len(rows)
    names = [labels.meetings[meeting] for meeting in own.meetings]
    marks = meeting_marks(names, [start + column * BAR / 2 for start in starts.values()])
    drop = bottom + LINE_HEIGHT
    return Spread(
        height=drop + LINE_HEIGHT * (1 + len({mark.y for mark in marks}) // 2),
        levels=tuple(
            Level(half_steps, px(y), level_name(half_steps), half_steps % 2 == 0) for half_steps, y in middles.items()
        ),
        marks=tuple(Mark(mark.x, mark.label, str(drop + int(mark.y) - int(marks[0].y))) for mark in marks),
        columns=tuple(percent(start) for start in starts.values()),
        bottom=str(bottom),
        own=tuple(
            _bar(starts[at.meeting], middles[at.half_steps] - UP, unit * at.own, str(at.own))
            for at in numbers
            if at.own
        ),
        group=tuple(
            _bar(starts[at.meeting], middles[at.half_steps] + DOWN, unit * at.group, show(at.group))
            for at in numbers
            if at.group
        ),
        title=_title(numbers, labels),
    )


def _bar(x: Fraction, y: Fraction, width: Fraction, label: str) -> Bar:
    return Bar(percent(x), px(y), percent(width), percent(x + width), label)


def _title(numbers: list[Count], labels: Labels) -> str:
    sentences = [_("Number of steps at each level.")]
    for meeting in dict.fromkeys(at.meeting for at in numbers):
        listed = [
            _("level %(level)s: %(count)s") % {"level": level_name(at.half_steps), "count": at.own}
            for at in numbers
            if at.meeting == meeting and at.own
        ]
        sentences.append(f"{labels.meetings[meeting]}: {', '.join(listed) or _('missing')}.")
    return " ".join(sentences)
