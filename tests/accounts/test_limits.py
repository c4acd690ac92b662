"""Limits of attempts: strict for each account, generous for an address that a whole town hall shares."""

import re
from unittest.mock import patch

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from tests import factories
from tests.logins import code_of, give_app, mailed_code

pytestmark = pytest.mark.django_db
LOGIN, CODE, RESET = "/konto/logga-in/", "/konto/logga-in/kod/", "/konto/glomt-losenord/"
# Attempts of the test that guesses; 1000 were tried by hand.
GUESSES = 100


def without_tokens(response) -> bytes:
    """The page without what always differs: the token of its forms and the number that pages of errors name."""
    page = re.sub(rb'(csrfmiddlewaretoken" value=")[^"]*', rb"\1", response.content)
    return re.sub(rb"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", b"", page)


def test_sixty_people_behind_one_address_log_in_at_once(settings):
    """With a wrong password first, and a second factor or a code by mail after it."""
    statuses, inside = [], 0
    for number in range(60):
        client, person = Client(), factories.member(email=f"person-{number}@example.org")
        secret = give_app(person)
        if number % 2:
            client.post(LOGIN, {"login": person.email, "password": "wrong"})
            answers = [client.post(LOGIN, {"login": person.email, "password": factories.PASSWORD})]
        else:
            answers = [client.post(CODE, {"email": person.email})]
            answers.append(client.post(CODE + "visa/", {"code": mailed_code()}))
        answers.append(client.post("/konto/tva-steg/visa/", {"code": code_of(secret)}))
        statuses += [answer.status_code for answer in answers]
        inside += client.get("/").status_code == 200
    assert [set(statuses), inside] == [{302}, 60]


def test_guesses_at_one_account_from_many_addresses_are_not_looked_at():
    """At most five passwords are compared, wherever they come from; the right one is not among them any more."""
    person, compared = factories.user(), []
    check = User.check_password
    with patch.object(User, "check_password", lambda user, raw: compared.append(raw) or check(user, raw)):
        for number in range(GUESSES):
            guess = {"login": person.email, "password": f"guess {number}"}
            Client(REMOTE_ADDR=f"10.0.0.{number % 50}").post(LOGIN, guess)
    assert set(compared) == {f"guess {number}" for number in range(5)}
    client = Client()
    client.post(LOGIN, {"login": person.email, "password": factories.PASSWORD})
    assert client.get("/").status_code == 302


def test_account_whose_password_was_guessed_at_is_open_by_mail():
    person, client = factories.user(), Client()
    for number in range(6):
        client.post(LOGIN, {"login": person.email, "password": f"guess {number}"})
    client.post(CODE, {"email": person.email})
    client.post(CODE + "visa/", {"code": mailed_code()})
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        (LOGIN, {"login": "asa@example.org", "password": "wrong"}),
        (CODE, {"email": "asa@example.org"}),
        (RESET, {"email": "asa@example.org"}),
    ],
)
@pytest.mark.parametrize("times", [1, 7])
def test_known_and_unknown_address_get_the_same_bytes(path, answer, times):
    """Also beyond the limit. The address is the same in both runs, the account is there in one."""
    told = []
    for known in (False, True):
        if known:
            factories.user("asa@example.org")
        answers = [Client(REMOTE_ADDR=f"10.0.{int(known)}.1").post(path, answer) for _time in range(times)]
        told.append([(each.status_code, each.headers.get("Location"), without_tokens(each)) for each in answers])
        cache.clear()
    assert told[0] == told[1]


def test_too_many_from_one_address_are_told_when_to_come_back(client, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login": "2/m/ip"}
    for _time in range(3):
        answer = client.post(LOGIN, {"login": "asa@example.org", "password": "wrong"})
    assert [answer.status_code, answer.headers["Retry-After"]] == [429, "900"]
    assert "För många försök" in answer.content.decode()


def test_too_many_at_one_account_are_told_on_the_page_of_the_form(client):
    """The sixth wrong password within five minutes; the first ones are slips of the pen."""
    guess = {"login": "asa@example.org", "password": "wrong"}
    answers = [client.post(LOGIN, guess) for _time in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert answers[-1].headers["Retry-After"] == "900"
    assert "För många försök att logga in" in answers[-1].content.decode()
