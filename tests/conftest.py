"""What every test may use. The settings of test runs are in tests/settings.py."""

import os
from datetime import date, datetime, time

import hypothesis
import pytest
from django.core.management import call_command
from django.utils import timezone, translation

from tests import factories
from tests.logins import log_in
from tests.strict import StrictClient

# Speed is measured by itself, never by a test that a busy machine can fail.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

# Playwright's synchronous interface keeps an event loop running, which Django would take for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


def pytest_collection_modifyitems(config, items):
    """Leave out the whole forms of long tests, unless they are asked for (``-m hard``)."""
    if "hard" in config.option.markexpr:
        return
    hard = [item for item in items if item.get_closest_marker("hard")]
    config.hook.pytest_deselected(items=hard)
    items[:] = [item for item in items if item not in hard]


def pytest_terminal_summary(terminalreporter):
    """Say what bin/test had to leave out, where it is seen: just before the closing line."""
    for notice in os.environ.get("TESTS_LEFT_OUT", "").splitlines():
        terminalreporter.write_line(notice)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Load the shipped checklist once: every test but those with ``transaction=True`` finds it there.

    After those (they empty the tables) ``factories.shipped_checklist()`` makes it anew.
    """
    from accounts.models import AuditEntry
    from tests.triggers import without_triggers

    with django_db_blocker.unblock():
        factories.shipped_checklist()
        with without_triggers():
            AuditEntry.objects.all()._raw_delete(using="default")


@pytest.fixture(scope="session", autouse=True)
def _tables_can_be_emptied():
    """Tests with ``transaction=True`` end by emptying all tables, append-only ones too; Django's migrate signal, which
    comes with that, makes the triggers anew."""
    from django.test import TransactionTestCase

    from tests.triggers import drop_triggers

    empty = TransactionTestCase._fixture_teardown
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: (drop_triggers(), empty(self)))
        yield


@pytest.fixture(autouse=True)
def _swedish():
    """Every test starts in Swedish, whatever language the one before it ended in."""
    with translation.override("sv"):
        yield


@pytest.fixture
def client():
    """An anonymous client that reads every page."""
    return StrictClient()


@pytest.fixture
def client_of():
    """``client_of(user)``: a client that is logged in and reads every page; ``client_of(None)`` is anonymous.

    It has shown a second factor where the person's role demands one (tests/logins.py).
    """

    def logged_in(user, language: str = "sv", *, with_factor: bool | None = None) -> StrictClient:
        client = StrictClient(headers={"accept-language": language})
        if user is not None:
            log_in(client, user, with_factor=with_factor)
        return client

    return logged_in


@pytest.fixture
def on_day(monkeypatch):
    """``on_day(date)``: from now on it is noon (Swedish time) of that day."""

    def set_day(day: date | str, at: time = time(12)) -> datetime:
        day = date.fromisoformat(day) if isinstance(day, str) else day
        moment = timezone.make_aware(datetime.combine(day, at))
        monkeypatch.setattr(timezone, "now", lambda: moment)
        return moment

    return set_day


@pytest.fixture
def run():
    """``run("command", "argument")``: a management command's standard output."""
    from io import StringIO

    def call(*arguments, **options) -> str:
        output = StringIO()
        call_command(*arguments, stdout=output, **options)
        return output.getvalue()

    return call
