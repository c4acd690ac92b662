"""The database is away while people read and write: they are asked to wait, keep their text, and then go on.

PostgreSQL is stopped; SQLite is locked by another program, so that reading goes on and saving has to wait.

usage: python -m tests.hard.trial_outage [--seconds 30]
"""

import http.client
import os
import sqlite3
import sys
import time
from argparse import ArgumentParser
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

from tests.hard import site

CLIENTS = 4
TYPED = "Det här skrev jag medan databasen var borta"


class Crowd:
    """People who read and write until it is over; counts the answers of each phase, and what was wrong with them."""

    def __init__(self):
        self.phase = "before"
        self.over = Event()
        self.answers: Counter = Counter()
        self.faults: Counter = Counter()

    def work(self, browser: site.Browser, path: str) -> None:
        """Read the list and write a pilot activity, again and again."""
        while not self.over.is_set():
            self._note(lambda: browser.get(path), "")
            self._note(lambda: browser.post(f"{path}ny/", name="Ny", status="planned", problem=TYPED), TYPED)

    def _note(self, send, typed: str) -> None:
        phase = self.phase
        try:
            answer = send()
        except (OSError, http.client.HTTPException):
            self.faults["no answer"] += 1
            return
        self.answers[phase, answer.status] += 1
        if answer.status == 503:
            self.faults["without Retry-After"] += not answer.headers.get("Retry-After")
            self.faults["text lost"] += typed not in answer.text
        elif answer.status >= 500:
            self.faults[answer.status] += 1
        time.sleep(0.05)

    def of(self, phase: str) -> dict[int, int]:
        return {status: count for (when, status), count in sorted(self.answers.items()) if when == phase}


@contextmanager
def database_away():
    """No database for a while."""
    from django.conf import settings

    if site.engine() == "postgresql":
        site.stop_postgres()
        yield
        site.start_postgres()
        return
    connection = sqlite3.connect(settings.DATABASES["default"]["NAME"], timeout=30, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    yield
    connection.execute("ROLLBACK")
    connection.close()


def tried(seconds: float) -> Crowd:
    from django.db import connection

    participation, crowd = site.place(), Crowd()
    with site.running() as running, ThreadPoolExecutor(CLIENTS) as threads:
        people = site.browsers(running, participation, CLIENTS)
        connection.close()
        for browser in people:
            threads.submit(crowd.work, browser, site.address(participation, "piloter"))
        time.sleep(2)
        crowd.phase = "away"  # from now on, since who has just sent something may be answered so
        with database_away():
            time.sleep(seconds)
        crowd.phase = "coming back"
        time.sleep(3)
        crowd.phase = "after"
        time.sleep(3)
        crowd.over.set()
    crowd.faults["web server restarted"] = len(running.starts) - 1
    return crowd


def main() -> int:
    parser = ArgumentParser()
    parser.add_argument("--seconds", type=float, default=30)
    seconds = parser.parse_args().seconds
    os.environ["PATIENCE"] = "2"  # seconds that SQLite waits for another program
    site.set_up()
    crowd = tried(seconds)
    phases = {phase: crowd.of(phase) for phase in ("before", "away", "coming back", "after")}
    faults = {name: count for name, count in crowd.faults.items() if count}
    print(f"{site.engine()}: database away for {seconds:g} s under load: {phases}, faults {faults}")
    is_back = set(phases["after"]) <= {200, 302} and 302 in phases["after"]
    return 0 if not faults and 503 in phases["away"] and is_back else 1


if __name__ == "__main__":
    sys.exit(main())
