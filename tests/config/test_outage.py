"""While the database is away people are asked to wait, with what they typed; nobody gets a server error."""

import sqlite3
from contextlib import contextmanager
from itertools import pairwise

import pytest
from django.db import IntegrityError, OperationalError, connection
from django.test import Client
from django.urls import reverse

from config.outage import is_outage
from learning_rounds.models import PilotActivity
from tests import factories as make
from tests.addresses import by_name
from tests.logins import log_in
from tests.world import make_world

OWN_PAGE = {"sec-fetch-site": "same-origin"}
TYPED = "Två av sex nämnder\nanvänder mallen"


@contextmanager
def away(after: int = 0):
    """The database answers this many queries, and then none any more."""
    left = after

    def query(execute, sql, params, many, context):
        nonlocal left
        left -= 1
        if left < 0:
            raise OperationalError("server closed the connection unexpectedly")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(query):
        yield


def client_of(user, language: str = "sv", **headers) -> Client:
    client = Client(raise_request_exception=False, headers={"accept-language": language} | OWN_PAGE | headers)
    log_in(client, user)
    return client


def place():
    participation = make.participation()
    return participation, make.member(participation.organisation)


def address(name: str, participation, *more) -> str:
    return reverse(name, args=[participation.round.slug, participation.organisation.code, *more])


@pytest.mark.django_db
def test_no_address_is_a_server_error_while_the_database_is_away():
    client = client_of(make_world().people["strategist"])
    paths = {name: address.path() for name, address in by_name().items()}
    with away():
        answers = {(name, how): getattr(client, how)(path) for name, path in paths.items() for how in ("get", "post")}
    wrong = {where: answer.status_code for where, answer in answers.items() if answer.status_code >= 500}
    assert set(wrong.values()) == {503}
    assert {answer.headers.get("Retry-After") for answer in answers.values() if answer.status_code == 503} == {"10"}


@pytest.mark.parametrize(("language", "sentence"), [("sv", "Jämsteg tar en kort paus"), ("en", "takes a short break")])
@pytest.mark.django_db
def test_page_says_what_to_do_in_both_languages(language, sentence):
    participation, strategist = place()
    client = client_of(strategist, language)
    with away():
        response = client.get(address("pilot-list", participation))
    page = response.content.decode()
    assert (response.status_code, sentence in page, f'lang="{language}"' in page) == (503, True, True)


@pytest.mark.django_db
def test_what_was_typed_is_on_the_page_and_can_be_sent_from_there():
    participation, strategist = place()
    client, path = client_of(strategist), address("pilot-create", participation)
    with away():
        response = client.post(path, {"name": "Skolan", "status": "planned", "problem": TYPED, "client_id": "1"})
    page = response.content.decode()
    assert (response.status_code, TYPED.replace("\n", "<br>") in page) == (503, True)
    expected = [f'action="{path}"', 'name="client_id" value="1"', 'name="csrfmiddlewaretoken"', 'value="Skolan"']
    assert [text in page for text in expected] == [True] * 4


@pytest.mark.django_db
def test_another_site_cannot_put_words_into_the_page():
    participation, strategist = place()
    client = client_of(strategist, **{"sec-fetch-site": "cross-site"})
    with away():
        response = client.post(address("pilot-create", participation), {"problem": TYPED})
    assert (response.status_code, "nämnder" in response.content.decode()) == (503, False)


@pytest.mark.django_db
def test_step_that_saves_itself_gets_its_line():
    participation, strategist = place()
    client = client_of(strategist)
    path = address("step-edit", participation, participation.round.open_meeting().number, 1)
    with away():
        response = client.post(path, {"reason": TYPED}, headers={"HX-Request": "true"})
    page = response.content.decode()
    assert (response.status_code, "Vi försöker igen om en stund." in page, "<html" in page) == (503, True, False)


@pytest.mark.django_db(transaction=True)
def test_save_is_whole_or_not_there_at_whatever_query_the_database_goes():
    make.shipped_checklist()
    participation, strategist = place()
    client, path = client_of(strategist), address("pilot-create", participation)
    data = {"name": "Skolan", "status": "planned", "client_id": "number"}
    statuses = []
    for after in range(60):
        with away(after):
            statuses.append(client.post(path, data).status_code)
        if statuses[-1] == 302:
            break
        connection.close() if connection.vendor == "postgresql" else None
    assert set(statuses[:-1]) == {503}
    assert (statuses[-1], len(statuses) > 10, PilotActivity.objects.count()) == (302, True, 1)


# --- What is an outage -----------------------------------------------------------------------------------------------


def raised(*errors: Exception) -> Exception:
    """The last error, each raised from the one before."""
    for cause, error in pairwise(errors):
        error.__cause__ = cause
    return errors[-1]


def sqlite_error(code: int) -> Exception:
    error = sqlite3.OperationalError("it says what")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (OperationalError("the connection is closed"), True),
        (raised(sqlite_error(sqlite3.SQLITE_BUSY), OperationalError("database is locked")), True),
        (raised(sqlite_error(sqlite3.SQLITE_ERROR), OperationalError("no such column: a")), False),
        (raised(OperationalError("gone"), RuntimeError("while tidying up")), True),
        (IntegrityError("twice"), False),
        (KeyError("a"), False),
        (None, False),
    ],
)
def test_only_a_database_that_is_away_or_busy_is_an_outage(error, expected):
    assert is_outage(error) is expected


@pytest.mark.django_db
def test_fault_of_ours_is_a_server_error():
    participation, strategist = place()
    client = client_of(strategist)
    with connection.execute_wrapper(lambda execute, _sql, *more: execute("SELEC", *more)):
        response = client.get(address("pilot-list", participation))
    assert response.status_code == 500
