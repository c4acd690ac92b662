"""Saving a step and submitting: what is written, what is refused, and that nobody's work is overwritten unseen."""

from dataclasses import replace

import pytest
from django.utils import translation

from accounts.errors import ActionRefused
from accounts.models import AuditEntry
from accounts.saving import SavedMeanwhile
from assessments.actions import Incomplete, StepAnswer, save_step, submit_assessment
from assessments.models import Assessment, Measure, StepScore, Submission
from learning_rounds.models import LearningRound
from tests import factories
from tests.factories import day

pytestmark = pytest.mark.django_db

ANSWER = StepAnswer(half_steps=5, reason=" Skäl ", evidence="Dnr 1", next_action="Mall", responsible="Åsa")


@pytest.fixture
def place():
    """An organisation's place in a round whose second meeting is open, as arguments of the actions."""
    participation = factories.participation(factories.learning_round(open_meeting=1))
    meeting = participation.round.open_meeting()
    return {"participation": participation, "meeting": meeting, "by": factories.member(participation.organisation)}


def step(number: int = 1):
    return factories.shipped_checklist().steps.get(number=number)


def verbs() -> list[tuple[str, str]]:
    return list(AuditEntry.objects.order_by("pk").values_list("verb", "fields"))


def test_first_save_opens_the_assessment_and_keeps_everything(place):
    score = save_step(step=step(), answer=replace(ANSWER, due_on=day("2027-02-15")), **place)
    saved = (score.half_steps, score.cannot_judge, score.reason, score.evidence, score.version, score.saved_by)
    assert saved == (5, False, "Skäl", "Dnr 1", 1, place["by"])
    measure = Measure.objects.get()
    assert (measure.text, measure.responsible, measure.due_on) == ("Mall", "Åsa", day("2027-02-15"))
    assert (measure.meeting, measure.state) == (place["meeting"], Measure.State.OPEN)


def test_every_change_is_recorded_without_its_text(place):
    save_step(step=step(), answer=ANSWER, **place)
    save_step(step=step(), answer=replace(ANSWER, reason="Nytt", next_action="", responsible="", version=1), **place)
    assert verbs() == [
        ("open-assessment", ""),
        ("add-measure", "text, responsible, due_on"),
        ("save-score", "half_steps, cannot_judge, reason, evidence"),
        ("drop-measure", "state"),
        ("save-score", "reason"),
    ]
    assert {entry.actor for entry in AuditEntry.objects.all()} == {place["by"]}
    assert [text for text in ("Nytt", "Mall", "Åsa") if text in str(list(AuditEntry.objects.values()))] == []


def test_saving_nothing_makes_no_answer(place):
    save_step(step=step(), answer=StepAnswer(), **place)
    assert (StepScore.objects.count(), Measure.objects.count()) == (0, 0)


def test_saving_the_same_again_changes_nothing(place):
    save_step(step=step(), answer=ANSWER, **place)
    before = len(verbs())
    score = save_step(step=step(), answer=replace(ANSWER, version=1), **place)
    assert (score.version, len(verbs())) == (1, before)


def test_every_change_has_a_new_version(place):
    save_step(step=step(), answer=ANSWER, **place)
    score = save_step(step=step(), answer=replace(ANSWER, half_steps=6, version=1), **place)
    assert (score.half_steps, score.version) == (6, 2)


@pytest.mark.parametrize("version", [0, 2, 99])
def test_work_of_somebody_else_is_not_overwritten(place, version):
    save_step(step=step(), answer=ANSWER, **place)
    with pytest.raises(SavedMeanwhile) as refusal:
        save_step(step=step(), answer=replace(ANSWER, reason="Mitt", version=version), **place)
    assert (refusal.value.row.reason, StepScore.objects.get().reason) == ("Skäl", "Skäl")


def test_refused_save_leaves_the_next_action_alone(place):
    save_step(step=step(), answer=ANSWER, **place)
    with pytest.raises(SavedMeanwhile):
        save_step(step=step(), answer=replace(ANSWER, reason="Mitt", next_action="Annat"), **place)
    assert Measure.objects.get().text == "Mall"


@pytest.mark.parametrize("first", [StepAnswer(next_action="Mall"), StepAnswer(half_steps=4)], ids=["action", "level"])
def test_next_action_of_somebody_else_is_not_overwritten(place, first):
    save_step(step=step(), answer=first, **place)
    theirs = replace(first, next_action="Deras", version=StepScore.objects.get().version)
    save_step(step=step(), answer=theirs, **place)
    with pytest.raises(SavedMeanwhile):
        save_step(step=step(), answer=replace(theirs, next_action="Mitt"), **place)
    assert Measure.objects.get().text == "Deras"


def test_steps_have_versions_of_their_own(place):
    save_step(step=step(1), answer=ANSWER, **place)
    save_step(step=step(2), answer=ANSWER, **place)
    assert set(StepScore.objects.values_list("step__number", "version")) == {(1, 1), (2, 1)}


def test_earlier_actions_are_done_and_opened_again(place):
    earlier = factories.measure(factories.assessment(place["participation"], 0))
    save_step(step=step(), answer=replace(ANSWER, earlier_done=frozenset({earlier.pk})), **place)
    earlier.refresh_from_db()
    assert (earlier.state, earlier.version) == (Measure.State.DONE, 2)
    save_step(step=step(), answer=replace(ANSWER, earlier_reopened=frozenset({earlier.pk}), version=1), **place)
    earlier.refresh_from_db()
    assert earlier.state == Measure.State.OPEN


def test_actions_of_others_and_of_other_steps_are_never_marked(place):
    foreign = factories.measure()
    other_step = factories.measure(factories.assessment(place["participation"], 0), step=2)
    keys = frozenset({foreign.pk, other_step.pk})
    save_step(step=step(), answer=replace(ANSWER, earlier_done=keys), **place)
    assert set(Measure.objects.filter(pk__in=keys).values_list("state", flat=True)) == {Measure.State.OPEN}


def refusal_of(action, **arguments) -> str:
    with translation.override("en"), pytest.raises(ActionRefused) as refusal:
        action(**arguments)
    assert (Submission.objects.count(), StepScore.objects.count()) == (0, 0)
    return str(refusal.value)


@pytest.mark.parametrize("half_steps", [0, 1, 9, 10])
def test_score_outside_the_scale_is_refused(place, half_steps):
    answer = replace(ANSWER, half_steps=half_steps)
    assert refusal_of(save_step, step=step(), answer=answer, **place) == "The score is outside the scale."
    assert Assessment.objects.count() == 0


def test_half_step_on_a_scale_of_whole_steps_is_refused(place):
    place["participation"].round.checklist = factories.checklist(scale_step=2)
    place["participation"].round.save()
    whole = place["participation"].round.checklist.steps.get(number=1)
    assert refusal_of(save_step, step=whole, answer=ANSWER, **place) == "The score is outside the scale."


def test_step_of_another_checklist_is_refused(place):
    other = factories.checklist().steps.get(number=1)
    message = "The step does not belong to the checklist of this round."
    assert refusal_of(save_step, step=other, answer=ANSWER, **place) == message


def test_level_together_with_cannot_judge_is_refused(place):
    answer = replace(ANSWER, cannot_judge=True)
    message = "Choose either a level or “Cannot judge yet”."
    assert refusal_of(save_step, step=step(), answer=answer, **place) == message


CLOSED = {
    "withdrawn": "The organisation has left the round, so nothing more can be changed.",
    "archived": "The round is archived, so nothing can be changed.",
    "draft": "The round is not open, so nothing can be changed.",
    "other round": "There is no self-assessment before this meeting.",
    "without assessment": "There is no self-assessment before this meeting.",
    "coming": "The self-assessment before this meeting has not opened yet.",
}


def close(place, why: str) -> dict:
    participation = place["participation"]
    if why == "withdrawn":
        factories.withdrawn(participation)
    if why in ("archived", "draft"):
        LearningRound.objects.filter(pk=participation.round.pk).update(state=why)
        participation.round.refresh_from_db()
    other = {
        "other round": lambda: factories.learning_round(open_meeting=1).open_meeting(),
        "without assessment": lambda: factories.learning_meeting(participation.round, assessment_due_on=None),
        "coming": lambda: participation.round.meetings.get(number=2),
    }.get(why)
    return place | ({"meeting": other()} if other else {})


@pytest.mark.parametrize("why", CLOSED)
def test_nothing_is_saved_or_submitted_where_it_is_closed(place, why):
    place = close(place, why)
    assert refusal_of(save_step, step=step(), answer=ANSWER, **place) == CLOSED[why]
    assert refusal_of(submit_assessment, **place) == CLOSED[why]


def test_nothing_is_saved_or_submitted_after_the_last_day(place, on_day):
    place["meeting"].assessment_due_on = day("2026-12-04")
    place["meeting"].save()
    on_day("2026-12-05")
    message = "The last day was Dec. 4, 2026, so nothing can be changed any more."
    assert refusal_of(submit_assessment, **place).startswith("The last day was")
    assert refusal_of(save_step, step=step(), answer=ANSWER, **place).endswith(message[-36:])


def test_submission_freezes_scores_and_texts(place):
    assessment = factories.drafted(factories.assessment(place["participation"]), range(1, 10))
    factories.step_score(assessment, 10, None, reason="Vi vet inte", evidence="Dnr 2")
    submission = submit_assessment(**place)
    scores = dict(submission.scores.values_list("step__number", "half_steps"))
    assert scores == dict.fromkeys(range(1, 10), 4) | {10: None}
    assert submission.texts.filter(step__number=10).values_list("reason", "evidence").get() == ("Vi vet inte", "Dnr 2")
    assert (submission.texts.count(), submission.number, submission.by) == (10, 1, place["by"])


def test_submission_can_be_renewed(place):
    assessment = factories.drafted(factories.assessment(place["participation"]))
    first = submit_assessment(**place)
    assessment.scores.filter(step__number=1).update(half_steps=8)
    second = submit_assessment(**place)
    levels = [made.scores.get(step__number=1).half_steps for made in (first, second)]
    assert (second.number, levels, assessment.latest_submission()) == (2, [4, 8], second)
    assert verbs() == [("submit-assessment", "")] * 2


@pytest.mark.parametrize(
    "lacking",
    [
        lambda assessment: factories.drafted(assessment, range(1, 10)),
        lambda assessment: factories.step_score(factories.drafted(assessment, range(1, 10)), 10, 4, reason=""),
        lambda assessment: factories.step_score(
            factories.drafted(assessment, range(1, 10)), 10, None, cannot_judge=False
        ),
    ],
    ids=["no row", "no reason", "no level"],
)
def test_incomplete_draft_is_not_submitted(place, lacking):
    lacking(factories.assessment(place["participation"]))
    with pytest.raises(Incomplete) as refusal:
        submit_assessment(**place)
    assert [row.step.number for row in refusal.value.worksheet.missing] == [10]
    assert Submission.objects.count() == 0


def test_nothing_to_submit_is_refused(place):
    with pytest.raises(Incomplete):
        submit_assessment(**place)


def test_submitting_again_without_a_change_gives_the_same_submission(place):
    factories.drafted(factories.assessment(place["participation"], place["meeting"]))
    first = submit_assessment(**place)
    assert submit_assessment(**place) == first
    assert Submission.objects.count() == 1


def test_saving_the_same_twice_at_once_is_no_conflict(place):
    save_step(step=step(), answer=ANSWER, **place)
    changed = replace(ANSWER, reason="Nytt", version=1)
    save_step(step=step(), answer=changed, **place)
    assert save_step(step=step(), answer=changed, **place).version == 2


def test_text_beyond_the_limit_is_refused_also_when_it_was_put_together(place):
    with pytest.raises(ActionRefused):
        save_step(step=step(), answer=replace(ANSWER, reason="x" * 20_001), **place)
    assert not StepScore.objects.exists()
