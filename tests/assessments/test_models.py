"""Assessments and submissions: what the database refuses, what never changes and which submission counts."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from accounts.models import AppendOnlyError, Unit
from assessments.models import (
    Assessment,
    Measure,
    StepScore,
    Submission,
    SubmissionScore,
    SubmissionText,
)
from tests import factories
from tests.checks import refused

pytestmark = pytest.mark.django_db


def test_unit_has_one_assessment_before_each_meeting():
    assessment = factories.assessment()
    part = factories.unit(assessment.organisation, Unit.Kind.COMMITTEE)
    factories.assessment(assessment.participation, unit=part)
    factories.assessment(assessment.participation, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.assessment(assessment.participation, assessment.meeting)


def test_assessment_belongs_to_a_unit():
    participation = factories.participation()
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.assessment(participation, unit=None)


def test_step_has_one_answer():
    score = factories.step_score()
    refused(StepScore(assessment=score.assessment, step=score.step, half_steps=5))


def test_answer_is_a_level_or_cannot_judge():
    score = factories.step_score(half_steps=4)
    score.cannot_judge = True
    refused(score, "Choose either a level or “Cannot judge yet”.")


@pytest.mark.parametrize("half_steps", [0, 1, 11])
def test_score_is_within_the_widest_scale(half_steps):
    score = factories.step_score()
    score.half_steps = half_steps
    refused(score, "The score is outside the scale.")


@pytest.mark.parametrize(
    ("fields", "states"),
    [
        ({"half_steps": 4, "reason": "Skäl"}, (True, True, True)),
        ({"half_steps": None, "cannot_judge": True, "reason": "Skäl"}, (True, True, True)),
        ({"half_steps": 4, "reason": ""}, (True, False, True)),
        ({"half_steps": None, "cannot_judge": False, "reason": "Skäl"}, (False, False, True)),
        ({"half_steps": None, "cannot_judge": False, "reason": "", "evidence": "Dnr 1"}, (False, False, True)),
        ({"half_steps": None, "cannot_judge": False, "reason": ""}, (False, False, False)),
    ],
)
def test_answer_knows_how_far_it_has_come(fields, states):
    score = StepScore(**fields)
    assert (score.is_answered, score.is_complete, score.is_begun) == states


def test_complete_answers_are_the_same_in_the_database():
    assessment = factories.assessment()
    factories.step_score(assessment, 1)
    factories.step_score(assessment, 2, None)
    factories.step_score(assessment, 3, reason="")
    factories.step_score(assessment, 4, None, reason="")
    factories.step_score(assessment, 5, None, cannot_judge=False)
    assert set(StepScore.objects.complete()) == {score for score in StepScore.objects.all() if score.is_complete}
    assert StepScore.objects.complete().count() == 2


def test_measure_says_what_is_to_be_done():
    measure = factories.measure()
    measure.text = ""
    with pytest.raises(IntegrityError), transaction.atomic():
        measure.save()


def test_measures_are_open_until_done_or_dropped():
    assessment = factories.assessment()
    made = {state: factories.measure(assessment, state=state) for state in Measure.State}
    assert list(Measure.objects.open()) == [made[Measure.State.OPEN]]


def test_measures_come_by_last_day_and_those_without_last():
    assessment = factories.assessment()
    factories.measure(assessment, text="utan")
    factories.measure(assessment, text="sist", due_on=factories.day("2026-12-02"))
    factories.measure(assessment, step=2, text="moment 2", due_on=factories.day("2026-12-01"))
    factories.measure(assessment, step=1, text="moment 1", due_on=factories.day("2026-12-01"))
    assert [measure.text for measure in Measure.objects.in_order()] == ["moment 1", "moment 2", "sist", "utan"]


def test_measures_are_announced_when_their_meeting_is_submitted():
    participation = factories.participation()
    first, second = factories.assessment(participation, 0), factories.assessment(participation, 1)
    announced, draft = factories.measure(first), factories.measure(second)
    factories.submission(first)
    assert (list(Measure.objects.announced()), draft.state) == ([announced], Measure.State.OPEN)


def test_submissions_of_an_assessment_are_numbered():
    submission = factories.submission()
    factories.submission(submission.assessment)
    refused(Submission(assessment=submission.assessment, number=1, at=submission.at, checklist=submission.checklist))


def test_only_the_last_submission_counts():
    first = factories.submission()
    second, other = factories.submission(first.assessment), factories.submission()
    assert set(Submission.objects.latest()) == {second, other}
    assert first.assessment.latest_submission() == second
    assert factories.assessment().latest_submission() is None


def test_submissions_of_those_who_left_do_not_count():
    kept, lost = factories.submission(), factories.submission()
    factories.withdrawn(lost.assessment.participation)
    assert set(Submission.objects.of_active()) == {kept}


def test_submissions_of_parts_are_not_of_the_whole():
    whole = factories.submission()
    part = factories.unit(whole.assessment.organisation, Unit.Kind.COMMITTEE)
    factories.submission(factories.assessment(whole.assessment.participation, unit=part))
    assert set(Submission.objects.whole()) == {whole}
    assert set(Assessment.objects.whole()) == {whole.assessment}


def test_submissions_are_found_by_round():
    submission = factories.submission()
    factories.submission()
    assert set(Submission.objects.for_round(submission.assessment.meeting.round)) == {submission}


def test_assessments_with_a_submission_are_submitted():
    submission = factories.submission()
    factories.submission(submission.assessment)
    factories.assessment()
    assert list(Assessment.objects.submitted()) == [submission.assessment]


def test_step_has_one_submitted_score_and_text():
    submission = factories.submitted(scores={1: 4}, reasons={1: "Skäl"})
    step = submission.scores.get().step
    refused(SubmissionScore(submission=submission, step=step, half_steps=5))
    refused(SubmissionText(submission=submission, step=step, reason="Annat"))


@pytest.mark.parametrize("half_steps", [0, 1, 11])
def test_submitted_score_is_within_the_widest_scale(half_steps):
    submission = factories.submission()
    step = factories.step_of(submission.assessment, 1)
    refused(SubmissionScore(submission=submission, step=step, half_steps=half_steps))


@pytest.mark.parametrize(
    ("model", "field"),
    [(Submission, "scope"), (SubmissionScore, "half_steps"), (SubmissionText, "reason")],
)
def test_what_was_submitted_never_changes(model, field):
    factories.submitted(scores={1: 4}, reasons={1: "Skäl"})
    row, before = model.objects.get(), model.objects.values().get()
    changes = [
        row.save,
        row.delete,
        lambda: model.objects.update(**{field: "5"}),
        model.objects.all().delete,
        model.objects.filter(pk=row.pk).delete,
        lambda: model.objects.bulk_update([row], [field]),
        lambda: model.objects.update_or_create(pk=row.pk, defaults={field: "5"}),
    ]
    for change in changes:
        with pytest.raises(AppendOnlyError), transaction.atomic():
            change()
    assert model.objects.values().get() == before


def test_what_was_submitted_cannot_vanish_with_its_assessment():
    submission = factories.submitted(scores={1: 4})
    for thing in (submission.assessment, submission.assessment.participation, submission.assessment.meeting):
        with pytest.raises(ProtectedError):
            thing.delete()


def test_draft_changes_after_submitting_leave_the_submission_alone():
    submission = factories.submitted(scores={1: 4}, reasons={1: "Skäl"})
    score = factories.step_score(submission.assessment, 1, 4, reason="Skäl")
    score.half_steps, score.reason = 6, "Nytt skäl"
    score.save()
    assert (submission.scores.get().half_steps, submission.texts.get().reason) == (4, "Skäl")
