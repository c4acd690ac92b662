"""An archived round is read by those who could read it, and written by nobody: every address that writes is tried."""

import pytest
from django.db import transaction

from learning_rounds.models import LearningRound
from tests.addresses import CASES, by_name
from tests.checksum import Watch
from tests.test_policy import answer_to, table
from tests.world import add_unmanned, make_world

pytestmark = pytest.mark.django_db

WRITERS = ("strategist", "coordinator")
# What answers without writing anything: the round is archived already, or a list says why not.
NO_REFUSAL = {"round-archive", "meetings-suggest"}
OPENS = "round-unarchive"


def in_a_round(row: dict[str, str]) -> bool:
    return "slug" in by_name()[row["url"]].parameters and row["case"] in CASES


def rows_of(method: str, status: str) -> list[tuple[str, dict[str, str]]]:
    """Who got this answer while the round was running, and where."""
    rows = [row for row in table() if row["method"] == method and in_a_round(row)]
    return [(who, row) for row in rows for who in WRITERS if row[who] == status]


@pytest.fixture
def archived(client_of):
    """Clients of those who write, in a world whose rounds are archived."""
    world = make_world()
    add_unmanned(world)
    LearningRound.objects.update(state=LearningRound.State.ARCHIVED)
    return {who: client_of(world.people[who]) for who in WRITERS}


def test_nothing_can_be_written_in_an_archived_round(archived):
    tried, wrote, unrefused, watch = set(), [], set(), Watch()
    for who, row in rows_of("POST", "302"):
        status, changed = answer_to(archived[who], row, watch)
        tried.add(row["url"])
        if changed and row["url"] != OPENS:
            wrote.append((who, row["url"], changed))
        if status != 409:
            unrefused.add(row["url"])
    assert wrote == []
    assert unrefused == tried & (NO_REFUSAL | {OPENS})


def test_pages_of_an_archived_round_can_be_read(archived):
    faults = []
    for who, row in rows_of("GET", "200"):
        with transaction.atomic():
            response = archived[who].get(by_name()[row["url"]].path(**CASES[row["case"]]))
        if response.status_code not in (200, 302):
            faults.append((who, row["url"], response.status_code))
    assert faults == []
