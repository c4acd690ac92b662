"""Several people in one results chain at the same moment: one save wins, the others see its text, no server error."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from accounts.errors import ActionRefused
from accounts.saving import SavedMeanwhile
from learning_rounds.actions.chain import EntryAnswer, delete_entry, save_entry
from learning_rounds.models import ChainEntry, ChainLink
from tests import factories

# SQLite in memory has one connection for all threads; there is nothing parallel about it.
pytestmark = [pytest.mark.django_db(transaction=True)]
AT_ONCE = 6


@pytest.fixture
def place():
    if connection.vendor == "sqlite":
        pytest.skip("one writer at a time")
    participation = factories.participation(factories.learning_round(open_meeting=1))
    return {"participation": participation, "by": factories.member(participation.organisation)}


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


def answer(text: str, **fields) -> EntryAnswer:
    return EntryAnswer(values={"level": 1, "state": "planned", "text": text}, version=1, **fields)


def test_one_of_several_saves_of_an_entry_wins_and_the_others_see_its_text(place):
    entry = factories.chain_entry(place["participation"])
    results = at_once(lambda number: save_entry(entry=entry.pk, answer=answer(f"Text {number}"), **place))
    saved = ChainEntry.objects.get()
    refusals = [result for result in results if isinstance(result, SavedMeanwhile)]
    assert (len(refusals), saved.version) == (AT_ONCE - 1, 2)
    assert {(refusal.row.text, refusal.row.saved_by) for refusal in refusals} == {(saved.text, place["by"])}


def test_two_links_at_once_to_the_same_entry_are_both_there(place):
    outcome = factories.chain_entry(place["participation"], 4)
    targets = frozenset({outcome.pk})
    at_once(lambda number: save_entry(entry=None, answer=answer(f"Text {number}", leads_to=targets), **place))
    assert ChainLink.objects.filter(target=outcome).count() == AT_ONCE


def test_an_entry_that_is_deleted_while_others_save_it_is_no_server_error(place):
    entry = factories.chain_entry(place["participation"])

    def work(number):
        if number % 2:
            return delete_entry(entry=entry.pk, version=1, **place)
        return save_entry(entry=entry.pk, answer=answer(f"Text {number}"), **place)

    results = at_once(work)
    refused = [result for result in results if isinstance(result, ActionRefused)]
    assert len(refused) == AT_ONCE - 1
    # Either a save came first, and it is still there, or a deletion.
    assert {isinstance(refusal, SavedMeanwhile) for refusal in refused} == {ChainEntry.objects.exists()}
