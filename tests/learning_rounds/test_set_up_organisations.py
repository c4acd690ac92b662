"""A coordinator chooses who takes part: searches and ticks, pastes a list, takes away."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry
from accounts.permissions import Role
from learning_rounds.actions.organisations import add_organisations
from learning_rounds.models import LearningRound
from tests import factories

pytestmark = pytest.mark.django_db

LIST = "/omgangar/omgang/upplagg/organisationer/"
PASTE = LIST + "klistra-in/"


@pytest.fixture
def learning_round():
    return factories.learning_round("omgang")


@pytest.fixture
def client(client_of, learning_round):
    for code, name in [("1780", "Karlstad"), ("2260", "Ånge"), ("0114", "Upplands Väsby"), ("0139", "Upplands-Bro")]:
        factories.organisation(code, name, is_fictive=False)
    return client_of(factories.member(learning_round.owner, Role.COORDINATOR))


def taking_part(learning_round) -> list[str]:
    return sorted(learning_round.participations.values_list("organisation__code", flat=True))


def verbs() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))


# --- Searching and ticking -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("ånge", ["2260"]),
        ("  ÅNG", ["2260"]),
        ("upplands", ["0139", "0114"]),
        ("178", ["1780"]),
        ("%", []),
        ("_", []),
        ("å" * 30_000, []),
        ("", []),
    ],
)
def test_search_finds_names_and_codes_whatever_the_case(client, text, codes):
    page = client.get(LIST, {"sok": text}).content.decode()
    found = re.findall(r'name="code" id="id_code_\d+" value="(\w+)"', page)
    assert found == codes


def test_search_with_many_results_says_so(client):
    for number in range(51):
        factories.organisation(f"X9{number:02}", f"Byn {number:02}")
    page = client.get(LIST, {"sok": "byn"}).content.decode()
    assert (page.count('name="code"'), "De första 50 visas." in page) == (50, True)


def test_ticked_organisations_are_added(client, learning_round):
    response = client.post(LIST + "?sok=upplands", {"code": ["0114", "0139"]}, follow=True)
    assert "2 organisationer är tillagda." in response.content.decode()
    assert taking_part(learning_round) == ["0114", "0139"]
    assert verbs() == ["add-participation", "add-participation"]
    page = client.get(LIST + "?sok=upplands").content.decode()
    assert page.count("deltar redan") == 2


def test_adding_twice_adds_once(client, learning_round):
    for _click in range(2):
        assert client.post(LIST, {"code": ["0114"]}).status_code == 302
    assert (taking_part(learning_round), verbs()) == (["0114"], ["add-participation"])


@pytest.mark.parametrize("codes", [[], [""], ["9999"], ["0114", "9999"], ["\x00"], ["0114" * 500]])
def test_nothing_or_nobody_ticked_is_a_form_error(client, learning_round, codes):
    response = client.post(LIST + "?sok=upplands", {"code": codes})
    assert (response.status_code, taking_part(learning_round)) == (422 if codes else 200, [])
    assert "<title>Fel:" in response.content.decode()


def test_number_of_queries_does_not_depend_on_how_many_are_added(client, learning_round):
    person = factories.user()

    def queries(count: int) -> int:
        new = [factories.organisation() for _number in range(count)]
        with CaptureQueriesContext(connection) as captured:
            add_organisations(learning_round=learning_round, organisations=new, by=person)
        return len(captured)

    assert (queries(1) == queries(40), learning_round.participations.count()) == (True, 41)


def test_archived_round_gets_nobody(client, learning_round):
    LearningRound.objects.update(state=LearningRound.State.ARCHIVED)
    response = client.post(LIST, {"code": ["0114"]})
    assert (response.status_code, taking_part(learning_round)) == (409, [])


# --- Pasting ---------------------------------------------------------------------------------------------------------


def test_pasted_list_is_explained_before_anything_is_added(client, learning_round):
    client.post(LIST, {"code": ["2260"]})
    page = client.post(PASTE, {"text": "Karlstads kommun\nUpplands\nÅnge\nHittepå"}).content.decode()
    assert ("Hittad: 1 organisation" in page, '<input type="hidden" name="code" value="1780">' in page) == (True, True)
    assert ('name="choice-1"' in page, "”Upplands”" in page or "“Upplands”" in page) == (True, True)
    assert ("<li>Ånge</li>" in page, "<li>Hittepå</li>" in page) == (True, True)
    assert taking_part(learning_round) == ["2260"]


def test_found_and_chosen_organisations_are_added(client, learning_round):
    client.post(PASTE, {"text": "x", "then": "add", "code": ["1780"], "choice-1": "0139", "choice-2": ""})
    assert taking_part(learning_round) == ["0139", "1780"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"text": " "}, "Skriv minst ett namn eller en kod."),
        ({"text": "å" * 20_001}, "Skriv högst 20000 tecken."),
        ({"text": "\n".join(map(str, range(501)))}, "Klistra in högst 500 organisationer åt gången."),
        ({"text": "A\x00B"}, None),
        ({"text": "Karlstad", "then": "add"}, "Kryssa i minst en organisation."),
        ({"text": "Karlstad", "then": "add", "choice-1": "\x00"}, "En av organisationerna finns inte. Sök igen."),
    ],
)
def test_bad_list_is_a_form_error_that_keeps_it(client, learning_round, data, message):
    response = client.post(PASTE, data)
    page = response.content.decode()
    assert (response.status_code, taking_part(learning_round)) == (422 if "choice-1" in data else 200, [])
    assert message is None or message in page.replace("\xa0", "").replace("20 000", "20000")
    assert data["text"].strip("\x00 ")[:20].replace("\x00", "") in page.replace("\x00", "")


# --- Taking away -----------------------------------------------------------------------------------------------------


def test_organisation_that_has_not_written_is_removed_after_a_question(client, learning_round):
    client.post(LIST, {"code": ["2260"]})
    assert "Ta bort Ånge?" in client.get(LIST + "2260/ta-bort/").content.decode()
    client.post(LIST + "2260/ta-bort/")
    assert (taking_part(learning_round), verbs()[-1]) == ([], "remove-participation")


@pytest.mark.parametrize(
    "write",
    [
        lambda participation: factories.assessment(participation),
        lambda participation: factories.pilot_activity(participation),
        lambda participation: factories.chain_entry(participation),
        lambda participation: factories.brief(participation),
        lambda participation: type(participation).objects.update(goal="Mål"),
        lambda participation: type(participation).objects.update(decided_on="2026-01-01"),
    ],
)
def test_organisation_that_has_written_stays(client, learning_round, write):
    client.post(LIST, {"code": ["2260"]})
    write(learning_round.participations.get())
    answers = [client.get(LIST + "2260/ta-bort/"), client.post(LIST + "2260/ta-bort/")]
    assert [answer.status_code for answer in answers] == [200, 409]
    assert all("Ånge har börjat skriva" in answer.content.decode() for answer in answers)
    assert taking_part(learning_round) == ["2260"]
