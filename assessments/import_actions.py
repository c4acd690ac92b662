"""Verb of round files: save a round that was read without problems, all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.actions import save_organisations
from accounts.audit import record
from accounts.models import Organisation, Unit, User
from assessments.imports import AnswerRow, AssessmentRow, ChecklistFacts, Known, RoundFile
from assessments.models import Assessment, Measure, StepScore, Submission, SubmissionScore, SubmissionText
from checklists.models import Checklist, Step
from learning_rounds.models import LearningGroup, LearningMeeting, LearningRound, Participation


def known() -> Known:
    """What the database knows that a round file may name. Four queries."""
    checklists = Checklist.objects.exclude(state=Checklist.State.DRAFT).prefetch_related("steps")
    return Known(
        organisations=dict(Organisation.objects.values_list("code", "can_coordinate")),
        slugs=frozenset(LearningRound.objects.values_list("slug", flat=True)),
        checklists={
            str(checklist): ChecklistFacts(
                frozenset(step.number for step in checklist.steps.all()),
                checklist.scale_min,
                checklist.scale_max,
                checklist.scale_step,
            )
            for checklist in checklists
        },
    )


@transaction.atomic
def import_round(*, file: RoundFile, by: User | None) -> LearningRound:
    """Save a round that ``parse_round`` found good, published, with all its submissions and drafts.

    Neither last days nor completeness are enforced. The number of queries does not depend on the size of the round,
    except for one audit entry per new organisation.
    """
    new = [row.new_organisation for row in file.participations if row.new_organisation]
    save_organisations(rows=new, by=by)
    learning_round = LearningRound.objects.create(
        slug=file.slug,
        name=file.name,
        owner=Organisation.objects.get(code=file.coordinator),
        checklist=Checklist.objects.get_by_reference(file.checklist),
        starts_on=file.starts_on,
        ends_on=file.ends_on,
        state=LearningRound.State.PUBLISHED,
    )
    _save_assessments(file, _save_participations(file, learning_round), learning_round)
    record("import-round", learning_round, by=by, organisation=learning_round.owner)
    return learning_round


def _save_participations(file: RoundFile, learning_round: LearningRound) -> dict[str, Participation]:
    """Groups and participations; the latter by code."""
    groups = LearningGroup.objects.bulk_create(
        LearningGroup(round=learning_round, **asdict(row)) for row in file.groups
    )
    group_of = {group.name: group for group in groups}
    codes = [row.code for row in file.participations]
    organisations = Organisation.objects.filter(code__in=codes).in_bulk(field_name="code")
    participations = Participation.objects.bulk_create(
        Participation(
            round=learning_round,
            organisation=organisations[row.code],
            group=group_of.get(row.group),
            role=row.role,
            status=row.status,
            withdrawn_on=row.withdrawn_on,
        )
        for row in file.participations
    )
    return dict(zip(codes, participations, strict=True))


def _save_assessments(file: RoundFile, participations: dict[str, Participation], learning_round: LearningRound) -> None:
    made = LearningMeeting.objects.bulk_create(
        LearningMeeting(round=learning_round, **asdict(row)) for row in file.meetings
    )
    meetings = {meeting.number: meeting for meeting in made}
    steps = {step.number: step for step in learning_round.checklist.steps.all()}
    units = {
        unit.organisation_id: unit
        for unit in Unit.objects.filter(
            kind=Unit.Kind.WHOLE, organisation__in=[p.organisation_id for p in participations.values()]
        )
    }
    rows = [(participations[row.code], assessment) for row in file.participations for assessment in row.assessments]
    assessments = Assessment.objects.bulk_create(
        Assessment(
            participation=participation,
            meeting=meetings[row.meeting],
            unit=units[participation.organisation_id],
            checklist=learning_round.checklist,
            scope=row.scope,
        )
        for participation, row in rows
    )
    pairs = [(assessment, row) for assessment, (_participation, row) in zip(assessments, rows, strict=True)]
    _save_drafts(pairs, steps)
    _save_submissions(pairs, steps)


Pairs = list[tuple[Assessment, AssessmentRow]]


def _answers(pairs: Pairs) -> Iterator[tuple[Assessment, datetime | None, AnswerRow]]:
    return ((assessment, row.submitted_at, answer) for assessment, row in pairs for answer in row.answers)


def _save_drafts(pairs: Pairs, steps: dict[int, Step]) -> None:
    """Draft answers, also of what was submitted, so that a renewal starts from it, and next actions."""
    now = timezone.now()
    StepScore.objects.bulk_create(
        StepScore(
            assessment=assessment,
            step=steps[answer.step],
            half_steps=answer.half_steps,
            cannot_judge=answer.is_scored and answer.half_steps is None,
            reason=answer.reason,
            evidence=answer.evidence,
            saved_at=submitted_at or now,
        )
        for assessment, submitted_at, answer in _answers(pairs)
    )
    Measure.objects.bulk_create(
        Measure(
            participation=assessment.participation,
            unit=assessment.unit,
            meeting=assessment.meeting,
            step=steps[measure.step],
            text=measure.text,
            responsible=measure.responsible,
            due_on=measure.due_on,
            state=measure.state,
        )
        for assessment, row in pairs
        for measure in row.measures
    )


def _save_submissions(pairs: Pairs, steps: dict[int, Step]) -> None:
    """The frozen answers of the assessments that were submitted."""
    submissions = Submission.objects.bulk_create(
        Submission(
            assessment=assessment, number=1, at=row.submitted_at, checklist=assessment.checklist, scope=assessment.scope
        )
        for assessment, row in pairs
        if row.submitted_at
    )
    submission_of = {submission.assessment_id: submission for submission in submissions}
    answers = [(submission_of[assessment.pk], answer) for assessment, at, answer in _answers(pairs) if at is not None]
    SubmissionScore.objects.bulk_create(
        SubmissionScore(submission=submission, step=steps[answer.step], half_steps=answer.half_steps)
        for submission, answer in answers
        if answer.is_scored
    )
    SubmissionText.objects.bulk_create(
        SubmissionText(submission=submission, step=steps[answer.step], reason=answer.reason, evidence=answer.evidence)
        for submission, answer in answers
        if answer.reason or answer.evidence
    )
