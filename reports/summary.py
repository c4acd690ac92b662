"""The politician's page of one organisation at one meeting, ready to print: the web page and the PDF show the same.

Only what has been submitted: figures of the latest submissions, and next actions that were written for a meeting
whose assessment has been submitted. Texts are in the language that is active when the page is built.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Unit
from assessments.models import Measure, Submission
from checklists.models import Checklist, Step
from learning_rounds.models import LearningMeeting, Participation
from reports.diagrams import Dumbbell, LineChart, dumbbell, line_chart
from reports.models import Brief
from reports.queries import group_participations, scores_of
from reports.statistics import MISSING, ScoreTable
from reports.tables import HeatTable, Labels, heat_table
from reports.wording import Card, Wording, in_sentence, meeting_in_sentence, shortened

FEWEST_IN_A_GROUP = 3
MOST_ACTIONS = 5
NO_BREAK_SPACE = "\u00a0"
LONGEST_ACTION, LONGEST_RESPONSIBLE = 150, 60


@dataclass(frozen=True)
class Action:
    """A next action as text, short enough for one page; without a responsible or a last day these are ""."""

    text: str
    responsible: str
    due_on: str


@dataclass(frozen=True)
class Summary:
    """Everything on the page. `subject` says whose page it is, about what, and when it was submitted.

    `scale` explains the levels, `notes` are whole sentences for below; `more_actions` is how many are not shown. The
    results report has it as its summary, and is alone in showing `chart`.
    """

    participation: Participation
    meeting: LearningMeeting
    submitted_at: datetime
    subject: str
    title: str
    lead: tuple[str, ...]
    cards: tuple[Card, Card, Card]
    scale: str
    table: HeatTable
    dumbbell: Dumbbell
    chart: LineChart
    questions: tuple[str, ...]
    actions: tuple[Action, ...]
    more_actions: int
    contact: str
    notes: tuple[str, ...]

    def with_actions(self, shown: int) -> Summary:
        """The same page with at most so many next actions; the others are counted."""
        left_out = len(self.actions[shown:])
        return replace(self, actions=self.actions[:shown], more_actions=self.more_actions + left_out)


def summary_of(participation: Participation, meeting: LearningMeeting) -> Summary | None:
    """The page about a meeting, None when its assessment is not submitted. A constant number of queries.

    It is for the organisation's own people: whoever calls this has made sure of that.
    """
    submission = _submission(participation, meeting)
    if submission is None:
        return None
    checklist = participation.round.checklist
    meetings = [found for found in participation.round.assessed_meetings() if found.number <= meeting.number]
    labels = _labels(list(checklist.steps.order_by("number")), meetings)
    own, group = _tables(participation, labels)
    brief = Brief.objects.filter(participation=participation, meeting=meeting).first() or Brief()
    actions = list(_actions(participation, meeting))
    return Summary(
        participation=participation,
        meeting=meeting,
        submitted_at=submission.at,
        subject=_subject(participation, meeting, submission),
        scale=_scale(checklist),
        questions=tuple(brief.questions),
        actions=tuple(actions[:MOST_ACTIONS]),
        more_actions=len(actions[MOST_ACTIONS:]),
        contact=brief.contact.strip(),
        **_words(participation, meetings, own, group, labels),
        **_figures(checklist, own, group, labels),
    )


def _submission(participation: Participation, meeting: LearningMeeting) -> Submission | None:
    found = Submission.objects.whole().latest().filter(assessment__participation=participation)
    return found.filter(assessment__meeting=meeting).first()


def _labels(steps: list[Step], meetings: list[LearningMeeting]) -> Labels:
    return Labels(
        steps={step.number: step.short for step in steps},
        meetings={meeting.number: meeting.title for meeting in meetings},
        inside={meeting.number: meeting.in_sentence for meeting in meetings},
    )


def _tables(participation: Participation, labels: Labels) -> tuple[ScoreTable, ScoreTable | None]:
    """One's own table and the group's, both from one's own first meeting to the one that the page is about.

    The group's is None when it has fewer than three active participants at every meeting, mentors not counted.
    """
    peers = group_participations(participation)
    scores = scores_of({participation, *peers})
    shape = {"steps": tuple(labels.steps), "meetings": tuple(labels.meetings)}
    counted = {peer.organisation_id for peer in peers}
    own = ScoreTable.from_scores((s for s in scores if s.organisation == participation.organisation_id), **shape)
    group = ScoreTable.from_scores((s for s in scores if s.organisation in counted), **shape)
    latest = own.meetings[-1]
    first = latest if own.first is None else own.first
    enough = any(group.count(meeting) >= FEWEST_IN_A_GROUP for meeting in group.meetings)
    return own.between(first, latest), group.between(first, latest) if enough else None


def _words(
    participation: Participation,
    meetings: list[LearningMeeting],
    own: ScoreTable,
    group: ScoreTable | None,
    labels: Labels,
) -> dict:
    """Title, lead and the three cards."""
    names = {meeting.number: meeting_in_sentence(meeting) for meeting in meetings}
    wording = Wording(
        organisation=participation.organisation.name,
        table=own,
        step_names=labels.steps,
        first=names[own.first],  # type: ignore[index]  # _tables() has set both ends
        latest=names[own.latest],  # type: ignore[index]
        highest=participation.round.checklist.scale_max,
    )
    change = MISSING if group is None else group.total_change()
    shown = change if change.n >= FEWEST_IN_A_GROUP else MISSING
    cards = (wording.total_card(), wording.change_card(shown), wording.lowest_card())
    return {"title": wording.title(), "lead": wording.lead(), "cards": cards}


def _figures(checklist: Checklist, own: ScoreTable, group: ScoreTable | None, labels: Labels) -> dict:
    """Heat table, diagrams and the sentences that belong below them."""
    ends = {"minimum": checklist.scale_min, "maximum": checklist.scale_max}
    table = heat_table(own, labels, group=group, group_at_least=FEWEST_IN_A_GROUP, **ends)
    diagram = dumbbell(own, labels, **ends)
    chart = line_chart(own, labels, group=group, group_at_least=FEWEST_IN_A_GROUP, own_name=_("We"), **ends)
    notes = [_("This is a self-assessment. Nobody else has reviewed it.")]
    if any(cell.fell for row in table.rows for cell in row.cells):
        notes.append(_("A triangle means lower than last meeting."))
    return {"table": table, "dumbbell": diagram, "chart": chart, "notes": (*notes, *table.notes, *diagram.notes)}


def _scale(checklist: Checklist) -> str:
    """What the levels are, with the ends of the scale in words."""
    names = {level.value: in_sentence(level.short) for level in checklist.levels.all()}
    lowest, highest = checklist.scale_min, checklist.scale_max
    words = {"lowest": lowest, "low": names.get(lowest, ""), "highest": highest, "high": names.get(highest, "")}
    if not (words["low"] and words["high"]):
        return _("Level per step, %(lowest)s to %(highest)s") % words
    return _("Level per step, %(lowest)s (%(low)s) to %(highest)s (%(high)s)") % words


def _actions(participation: Participation, meeting: LearningMeeting) -> Iterator[Action]:
    """Open next actions of the whole organisation that were announced up to this meeting, by last day."""
    announced = Measure.objects.open().announced().filter(unit__kind=Unit.Kind.WHOLE).in_order()
    for measure in announced.filter(participation=participation, meeting__number__lte=meeting.number):
        yield Action(
            text=_closed(shortened(measure.text, LONGEST_ACTION)),
            responsible=shortened(measure.responsible, LONGEST_RESPONSIBLE),
            due_on=_unbroken_date(measure.due_on) if measure.due_on else "",
        )


def _closed(text: str) -> str:
    """A text as a sentence, with the full stop that people leave out."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _unbroken_date(day: date) -> str:
    """A day as it is written, without a place to break the line."""
    return date_format(day, "DATE_FORMAT").replace(" ", NO_BREAK_SPACE)


def _subject(participation: Participation, meeting: LearningMeeting, submission: Submission) -> str:
    """Whose page it is and when its figures were submitted: the foot of the PDF."""
    return _("%(organisation)s · self-assessment, %(meeting)s · submitted %(date)s") % {
        "organisation": participation.organisation.name,
        "meeting": meeting.in_sentence,
        "date": date_format(timezone.localtime(submission.at), "DATE_FORMAT"),
    }
