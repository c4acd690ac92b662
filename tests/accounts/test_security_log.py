"""The security log says who tried what from where, in one line of JSON, and never names, addresses or texts."""

import ast
import json
import logging
import re

import pytest
from django.conf import settings
from django.test import RequestFactory

from accounts.audit import number_requests
from accounts.security_log import FACTS, security_event
from tests import factories, sweeps
from tests.world import OWN, PEER, ROUND, make_world

pytestmark = pytest.mark.django_db
LOGIN = "/konto/logga-in/"


@pytest.fixture
def events(caplog):
    """What was written, without the time, as dictionaries."""
    caplog.set_level(logging.INFO, "jamsteg.security")

    def read() -> list[dict]:
        lines = [record.getMessage() for record in caplog.records if record.name == "jamsteg.security"]
        found = [json.loads(line) for line in lines]
        assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]{12}\+00:00", event.pop("at")) for event in found)
        assert all(event.pop("request_id", "") is not None for event in found)
        return found

    return read


def test_event_says_who_where_and_what(events):
    person, organisation = factories.user(), factories.organisation()
    security_event("role-changed", None, person, organisation=organisation, role="strategist", count=2)
    assert events() == [
        {"verb": "role-changed", "user": person.pk, "organisation": organisation.pk, "role": "strategist", "count": 2}
    ]


@pytest.mark.parametrize("text", ["åsa@example.org", "a\r\nlogin", "x" * 81, '{"a": 1}', "\u2028"])
def test_event_holds_no_text_that_is_not_plain(events, caplog, text):
    security_event("settings-changed", None, None, reason=text, password="hemligt", email=text)
    assert events() == [{"verb": "settings-changed", "user": None, "reason": "?"}]
    assert len(caplog.records[-1].getMessage().splitlines()) == 1


def test_event_carries_the_number_of_its_request(caplog):
    caplog.set_level(logging.INFO, "jamsteg.security")

    def view(request):
        security_event("tried", request)
        return {}

    number = number_requests(view)(RequestFactory().get("/"))["X-Request-ID"]
    assert json.loads(caplog.records[-1].getMessage())["request_id"] == number
    assert len(number) == 36


def test_login_logout_and_wrong_password_are_noted(client, events):
    person = factories.user("asa@example.org")
    client.post(LOGIN, {"login": "ASA@example.org", "password": "wrong"})
    client.post(LOGIN, {"login": "nobody@example.org", "password": "wrong"})
    client.post(LOGIN, {"login": "asa@example.org", "password": factories.PASSWORD})
    client.post("/konto/logga-ut/")
    place = {"http": "POST", "ip": "127.0.0.1"}
    assert events() == [
        {"verb": "login-failed", "user": person.pk, "route": "account_login", **place},
        {"verb": "login-failed", "user": None, "route": "account_login", **place},
        {"verb": "login", "user": person.pk, "route": "account_login", **place},
        {"verb": "logout", "user": person.pk, "route": "account_logout", **place},
    ]


def test_changed_password_is_noted(client_of, events):
    person = factories.user()
    new = {"password1": "another-long-password", "password2": "another-long-password"}
    client_of(person).post("/konto/losenord/", {"oldpassword": factories.PASSWORD} | new)
    assert ("password-changed", person.pk) in [(event["verb"], event["user"]) for event in events()]


def test_refused_and_foreign_pages_are_noted(client_of, events):
    person = make_world().people["reader"]
    client = client_of(person)
    answers = [
        client.get(path) for path in (f"/omgangar/{ROUND}/{OWN}/piloter/ny/", f"/omgangar/{ROUND}/{PEER}/piloter/")
    ]
    client.get("/finns-inte/")
    noted = [(event["verb"], event["user"], event["route"], event["status"]) for event in events()[-2:]]
    assert [answer.status_code for answer in answers] == [403, 404]
    assert noted == [
        ("denied", person.pk, "pilot-create", 403),
        ("not-found", person.pk, "pilot-list", 404),
    ]


def test_file_that_leaves_is_noted(client_of, events):
    person = make_world().people["coordinator"]
    client_of(person).get(f"/omgangar/{ROUND}/tabeller/nivaer.csv")
    assert [(event["verb"], event["route"]) for event in events()[-1:]] == [("file-downloaded", "round-table")]


def test_every_answer_and_error_page_carries_its_number(client_of):
    answer = client_of(factories.user()).get("/finns-inte/")
    assert f'<code class="request-number">{answer["X-Request-ID"]}</code>' in answer.content.decode()


def test_broken_page_carries_its_number(client_of, monkeypatch):
    client = client_of(factories.user())
    client.raise_request_exception = False
    monkeypatch.setattr("config.views.overview_for", lambda user: 1 / 0)
    answer = client.get("/")
    assert (answer.status_code, answer["X-Request-ID"] in answer.content.decode()) == (500, True)


def unknown_facts(source: str) -> set[str]:
    """Names of facts in calls of ``security_event`` that would be left out."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    events = [call for call in calls if ast.unparse(call.func).endswith("security_event")]
    names = {keyword.arg for call in events for keyword in call.keywords if keyword.arg is not None}
    return names - FACTS - {"request", "user"}


def test_every_fact_that_is_told_is_written():
    paths = [path for app in sweeps.APPS for path in (settings.BASE_DIR / app).rglob("*.py")]
    told = {str(path): unknown_facts(path.read_text("utf-8")) for path in paths}
    assert {path: names for path, names in told.items() if names} == {}
    assert unknown_facts("security_event('a', request, user=None, status=1, email='x')") == {"email"}
