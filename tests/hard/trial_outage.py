"""The database is away while people read and write: they are asked to wait, keep their text, and then go on.

PostgreSQL is stopped; SQLite is locked by another program, so that reading goes on and saving has to wait.

usage: python -m tests.hard.trial_outage [--seconds 30]
"""

import http.client
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
SHORT = ["--seconds", "4", "--after", "1"]
TYPED = "Det här skrev jag medan databasen var borta"
PATIENCE = "2"  # seconds that SQLite waits for another program


class Crowd:
    """People who read and write until it is over; counts the answers of each phase, and what was wrong with them."""

    def __init__(self):
        self.phase = "before"
        self.over = Event()
        self.answers: Counter = Counter()
        self.faults: Counter = Counter()
        self.saved: Counter = Counter()
        self.longest = 0.0

    def work(self, number: int, browser: site.Browser, path: str) -> None:
        """Read the list and write a pilot activity, again and again."""
        while not self.over.is_set():
            self._note(lambda: browser.get(path), "")
            answer = self._note(lambda: browser.post(f"{path}ny/", name="Ny", status="planned", problem=TYPED), TYPED)
            self.saved[self.phase, number] += answer == 302

    def all_save(self) -> bool:
        """Has everybody saved something in this phase?"""
        return all(self.saved[self.phase, number] for number in range(CLIENTS))

    def _note(self, send, typed: str) -> int:
        phase, began = self.phase, time.monotonic()
        try:
            answer = send()
        except (OSError, http.client.HTTPException):
            self.faults["no answer"] += 1
            return 0
        self.longest = max(self.longest, time.monotonic() - began)
        self.answers[phase, answer.status] += 1
        if answer.status == 503:
            self.faults["without Retry-After"] += not answer.headers.get("Retry-After")
            self.faults["text lost"] += typed not in answer.text
        elif answer.status >= 500:
            self.faults[answer.status] += 1
        time.sleep(0.05)
        return answer.status

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


def tried(seconds: float, after: float) -> Crowd:
    from django.db import connection

    participation, crowd = site.place(), Crowd()
    with site.running(PATIENCE=PATIENCE) as running, ThreadPoolExecutor(CLIENTS) as threads:
        people = site.browsers(running, participation, CLIENTS)
        connection.close()
        workers = running.workers()
        for number, browser in enumerate(people):
            threads.submit(crowd.work, number, browser, site.address(participation, "piloter"))
        try:
            _go_through(crowd, seconds, after)
        finally:
            crowd.over.set()
        crowd.faults["worker restarted"] = len(workers ^ running.workers())
    return crowd


def _go_through(crowd: Crowd, seconds: float, after: float) -> None:
    site.wait_for(crowd.all_save)
    crowd.phase = "away"  # from now on, since who has just sent something may be answered so
    with database_away():
        time.sleep(seconds)
    crowd.phase = "coming back"
    site.wait_for(crowd.all_save)
    crowd.phase = "after"
    time.sleep(after)
    site.wait_for(crowd.all_save)


def main(arguments: list[str] | None = None) -> int:
    parser = ArgumentParser()
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--after", type=float, default=5)
    asked = parser.parse_args(arguments)
    site.set_up()
    crowd = tried(asked.seconds, asked.after)
    phases = {phase: crowd.of(phase) for phase in ("before", "away", "coming back", "after")}
    faults = {name: count for name, count in crowd.faults.items() if count}
    print(f"{site.engine()}: database away for {asked.seconds:g} s under load: {phases}, faults {faults},", end=" ")
    print(f"longest answer {crowd.longest:.1f} s")
    # On a busy machine somebody may still find SQLite locked by the others for longer than PATIENCE.
    is_back = phases["after"][302] > phases["after"].get(503, 0)
    return 0 if not faults and 503 in phases["away"] and is_back else 1


if __name__ == "__main__":
    sys.exit(main())
