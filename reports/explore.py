"""The Explore page of one organisation, ready to print: one diagram at a time, its table, and its interactive chart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import Permission
from learning_rounds.models import Participation
from reports import explore_words as words
from reports.charts import ChartLine, line_figure, spread_figure
from reports.dashboard import labels_of
from reports.diagrams import LineChart, step_chart
from reports.explore_tables import ValueTable, comparison_table, radar_table, spread_table, trend_table
from reports.exports.places import File, organisation_files
from reports.figures import Figures, figures_of
from reports.radar import Radar, radar
from reports.spread import Spread, counts, spread
from reports.statistics import ScoreTable
from reports.tables import Labels

TREND, COMPARISON, SPREAD, RADAR = "utveckling", "jamforelse", "fordelning", "radar"
KINDS = {
    TREND: gettext_lazy("Development per step"),
    COMPARISON: gettext_lazy("Compared with the group"),
    SPREAD: gettext_lazy("Distribution over the scale"),
    RADAR: gettext_lazy("All steps, first and latest (radar)"),
}
SHOWN_AT_FIRST = 3
ALL_STEPS = "alla"


@dataclass(frozen=True)
class Choice:
    """What the reader has chosen to see: a kind of diagram and, for those over time, some steps."""

    kind: str
    steps: tuple[int, ...]

    @classmethod
    def from_query(cls, query, figures: Figures) -> Choice:
        """The choice in an address; whatever is not offered is left out, and nothing chosen is what says most."""
        kind = query.get("diagram", "")
        if kind not in offered_kinds(figures):
            kind = TREND
        wanted = query.getlist("moment")
        steps = tuple(step for step in figures.own.steps if ALL_STEPS in wanted or str(step) in wanted)
        return cls(kind, steps or words.first_steps(figures.own, SHOWN_AT_FIRST))


@dataclass(frozen=True)
class View:
    """One diagram: its message, what it is made of, the drawing (one of three), the figures and the chart's data."""

    title: str
    table: ValueTable
    charts: tuple[tuple[str, LineChart], ...] = ()
    spread: Spread | None = None
    radar: Radar | None = None
    figure: dict | None = None


@dataclass(frozen=True)
class Exploration:
    """Everything on the page; ``view`` is None until there is a level to show. ``is_own``: of one's organisation?"""

    participation: Participation
    is_own: bool
    kinds: list[tuple[str, str]]
    steps: list[tuple[int, str]]
    choice: Choice
    view: View | None
    subtitle: str

    @property
    def files(self) -> tuple[File, ...]:
        """All levels of the organisation as files."""
        return organisation_files(self.participation.round.slug, self.participation.organisation.code, "nivaer")


def offered_kinds(figures: Figures) -> list[str]:
    """The kinds of diagram there is something to draw for: a comparison needs a group."""
    return [kind for kind in KINDS if kind != COMPARISON or figures.compared is not None]


def explore(participation: Participation, user, query) -> Exploration:
    """The page as a person may see it; the person must be allowed to see the participation.

    ``query`` is that of the address. The figures are those of the dashboard. A constant number of queries.
    """
    figures = figures_of(participation)
    choice = Choice.from_query(query, figures)
    labels = labels_of(figures)
    is_own = user.can(Permission.VIEW_SUBMISSION, participation.organisation)
    own_name = "" if is_own else participation.organisation.name
    source = _Source(figures, labels, own_name, participation.round.checklist)
    shows_steps = choice.kind in (TREND, COMPARISON)
    shown = replace(figures.own, steps=choice.steps) if shows_steps else figures.own
    scale = participation.round.checklist
    group_size = figures.group_size if choice.kind in (COMPARISON, SPREAD) else 0
    return Exploration(
        participation=participation,
        is_own=is_own,
        kinds=[(kind, str(KINDS[kind])) for kind in offered_kinds(figures)],
        steps=[(step.number, step.short) for step in figures.steps],
        choice=choice,
        view=None if figures.own.first is None else VIEWS[choice.kind](source, shown),
        subtitle=words.subtitle(shown, group_size, scale.scale_min, scale.scale_max),
    )


class _Source:
    """What every view is drawn from."""

    def __init__(self, figures: Figures, labels: Labels, own_name: str, checklist):
        self.figures, self.labels, self.own_name = figures, labels, own_name
        self.scale = {"minimum": checklist.scale_min, "maximum": checklist.scale_max}

    @property
    def name(self) -> str:
        return self.own_name or _("You")

    @property
    def meetings(self) -> list[str]:
        return [self.labels.meetings[meeting] for meeting in self.figures.own.meetings]


def _trend(source: _Source, own: ScoreTable) -> View:
    lines = [
        ChartLine(source.labels.numbered(step), tuple(cell.value for cell in own.row(step)), style)
        for style, step in enumerate(own.steps)
    ]
    return View(
        title=words.trend_title(own, source.labels),
        table=trend_table(own, source.labels),
        charts=_step_charts(source, own, None),
        figure=line_figure(lines, source.meetings, **source.scale),
    )


def _comparison(source: _Source, own: ScoreTable) -> View:
    group = replace(source.figures.group, steps=own.steps)
    lines: list[ChartLine] = []
    for style, step in enumerate(own.steps):
        name = {"step": source.labels.numbered(step), "organisation": source.own_name}
        mine = _("%(step)s, %(organisation)s") % name if source.own_name else _("%(step)s, you") % name
        lines.append(ChartLine(mine, tuple(cell.value for cell in own.row(step)), style))
        theirs = tuple(cell.value for cell in group.row(step))
        lines.append(ChartLine(_("%(step)s, the group") % name, theirs, style, is_group=True))
    return View(
        title=words.comparison_title(own, group, source.labels),
        table=comparison_table(own, group, source.labels, source.own_name),
        charts=_step_charts(source, own, group),
        figure=line_figure(lines, source.meetings, **source.scale),
    )


def _step_charts(source: _Source, own: ScoreTable, group: ScoreTable | None) -> tuple[tuple[str, LineChart], ...]:
    return tuple(
        (
            source.labels.numbered(step),
            step_chart(own, source.labels, step, group=group, own_name=source.own_name, **source.scale),
        )
        for step in own.steps
    )


def _spread(source: _Source, own: ScoreTable) -> View:
    group, labels = source.figures.compared, source.labels
    names = [source.name] if group is None else [source.name, _("The group")]
    meetings = [(meeting, labels.meetings[meeting]) for meeting in own.meetings]
    return View(
        title=words.spread_title(own, labels, source.scale["maximum"]),
        table=spread_table(own, group, labels, source.own_name, **source.scale),
        spread=spread(own, labels, group=group, **source.scale),
        figure=spread_figure(counts(own, group, **source.scale), meetings, names, **source.scale),
    )


def _radar(source: _Source, own: ScoreTable) -> View:
    return View(
        title=words.radar_title(own, source.labels),
        table=radar_table(own, source.labels),
        radar=radar(own, source.labels, **source.scale),
    )


VIEWS: dict[str, Callable[[_Source, ScoreTable], View]] = {
    TREND: _trend,
    COMPARISON: _comparison,
    SPREAD: _spread,
    RADAR: _radar,
}
