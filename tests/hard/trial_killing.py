"""Web server and database are killed while people save: what was confirmed is there, and everything is there once.

Everybody sends a note again until it is confirmed, as the same form, like somebody who presses the button once more.

usage: python -m tests.hard.trial_killing [--saves 1000] [--kills 5]
"""

import http.client
import sys
import time
from argparse import ArgumentParser
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from uuid import uuid4

from tests.hard import site

CLIENTS = 4
SHORT = ["--saves", "30", "--kills", "1"]
LONGEST = 120  # seconds that somebody tries to save one note


class Crowd:
    """People who write notes; counts what they were answered."""

    def __init__(self, people: list[site.Browser], path: str):
        self.people, self.path = people, path
        self.answers: Counter = Counter()
        self.confirmed: list[str] = []

    def write(self, number: int) -> None:
        """Send a note until it is confirmed."""
        form = {"on": "2026-03-02", "text": f"Anteckning {number}", "client_id": str(uuid4())}
        site.wait_for(lambda: self._send(self.people[number % CLIENTS], form), LONGEST)
        self.confirmed.append(form["text"])

    def _send(self, browser: site.Browser, form: dict) -> bool:
        try:
            status: int | str = browser.post(self.path, **form).status
        except (OSError, http.client.HTTPException):
            status = "no answer"
        self.answers[status] += 1
        return status == 302


def tried(saves: int, kills: int, kill) -> dict:
    """What is lost or doubled when ``kill`` strikes that many times on the way."""
    from django.db import connection

    from learning_rounds.models import PilotNote
    from tests import factories

    participation = site.place()
    pilot = factories.pilot_activity(participation)
    over = Event()
    with site.running() as running, ThreadPoolExecutor(CLIENTS + 1) as threads:
        path = site.address(participation, "piloter", pilot.pk, "logg", "ny")
        crowd = Crowd(site.browsers(running, participation, CLIENTS), path)
        connection.close()
        killer = threads.submit(
            _strike, crowd, [saves * n // (kills + 1) for n in range(1, kills + 1)], kill, running, over
        )
        try:
            list(threads.map(crowd.write, range(saves)))
        finally:
            over.set()
        downtimes = killer.result()
    there = Counter(PilotNote.objects.filter(pilot=pilot).values_list("text", flat=True))
    return {
        "confirmed": len(crowd.confirmed),
        "lost": len(set(crowd.confirmed) - set(there)),
        "doubled": sum(count > 1 for count in there.values()),
        "kills": len(downtimes),
        "longest pause": f"{max(downtimes, default=0):.2f} s",
        "answers": dict(crowd.answers),
    }


def _strike(crowd: Crowd, moments: list[int], kill, running: site.Site, over: Event) -> list[float]:
    """Kill whenever so many notes are confirmed; how long each time took until it is up again."""
    downtimes = []
    for moment in moments:
        while len(crowd.confirmed) < moment and not over.is_set():
            time.sleep(0.005)
        began = time.monotonic()
        kill(running)
        downtimes.append(time.monotonic() - began)
    return downtimes


def kill_web(running: site.Site) -> None:
    running.kill()
    running.start()


def kill_database(_running: site.Site) -> None:
    site.kill_postgres()
    site.start_postgres()


def main(arguments: list[str] | None = None) -> int:
    parser = ArgumentParser()
    parser.add_argument("--saves", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=5)
    asked = parser.parse_args(arguments)
    site.set_up()
    victims = {"web server": kill_web} | ({"PostgreSQL": kill_database} if site.engine() == "postgresql" else {})
    broken = 0
    for name, kill in victims.items():
        found = tried(asked.saves, asked.kills, kill)
        print(f"{site.engine()}: {asked.saves} saves while the {name} is killed: {found}")
        broken += found["lost"] + found["doubled"] + found["answers"].get(500, 0) + (found["kills"] < asked.kills)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
