"""What two people may write, saved at the same moment: nobody is overwritten, and nothing slips past a lock."""

from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest
from django.db import connection, transaction

from accounts.errors import ActionRefused
from accounts.saving import SavedMeanwhile
from assessments.actions import StepAnswer, add_measure, save_measure, save_step, submit_assessment
from assessments.models import Measure, StepScore
from learning_rounds.actions.archive import archive_round
from learning_rounds.actions.chain import EntryAnswer, save_entry
from learning_rounds.actions.meetings import delete_meeting
from learning_rounds.actions.organisations import remove_organisation
from learning_rounds.actions.participations import change_participation, describe_participation, withdraw
from learning_rounds.actions.pilots import save_pilot
from learning_rounds.actions.publishing import unpublish_round
from learning_rounds.models import ChainEntry, LearningRound, Participation, PilotActivity
from reports.actions import choose_reasons, save_brief, save_report
from reports.models import Brief, Report
from tests import factories
from tests.assessments.test_parallel import AT_ONCE, at_once

# SQLite in memory has one connection for all threads; there is nothing parallel about it.
pytestmark = [pytest.mark.django_db(transaction=True)]
MODELS = (StepScore, Measure, Brief, Report, PilotActivity, ChainEntry)


@pytest.fixture
def place():
    """A participation with nothing written in it, and a strategist."""
    if connection.vendor == "sqlite":
        pytest.skip("one writer at a time")
    participation = factories.participation(factories.learning_round(open_meeting=1))
    return {"participation": participation, "by": factories.member(participation.organisation)}


def meeting_of(place):
    return place["participation"].round.open_meeting()


def writes_step(place, text, version=0):
    step = factories.shipped_checklist().steps.get(number=1)
    answer = StepAnswer(half_steps=4, reason=text, next_action="Mall", version=version)
    return save_step(meeting=meeting_of(place), step=step, answer=answer, **place)


def writes_measure(place, text, version=0):
    step = factories.shipped_checklist().steps.get(number=1)
    found = Measure.objects.first()
    if found is None:
        return add_measure(values={"step": step, "text": text}, **place)
    return save_measure(measure=found, values={"text": text}, version=version, **place)


def writes_brief(place, text, version=0):
    return save_brief(meeting=meeting_of(place), texts={"question_1": text}, version=version, **place)


def writes_report(place, text, version=0):
    return save_report(texts={"background": text}, version=version, **place)


def writes_pilot(place, text, version=0):
    found = PilotActivity.objects.values_list("pk", flat=True).first()
    return save_pilot(pilot=found, values={"name": text}, version=version, **place)


def writes_entry(place, text, version=0):
    found = ChainEntry.objects.values_list("pk", flat=True).first()
    values = {"level": 1, "state": "planned", "text": text}
    return save_entry(entry=found, answer=EntryAnswer(values=values, version=version), **place)


def describes(place, text, version=0):
    return describe_participation(values={"goal": text}, version=version or 1, **place)


def chooses_reasons(place, _text, version=0):
    return choose_reasons(chosen=[], version=version, **place)


TEXTS = {
    writes_step: (StepScore, "reason"),
    writes_measure: (Measure, "text"),
    writes_brief: (Brief, "question_1"),
    writes_report: (Report, "background"),
    writes_pilot: (PilotActivity, "name"),
    writes_entry: (ChainEntry, "text"),
    describes: (Participation, "goal"),
}
WRITERS = [*TEXTS, chooses_reasons]


def written() -> list:
    """How many rows of each kind there are, and what the participations say of themselves."""
    return [*(model.objects.count() for model in MODELS), *Participation.objects.values_list("goal", flat=True)]


def fresh(place) -> dict:
    """What a request of its own would have looked up."""
    found = Participation.objects.select_related("round__checklist", "organisation").get(pk=place["participation"].pk)
    return place | {"participation": found}


@pytest.mark.parametrize("write", TEXTS)
def test_one_of_several_saves_wins_and_the_others_see_its_text(place, write):
    model, name = TEXTS[write]
    write(place, "Först")
    version = model.objects.get().version
    results = at_once(lambda number: write(fresh(place), f"Text {number}", version))
    saved = model.objects.get()
    refusals = [result for result in results if isinstance(result, SavedMeanwhile)]
    assert (len(refusals), saved.version, saved.saved_by) == (AT_ONCE - 1, version + 1, place["by"])
    assert {getattr(refusal.row, name) for refusal in refusals} == {getattr(saved, name)}


@pytest.mark.parametrize("write", TEXTS)
def test_first_save_of_several_people_is_made_once_for_each_text(place, write):
    """Nobody gets a server error, whether there can be several rows of the kind or one."""
    results = at_once(lambda number: write(fresh(place), f"Text {number}"))
    assert [
        result for result in results if isinstance(result, Exception) and not isinstance(result, SavedMeanwhile)
    ] == []


def test_next_action_changed_on_its_step_and_in_the_list_at_once_is_changed_once(place):
    writes_step(place, "Först")
    step = factories.shipped_checklist().steps.get(number=1)

    def work(number):
        here, text = fresh(place), f"Text {number}"
        if number % 2:
            return save_measure(measure=Measure.objects.get(), values={"text": text}, version=1, **here)
        answer = StepAnswer(half_steps=4, reason="Först", next_action=text, version=1)
        return save_step(meeting=meeting_of(here), step=step, answer=answer, **here)

    results = at_once(work)
    assert sum(isinstance(result, SavedMeanwhile) for result in results) == AT_ONCE - 1
    assert (Measure.objects.get().version, StepScore.objects.get().version) == (2, 2)


# --- A write and the end of writing at the same moment ---------------------------------------------------------------


def archives(place):
    archive_round(learning_round=place["participation"].round, by=place["by"])


def unpublishes(place):
    unpublish_round(learning_round=place["participation"].round, by=place["by"])


def ends(place):
    withdraw(participation=fresh(place)["participation"], on=factories.day("2026-01-12"), by=place["by"])


def removes(place):
    remove_organisation(participation=fresh(place)["participation"], by=place["by"])


def while_open(transaction_of, other):
    """The answer of ``other`` in a thread that starts while a transaction with ``transaction_of`` is still open."""

    def answer():
        try:
            return other()
        except ActionRefused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            transaction_of()
            found = threads.submit(answer)
            sleep(0.3)
        return found.result()


@pytest.mark.parametrize("end", [archives, unpublishes, ends, removes])
@pytest.mark.parametrize("write", WRITERS)
def test_nothing_is_written_in_the_instant_after_the_end(place, write, end):
    here, before = fresh(place), written()
    answer = while_open(lambda: end(place), lambda: write(here, "För sent"))
    gone = [] if end is removes else before[-1:]
    assert (isinstance(answer, ActionRefused), written()) == (True, [*before[:-1], *gone])


@pytest.mark.parametrize("write", WRITERS)
def test_what_was_written_just_before_is_seen_by_who_takes_back_the_round(place, write):
    answers = [
        while_open(lambda: write(place, "I tid"), lambda: unpublishes(place)),
        while_open(lambda: None, lambda: removes(place)),
    ]
    assert [type(answer) for answer in answers] == [ActionRefused, ActionRefused]
    assert LearningRound.objects.get().state == LearningRound.State.PUBLISHED


def test_meeting_that_is_written_for_just_now_is_not_deleted(place):
    meeting = meeting_of(place)
    answer = while_open(
        lambda: writes_step(place, "I tid"), lambda: delete_meeting(meeting=meeting, version=1, by=place["by"])
    )
    assert (type(answer), StepScore.objects.count()) == (ActionRefused, 1)


def test_nothing_is_submitted_in_the_instant_after_archiving(place):
    factories.drafted(factories.assessment(place["participation"], meeting_of(place)))
    here = fresh(place)
    answer = while_open(lambda: archives(place), lambda: submit_assessment(meeting=meeting_of(here), **here))
    assert isinstance(answer, ActionRefused)


def test_coordinator_and_organisation_do_not_overwrite_each_other(place):
    def work(number):
        change = change_participation if number % 2 else describe_participation
        return change(
            participation=fresh(place)["participation"], values={"goal": f"{number}"}, version=1, by=place["by"]
        )

    results = at_once(work)
    assert sum(isinstance(result, SavedMeanwhile) for result in results) == AT_ONCE - 1
