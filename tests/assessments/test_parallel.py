"""Several people at the same moment: nothing is lost, nothing is doubled, and nobody gets a server error."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from accounts.errors import ActionRefused
from assessments.actions import StepAnswer, save_step, submit_assessment
from assessments.models import StepScore, Submission
from tests import factories

# SQLite in memory has one connection for all threads; there is nothing parallel about it.
pytestmark = [pytest.mark.django_db(transaction=True)]
AT_ONCE = 6


@pytest.fixture
def place():
    if connection.vendor == "sqlite":
        pytest.skip("one writer at a time")
    participation = factories.participation(factories.learning_round(open_meeting=1))
    meeting = participation.round.open_meeting()
    return {"participation": participation, "meeting": meeting, "by": factories.member(participation.organisation)}


def at_once(work) -> list:
    """What each of several threads got back: a value or an exception."""

    def one(number):
        try:
            return work(number)
        except ActionRefused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(one, range(AT_ONCE)))


def test_submitting_several_times_at_once_makes_one_submission(place):
    factories.drafted(factories.assessment(place["participation"], place["meeting"]))
    results = at_once(lambda _number: submit_assessment(**place).number)
    assert (results, Submission.objects.count()) == ([1] * AT_ONCE, 1)


def test_one_of_several_saves_wins_and_the_others_see_its_text(place):
    step = factories.shipped_checklist().steps.get(number=1)
    save_step(step=step, answer=StepAnswer(half_steps=4, reason="Först"), **place)
    results = at_once(
        lambda number: save_step(
            step=step, answer=StepAnswer(half_steps=4, reason=f"Text {number}", version=1), **place
        )
    )
    saved = StepScore.objects.get()
    refusals = [result for result in results if isinstance(result, ActionRefused)]
    assert (len(refusals), saved.version) == (AT_ONCE - 1, 2)
    assert {refusal.row.reason for refusal in refusals} == {saved.reason}
