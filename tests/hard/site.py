"""Jämsteg behind a real gunicorn, with a database of its own, and people who are logged in there."""

import atexit
import http.client
import logging
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

import django

BASE = Path(__file__).resolve().parent.parent.parent
SETTINGS = "tests.hard.settings"
TOKEN = "a" * 32
WORKERS, THREADS = 2, 4


@cache
def set_up() -> None:
    """Make the tables in the database of DATABASE_URL, from this process, which tidies up also when it is ended."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    directory = tempfile.mkdtemp(prefix="jamsteg-trial-")
    atexit.register(shutil.rmtree, directory, ignore_errors=True)
    os.environ |= {"DJANGO_SETTINGS_MODULE": SETTINGS, "TEST_WORKER_DIR": directory}
    django.setup()
    logging.getLogger("jamsteg.security").disabled = True
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable")


def engine() -> str:
    from django.db import connection

    return connection.vendor


@dataclass
class Answer:
    """What the server answered."""

    status: int
    headers: http.client.HTTPMessage
    text: str

    def field(self, name: str) -> str:
        """The value of an input or the text of a textarea."""
        found = re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', self.text)
        found = found or re.search(rf'<textarea[^>]*name="{name}"[^>]*>\s*([^<]*)</textarea>', self.text)
        return found[1].strip() if found else ""


@dataclass
class Browser:
    """Somebody who is logged in; raises OSError or HTTPException when there is no answer."""

    port: int
    session: str

    def get(self, path: str) -> Answer:
        return self._send("GET", path)

    def post(self, path: str, **data) -> Answer:
        """Send a form with a number of its own, unless it says one."""
        return self._send("POST", path, {"client_id": str(uuid4()), "csrfmiddlewaretoken": TOKEN} | data)

    def _send(self, method: str, path: str, data: dict | None = None) -> Answer:
        headers = {"Cookie": f"sessionid={self.session}; csrftoken={TOKEN}", "Sec-Fetch-Site": "same-origin"}
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, urlencode(data) if data else None, headers)
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read().decode(errors="replace"))
        finally:
            connection.close()


@dataclass
class Site:
    """The web server. ``wsgi`` is the application that it runs, ``environment`` what it is told besides."""

    wsgi: str
    environment: dict[str, str]
    port: int = 0
    process: subprocess.Popen | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        self.port = self.port or _free_port()
        # Several gunicorns of one user would share the control socket.
        quietly = ["--log-level", "critical", "--no-control-socket"]
        processes = ["--workers", str(WORKERS), "--threads", str(THREADS)]
        address = ["--bind", f"127.0.0.1:{self.port}"]
        command = [sys.executable, "-m", "gunicorn", self.wsgi, *address, *processes, *quietly]
        environment = os.environ | {"DJANGO_SETTINGS_MODULE": SETTINGS} | self.environment
        quiet = {} if "LOUD" in os.environ else {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(command, cwd=BASE, env=environment, process_group=0, **quiet)  # noqa: S603
        wait_for(self.answers)

    def answers(self) -> bool:
        """Does it answer anything?"""
        try:
            return bool(Browser(self.port, "").get("/hjalp/").status)
        except (OSError, http.client.HTTPException):
            return False

    def workers(self) -> set[str]:
        """The processes that answer; others stand here when one was restarted."""
        return set(Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split())

    def kill(self) -> None:
        """Kill it with all its workers, without a warning."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def running(wsgi: str = "tests.hard.plain", **environment: str):
    """A site that is there for a while."""
    site = Site(wsgi, environment)
    site.start()
    try:
        yield site
    finally:
        site.kill()


def wait_for(condition, seconds: float = 60) -> None:
    """Wait until it holds."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.05)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


# --- People and places -----------------------------------------------------------------------------------------------


def place(name: str = ""):
    """A participation in a round that is open, of an organisation that may have a name."""
    from tests import factories

    return factories.participation(factories.learning_round(open_meeting=1), factories.organisation(name=name))


def address(participation, *parts: object) -> str:
    """An address of the organisation in its round."""
    whole = [participation.round.slug, participation.organisation.code, *parts]
    return f"/omgangar/{'/'.join(map(str, whole))}/"


def browsers(site: Site, participation, count: int) -> list[Browser]:
    """Strategists of the organisation who have logged in."""
    from django.test import Client

    from tests import factories

    found = []
    for _number in range(count):
        client = Client()
        client.force_login(factories.member(participation.organisation))
        found.append(Browser(site.port, client.cookies["sessionid"].value))
    return found


# --- The database server ---------------------------------------------------------------------------------------------


def start_postgres() -> None:
    """Start the server of bin/with-postgres once more; it may take a moment until what was killed is gone."""
    wait_for(lambda: subprocess.run([BASE / "bin/with-postgres", "--start"], capture_output=True).returncode == 0)  # noqa: S603


def stop_postgres() -> None:
    subprocess.run([BASE / "bin/with-postgres", "--stop"], check=True, capture_output=True)  # noqa: S603


def kill_postgres() -> None:
    """Kill the server without a warning."""
    pid_file = Path(os.environ["POSTGRES_DIRECTORY"]) / "data" / "postmaster.pid"
    os.kill(int(pid_file.read_text().split()[0]), signal.SIGKILL)
