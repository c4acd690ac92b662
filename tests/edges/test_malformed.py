"""Thousands of malformed requests: an answer below 500 to each, and none that takes long.

``FUZZ_SEED=… bin/test -k malformed`` repeats a run.
"""

import io
import os
import random
import sys
import time
from collections import Counter
from contextlib import contextmanager

import hypothesis
import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection, transaction

from config.handler import Handler
from tests.addresses import walk
from tests.edges.malformed import Sent, Target, requests
from tests.logins import log_in
from tests.strict import StrictClient
from tests.test_bad_input import pages_with_forms
from tests.world import make_world

pytestmark = pytest.mark.django_db

SEED = int(os.environ.get("FUZZ_SEED") or random.SystemRandom().randrange(2**32))
PEOPLE = ("strategist", "coordinator", "administrator", "anonymous")
TOKEN = "a" * 32
LONGEST = 2  # seconds of processor time: the machine may be busy with other things
# Another server is asked there, which is away in tests: 503 is the right answer.
ASKS_OTHERS = b"/konto/organisationens-inloggning/"
KNOWN = [
    Sent("anonymous", "POST", b"/konto/logga-in/", content_type="text/plain; x*=nope''x"),
    Sent("anonymous", "GET", b"/hjalp/\x00"),
    Sent("anonymous", "GET", b"/hjalp/", query="q=%00"),
    Sent("anonymous", "GET", b"/\xff/"),
    Sent(
        "anonymous", "POST", b"/sprak/", body=b"language=%ff&next=%00", content_type="application/x-www-form-urlencoded"
    ),
    Sent(
        "anonymous",
        "POST",
        b"/sprak/",
        body=b"--grans\r\nContent-Disposition: form-data; name*=nope''x\r\n\r\nx\r\n--grans--\r\n",
        content_type="multipart/form-data; boundary=grans",
    ),
]


class Server:
    """The application as a web server calls it; what a request changes is undone."""

    def __init__(self, people: dict):
        self.application = Handler()
        self.sessions = {who: self._session(people.get(who)) for who in PEOPLE}
        self.statuses: Counter[int] = Counter()
        self.others_away = 0
        self.slowest = 0.0

    def _session(self, user) -> str:
        client = StrictClient()
        if user is None:
            return ""
        log_in(client, user)
        return client.cookies["sessionid"].value

    def answer(self, sent: Sent) -> tuple[int, float]:
        """The status, and how long the application was busy with it."""
        found: list[str] = []
        started = time.process_time()
        with connections_left_open(), transaction.atomic():
            response = self.application(self._environ(sent), lambda status, _headers: found.append(status))
            b"".join(response)
            response.close()
            transaction.set_rollback(True)
        busy, status = time.process_time() - started, int(found[0].split()[0])
        if status == 503 and sent.path.startswith(ASKS_OTHERS):
            self.others_away += 1
            return 200, busy
        self.statuses[status] += 1
        self.slowest = max(self.slowest, busy)
        return status, busy

    def _environ(self, sent: Sent) -> dict:
        cookies = [f"csrftoken={TOKEN}", f"sessionid={self.sessions[sent.who]}"]
        environ = {
            "REQUEST_METHOD": sent.method,
            "PATH_INFO": sent.path.decode("latin-1"),
            "QUERY_STRING": sent.query,
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "testserver",
            "HTTP_X_CSRFTOKEN": TOKEN,
            "HTTP_COOKIE": sent.cookie or "; ".join(cookies),
            "HTTP_ACCEPT_LANGUAGE": "sv",
            "REMOTE_ADDR": "127.0.0.1",
            "CONTENT_TYPE": sent.content_type,
            "CONTENT_LENGTH": str(len(sent.body)),
            "wsgi.input": io.BytesIO(sent.body),
            "wsgi.errors": sys.stderr,
            "wsgi.url_scheme": "http",
        }
        return environ | sent.headers


@contextmanager
def connections_left_open():
    """A web server closes connections that are still in the middle of something; that of a test always is."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


def targets_for(people: dict, client_of) -> list[Target]:
    """Every address as everybody sees it, and every form there."""
    found = []
    for who in PEOPLE:
        client = client_of(people.get(who))
        for address in walk():
            path = address.path()
            found.append(Target(who, path))
            if who in ("strategist", "coordinator"):
                found += [form_target(who, place, form) for place, form in pages_with_forms(client, address.name)]
    return found


def form_target(who: str, path: str, form) -> Target:
    data = tuple((name, tuple(values)) for name, values in form.data.items())
    return Target(who, path, form.method.upper(), data, tuple(sorted(form.files)))


@pytest.mark.parametrize("count", [300, pytest.param(10_000, marks=pytest.mark.hard)])
def test_malformed_requests_are_answered_below_500_and_soon(client_of, capsys, count):
    people = make_world().people
    server, targets = Server(people), targets_for(people, client_of)

    @hypothesis.seed(SEED)
    @hypothesis.settings(
        max_examples=count,
        database=None,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(requests(targets))
    def one(sent):
        status, busy = server.answer(sent)
        assert (status < 500, busy < LONGEST) == (True, True), (status, busy, sent)

    try:
        one()
    finally:
        with capsys.disabled():
            by_status = ", ".join(f"{status}: {times}" for status, times in sorted(server.statuses.items()))
            print(
                f"\n{connection.vendor}: {sum(server.statuses.values())} malformed requests, seed {SEED}: {by_status};"
            )
            print(f"    {server.others_away} × 503 since another server is away; slowest {server.slowest:.2f} s")
    assert sum(server.statuses.values()) + server.others_away >= count


@pytest.mark.parametrize("sent", KNOWN, ids=repr)
def test_request_that_once_was_an_error_is_answered_below_500(sent):
    assert Server({}).answer(sent)[0] < 500


def test_fault_is_noticed(settings):
    settings.ROOT_URLCONF = "tests.config.urls_with_a_fault"
    assert Server({}).answer(Sent("anonymous", "GET", b"/fel/"))[0] == 500
