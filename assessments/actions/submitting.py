"""Submit a whole assessment, which freezes it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.errors import ActionRefused
from accounts.models import User
from assessments.actions.checks import lock_while_open
from assessments.models import Assessment, StepScore, Submission, SubmissionScore, SubmissionText
from assessments.worksheet import Worksheet, worksheet_for
from learning_rounds.models import LearningMeeting, Participation


class Incomplete(ActionRefused):
    """Steps lack an answer or a reason; ``worksheet.missing`` says which."""

    def __init__(self, worksheet: Worksheet):
        self.worksheet = worksheet
        super().__init__(_("Every step needs a level, or “Cannot judge yet”, and a reason."))


@transaction.atomic
def submit_assessment(*, participation: Participation, meeting: LearningMeeting, by: User) -> Submission:
    """Freeze the draft as a new submission, which the group and the coordinator then see.

    Submitting again without a change gives the submission that is there. Raises ActionRefused when the meeting is not
    open, Incomplete when a step lacks its answer or reason.
    """
    lock_while_open(participation, meeting)
    worksheet = worksheet_for(participation, meeting)
    if worksheet.assessment is None or worksheet.missing:
        raise Incomplete(worksheet)
    if worksheet.submission is not None and not worksheet.has_changed:
        return worksheet.submission
    assessment = worksheet.assessment
    scores = [row.score for row in worksheet.rows if row.score is not None]
    submission = freeze(assessment, scores, at=timezone.now(), by=by)
    record("submit-assessment", submission, by=by, organisation=participation.organisation)
    return submission


def freeze(assessment: Assessment, scores: list[StepScore], *, at, by: User | None) -> Submission:
    """Write the next numbered submission of an assessment from draft scores. Call it inside a transaction."""
    latest = assessment.latest_submission()
    submission = Submission.objects.create(
        assessment=assessment,
        number=latest.number + 1 if latest else 1,
        at=at,
        by=by,
        checklist=assessment.checklist,
        scope=assessment.scope,
    )
    SubmissionScore.objects.bulk_create(
        SubmissionScore(submission=submission, step_id=score.step_id, half_steps=score.half_steps)
        for score in scores
        if score.is_answered
    )
    SubmissionText.objects.bulk_create(
        SubmissionText(submission=submission, step_id=score.step_id, reason=score.reason, evidence=score.evidence)
        for score in scores
        if score.reason or score.evidence
    )
    return submission
