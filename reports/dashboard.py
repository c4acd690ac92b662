"""The progress dashboard of one organisation, ready to print: submitted levels only, never drafts or reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.permissions import Permission
from assessments.lock import why_closed
from assessments.models import Measure
from checklists.models import ScaleLevel, Step
from checklists.scale import show, show_change
from learning_rounds.group_plan import next_group_meetings
from learning_rounds.models import GroupMeeting, LearningMeeting, Participation
from reports.diagrams import Dumbbell, LineChart, dumbbell, line_chart
from reports.exports.places import File, organisation_files
from reports.figures import Figures, figures_of
from reports.progress import Progress
from reports.statistics import Headlines, ScoreTable, headlines
from reports.tables import HeatTable, Labels, heat_table, listed
from reports.wording import in_sentence, meeting_in_sentence, number_word

SHOWN_MEASURES = 10
NAMED_LOWEST = 2


@dataclass(frozen=True)
class Dashboard:
    """Everything on the page. ``is_own``: is the reader of this organisation? Others see levels only.

    ``meeting`` is the one that the organisation is at, ``last_day`` its own last day, ``is_extended`` when others have
    less time; ``table``, ``dumbbell`` and ``chart`` are built from the same ScoreTables; ``submitted`` are the meetings
    with a submission, in order; ``group_meeting`` is the group's next one; ``measures`` are open next actions that the
    reader may see, ``more_measures`` how many more.
    """

    participation: Participation
    is_own: bool
    may_write: bool
    meeting: LearningMeeting | None
    is_open: bool
    last_day: date | None
    is_extended: bool
    progress: Progress | None
    submitted: list[LearningMeeting]
    cards: Cards
    heading: str
    falls: str
    table: HeatTable
    levels: list[ScaleLevel]
    lift_heading: str
    dumbbell: Dumbbell
    chart: LineChart
    group_size: int
    meeting_count: int
    group_meeting: GroupMeeting | None
    measures: list[Measure]
    more_measures: int

    @property
    def level_files(self) -> tuple[File, ...]:
        return self._files("nivaer")

    @property
    def measure_files(self) -> tuple[File, ...]:
        return self._files("nasta-steg")

    @property
    def pilot_files(self) -> tuple[File, ...]:
        return self._files("pilotverksamheter")

    @property
    def chain_files(self) -> tuple[File, ...]:
        return self._files("resultatkedja")

    def _files(self, table: str) -> tuple[File, ...]:
        return organisation_files(self.participation.round.slug, self.participation.organisation.code, table)


@dataclass(frozen=True)
class Cards:
    """The three numbers as text: total with change and the group's mean, and the lowest level with its steps.

    ``total_at`` is the meeting of the total; ``lowest_names`` are the lowest steps where ``lowest_steps`` only counts
    them; empty texts are not shown.
    """

    total: str
    highest: int
    total_at: str
    change: str
    since: str
    group_total: str
    lowest: str
    lowest_steps: str
    lowest_names: str = ""


def dashboard_for(participation: Participation, user) -> Dashboard:
    """The dashboard as a person may see it; the person must be allowed to see the participation.

    A constant number of queries, whatever the number of meetings, organisations and actions.
    """
    checklist = participation.round.checklist
    figures = figures_of(participation)
    own, group, meeting, meetings = figures.own, figures.group, figures.current, figures.meetings
    progress, last_days, submitted = figures.progress, figures.last_days, figures.submitted
    is_own = user.can(Permission.VIEW_SUBMISSION, participation.organisation)
    may_write = user.can(Permission.EDIT_ASSESSMENT, participation.organisation)
    labels = labels_of(figures, _step_urls(participation, submitted, figures.steps) if is_own else {})
    lowest, highest = checklist.scale_min, checklist.scale_max
    news = headlines(own)
    names: dict[int, str] = {m.number: meeting_in_sentence(m) for m in meetings}
    since = "" if own.first is None else names[own.first]
    measures = list(_open_measures(participation, user))
    return Dashboard(
        participation=participation,
        is_own=is_own,
        may_write=may_write,
        meeting=meeting,
        is_open=meeting is not None and not why_closed(participation, meeting, last_days),
        last_day=last_days.of(participation, meeting) if meeting else None,
        is_extended=meeting is not None and last_days.extended_to(participation, meeting) is not None,
        progress=progress.get(participation, meeting) if meeting else None,
        submitted=submitted,
        cards=_cards(own, group, news, labels, names, highest * len(figures.steps)),
        heading=_heading(news, "" if is_own else participation.organisation.name, since),
        falls=_falls(news, since),
        table=heat_table(own, labels, group=figures.compared, minimum=lowest, maximum=highest),
        levels=list(checklist.levels.order_by("value")),
        lift_heading=_lift_heading(news, labels),
        dumbbell=dumbbell(own, labels, minimum=lowest, maximum=highest),
        chart=line_chart(
            own,
            labels,
            group=figures.compared,
            own_name="" if is_own else participation.organisation.name,
            minimum=lowest,
            maximum=highest,
        ),
        group_size=figures.group_size,
        meeting_count=len(figures.every_meeting),
        group_meeting=next_group_meetings([participation]).get(participation.group_id) if is_own else None,
        measures=measures[:SHOWN_MEASURES],
        more_measures=max(0, len(measures) - SHOWN_MEASURES),
    )


def labels_of(figures: Figures, urls: Mapping[int, str] | None = None) -> Labels:
    """The names of steps and meetings, and perhaps what each step links to."""
    return Labels(
        steps={step.number: step.short for step in figures.steps},
        meetings={meeting.number: meeting.title for meeting in figures.meetings},
        inside={meeting.number: meeting.in_sentence for meeting in figures.meetings},
        urls=urls or {},
    )


def _step_urls(participation: Participation, submitted: list[LearningMeeting], steps: list[Step]) -> dict[int, str]:
    """Each step's reasons in the latest submission, for one's own people."""
    if not submitted:
        return {}
    place = [participation.round.slug, participation.organisation.code, submitted[-1].number]
    page = reverse("submission-detail", args=place)
    return {step.number: f"{page}#title-{step.number}" for step in steps}


def _open_measures(participation: Participation, user):
    return Measure.objects.visible_to(user).filter(participation=participation).open().select_related("step").in_order()


def _cards(
    own: ScoreTable, group: ScoreTable, news: Headlines, labels: Labels, names: dict[int, str], highest: int
) -> Cards:
    at = news.total_meeting
    return Cards(
        total=show(news.total.value),
        highest=highest,
        total_at="" if at is None else names[at],
        change=show_change(news.total_change.value),
        since="" if own.first is None else names[own.first],
        group_total="" if at is None else show(group.total(at).value),
        lowest=show(news.lowest.value) if news.lowest else "",
        lowest_steps=_lowest_steps(news, labels),
        lowest_names=_lowest_names(news, labels),
    )


def _lowest_steps(news: Headlines, labels: Labels) -> str:
    """The lowest steps by name: one or two, otherwise how many they are."""
    if news.lowest is None:
        return ""
    names = [labels.steps[step] for step in news.lowest.steps]
    if len(names) > NAMED_LOWEST:
        return ngettext("%(count)s step", "%(count)s steps", len(names)) % {"count": len(names)}
    return _("%(one)s and %(other)s") % {"one": names[0], "other": in_sentence(names[1])} if names[1:] else names[0]


def _lowest_names(news: Headlines, labels: Labels) -> str:
    """The lowest steps where they are too many for the big line, but not all of them."""
    steps = news.lowest.steps if news.lowest else ()
    if not NAMED_LOWEST < len(steps) < news.steps:
        return ""
    return listed(in_sentence(labels.steps[step]) for step in steps)


def _heading(news: Headlines, organisation: str, since: str) -> str:
    """What has happened since the first meeting; neutral before there is anything to compare.

    ``organisation`` is the name for readers outside it; without one the organisation itself is addressed.
    """
    compared = len(news.raised) + len(news.lowered) + len(news.unchanged)
    words = {
        "organisation": organisation,
        "raised": number_word(len(news.raised)),
        "steps": number_word(compared),
        "since": since,
    }
    if not compared:
        return _("Level per step and meeting")
    if len(news.raised) == compared:
        words = {"organisation": organisation, "all": words["steps"], "first": since}
        if organisation:
            return _("%(organisation)s has raised all %(all)s steps since %(first)s") % words
        return _("You have raised all %(all)s steps since %(first)s") % words
    if organisation:
        return _("%(organisation)s has raised %(raised)s of %(steps)s steps since %(since)s") % words
    return _("You have raised %(raised)s of %(steps)s steps since %(since)s") % words


def _falls(news: Headlines, since: str) -> str:
    """Decreases, as plainly as increases; "" when no step is lower than at the first meeting."""
    lowered = len(news.lowered)
    if not lowered:
        return ""
    return ngettext(
        "%(count)s step is lower than at %(since)s.", "%(count)s steps are lower than at %(since)s.", lowered
    ) % {"count": lowered, "since": since}


def _lift_heading(news: Headlines, labels: Labels) -> str:
    """The heading of the dumbbell: the step that has risen most, or a neutral one when several have."""
    lift = news.biggest_lift
    if lift is None or len(lift.steps) > 1:
        return _("Change per step")
    return _("Biggest lift: %(step)s") % {"step": in_sentence(labels.steps[lift.steps[0]])}
