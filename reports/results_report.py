"""The results report of one organisation, ready to print: the web page and the PDF show the same.

It holds what the organisation has submitted, done and written over the whole round: figures and next actions of
submitted assessments, the reasons it chose to show, its pilot activities and results chain, and its own texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from accounts.models import Unit
from assessments.models import Measure, Submission, SubmissionText
from checklists.scale import from_half_steps, level_class, show
from learning_rounds.chain import ChainCard, chain_of
from learning_rounds.models import LearningMeeting, Participation, PilotActivity
from reports.models import Report
from reports.queries import latest_reasons
from reports.summary import Summary, summary_of
from reports.wording import SOFT_HYPHEN, shortened

LONGEST_TARGET = 100
# The chapters in order: key and name. Those that people write have the name of their field as key.
WRITTEN = ("background", "goal", "work", "thoughts", "lessons", "way_forward", "contact")
CHAPTERS = {
    "summary": gettext_lazy("In short"),
    "background": gettext_lazy("Background"),
    "goal": gettext_lazy("Goal of taking part"),
    "work": gettext_lazy("How we have worked"),
    "results": gettext_lazy("Results of the checklist"),
    "pilots": gettext_lazy("Pilot activities"),
    "chain": gettext_lazy("Results chain"),
    "measures": gettext_lazy("Next actions"),
    "thoughts": gettext_lazy("Thoughts about the results"),
    "lessons": gettext_lazy("Lessons"),
    "way_forward": gettext_lazy("The way forward"),
    "contact": gettext_lazy("Contact"),
}


@dataclass(frozen=True)
class Chapter:
    """One chapter: its name, the text of those that people write, and whether there is nothing to show in it."""

    key: str
    name: str
    text: str
    is_empty: bool

    @property
    def is_written(self) -> bool:
        """Is it one that people write?"""
        return self.key in WRITTEN


@dataclass(frozen=True)
class ShownReason:
    """A submitted reason with its meeting and level; ``css`` is the colour class of the level."""

    id: str
    meeting: str
    level: str
    css: str
    text: str
    is_chosen: bool


@dataclass(frozen=True)
class StepReasons:
    """The reasons of one step, by meeting."""

    number: int
    name: str
    reasons: tuple[ShownReason, ...]


@dataclass(frozen=True)
class ReportPilot:
    """A pilot activity: its name, what is said in one line about it, and its texts."""

    name: str
    facts: tuple[str, ...]
    problem: str
    goal: str


@dataclass(frozen=True)
class ChainResult:
    """A result of the chain: its text, state and what it leads to."""

    text: str
    state: str
    leads_to: tuple[str, ...]


@dataclass(frozen=True)
class ChainPart:
    """The results at one level of the chain."""

    name: str
    results: tuple[ChainResult, ...]


@dataclass(frozen=True)
class ReportMeasure:
    """A next action with its step; what is not known (responsible, last day, why it was dropped) is ""."""

    text: str
    step: str
    responsible: str
    due_on: str
    dropped_because: str


@dataclass(frozen=True)
class MeasurePart:
    """The next actions in one state."""

    name: str
    measures: tuple[ReportMeasure, ...]


@dataclass(frozen=True)
class ResultsReport:
    """Everything in the report. ``summary`` is None before the first submission; ``day`` is the day it was made."""

    participation: Participation
    day: date
    subject: str
    summary: Summary | None
    chapters: tuple[Chapter, ...]
    reasons: tuple[StepReasons, ...]
    pilots: tuple[ReportPilot, ...]
    chain: tuple[ChainPart, ...]
    measures: tuple[MeasurePart, ...]

    @property
    def shown(self) -> list[Chapter]:
        """The chapters that have anything to show."""
        return [chapter for chapter in self.chapters if not chapter.is_empty]

    @property
    def written_count(self) -> int:
        """How many of the chapters that people write are written."""
        return sum(chapter.is_written and not chapter.is_empty for chapter in self.chapters)


def results_report_of(participation: Participation) -> ResultsReport:
    """The report of an organisation, in the active language. A constant number of queries.

    It is for the organisation's own people: whoever calls this has made sure of that.
    """
    report = Report.objects.filter(participation=participation).first() or Report(participation=participation)
    meeting = latest_meeting(participation)
    summary = summary_of(participation, meeting) if meeting else None
    pilots = tuple(_pilot(found) for found in _pilots(participation))
    chain, measures = tuple(_chain(participation)), tuple(_measures(participation))
    content = {"summary": summary, "results": summary, "pilots": pilots, "chain": chain, "measures": measures}
    return ResultsReport(
        participation=participation,
        day=timezone.localdate(),
        subject=_("Results report · %(organisation)s") % {"organisation": participation.organisation.name},
        summary=summary,
        chapters=tuple(_chapters(report, content)),
        reasons=tuple(steps_with_reasons(report, only_chosen=True)),
        pilots=pilots,
        chain=chain,
        measures=measures,
    )


def latest_meeting(participation: Participation) -> LearningMeeting | None:
    """The last meeting that the whole organisation has submitted before, None without submissions."""
    submissions = Submission.objects.whole().filter(assessment__participation=participation)
    found = submissions.order_by("-assessment__meeting__number").select_related("assessment__meeting").first()
    return found.assessment.meeting if found else None


def _chapters(report: Report, content: Mapping[str, object]) -> Iterable[Chapter]:
    """The chapters with their texts; ``content`` is what those have that nobody writes here."""
    participation = report.participation
    has_decision = bool(participation.decided_on or participation.decision_url)
    for key, name in CHAPTERS.items():
        text = text_of(report, key).strip() if key in WRITTEN else ""
        filled = text or content.get(key) or (key == "goal" and has_decision)
        yield Chapter(key=key, name=str(name), text=text, is_empty=not filled)


def text_of(report: Report, key: str) -> str:
    """What is written in a chapter; goal and contact are those of the participation until the report has its own."""
    text = getattr(report, key)
    return text or getattr(report.participation, key) if key in ("goal", "contact") else text


# --- Reasons ---------------------------------------------------------------------------------------------------------


def steps_with_reasons(report: Report, *, only_chosen: bool = False) -> Iterable[StepReasons]:
    """The latest submitted reasons by step, marked as chosen or not; with ``only_chosen`` no others.

    A reason stays chosen when the assessment is submitted again with the same words, not with other words.
    """
    chosen = _chosen(report)
    steps: dict[tuple[int, str], list[ShownReason]] = {}
    for text in latest_reasons(report.participation):
        found = _reason(text, _what(text) in chosen)
        if found.is_chosen or not only_chosen:
            steps.setdefault((text.step.number, text.step.short.replace(SOFT_HYPHEN, "")), []).append(found)
    return [StepReasons(number, name, tuple(reasons)) for (number, name), reasons in steps.items()]


def _chosen(report: Report) -> set[tuple]:
    if report.pk is None:
        return set()
    return {_what(text) for text in report.reasons.select_related("submission")}


def _what(text: SubmissionText) -> tuple[int, int, str]:
    """What a reason is about, and its words."""
    return text.submission.assessment_id, text.step_id, text.reason


def _reason(text: SubmissionText, is_chosen: bool) -> ShownReason:
    level = from_half_steps(text.half_steps)  # type: ignore[attr-defined]  # annotated by latest_reasons
    return ShownReason(
        id=str(text.pk),
        meeting=text.submission.assessment.meeting.title,
        level=show(level) or _("cannot judge yet"),
        css=level_class(level),
        text=text.reason,
        is_chosen=is_chosen,
    )


# --- Pilot activities, results chain and next actions ----------------------------------------------------------------


def _pilots(participation: Participation) -> Iterable[PilotActivity]:
    return PilotActivity.objects.filter(participation=participation).select_related("unit").in_order()


def _pilot(pilot: PilotActivity) -> ReportPilot:
    unit = pilot.unit.name if pilot.unit and pilot.unit.kind != Unit.Kind.WHOLE else ""
    facts = (pilot.area, pilot.department, unit, _period(pilot), pilot.responsible, pilot.get_status_display())
    return ReportPilot(
        name=pilot.name, facts=tuple(fact for fact in facts if fact), problem=pilot.problem, goal=pilot.goal
    )


def _period(pilot: PilotActivity) -> str:
    """From when to when, as far as it is known."""
    start, end = (date_format(day) if day else "" for day in (pilot.starts_on, pilot.ends_on))
    if start and end:
        return _("%(start)s to %(end)s") % {"start": start, "end": end}
    if start:
        return _("from %(start)s") % {"start": start}
    return _("until %(end)s") % {"end": end} if end else ""


def _chain(participation: Participation) -> Iterable[ChainPart]:
    for column in chain_of(participation, details=False).columns:
        if column.cards:
            yield ChainPart(str(column.level.label), tuple(_result(card) for card in column.cards))


def _result(card: ChainCard) -> ChainResult:
    targets = tuple(shortened(target.text, LONGEST_TARGET) for target in card.leads_to)
    return ChainResult(card.entry.text, card.entry.get_state_display(), targets)


def _measures(participation: Participation) -> Iterable[MeasurePart]:
    """The announced next actions of the whole organisation, open ones first."""
    announced = Measure.objects.announced().filter(participation=participation, unit__kind=Unit.Kind.WHOLE)
    found = list(announced.select_related("step").in_order())
    names = {
        Measure.State.OPEN: _("Remain"),
        Measure.State.DONE: pgettext("several", "Done"),
        Measure.State.DROPPED: pgettext("several", "Dropped"),
    }
    for state, name in names.items():
        measures = tuple(_measure(measure) for measure in found if measure.state == state)
        if measures:
            yield MeasurePart(name, measures)


def _measure(measure: Measure) -> ReportMeasure:
    return ReportMeasure(
        text=measure.text,
        step=f"{measure.step.number}. {measure.step.short}".replace(SOFT_HYPHEN, ""),
        responsible=measure.responsible,
        due_on=date_format(measure.due_on) if measure.due_on else "",
        dropped_because=measure.dropped_because,
    )
