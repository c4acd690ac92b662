"""Logins end by themselves, and when the account or the password changes."""

import time

import pytest
from django.test import Client

from accounts.models import User
from accounts.sessions import BEGAN, SEEN
from accounts.templatetags.devices import device
from tests import factories
from tests.logins import log_in

pytestmark = pytest.mark.django_db
HOUR = 3600


def aged(client, *, began: float, seen: float):
    """A login that is so many seconds old and was last used so many seconds ago."""
    session = client.session
    session[BEGAN], session[SEEN] = time.time() - began, time.time() - seen
    session.save()
    return client


@pytest.mark.parametrize(
    ("began", "seen", "status"),
    [
        (0, 0, 200),
        (7.9 * HOUR, 0.9 * HOUR, 200),
        (2 * HOUR, 1.1 * HOUR, 302),
        (8.1 * HOUR, 30, 302),
        (8.1 * HOUR, 0, 302),
    ],
)
def test_login_ends_after_an_hour_without_use_and_after_eight_hours(client_of, began, seen, status):
    client = aged(client_of(factories.user()), began=began, seen=seen)
    assert client.get("/").status_code == status
    assert (client.session.get(BEGAN) is None) == (status == 302)


def test_use_is_noted_once_a_minute_and_the_beginning_stays(client_of):
    client = aged(client_of(factories.user()), began=2 * HOUR, seen=61)
    client.get("/")
    seen = client.session[SEEN]
    client.get("/")
    assert [client.session[SEEN], time.time() - seen < 5, time.time() - client.session[BEGAN] > 7199] == [
        seen,
        True,
        True,
    ]


def test_login_from_before_is_given_a_beginning(client_of):
    client = client_of(factories.user())
    session = client.session
    del session[BEGAN], session[SEEN]
    session.save()
    assert [client.get("/").status_code, BEGAN in client.session] == [200, True]


def test_text_that_was_being_written_when_the_login_ended_is_kept(client_of):
    participation = factories.participation()
    url = f"/omgangar/{participation.round.slug}/{participation.organisation.code}/traffar/0/moment/7/"
    client = aged(client_of(factories.member(participation.organisation)), began=9 * HOUR, seen=10)
    answer = client.post(url, {"reason": "Två av sex nämnder"}, headers={"sec-fetch-site": "same-origin"})
    assert [answer.status_code, "Två av sex nämnder" in answer.content.decode()] == [403, True]


def test_new_password_ends_logins_elsewhere_and_keeps_this_one(client_of):
    person = factories.user()
    here, elsewhere = client_of(person), client_of(person)
    new = "another-long-sentence"
    here.post("/konto/losenord/", {"oldpassword": factories.PASSWORD, "password1": new, "password2": new})
    assert [here.get("/").status_code, elsewhere.get("/").status_code] == [200, 302]


def test_login_of_a_closed_account_is_worth_nothing(client_of):
    person = factories.user()
    client = client_of(person)
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert client.get("/").status_code == 302


def test_logins_are_listed_for_their_owner_only(client):
    for email, agent in [("a@example.org", "Firefox"), ("b@example.org", "Edg/1 Windows")]:
        person = factories.user(email)
        (client if email[0] == "a" else Client(headers={"user-agent": agent})).post(
            "/konto/logga-in/", {"login": person.email, "password": factories.PASSWORD}
        )
    page = client.get("/konto/inloggningar/").content.decode()
    assert ["(den här)" in page, "Edge" in page] == [True, False]


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        ("", "en annan webbläsare"),
    ],
)
def test_browsers_are_named_in_words(user_agent, name):
    assert device(user_agent) == name


def test_log_in_begins_a_login():
    log_in(client := Client(), factories.user())
    assert BEGAN in client.session
