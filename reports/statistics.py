"""Statistics of rated steps: plain Python, exact fractions, and a missing score stays missing.

Rows of submitted answers go in, frozen dataclasses come out. Everything is in score units (1–4) and unrounded; only
checklists/scale.py rounds, when a number is shown. The rules are those that the published table of 2020–2022 proves:

- a cell is the mean of those that have a score, and says how many they are (n);
- the change is the mean of latest minus first, over the organisations that have a score at both; first and latest are
  the same two meetings for every row;
- a total is the sum of exact means or changes, and missing as soon as one of them is missing.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property, lru_cache
from math import lcm


@dataclass(frozen=True)
class Score:
    """One submitted answer of one organisation. Without `half_steps` (2–8) it says "cannot judge yet"."""

    organisation: Hashable
    meeting: int
    step: int
    half_steps: int | None


@dataclass(frozen=True)
class Cell:
    """A mean, change or total in score units, and n: how many organisations it rests on. Missing is None with n 0."""

    value: Fraction | None
    n: int


MISSING = Cell(None, 0)


@dataclass(frozen=True)
class Extreme:
    """The highest or lowest value of a column, with all the steps that have it, in order of steps."""

    value: Fraction
    steps: tuple[int, ...]


@dataclass(frozen=True)
class ScoreTable:
    """Mean scores by step and meeting of some organisations, perhaps of one alone.

    `first` and `latest` are the first and the last meeting in which any organisation has a score (None without scores).
    They are the same meeting until there are two to compare; then nothing has changed yet and every change is missing.
    `n` counts the organisations that have answered anything, also those that cannot judge yet.
    """

    steps: tuple[int, ...]
    meetings: tuple[int, ...]
    first: int | None
    latest: int | None
    n: int
    _scores: frozenset[Score] = field(repr=False)

    @classmethod
    def from_scores(cls, scores: Iterable[Score], *, steps: Iterable[int], meetings: Iterable[int]) -> "ScoreTable":
        """The table of the given steps and meetings, in their order; answers to other steps and meetings are left out.

        `scores` may come in any order, but only one for each organisation, meeting and step: two raise ValueError,
        since it is for the caller to know which one counts.
        """
        steps, meetings = tuple(steps), tuple(meetings)
        kept = [score for score in scores if score.step in steps and score.meeting in meetings]
        if len({(score.organisation, score.meeting, score.step) for score in kept}) != len(kept):
            raise ValueError("There are two answers of one organisation to the same step at the same meeting.")
        rated = {score.meeting for score in kept if score.half_steps is not None}
        in_order = [meeting for meeting in meetings if meeting in rated]
        return cls(
            steps=steps,
            meetings=meetings,
            first=in_order[0] if in_order else None,
            latest=in_order[-1] if in_order else None,
            n=len({score.organisation for score in kept}),
            _scores=frozenset(kept),
        )

    # --- Other tables of the same answers --------------------------------------------------------------------------

    def of(self, organisation: Hashable) -> "ScoreTable":
        """The same table for one organisation alone; its first and latest meeting are its own."""
        return self.from_scores(self._by_organisation.get(organisation, ()), steps=self.steps, meetings=self.meetings)

    def until(self, meeting: int) -> "ScoreTable":
        """The table as it stood at `meeting`: later meetings are left out. Raises ValueError for an unknown meeting."""
        meetings = self.meetings[: self.meetings.index(meeting) + 1]
        return self.from_scores(self._scores, steps=self.steps, meetings=meetings)

    def between(self, first: int | None, latest: int | None) -> "ScoreTable":
        """The same table, but with changes from `first` to `latest`, so that two tables can be compared."""
        return replace(self, first=first, latest=latest)

    # --- Numbers -----------------------------------------------------------------------------------------------------

    @property
    def organisations(self) -> frozenset[Hashable]:
        """The organisations that have answered anything."""
        return frozenset(self._by_organisation)

    def count(self, meeting: int) -> int:
        """How many organisations have at least one score at `meeting`."""
        return self._counts.get(meeting, 0)

    def cell(self, step: int, meeting: int) -> Cell:
        """The mean score of a step at a meeting."""
        return self._cells.get((step, meeting), MISSING)

    def row(self, step: int) -> tuple[Cell, ...]:
        """The cells of a step, in order of meetings."""
        return tuple(self.cell(step, meeting) for meeting in self.meetings)

    def change(self, step: int) -> Cell:
        """The mean of latest minus first, over the organisations that have a score at both."""
        if self.first is None or self.latest is None or self.first == self.latest:
            return MISSING
        before, after = self._at(step, self.first), self._at(step, self.latest)
        return _mean([after[who] - before[who] for who in after if who in before])

    def total(self, meeting: int) -> Cell:
        """The sum of the exact means of all steps; missing when one is. n is the smallest n among them."""
        return _sum([self.cell(step, meeting) for step in self.steps])

    def total_change(self) -> Cell:
        """The sum of the exact changes of all steps; missing when one is. n is the smallest n among them."""
        return _sum([self.change(step) for step in self.steps])

    def spread(self, step: int, meeting: int) -> Cell:
        """Highest minus lowest score of a step at a meeting; missing when fewer than two organisations have one."""
        scores = self._at(step, meeting).values()
        return Cell(Fraction(max(scores) - min(scores), 2), len(scores)) if len(scores) > 1 else MISSING

    def distribution(self, meeting: int) -> Counter[int]:
        """How many scores there are at `meeting` of each number of half steps, over all steps and organisations."""
        return Counter(half_steps for step in self.steps for half_steps in self._at(step, meeting).values())

    def missing_steps(self, meeting: int) -> tuple[int, ...]:
        """The steps that nobody has a score for at `meeting`: why its total is missing."""
        return tuple(step for step in self.steps if not self._at(step, meeting))

    @cached_property
    def _half_steps(self) -> Mapping[tuple[int, int], Mapping[Hashable, int]]:
        cells: dict[tuple[int, int], dict[Hashable, int]] = defaultdict(dict)
        for score in self._scores:
            if score.half_steps is not None:
                cells[score.step, score.meeting][score.organisation] = score.half_steps
        return cells

    @cached_property
    def _cells(self) -> Mapping[tuple[int, int], Cell]:
        return {place: _mean(scores.values()) for place, scores in self._half_steps.items()}

    @cached_property
    def _by_organisation(self) -> Mapping[Hashable, Sequence[Score]]:
        found: dict[Hashable, list[Score]] = defaultdict(list)
        for score in self._scores:
            found[score.organisation].append(score)
        return found

    @cached_property
    def _counts(self) -> Mapping[int, int]:
        rated: dict[int, set[Hashable]] = defaultdict(set)
        for step in self.steps:
            for meeting in self.meetings:
                rated[meeting].update(self._at(step, meeting))
        return {meeting: len(organisations) for meeting, organisations in rated.items()}

    def _at(self, step: int, meeting: int) -> Mapping[Hashable, int]:
        return self._half_steps.get((step, meeting), {})


@dataclass(frozen=True)
class Headlines:
    """What a page says first about a table, as data; the words belong to the templates.

    `total` is that of `total_meeting`, the last meeting where every step has a score (None before there is one), and
    `total_change` goes from the table's first meeting to that one. Everything else compares first and latest, and
    `lowest` belongs to the latest. Steps without a change are in none of the three tuples.
    """

    steps: int
    total_meeting: int | None
    total: Cell
    total_change: Cell
    lowest: Extreme | None
    biggest_lift: Extreme | None
    biggest_fall: Extreme | None
    raised: tuple[int, ...]
    lowered: tuple[int, ...]
    unchanged: tuple[int, ...]


def headlines(table: ScoreTable) -> Headlines:
    """The headlines of a table: totals, lowest steps, steps raised and lowered, the biggest lift and fall."""
    changes = {step: value for step in table.steps if (value := table.change(step).value) is not None}
    raised = {step: value for step, value in changes.items() if value > 0}
    lowered = {step: value for step, value in changes.items() if value < 0}
    complete = [meeting for meeting in table.meetings if table.total(meeting).value is not None]
    total_meeting = complete[-1] if complete else None
    return Headlines(
        steps=len(table.steps),
        total_meeting=total_meeting,
        total=MISSING if total_meeting is None else table.total(total_meeting),
        total_change=table.between(table.first, total_meeting).total_change(),
        lowest=_extreme(_column(table, table.latest), min),
        biggest_lift=_extreme(raised, max),
        biggest_fall=_extreme(lowered, min),
        raised=tuple(raised),
        lowered=tuple(lowered),
        unchanged=tuple(step for step, value in changes.items() if value == 0),
    )


@dataclass(frozen=True)
class Standout:
    """The steps that share the highest or lowest value, with n for each of them."""

    value: Fraction
    steps: tuple[int, ...]
    counts: tuple[int, ...]


@dataclass(frozen=True)
class Hardest:
    """Where it is hardest at one meeting. What does not exist is None: no spread above zero, no fall.

    `before` is the meeting from which falls are counted, None without any; `at_ceiling` are the steps that
    were left out, in order, and `ceiling_fell` says whether the mean of one of them fell too.
    """

    meeting: int
    before: int | None
    at_ceiling: tuple[int, ...]
    ceiling_fell: bool
    lowest: Standout | None
    widest: Standout | None
    fall: Standout | None


def hardest(table: ScoreTable, meeting: int, *, highest: int) -> Hardest:
    """The lowest mean, the largest spread and the largest fall of a mean at a meeting; ties are all there.

    A step is at the ceiling, and left out, when its mean is at most a quarter below `highest`, the highest level of
    the scale: to the nearest half step it is there. A mean falls since the nearest earlier meeting that can be compared
    with, over the organisations that have a score at both. Source: domain, section 3; ux (d) 5.
    """
    before = _nearest_before(table, meeting)
    means = {step: table.cell(step, meeting) for step in table.steps}
    ceiling = tuple(step for step, cell in means.items() if _is_at_ceiling(cell, highest))
    changes = {step: table.between(before, meeting).change(step) for step in table.steps}
    falls = {step: cell for step, cell in changes.items() if cell.value is not None and cell.value < 0}
    spreads = {step: cell for step in table.steps if (cell := table.spread(step, meeting)).value}
    return Hardest(
        meeting=meeting,
        before=before,
        at_ceiling=ceiling,
        ceiling_fell=any(step in falls for step in ceiling),
        lowest=_standout(means, ceiling, min),
        widest=_standout(spreads, ceiling, max),
        fall=_standout(falls, ceiling, min),
    )


def _nearest_before(table: ScoreTable, meeting: int) -> int | None:
    """The nearest earlier meeting that an organisation can be compared with."""
    for earlier in reversed(table.meetings[: table.meetings.index(meeting)]):
        if any(table.between(earlier, meeting).change(step).n for step in table.steps):
            return earlier
    return None


def _is_at_ceiling(cell: Cell, highest: int) -> bool:
    return cell.value is not None and cell.value >= highest - Fraction(1, 4)


def _standout(
    cells: Mapping[int, Cell], left_out: Sequence[int], pick: Callable[[Iterable[Fraction]], Fraction]
) -> Standout | None:
    counted = {step: cell for step, cell in cells.items() if step not in left_out and cell.value is not None}
    found = _extreme({step: cell.value for step, cell in counted.items() if cell.value is not None}, pick)
    return None if found is None else Standout(found.value, found.steps, tuple(counted[step].n for step in found.steps))


def _column(table: ScoreTable, meeting: int | None) -> dict[int, Fraction]:
    if meeting is None:
        return {}
    return {step: value for step in table.steps if (value := table.cell(step, meeting).value) is not None}


def _extreme(values: Mapping[int, Fraction], pick: Callable[[Iterable[Fraction]], Fraction]) -> Extreme | None:
    if not values:
        return None
    value = pick(values.values())
    return Extreme(value, tuple(step for step, other in values.items() if other == value))


def _mean(half_steps: Iterable[int]) -> Cell:
    """The mean in score units of whole numbers of half steps."""
    half_steps = list(half_steps)
    return _cell(sum(half_steps), len(half_steps)) if half_steps else MISSING


@lru_cache(maxsize=1024)
def _cell(half_steps: int, n: int) -> Cell:
    """Remembered, since the tables of many organisations are made of a few levels, and fractions are slow to make."""
    return Cell(Fraction(half_steps, 2 * n), n)


def _sum(cells: Sequence[Cell]) -> Cell:
    values = [cell.value for cell in cells if cell.value is not None]
    if not values or len(values) < len(cells):
        return MISSING
    # One fraction at the end: adding fractions one by one finds a common denominator each time.
    common = lcm(*(value.denominator for value in values))
    total = sum(value.numerator * (common // value.denominator) for value in values)
    return Cell(Fraction(total, common), min(cell.n for cell in cells))
