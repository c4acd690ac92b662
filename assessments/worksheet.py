"""What a strategist has in front of them before one meeting: every step with draft, last time's answer and actions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Unit
from assessments.lock import why_closed
from assessments.models import Assessment, Measure, StepScore, Submission, SubmissionText
from checklists.models import Step
from learning_rounds.last_days import LastDays
from learning_rounds.models import LearningMeeting, Participation

SEGMENTS = {"complete": "is-done", "begun": "is-begun", "none": ""}


@dataclass(frozen=True)
class Previous:
    """What was submitted for a step the last time: the meeting, when, the score (None: cannot judge) and the texts.

    The texts are fetched when they are asked for, those of every step at once.
    """

    submission: Submission
    step_id: int
    half_steps: int | None

    @property
    def meeting(self) -> LearningMeeting:
        return self.submission.assessment.meeting

    @property
    def at(self) -> datetime:
        return self.submission.at

    @property
    def reason(self) -> str:
        return self._text.reason if self._text else ""

    @property
    def evidence(self) -> str:
        return self._text.evidence if self._text else ""

    @property
    def _text(self) -> SubmissionText | None:
        return self.submission.texts_by_step.get(self.step_id)


@dataclass
class WorksheetRow:
    """One step: its draft, last time's answer, the action that is written with it, and others to tick when done."""

    step: Step
    score: StepScore | None = None
    previous: Previous | None = None
    measure: Measure | None = None
    earlier_measures: list[Measure] = field(default_factory=list)

    @property
    def state(self) -> str:
        """One of "none", "begun" and "complete"."""
        if self.score is None:
            return "none"
        if self.score.is_complete:
            return "complete"
        return "begun" if self.score.is_begun else "none"

    @property
    def previous_level(self) -> int | None:
        """Last time's whole level, without the half step; the row of the scale that is marked."""
        if self.previous is None or self.previous.half_steps is None:
            return None
        return self.previous.half_steps // 2

    @property
    def has_fallen(self) -> bool:
        """Is the level lower than last time?"""
        if self.previous is None or self.score is None:
            return False
        now, then = self.score.half_steps, self.previous.half_steps
        return now is not None and then is not None and now < then


@dataclass
class Worksheet:
    """All steps of an organisation's assessment before one meeting. A constant number of queries.

    What only pages need is fetched when it is asked for: saving looks at a part of it, and often.
    """

    participation: Participation
    meeting: LearningMeeting
    assessment: Assessment | None
    rows: list[WorksheetRow]

    @cached_property
    def submission(self) -> Submission | None:
        """What was last submitted before the meeting."""
        return self.assessment.latest_submission() if self.assessment else None

    @cached_property
    def _last_days(self) -> LastDays:
        return LastDays([self.participation])

    @cached_property
    def closed_because(self) -> str:
        """Why it can't be worked on today, as a sentence; "" when it can."""
        return why_closed(self.participation, self.meeting, self._last_days)

    @property
    def last_day(self) -> date | None:
        """The organisation's own last day."""
        return self._last_days.of(self.participation, self.meeting)

    @property
    def is_extended(self) -> bool:
        """Is its last day later than that of the others?"""
        return self._last_days.extended_to(self.participation, self.meeting) is not None

    @property
    def is_open(self) -> bool:
        """Can it be worked on today? Otherwise ``closed_because`` says why not."""
        return not self.closed_because

    @property
    def address(self) -> tuple[str, str, int]:
        """The part of its addresses that names round, organisation and meeting."""
        return self.participation.round.slug, self.participation.organisation.code, self.meeting.number

    @property
    def done(self) -> int:
        return sum(row.state == "complete" for row in self.rows)

    @property
    def begun(self) -> int:
        return sum(row.state == "begun" for row in self.rows)

    @property
    def total(self) -> int:
        return len(self.rows)

    @property
    def missing(self) -> list[WorksheetRow]:
        """The steps that are not complete."""
        return [row for row in self.rows if row.state != "complete"]

    @property
    def lacks(self) -> list[str]:
        """What steps lack, in a sentence for those without a rating and one for those without a reason."""
        unrated = [row.step.number for row in self.missing if not (row.score and row.score.is_answered)]
        unexplained = [row.step.number for row in self.missing if row.step.number not in unrated]
        without_rating = ngettext("Step %(steps)s has no rating.", "Steps %(steps)s have no rating.", len(unrated))
        without_reason = ngettext("Step %(steps)s has no reason.", "Steps %(steps)s have no reason.", len(unexplained))
        found = [(without_rating, unrated), (without_reason, unexplained)]
        return [sentence % {"steps": _listed(numbers)} for sentence, numbers in found if numbers]

    @property
    def segments(self) -> list[str]:
        """The states of the steps as CSS classes of the progress bar."""
        return [SEGMENTS[row.state] for row in self.rows]

    def segments_at(self, number: int) -> list[str]:
        """The progress bar with one step marked as the current one."""
        return [
            f"{SEGMENTS[row.state]} is-current".strip() if row.step.number == number else SEGMENTS[row.state]
            for row in self.rows
        ]

    def row(self, number: int) -> WorksheetRow | None:
        return next((row for row in self.rows if row.step.number == number), None)

    def after(self, number: int) -> WorksheetRow | None:
        """The step after this one, None after the last."""
        return next((row for row in self.rows if row.step.number > number), None)

    @cached_property
    def has_changed(self) -> bool:
        """Does the draft differ from what was last submitted?"""
        if self.submission is None:
            return False
        scores = {score.step_id: score.half_steps for score in self.submission.scores.all()}
        texts = {text.step_id: (text.reason, text.evidence) for text in self.submission.texts.all()}
        drafts = {row.step.pk: row.score for row in self.rows if row.score and row.score.is_begun}
        return scores != {pk: s.half_steps for pk, s in drafts.items() if s.is_answered} or texts != {
            pk: (s.reason, s.evidence) for pk, s in drafts.items() if s.reason or s.evidence
        }


def _listed(numbers: list[int]) -> str:
    """Numbers as in running text: "7, 9 and 10"."""
    *others, last = map(str, numbers)
    return _("%(others)s and %(last)s") % {"others": ", ".join(others), "last": last} if others else last


def worksheet_for(participation: Participation, meeting: LearningMeeting) -> Worksheet:
    """The worksheet of the whole organisation before a meeting; nothing is written."""
    assessment = participation.assessments.whole().filter(meeting=meeting).select_related("checklist").first()
    checklist = assessment.checklist if assessment else participation.round.checklist
    steps = Step.objects.filter(checklist=checklist).order_by("number")
    rows = {step.pk: WorksheetRow(step=step) for step in steps}
    for score in assessment.scores.select_related("saved_by") if assessment else []:
        rows[score.step_id].score = score
    _add_previous(rows, participation, meeting)
    _add_measures(rows, participation, meeting)
    return Worksheet(
        participation=participation,
        meeting=meeting,
        assessment=assessment,
        rows=list(rows.values()),
    )


def _add_previous(rows: dict[int, WorksheetRow], participation: Participation, meeting: LearningMeeting) -> None:
    """The latest submission before an earlier meeting, by step."""
    previous = (
        Submission.objects.whole()
        .filter(assessment__participation=participation, assessment__meeting__number__lt=meeting.number)
        .select_related("assessment__meeting")
        .order_by("-assessment__meeting__number", "-number")
        .first()
    )
    if previous is None:
        return
    for step, half_steps in previous.scores.values_list("step", "half_steps"):
        if step in rows:
            rows[step].previous = Previous(previous, step, half_steps)


def _add_measures(rows: dict[int, WorksheetRow], participation: Participation, meeting: LearningMeeting) -> None:
    """This meeting's newest open action, and others that are open, were done since the meeting before, or for it."""
    measures = (
        participation.measures.filter(unit__kind=Unit.Kind.WHOLE, meeting__number__lte=meeting.number)
        .exclude(state=Measure.State.DROPPED)
        .select_related("meeting")
        .order_by("meeting__number", "pk")
    )
    for measure in measures:
        row = rows.get(measure.step_id)
        if row is None:
            continue
        is_own, is_open = measure.meeting_id == meeting.pk, measure.state == Measure.State.OPEN
        if is_own and is_open:
            row.earlier_measures += [row.measure] if row.measure else []
            row.measure = measure
        elif is_own or is_open or _is_last_time(row, measure):
            row.earlier_measures.append(measure)


def _is_last_time(row: WorksheetRow, measure: Measure) -> bool:
    return row.previous is not None and row.previous.meeting.pk == measure.meeting_id
