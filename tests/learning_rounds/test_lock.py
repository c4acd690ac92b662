"""When nothing can be written in a round: for an organisation and for the coordinator, each with its sentence."""

import pytest
from django.utils import translation

from accounts.errors import ActionRefused
from learning_rounds.lock import lock_for_writing, locked
from learning_rounds.models import LearningRound
from tests import factories

pytestmark = pytest.mark.django_db

ARCHIVED = "The round is archived, so nothing can be changed."
NOT_OPEN = "The round is not open, so nothing can be changed."
LEFT = "The organisation has left the round, so nothing more can be changed."


def answer_of(check, what) -> str:
    """What the check says no with, "" when it lets everything pass."""
    try:
        with translation.override("en"):
            check(what)
    except ActionRefused as refusal:
        return str(refusal)
    return ""


@pytest.mark.parametrize(
    ("state", "organisations", "coordinators"),
    [("published", "", ""), ("draft", NOT_OPEN, ""), ("archived", ARCHIVED, ARCHIVED)],
)
def test_state_of_the_round_decides_who_may_write(state, organisations, coordinators):
    participation = factories.participation(factories.learning_round(state=LearningRound.State(state)))
    answers = answer_of(lock_for_writing, participation), answer_of(locked, participation.round)
    assert answers == (organisations, coordinators)


def test_organisation_that_has_left_writes_nothing_more():
    assert answer_of(lock_for_writing, factories.withdrawn(factories.participation())) == LEFT
