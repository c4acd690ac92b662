"""Fetches a whole round from the database as rows, in an order that does not depend on the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace
from typing import Any, TypeVar

from accounts.actions import OrganisationRow
from accounts.models import Organisation, Unit
from assessments.models import Assessment, Measure, StepScore, Submission, SubmissionScore, SubmissionText
from checklists.models import Step
from learning_rounds.models import (
    ChainEntry,
    ChainEntryGoal,
    ChainLink,
    GroupMeeting,
    LastDayExtension,
    LearningMeeting,
    LearningRound,
    Participation,
    PilotActivity,
    PilotNote,
)
from reports.models import Brief, Report
from reports.round_file.reports import shown_reasons
from reports.round_file.rows import (
    AnswerRow,
    AssessmentRow,
    BriefRow,
    ChainRow,
    ExtensionRow,
    GroupMeetingRow,
    GroupRow,
    MeasureRow,
    MeetingRow,
    NoteRow,
    ParticipationRow,
    PilotRow,
    ReportRow,
    RoundFile,
    SheetRow,
    StepKey,
    UnitRow,
)
from reports.round_file.shares import shares_of
from reports.round_file.tidying import line as _line
from reports.round_file.tidying import text as _text

Row = TypeVar("Row")


def fetch_round(learning_round: LearningRound) -> RoundFile:
    """Everything that a round holds, except people and history. The number of queries does not depend on its size.

    Meetings and groups come in order of number and name, participations by code, what organisations wrote in the order
    in which it was written.
    """
    participations = learning_round.participations.select_related("organisation", "group")
    rows = _Rows(learning_round)
    return RoundFile(
        slug=learning_round.slug,
        name=_line(learning_round.name),
        checklist=str(learning_round.checklist),
        coordinator=learning_round.owner.code,
        starts_on=learning_round.starts_on,
        ends_on=learning_round.ends_on,
        state=learning_round.state,
        meetings=tuple(_meeting(found) for found in learning_round.meetings.order_by("number")),
        groups=tuple(rows.group(found) for found in sorted(learning_round.groups.all(), key=lambda found: found.name)),
        participations=tuple(
            rows.participation(found) for found in sorted(participations, key=lambda found: found.organisation.code)
        ),
    )


def _organisation(organisation: Organisation) -> OrganisationRow:
    return OrganisationRow(organisation.code, _line(organisation.name), organisation.kind, _line(organisation.county))


def _unit(unit: Unit) -> UnitRow:
    return UnitRow.of(unit.kind, _line(unit.name))


def _step(step: Step) -> StepKey:
    return StepKey(str(step.checklist), step.number)


def _by(rows: Iterable[Row], key: Callable[[Row], Hashable]) -> dict[Any, list[Row]]:
    """Rows by what they belong to, in their order."""
    found: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found


class _Rows:
    """The rows of a round by what they belong to, each kind fetched once."""

    def __init__(self, learning_round: LearningRound):
        own = {"participation__round": learning_round}
        self.sheets = _Sheets(learning_round)
        self.group_meetings = _by(
            GroupMeeting.objects.filter(group__round=learning_round)
            .select_related("meeting", "host")
            .order_by("meeting__number"),
            lambda row: row.group_id,
        )
        self.extensions = _by(
            LastDayExtension.objects.filter(**own).select_related("meeting").order_by("meeting__number"),
            lambda row: row.participation_id,
        )
        self.measures = _by(
            Measure.objects.filter(**own).select_related("meeting", "unit", "step__checklist").order_by("pk"),
            lambda row: row.participation_id,
        )
        self.briefs = _by(
            Brief.objects.filter(**own).select_related("meeting").order_by("meeting__number"),
            lambda row: row.participation_id,
        )
        self.reports = {row.participation_id: row for row in Report.objects.filter(**own)}
        self.shown = shown_reasons(learning_round)
        self.shares = shares_of(learning_round)
        self._fetch_pilots(own)
        self._fetch_chain(own)

    def _fetch_pilots(self, own: dict) -> None:
        self.pilots = _by(
            PilotActivity.objects.filter(**own).select_related("unit").order_by("pk"), lambda row: row.participation_id
        )
        notes = PilotNote.objects.filter(pilot__participation__round=own["participation__round"]).order_by("pk")
        self.notes = _by(notes, lambda row: row.pilot_id)

    def _fetch_chain(self, own: dict) -> None:
        entries = ChainEntry.objects.filter(**own)
        self.entries = _by(entries.order_by("pk"), lambda row: row.participation_id)
        self.goals = _by(ChainEntryGoal.objects.filter(entry__in=entries).order_by("goal"), lambda row: row.entry_id)
        self.links = _by(ChainLink.objects.filter(source__in=entries).order_by("target_id"), lambda row: row.source_id)
        steps = ChainEntry.steps.through.objects.filter(chainentry__in=entries).select_related("step__checklist")
        self.steps = _by(steps, lambda row: row.chainentry_id)

    def group(self, group) -> GroupRow:
        meetings = (
            GroupMeetingRow(
                found.meeting.number,
                found.starts_at,
                _organisation(found.host) if found.host else None,
                _line(found.place),
            )
            for found in self.group_meetings[group.pk]
        )
        return GroupRow(_line(group.name), group.basis, tuple(meetings))

    def participation(self, found: Participation) -> ParticipationRow:
        return ParticipationRow(
            organisation=_organisation(found.organisation),
            role=found.role,
            group=_line(found.group.name) if found.group else "",
            status=found.status,
            withdrawn_on=found.withdrawn_on,
            decision=found.decision,
            decided_on=found.decided_on,
            decision_url=_line(found.decision_url),
            goal=_text(found.goal),
            contact=_line(found.contact),
            extensions=tuple(ExtensionRow(row.meeting.number, row.due_on) for row in self.extensions[found.pk]),
            assessments=self.sheets.assessments(found),
            measures=tuple(_measure(row) for row in self.measures[found.pk]),
            pilots=tuple(self._pilot(number, row) for number, row in enumerate(self.pilots[found.pk], start=1)),
            chain=self._chain(found),
            briefs=tuple(_brief(row) for row in self.briefs[found.pk]),
            report=self._report(self.reports.get(found.pk)),
            shares=tuple(self.shares.get(found.pk, ())),
        )

    def _report(self, report: Report | None) -> ReportRow | None:
        """The results report, None where nothing is said in it."""
        if report is None:
            return None
        row = ReportRow(
            background=_text(report.background),
            goal=_text(report.goal),
            work=_text(report.work),
            thoughts=_text(report.thoughts),
            lessons=_text(report.lessons),
            way_forward=_text(report.way_forward),
            contact=_line(report.contact),
            reasons=self.shown.get(report.pk, ()),
        )
        return None if row == ReportRow() else row

    def _pilot(self, number: int, pilot: PilotActivity) -> PilotRow:
        return PilotRow(
            id=number,
            unit=_unit(pilot.unit) if pilot.unit else None,
            name=_line(pilot.name),
            area=_line(pilot.area),
            department=_line(pilot.department),
            problem=_text(pilot.problem),
            goal=_text(pilot.goal),
            responsible=_line(pilot.responsible),
            starts_on=pilot.starts_on,
            ends_on=pilot.ends_on,
            status=pilot.status,
            notes=tuple(NoteRow(note.on, _text(note.text)) for note in self.notes[pilot.pk]),
        )

    def _chain(self, found: Participation) -> tuple[ChainRow, ...]:
        pilots = {pilot.pk: number for number, pilot in enumerate(self.pilots[found.pk], start=1)}
        ids = {entry.pk: number for number, entry in enumerate(self.entries[found.pk], start=1)}
        return tuple(
            ChainRow(
                id=ids[entry.pk],
                level=entry.level,
                state=entry.state,
                text=_text(entry.text),
                pilot=pilots[entry.pilot_id] if entry.pilot_id else None,
                steps=tuple(sorted(_step(row.step) for row in self.steps[entry.pk])),
                goals=tuple(row.goal for row in self.goals[entry.pk]),
                leads_to=tuple(ids[row.target_id] for row in self.links[entry.pk]),
            )
            for entry in self.entries[found.pk]
        )


def _meeting(row: LearningMeeting) -> MeetingRow:
    return MeetingRow(
        number=row.number,
        kind=row.kind,
        name=_line(row.name),
        assessment_due_on=row.assessment_due_on,
        held_on=row.held_on,
        place=_line(row.place),
    )


def _measure(row: Measure) -> MeasureRow:
    return MeasureRow(
        meeting=row.meeting.number,
        unit=_unit(row.unit),
        step=_step(row.step),
        text=_text(row.text),
        responsible=_line(row.responsible),
        due_on=row.due_on,
        state=row.state,
        dropped_because=_text(row.dropped_because),
    )


def _brief(row: Brief) -> BriefRow:
    return BriefRow(
        meeting=row.meeting.number,
        question_1=_line(row.question_1),
        question_2=_line(row.question_2),
        question_3=_line(row.question_3),
        contact=_line(row.contact),
    )


class _Sheets:
    """Assessments with their drafts and submissions."""

    def __init__(self, learning_round: LearningRound):
        assessments = Assessment.objects.filter(participation__round=learning_round)
        submissions = Submission.objects.for_round(learning_round)
        self.found = _by(
            assessments.select_related("meeting", "unit", "checklist"),
            lambda row: row.participation_id,
        )
        self.submissions = _by(
            submissions.select_related("checklist").order_by("number"), lambda row: row.assessment_id
        )
        drafts = StepScore.objects.filter(assessment__in=assessments).select_related("step")
        self.drafts = _by(drafts, lambda row: row.assessment_id)
        scores = SubmissionScore.objects.filter(submission__in=submissions).select_related("step")
        self.scores = _by(scores, lambda row: row.submission_id)
        texts = SubmissionText.objects.filter(submission__in=submissions).select_related("step")
        self.texts = _by(texts, lambda row: row.submission_id)

    def assessments(self, participation: Participation) -> tuple[AssessmentRow, ...]:
        """Those of one participation by meeting, the whole organisation before its parts."""
        rows = [self._assessment(assessment) for assessment in self.found[participation.pk]]
        return tuple(sorted(rows, key=lambda row: (row.meeting, row.unit != UnitRow(), row.unit)))

    def _assessment(self, assessment: Assessment) -> AssessmentRow:
        submissions = tuple(self._submission(row) for row in self.submissions[assessment.pk])
        answers = (
            AnswerRow(row.step.number, row.is_answered, row.half_steps, _text(row.reason), _text(row.evidence))
            for row in self.drafts[assessment.pk]
            if row.is_begun
        )
        draft = SheetRow(str(assessment.checklist), _line(assessment.scope), _in_order(answers))
        same = bool(submissions) and replace(submissions[-1], submitted_at=None) == draft
        return AssessmentRow(assessment.meeting.number, _unit(assessment.unit), submissions, None if same else draft)

    def _submission(self, submission: Submission) -> SheetRow:
        scores = {row.step.number: row.half_steps for row in self.scores[submission.pk]}
        texts = {row.step.number: (_text(row.reason), _text(row.evidence)) for row in self.texts[submission.pk]}
        answers = (
            AnswerRow(step, step in scores, scores.get(step), *texts.get(step, ("", "")))
            for step in scores.keys() | texts.keys()
        )
        checklist, scope = str(submission.checklist), _line(submission.scope)
        return SheetRow(checklist, scope, _in_order(answers), submission.at)


def _in_order(answers: Iterable[AnswerRow]) -> tuple[AnswerRow, ...]:
    """Answers by step, without those that say nothing."""
    said = (row for row in answers if row.is_scored or row.reason or row.evidence)
    return tuple(sorted(said, key=lambda row: row.step))
