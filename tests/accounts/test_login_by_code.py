"""Logging in with a code by mail: no password needed, and nobody learns who has an account."""

import re
import time

import pytest
from django.conf import settings
from django.utils import timezone

from accounts.models import User
from tests import factories
from tests.logins import give_app, mailed_code, sent_mails

pytestmark = pytest.mark.django_db

ASK, WRITE = "/konto/logga-in/kod/", "/konto/logga-in/kod/visa/"


def ask(client, email: str = "asa@example.org", **more):
    return client.post(ASK, {"email": email} | more)


def write(client, code: str, **more):
    return client.post(WRITE, {"code": code} | more)


def is_in(client) -> bool:
    return client.get("/").status_code == 200


@pytest.fixture
def person():
    return factories.user("asa@example.org", password=None)


def test_login_page_offers_a_code(client):
    page = client.get("/konto/logga-in/").content.decode()
    assert [page.count(f'formaction="{ASK}"'), page.count("Glömt lösenordet?")] == [1, 1]


@pytest.mark.parametrize(
    "sent", [{"email": "ASA@example.org"}, {"login": " asa@example.org ", "password": "what ever"}]
)
def test_code_lets_in_somebody_without_a_password(client, person, sent):
    assert client.post(ASK, sent).headers["Location"] == WRITE
    assert write(client, mailed_code()).headers["Location"] == "/"
    assert is_in(client)


@pytest.mark.parametrize("typed", [lambda code: code.replace("-", ""), lambda code: f" {code[:4]} {code[5:]} "])
def test_code_may_be_written_with_or_without_the_dash(client, person, typed):
    ask(client)
    write(client, typed(mailed_code()))
    assert is_in(client)


def test_login_leads_on_to_the_page_that_was_asked_for(client, person):
    asked = ask(client, next="/omgangar/omgang/")
    assert asked.headers["Location"] == f"{WRITE}?next=%2Fomgangar%2Fomgang%2F"
    assert write(client, mailed_code(), next="/omgangar/omgang/").headers["Location"] == "/omgangar/omgang/"
    assert is_in(client)


def test_mail_is_plain_text_in_the_language_of_its_owner(client, person):
    User.objects.update(language="en")
    ask(client)
    (message,) = sent_mails()
    assert (message.subject, message.to, message.alternatives) == (
        "Your code to log in to Jämsteg",
        ["asa@example.org"],
        [],
    )
    assert message.body.startswith("Hello!")


def without_tokens(response) -> str:
    page = re.sub(r'(csrfmiddlewaretoken" value=")[^"]*', r"\1", response.content.decode())
    return page.replace("unknown@", "asa@").replace("closed@", "asa@").replace("gone@", "asa@")


def test_known_unknown_and_closed_addresses_get_the_same_answers(client_of, person):
    factories.user("closed@example.org", is_active=False)
    factories.user("gone@example.org", is_active=False, anonymised_at=timezone.now())
    told = set()
    for name in ("asa", "unknown", "closed", "gone"):
        client = client_of(None)
        asked = ask(client, f"{name}@example.org")
        answers = [client.get(WRITE), *(write(client, "0000-0000") for _time in range(3)), client.get(ASK)]
        told.add((asked.status_code, asked.headers["Location"], *map(without_tokens, answers)))
    assert len(told) == 1
    assert [message.to for message in sent_mails()] == [["asa@example.org"]]


def test_code_works_once_and_in_its_browser_only(client_of, person):
    first, other = client_of(None), client_of(None)
    ask(first)
    code = mailed_code()
    ask(other, "unknown@example.org")
    write(other, code)
    write(first, code)
    first.post("/konto/logga-ut/")
    write(first, code)
    assert [is_in(other), is_in(first)] == [False, False]


def test_code_of_ten_minutes_ago_does_not_work(client, person):
    ask(client)
    session = client.session
    session["account_login"]["state"]["stages"]["login_by_code"]["data"]["at"] = time.time() - 601
    session.save()
    write(client, mailed_code())
    assert not is_in(client)


def test_three_wrong_codes_end_it(client, person):
    ask(client)
    code = mailed_code()
    assert [write(client, f"0000-000{number}").status_code for number in range(3)] == [200, 200, 302]
    write(client, code)
    assert not is_in(client)


def test_attempts_that_all_find_the_session_as_it_was_are_three(client, person):
    ask(client)
    code, key, before = mailed_code(), client.session.session_key, dict(client.session.items())
    for number in range(3):
        write(client, f"0000-000{number}")
        put_back(client, key, before)
    write(client, code)
    assert not is_in(client)


def test_code_that_was_taken_is_not_taken_from_the_same_session_again(client, person):
    ask(client)
    code, key, before = mailed_code(), client.session.session_key, dict(client.session.items())
    write(client, code)
    assert is_in(client)
    put_back(client, key, before)
    write(client, code)
    assert not is_in(client)


def put_back(client, key: str, content: dict) -> None:
    """The session as it was, which is what all find who come at the same moment."""
    session = type(client.session)(key)
    session.clear()
    session.update(content)
    session.save(must_create=not session.exists(key))
    client.cookies[settings.SESSION_COOKIE_NAME] = key


def test_codes_are_asked_for_five_times_in_a_quarter_of_an_hour(client_of, person):
    answers = [
        [ask(client_of(None), email).status_code for _time in range(7)] for email in ("asa@example.org", "b@c.se")
    ]
    assert answers == [[302] * 5 + [429] * 2] * 2
    assert len(sent_mails()) == 5


def test_account_that_is_closed_meanwhile_stays_out(client, person):
    ask(client)
    User.objects.update(is_active=False)
    assert write(client, mailed_code()).headers["Location"] == "/konto/inaktivt/"
    assert not is_in(client)


def test_code_by_mail_does_not_replace_the_second_factor(client, person):
    give_app(person)
    ask(client)
    assert write(client, mailed_code()).headers["Location"] == "/konto/tva-steg/visa/"
    assert not is_in(client)


def test_one_can_start_again(client, person):
    ask(client, "wrong@example.org")
    assert client.get("/konto/logga-in/").headers["Location"] == WRITE
    client.post("/konto/logga-ut/", {"next": "/konto/logga-in/"})
    assert client.get("/konto/logga-in/").status_code == 200


@pytest.mark.parametrize("email", ["", "åäö", "a\x00@example.org", "x" * 5000 + "@example.org", "a@b\r\nBcc: c@d.se"])
def test_broken_address_is_refused(client, person, email):
    assert ask(client, email).status_code == 200
    assert sent_mails() == []


@pytest.mark.parametrize("code", ["", "x", "9" * 5000, "٣٣٣٣٣٣٣٣", "a\x00"])
def test_broken_code_is_refused(client, person, code):
    ask(client)
    assert write(client, code).status_code == 200


def test_password_is_chosen_by_those_who_have_none(client_of, person):
    client = client_of(person)
    assert client.get("/konto/losenord/").headers["Location"] == "/konto/losenord/nytt/"
    answer = {"password1": "en lång mening som ingen gissar", "password2": "en lång mening som ingen gissar"}
    assert client.post("/konto/losenord/nytt/", answer).headers["Location"] == "/konto/tva-steg/"
    person.refresh_from_db()
    assert [person.check_password(answer["password1"]), is_in(client)] == [True, True]
    assert sent_mails()[-1].subject == "Du har ett lösenord i Jämsteg"
