"""Logging in: with e-mail and password, without telling who has an account, and not by guessing."""

import re

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import User
from tests import factories

pytestmark = pytest.mark.django_db

LOGIN = "/konto/logga-in/"


def log_in(client, email: str, password: str = factories.PASSWORD, **more):
    return client.post(LOGIN, {"login": email, "password": password} | more)


def without_tokens(response) -> str:
    page = re.sub(r'(csrfmiddlewaretoken" value=")[^"]*', r"\1", response.content.decode())
    return re.sub(r'value="[a-z-]+@example\.org"', "", page)


@pytest.mark.parametrize("email", ["asa@example.org", " ASA@Example.org "])
def test_login_leads_to_the_start(client, email):
    factories.user("asa@example.org")
    assert log_in(client, email).headers["Location"] == "/"
    assert client.get("/").status_code == 200


def test_login_leads_back_to_the_page_that_was_asked_for(client):
    factories.user("asa@example.org")
    asked = client.get("/omgangar/omgang/")
    assert asked.headers["Location"] == "/konto/logga-in/?next=/omgangar/omgang/"
    assert log_in(client, "asa@example.org", next="/omgangar/omgang/").headers["Location"] == "/omgangar/omgang/"
    assert log_in(client, "asa@example.org", next="https://example.com/").headers["Location"] == "/"


def test_wrong_password_and_unknown_address_get_the_same_answer(client):
    factories.user("known@example.org")
    known, unknown = log_in(client, "known@example.org", "wrong"), log_in(client, "other@example.org", "wrong")
    assert (known.status_code, without_tokens(known)) == (200, without_tokens(unknown))


def test_guessing_is_stopped_after_five_attempts(client):
    factories.user("asa@example.org")
    for _attempt in range(5):
        log_in(client, "asa@example.org", "wrong")
    log_in(client, "asa@example.org")
    assert client.get("/").status_code == 302


def test_account_without_password_or_closed_cannot_log_in(client):
    factories.user("asa@example.org", is_active=False)
    User.objects.create_user("bo@example.org")
    log_in(client, "asa@example.org")
    log_in(client, "bo@example.org", "")
    assert client.get("/").status_code == 302


def test_account_that_is_closed_is_out_at_once(client_of):
    person = factories.user()
    client = client_of(person)
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert client.get("/").status_code == 302


def test_nobody_signs_up(client):
    client.post("/konto/skapa/", {"email": "new@example.org", "password1": "another-long-password"})
    assert not User.objects.exists()


def test_logout_ends_the_session(client_of):
    client = client_of(factories.user())
    client.get("/konto/logga-ut/")
    assert client.get("/").status_code == 200
    client.post("/konto/logga-ut/")
    assert client.get("/").status_code == 302


@pytest.mark.parametrize("password", ["short", "qwerty123456", "", "new-long-password\x00"])
def test_weak_password_is_refused(client_of, password):
    person = factories.user()
    answer = {"oldpassword": factories.PASSWORD, "password1": password, "password2": password}
    assert client_of(person).post("/konto/losenord/", answer).status_code == 200
    person.refresh_from_db()
    assert person.check_password(factories.PASSWORD)


@pytest.mark.parametrize("email", ["a\x00@example.org", "x" * 5000, "", "åäö", "a@b@c"])
def test_broken_address_is_no_server_error(client, email):
    assert log_in(client, email).status_code == 200


def test_membership_that_ends_takes_effect_at_once(client_of):
    participation = factories.participation(factories.learning_round("omgang"))
    held = factories.membership(organisation=participation.organisation)
    client, page = client_of(held.user), participation.get_absolute_url()
    assert client.get(page).status_code == 200
    held.ended_at = timezone.now()
    held.save()
    assert client.get(page).status_code == 404


def test_guesses_are_counted_per_account_whatever_host_they_name(client):
    person = factories.user()
    call_command("createcachetable")
    for port in range(1, 6):
        guess = {"login": person.email, "password": "a wrong password"}
        client.post("/konto/logga-in/", guess, headers={"host": f"127.0.0.1:{port}"})
    right = {"login": person.email, "password": factories.PASSWORD}
    assert client.post("/konto/logga-in/", right, headers={"host": "127.0.0.1:99"}).status_code == 429
    assert client.get("/").status_code == 302
