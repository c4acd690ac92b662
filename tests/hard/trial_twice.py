"""Every form is sent twice at once, as by a double click: both are answered alike, and it is carried out once.

usage: python -m tests.hard.trial_twice [--saves 1000]
"""

import sys
from argparse import ArgumentParser
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

from tests.hard import site

CLIENTS = 4
SHORT = ["--saves", "20"]
WITHOUT_NUMBER = 8


def tried(running: site.Site, saves: int, *, numbered: bool) -> dict:
    """How many were sent, what they were answered, and what is there in the end."""
    from learning_rounds.models import PilotNote
    from tests import factories

    participation = site.place()
    pilot = factories.pilot_activity(participation)
    path = site.address(participation, "piloter", pilot.pk, "logg", "ny")
    people = site.browsers(running, participation, CLIENTS)
    forms = [{"text": f"Anteckning {number}", "client_id": str(uuid4()) * numbered} for number in range(saves)]

    def send(number: int) -> int:
        form = forms[number // 2]
        return people[number // 2 % CLIENTS].post(path, on="2026-03-02", **form).status

    with ThreadPoolExecutor(2 * CLIENTS) as threads:
        answers = Counter(threads.map(send, range(2 * saves)))
    there = Counter(PilotNote.objects.filter(pilot=pilot).values_list("text", flat=True))
    doubled = sum(count > 1 for count in there.values())
    return {"sent": 2 * saves, "answers": dict(answers), "applied": sum(there.values()), "doubled": doubled}


def main(arguments: list[str] | None = None) -> int:
    parser = ArgumentParser()
    parser.add_argument("--saves", type=int, default=1000)
    saves = parser.parse_args(arguments).saves
    site.set_up()
    with site.running() as running:
        once = tried(running, saves, numbered=True)
        twice = tried(running, WITHOUT_NUMBER, numbered=False)
    print(f"{site.engine()}: {saves} saves sent twice at once: {once}; {WITHOUT_NUMBER} without a number: {twice}")
    # On a busy machine SQLite may ask somebody to wait; the form was sent twice, and once is enough.
    is_kept = set(once["answers"]) <= {302, 503} and (once["applied"], once["doubled"]) == (saves, 0)
    return 0 if is_kept and twice["doubled"] else 1


if __name__ == "__main__":
    sys.exit(main())
