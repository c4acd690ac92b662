"""Tables of scores, ready to be printed: the same dataclass feeds the page, the PDF and the file.

Score tables (reports/statistics.py) and names go in, frozen dataclasses come out. Texts are in the language that is
active when they are built. Cells keep their exact `value` in score units (None = missing) beside the `.text` that is
shown, so that a page says "Missing" where a file leaves the cell empty.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checklists.scale import level_class, show, show_change
from reports.statistics import MISSING, Cell, ScoreTable, headlines

NO_VALUE = "–"
FOOTNOTE_MARK = "*"
SUPPRESSED = ".."


@dataclass(frozen=True)
class Labels:
    """What steps and meetings are called, in the language of the reader, and where a step's name links to."""

    steps: Mapping[int, str]
    meetings: Mapping[int, str]
    urls: Mapping[int, str] = field(default_factory=dict)
    inside: Mapping[int, str] = field(default_factory=dict)

    def in_sentence(self, meeting: int) -> str:
        """The meeting as it is called inside a sentence."""
        return self.inside.get(meeting, self.meetings[meeting])

    def numbered(self, step: int) -> str:
        """The step as it is written in a list: "9. Concrete improvements"."""
        return f"{step}. {self.steps[step]}"


@dataclass(frozen=True)
class TableCell:
    """One figure: `css` is its colour class, `fell` says lower than the one before, `note` is n where it deviates."""

    value: Fraction | None
    n: int
    text: str
    css: str = ""
    fell: bool = False
    note: str = ""

    @property
    def missing(self) -> bool:
        """Whether there is no figure to show."""
        return self.value is None


@dataclass(frozen=True)
class StepRow:
    """One step: a cell for each column, and its change in exact score units and as text."""

    number: int
    name: str
    url: str
    cells: tuple[TableCell, ...]
    change: str
    change_value: Fraction | None
    change_n: int
    change_note: str


@dataclass(frozen=True)
class FootRow:
    """A row of totals or means below the steps."""

    name: str
    cells: tuple[TableCell, ...]
    change: str
    change_value: Fraction | None
    change_n: int


@dataclass(frozen=True)
class HeatTable:
    """Step × meeting: for one organisation with its group's mean, or for several (a cohort), where cells are means.

    `title` says in words what it shows; `notes` are whole sentences that must stand below it.
    """

    heads: tuple[str, ...]
    rows: tuple[StepRow, ...]
    total: FootRow
    group_mean: FootRow | None
    title: str
    notes: tuple[str, ...]

    @property
    def foot(self) -> tuple[FootRow, ...]:
        """The rows below the steps."""
        return (self.total,) if self.group_mean is None else (self.total, self.group_mean)


@dataclass(frozen=True)
class OrganisationColumn:
    """One organisation in the table step × organisation."""

    name: str
    url: str


@dataclass(frozen=True)
class OrganisationRow:
    """One step: each organisation's score, their mean, and the spread (highest minus lowest) as text."""

    number: int
    name: str
    url: str
    cells: tuple[TableCell, ...]
    mean: TableCell
    spread: str
    spread_value: Fraction | None


@dataclass(frozen=True)
class OrganisationHeat:
    """Step × organisation at one meeting: who can help whom. `totals` has a cell for each organisation."""

    heads: tuple[OrganisationColumn, ...]
    rows: tuple[OrganisationRow, ...]
    totals: tuple[TableCell, ...]
    title: str
    notes: tuple[str, ...]


def heat_table(
    own: ScoreTable,
    labels: Labels,
    *,
    group: ScoreTable | None = None,
    group_at_least: int = 1,
    minimum: int = 1,
    maximum: int = 4,
) -> HeatTable:
    """The heat table of one organisation, perhaps with its group's mean below.

    The group's change is counted between the organisation's own first and latest meeting, so that one column never
    mixes base meetings. Figures of the group that rest on fewer than `group_at_least` organisations are shown as "..".
    `minimum` and `maximum` are the whole levels at the ends of the scale. Source: ux (c).
    """
    total = _total_row(own, minimum, maximum)
    notes = [*_footnote(own, labels, total)]
    group_mean = None
    if group is not None:
        group = group.between(own.first, own.latest)
        group_mean = _group_row(own, group, group_at_least)
        notes += [*_group_notes(own, group, group_mean, group_at_least), _rounding_note()]
    return _heat_table(own, labels, total, group_mean, notes)


def cohort_table(table: ScoreTable, labels: Labels, *, minimum: int = 1, maximum: int = 4) -> HeatTable:
    """Table 1 of a round: the means of several organisations by step and meeting, with n. Source: domain, section 3."""
    total = _total_row(table, minimum, maximum)
    notes = [*_footnote(table, labels, total), *_n_notes(table, labels), _rounding_note()]
    return _heat_table(table, labels, total, None, notes)


def _heat_table(
    table: ScoreTable, labels: Labels, total: FootRow, group_mean: FootRow | None, notes: Iterable[str]
) -> HeatTable:
    return HeatTable(
        heads=tuple(labels.meetings[meeting] for meeting in table.meetings),
        rows=tuple(_step_row(table, step, labels) for step in table.steps),
        total=total,
        group_mean=group_mean,
        title=_table_title(table, labels),
        notes=tuple(notes),
    )


def organisation_heat(
    table: ScoreTable, labels: Labels, meeting: int, organisations: Iterable[tuple[Hashable, str, str]]
) -> OrganisationHeat:
    """Step × organisation at `meeting`, for `organisations` (key in the table, name, address or "") in that order.

    `fell` marks a score that is lower than the organisation's previous one. Source: ux (d) 4.
    """
    organisations = list(organisations)
    alone = [table.of(key) for key, _name, _url in organisations]
    return OrganisationHeat(
        heads=tuple(OrganisationColumn(name, url) for _key, name, url in organisations),
        rows=tuple(_organisation_row(table, alone, step, meeting, labels) for step in table.steps),
        totals=tuple(_plain_cell(own.total(meeting)) for own in alone),
        title=_("Level per step and organisation at %(meeting)s.") % {"meeting": labels.in_sentence(meeting)},
        notes=(_("Spread is the highest level minus the lowest."),),
    )


def _organisation_row(
    table: ScoreTable, alone: list[ScoreTable], step: int, meeting: int, labels: Labels
) -> OrganisationRow:
    column = table.meetings.index(meeting)
    spread = table.spread(step, meeting)
    return OrganisationRow(
        number=step,
        name=labels.steps[step],
        url=labels.urls.get(step, ""),
        cells=tuple(_score_cell(own, own.row(step), column) for own in alone),
        mean=_score_cell(table, table.row(step), column),
        spread=show(spread.value) or NO_VALUE,
        spread_value=spread.value,
    )


def _step_row(table: ScoreTable, step: int, labels: Labels) -> StepRow:
    change = table.change(step)
    counts = [table.count(meeting) for meeting in (table.first, table.latest) if meeting is not None]
    deviates = change.value is not None and change.n != min(counts)
    return StepRow(
        number=step,
        name=labels.steps[step],
        url=labels.urls.get(step, ""),
        cells=_score_cells(table, step),
        change=show_change(change.value) or NO_VALUE,
        change_value=change.value,
        change_n=change.n,
        change_note=f"n = {change.n}" if deviates else "",
    )


def _score_cells(table: ScoreTable, step: int) -> tuple[TableCell, ...]:
    """The cells of a step, one for each meeting."""
    row = table.row(step)
    return tuple(_score_cell(table, row, column) for column in range(len(row)))


def _score_cell(table: ScoreTable, row: Sequence[Cell], column: int) -> TableCell:
    """One cell of a row; its value has fallen when it is lower than the nearest one before it."""
    cell = row[column]
    if cell.value is None:
        return TableCell(value=None, n=cell.n, text=_("Missing"), css=level_class(None))
    before = next((found.value for found in reversed(row[:column]) if found.value is not None), None)
    return TableCell(
        value=cell.value,
        n=cell.n,
        text=show(cell.value),
        css=level_class(cell.value),
        fell=before is not None and cell.value < before,
        note=f"n = {cell.n}" if cell.n != table.count(table.meetings[column]) else "",
    )


def _plain_cell(cell: Cell, *, missing: str = NO_VALUE) -> TableCell:
    return TableCell(cell.value, cell.n, missing if cell.value is None else show(cell.value))


def _total_row(table: ScoreTable, minimum: int, maximum: int) -> FootRow:
    missing = NO_VALUE + FOOTNOTE_MARK
    change = table.total_change()
    comparable = table.first != table.latest
    ends = {"lowest": minimum * len(table.steps), "highest": maximum * len(table.steps)}
    return FootRow(
        name=_("Total (%(lowest)s–%(highest)s)") % ends,
        cells=tuple(_plain_cell(table.total(meeting), missing=missing) for meeting in table.meetings),
        change=show_change(change.value) or (missing if comparable else NO_VALUE),
        change_value=change.value,
        change_n=change.n,
    )


def _group_row(own: ScoreTable, group: ScoreTable, at_least: int) -> FootRow:
    cells = [group.total(meeting) for meeting in own.meetings]
    change = _unless_few(group.total_change(), at_least)
    shown = [_unless_few(cell, at_least) for cell in cells]
    missing = [SUPPRESSED if cell != kept else NO_VALUE for cell, kept in zip(cells, shown, strict=True)]
    return FootRow(
        name=_("The group's mean"),
        cells=tuple(_plain_cell(cell, missing=text) for cell, text in zip(shown, missing, strict=True)),
        change=show_change(change.value) or (NO_VALUE if change == group.total_change() else SUPPRESSED),
        change_value=change.value,
        change_n=change.n,
    )


def _unless_few(cell: Cell, at_least: int) -> Cell:
    return cell if cell.value is None or cell.n >= at_least else MISSING


# --- Words -----------------------------------------------------------------------------------------------------------


def _table_title(table: ScoreTable, labels: Labels) -> str:
    """What the table shows, in a sentence or two."""
    title = _("Level per step and meeting.")
    if table.first is None or table.latest is None or table.first == table.latest:
        return title
    found = headlines(table)
    change = _(
        "Between %(first)s and %(latest)s: %(raised)s of %(steps)s steps up, %(lowered)s down, %(unchanged)s unchanged."
    ) % {
        "first": labels.in_sentence(table.first),
        "latest": labels.in_sentence(table.latest),
        "raised": len(found.raised),
        "lowered": len(found.lowered),
        "unchanged": len(found.unchanged),
        "steps": found.steps,
    }
    return f"{title} {change}"


def _rounding_note() -> str:
    return _("Means and differences are calculated from unrounded figures.")


def _footnote(table: ScoreTable, labels: Labels, total: FootRow) -> Iterator[str]:
    """The sentence behind the mark at a total that is missing: which steps it lacks."""
    if not any(text.endswith(FOOTNOTE_MARK) for text in [total.change, *(cell.text for cell in total.cells)]):
        return
    sentences = [_("The total is shown when every step has a level.")]
    for meeting in table.meetings:
        missing = table.missing_steps(meeting)
        if missing == table.steps:
            sentences.append(
                _("No level has been submitted before %(meeting)s.") % {"meeting": labels.in_sentence(meeting)}
            )
        elif missing:
            sentence = ngettext(
                "Step %(steps)s is missing at %(meeting)s.", "Steps %(steps)s are missing at %(meeting)s.", len(missing)
            )
            sentences.append(sentence % {"steps": listed(missing), "meeting": labels.in_sentence(meeting)})
    yield f"{FOOTNOTE_MARK} {' '.join(sentences)}"


def listed(items: Iterable[object]) -> str:
    """Numbers or words as in running text: "2", "2 and 5", "2, 5 and 9"."""
    *others, last = map(str, items)
    return _("%(others)s and %(last)s") % {"others": ", ".join(others), "last": last} if others else last


def _group_notes(own: ScoreTable, group: ScoreTable, row: FootRow, at_least: int) -> Iterator[str]:
    """Whom the group's mean rests on, and what is left out because too few have submitted."""
    if own.organisations and own.organisations <= group.organisations:
        sentence = ngettext(
            "The group's mean covers %(n)s participant, this organisation included. Mentors are not counted.",
            "The group's mean covers %(n)s participants, this organisation included. Mentors are not counted.",
            group.n,
        )
    else:
        sentence = ngettext(
            "The group's mean covers %(n)s participant. Mentors are not counted.",
            "The group's mean covers %(n)s participants. Mentors are not counted.",
            group.n,
        )
    yield sentence % {"n": group.n}
    if SUPPRESSED in [row.change, *(cell.text for cell in row.cells)]:
        yield _("%(mark)s means fewer than %(n)s participants.") % {"mark": SUPPRESSED, "n": at_least}


def _n_notes(table: ScoreTable, labels: Labels) -> Iterator[str]:
    """How many organisations the means rest on: one number when it is the same everywhere, else one per meeting."""
    counts = {meeting: n for meeting in table.meetings if (n := table.count(meeting))}
    if len(set(counts.values())) == 1:
        n = next(iter(counts.values()))
        yield ngettext("n = %(n)s organisation.", "n = %(n)s organisations.", n) % {"n": n}
    elif counts and table.first is not None and table.latest is not None:
        listed = ", ".join(f"{labels.meetings[meeting]} ({n})" for meeting, n in counts.items())
        yield _("n, the number of organisations: %(counts)s.") % {"counts": listed}
        ends = {"first": labels.in_sentence(table.first), "latest": labels.in_sentence(table.latest)}
        yield _("The change covers organisations that have a level at both %(first)s and %(latest)s.") % ends
