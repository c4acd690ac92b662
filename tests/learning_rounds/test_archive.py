"""Archiving a round and taking it out again: what is saved, recorded and refused, and how lists show it."""

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from accounts.permissions import Role
from learning_rounds.models import LearningRound
from reports.overview import overview_for
from tests import factories as make

pytestmark = pytest.mark.django_db

State = LearningRound.State


@pytest.fixture
def learning_round():
    return make.learning_round("omgang")


@pytest.fixture
def coordinator(learning_round):
    return make.member(learning_round.owner, Role.COORDINATOR)


def path(name: str) -> str:
    return reverse(name, args=["omgang"])


def state() -> str:
    return LearningRound.objects.get(slug="omgang").state


def test_a_round_is_archived_and_taken_out_again(client_of, learning_round, coordinator):
    client = client_of(coordinator)
    assert [client.get(path(name)).status_code for name in ("round-archive", "round-unarchive")] == [200, 200]
    states = [state()]
    for name in ("round-archive", "round-archive", "round-unarchive", "round-unarchive"):
        assert client.post(path(name)).url == path("round-detail")
        states.append(state())
    assert states == [State.PUBLISHED, State.ARCHIVED, State.ARCHIVED, State.PUBLISHED, State.PUBLISHED]
    entries = AuditEntry.objects.order_by("pk").values_list("verb", "actor", "organisation", "fields")
    assert list(entries) == [
        (verb, coordinator.pk, learning_round.owner.pk, "state") for verb in ("archive-round", "unarchive-round")
    ]


@pytest.mark.parametrize(("name", "status"), [("round-archive", 409), ("round-unarchive", 302)])
def test_a_draft_stays_a_draft(client_of, learning_round, coordinator, name, status):
    LearningRound.objects.update(state=State.DRAFT)
    assert (client_of(coordinator).post(path(name)).status_code, state()) == (status, State.DRAFT)


def test_the_pages_say_that_the_round_is_archived(client_of, learning_round, coordinator):
    participation = make.participation(learning_round)
    LearningRound.objects.update(state=State.ARCHIVED)
    pages = [
        client_of(coordinator).get(path("round-detail")),
        client_of(make.member(participation.organisation)).get(participation.get_absolute_url()),
    ]
    assert ["Omgången är arkiverad" in page.content.decode() for page in pages] == [True, True]


def test_the_start_page_lists_archived_rounds_apart(client_of, learning_round, coordinator):
    organisation = make.organisation()
    running = make.participation(make.learning_round("pagar", owner=learning_round.owner), organisation)
    over = make.participation(learning_round, organisation)
    LearningRound.objects.filter(pk=learning_round.pk).update(state=State.ARCHIVED)
    own, followed = overview_for(make.member(organisation)), overview_for(coordinator)
    assert ([item.participation for item in own.own], [item.participation for item in own.archived]) == (
        [running],
        [over],
    )
    assert [item.round for item in followed.coordinated] == [running.round]
    assert [item.round for item in followed.coordinated_archived] == [learning_round]
    page = client_of(coordinator).get("/").content.decode()
    assert page.index("pagar") < page.index("Arkiverade omgångar") < page.index("/omgangar/omgang/")


def test_the_header_links_to_the_round_that_runs(client_of, learning_round, coordinator):
    make.learning_round("forra", owner=learning_round.owner, state=State.ARCHIVED)
    header = client_of(coordinator).get("/").content.decode().split("<main")[0]
    assert ('href="/omgangar/omgang/"' in header, "forra" in header) == (True, False)
