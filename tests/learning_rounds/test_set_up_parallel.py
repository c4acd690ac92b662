"""Several coordinators, or one with several clicks, at the same moment: every row is made once."""

from datetime import date

import pytest
from django.db import connection

from accounts.saving import SavedMeanwhile
from learning_rounds.actions.groups import add_group
from learning_rounds.actions.meetings import add_meeting, suggest_meetings
from learning_rounds.actions.organisations import add_organisations
from learning_rounds.actions.participations import describe_participation
from learning_rounds.actions.rounds import create_round
from learning_rounds.models import LearningGroup, LearningMeeting, LearningRound, Participation
from tests import factories
from tests.assessments.test_parallel import AT_ONCE, at_once

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture
def learning_round():
    if connection.vendor == "sqlite":
        pytest.skip("one writer at a time")
    period = {"starts_on": date(2027, 1, 1), "ends_on": date(2028, 6, 1)}
    return factories.learning_round("omgang", meetings=0, **period)


def test_round_asked_for_several_times_at_once_is_made_once(learning_round):
    asked = {"name": "Ny", "starts_on": date(2027, 1, 1), "ends_on": date(2028, 1, 1), "owner": learning_round.owner}
    asked |= {"checklist": learning_round.checklist, "by": factories.user()}
    made = at_once(lambda _number: create_round(**asked).slug)
    assert (made, LearningRound.objects.count()) == (["ny"] * AT_ONCE, 2)


def test_everything_in_a_round_is_added_once(learning_round):
    here, organisation = {"learning_round": learning_round, "by": factories.user()}, factories.organisation()
    at_once(lambda _number: suggest_meetings(**here))
    at_once(lambda _number: add_meeting(values={"kind": "other", "name": "Extra", "held_on": None}, **here))
    at_once(lambda _number: add_organisations(organisations=[organisation], **here))
    at_once(lambda _number: add_group(values={"name": "Norr", "basis": ""}, **here))
    counts = [model.objects.count() for model in (LearningMeeting, Participation, LearningGroup)]
    assert counts == [6, 1, 1]


def test_one_of_several_who_describe_an_organisation_wins_and_nobody_is_overwritten(learning_round):
    seen, people = factories.participation(learning_round), [factories.user() for _ in range(AT_ONCE)]

    def describe(number):
        found = Participation.objects.select_related("round", "organisation").get(pk=seen.pk)
        values = {"goal": f"Mål {number}"}
        return describe_participation(participation=found, values=values, version=seen.version, by=people[number])

    results = at_once(describe)
    saved = [result.goal for result in results if isinstance(result, Participation)]
    assert [type(result) for result in results].count(SavedMeanwhile) == AT_ONCE - 1
    assert saved == [Participation.objects.get().goal]
