"""Pilot activities and the results chain in short on the dashboard, for the organisation's own people."""

import html

import pytest

from accounts.permissions import Role
from learning_rounds.models import ChainLevel
from reports.work import work_of
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def participation():
    return make.participation(make.learning_round("omgang", open_meeting=1))


def dashboard(client_of, participation, person) -> str:
    response = client_of(person).get(participation.get_absolute_url())
    return html.unescape(response.content.decode())


def test_work_is_for_ones_own_people(participation):
    pilot = make.pilot_activity(participation)
    make.chain_entry(participation, ChainLevel.PRODUCT)
    strategist, reader = make.member(participation.organisation), make.member(participation.organisation, Role.READER)
    for person, may_write in ((strategist, True), (reader, False)):
        work = work_of(participation, person)
        counts = [column.counts for column in work.chain.columns]
        assert (work.pilots, counts[1], work.may_write) == ([pilot], [1, 0, 0, 0], may_write)
    peer = make.participation(participation.round)
    coordinator = make.member(participation.round.owner, Role.COORDINATOR)
    for person in (make.member(peer.organisation), coordinator, make.administrator()):
        assert work_of(participation, person) is None


def test_who_has_left_still_reads_but_does_not_write(participation):
    make.withdrawn(participation)
    assert work_of(participation, make.member(participation.organisation)).may_write is False


def test_work_takes_three_queries_whatever_its_size(participation, django_assert_num_queries):
    person = make.member(participation.organisation)
    person.can("view-work", participation.organisation)
    for _number in range(3):
        make.pilot_activity(participation)
        make.chain_link(make.chain_entry(participation), make.chain_entry(participation, 4))
    with django_assert_num_queries(3):
        work_of(participation, person)


def test_the_dashboard_shows_pilots_counts_and_what_is_not_connected(client_of, participation):
    make.pilot_activity(participation, name="Hemtjänsten", starts_on=make.day("2027-02-01"))
    make.chain_entry(participation, ChainLevel.OUTCOME)
    page = dashboard(client_of, participation, make.member(participation.organisation))
    for words in ("Hemtjänsten", "från 1 februari 2027", "1 utfall bygger inte på något än.", "Öppna resultatkedjan"):
        assert words in page


def test_an_empty_dashboard_offers_one_action_for_each(client_of, participation):
    offers = ("piloter/ny/", "resultatkedja/ny/?niva=4")
    strategist = dashboard(client_of, participation, make.member(participation.organisation))
    reader = dashboard(client_of, participation, make.member(participation.organisation, Role.READER))
    assert [strategist.count(offer) for offer in offers] == [1, 1]
    assert [reader.count(offer) for offer in offers] == [0, 0]


def test_peers_and_the_coordinator_see_nothing_of_the_work(client_of):
    group = make.learning_group()
    own, peer = make.participation(group=group), make.participation(group=group)
    make.pilot_activity(own, name="Hemlig pilot")
    for person in (make.member(peer.organisation), make.member(group.round.owner, Role.COORDINATOR)):
        page = dashboard(client_of, own, person)
        assert ("Hemlig pilot" in page, "Resultatkedja" in page) == (False, False)
