"""As what a person reads the pages of an organisation: a banner for those who lead the round, a line for peers."""

import re

import pytest

from accounts.permissions import Role
from reports.readers import Reader, reader_of
from tests import factories
from tests.world import OWN, ROUND, make_world

pytestmark = pytest.mark.django_db

COORDINATOR = "Ni läser sidorna för Kommun X001 som koordinator."
ADMINISTRATOR = "Ni läser sidorna för Kommun X001 som administratör."
READ_ONLY = "Ni ser inskickade nivåer, inte motiveringar, och kan inte ändra något här."
WITH_SHARED = "Ni ser inskickade nivåer och det som organisationen har delat. Ni kan inte ändra något här."
PEER = "Ni ser de nivåer som Kommun X001 har skickat in, och det som är delat med gruppen."
SENTENCES = (COORDINATOR, ADMINISTRATOR, WITH_SHARED, READ_ONLY, PEER)
EXPECTED = {
    "coordinator": [COORDINATOR, WITH_SHARED],
    "administrator": [ADMINISTRATOR, READ_ONLY],
    "peer": [PEER],
    "mentor": [PEER],
    "strategist": [],
    "reader": [],
}


@pytest.mark.parametrize("page", ["", "utforska/"])
def test_page_says_as_what_it_is_read(client_of, page):
    people = make_world().people
    answers = {who: client_of(people[who]).get(f"/omgangar/{ROUND}/{OWN}/{page}").content.decode() for who in EXPECTED}
    assert {who: [text for text in SENTENCES if text in answer] for who, answer in answers.items()} == EXPECTED


def test_own_organisation_comes_before_the_round():
    """Who leads the round and also fills in for an organisation reads that one as their own."""
    participation = factories.participation()
    person = factories.member(participation.organisation)
    factories.membership(person, participation.round.owner, Role.COORDINATOR)
    other = factories.participation(participation.round)
    assert [reader_of(person, found) for found in (participation, other)] == [Reader.OWN, Reader.COORDINATOR]


def test_banner_leads_back_to_the_round(client_of):
    people = make_world().people
    page = client_of(people["coordinator"]).get(f"/omgangar/{ROUND}/{OWN}/").content.decode()
    assert f'<a href="/omgangar/{ROUND}/">Tillbaka till omgången</a>' in page


def test_place_of_the_page_names_the_round_for_those_who_lead_it(client_of):
    people = make_world().people
    pages = {who: client_of(people[who]).get(f"/omgangar/{ROUND}/{OWN}/").content.decode() for who in EXPECTED}
    place = f'<li class="breadcrumb-item"><a href="/omgangar/{ROUND}/">'
    assert {who for who, page in pages.items() if place in page} == {"coordinator", "administrator"}


@pytest.mark.parametrize("who", ["coordinator", "administrator", "peer"])
def test_everything_that_is_linked_can_be_opened_and_nothing_changed(client_of, who):
    client = client_of(make_world().people[who])
    page = client.get(f"/omgangar/{ROUND}/{OWN}/").content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    links = set(re.findall(r'href="(/[^"#]*)', main))
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)
    assert "<form" not in main
