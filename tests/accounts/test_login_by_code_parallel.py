"""A code by mail, sent many times at the same moment: three are looked at, and one lets in."""

import pytest
from django.core.management import call_command
from django.db import connection

from tests import factories
from tests.accounts.test_people_parallel import at_once
from tests.logins import mailed_code
from tests.strict import StrictClient

pytestmark = [pytest.mark.django_db(transaction=True)]
ASK, WRITE = "/konto/logga-in/kod/", "/konto/logga-in/kod/visa/"


@pytest.fixture
def same_browser():
    """Twelve windows of one browser in which a code has been asked for."""
    if connection.vendor == "sqlite":
        pytest.skip("one writer at a time; test_login_by_code.py tries the same one after the other")
    call_command("createcachetable", verbosity=0)
    factories.user("asa@example.org", password=None)
    clients = [StrictClient() for _number in range(12)]
    clients[0].post(ASK, {"email": "asa@example.org"})
    for client in clients[1:]:
        client.cookies = clients[0].cookies.copy()
    return clients


def is_in(client) -> bool:
    return client.get("/").status_code == 200


def test_twelve_right_codes_at_once_are_one_login(same_browser):
    code = mailed_code()
    at_once(12, lambda number: same_browser[number].post(WRITE, {"code": code}))
    assert [is_in(client) for client in same_browser].count(True) == 1


def test_wrong_codes_at_once_use_up_the_attempts(same_browser):
    code = mailed_code()
    guess = lambda number: same_browser[number].post(WRITE, {"code": f"0000-00{number:02}"})  # noqa: E731
    at_once(11, guess)
    same_browser[11].post(WRITE, {"code": code})
    assert not any(is_in(client) for client in same_browser)
