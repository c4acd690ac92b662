"""Documents whose layout never ends: they are killed in time, and meanwhile other pages answer as always.

usage: python -m tests.hard.trial_hanging [--seconds 20] [--documents 6]
"""

import sys
import time
from argparse import ArgumentParser
from concurrent.futures import ThreadPoolExecutor
from itertools import chain

from tests.hard import site

SHORT = ["--seconds", "2", "--documents", "3"]
ENDLESS = "Utan slut"
READERS = 2
LONGEST = 2  # seconds that 95 of 100 pages keep below, or on a busy machine
TIMES = 4  # times what it was before
MARGIN = 5  # seconds that a busy machine may need beside the limit and the waiting for a place


def place(name: str):
    """An organisation whose one-page document can be made, and the address of that."""
    from tests import factories

    participation = site.place(name)
    factories.submitted(factories.assessment(participation, 0))
    return participation, site.address(participation, "traffar", 0) + "sammanfattning.pdf"


def timed(browser: site.Browser, path: str) -> tuple[int, float]:
    """The status, and how long it took."""
    began = time.monotonic()
    return browser.get(path).status, time.monotonic() - began


def read(browser: site.Browser, path: str, is_over) -> list[tuple[int, float]]:
    """Read a page again and again, like somebody in a hurry."""
    found = [timed(browser, path)]
    while not is_over():
        time.sleep(0.1)
        found.append(timed(browser, path))
    return found


def tried(documents: int, seconds: float) -> dict[str, list[tuple[int, float]]]:
    """What was answered how soon: pages before, documents without end, pages meanwhile, a document afterwards."""
    (hostile, endless), (ordinary, document) = place(ENDLESS), place("Karlstad")
    page = site.address(ordinary)
    site_running = site.running("tests.hard.hanging", WORKER_SECONDS=str(seconds))
    with site_running as running, ThreadPoolExecutor(documents + READERS) as threads:
        askers, readers = site.browsers(running, hostile, documents), site.browsers(running, ordinary, READERS)
        timed(readers[0], document)
        end = time.monotonic() + 2
        before = list(threads.map(lambda each: read(each, page, lambda: time.monotonic() > end), readers))
        asked = [threads.submit(timed, each, endless) for each in askers]
        meanwhile = list(threads.map(lambda each: read(each, page, lambda: all(map(is_done, asked))), readers))
        after = []
        site.wait_for(lambda: after.append(timed(readers[0], document)) or after[-1][0] == 200)
    found = {"pages before": [*chain(*before)], "documents without end": [each.result() for each in asked]}
    return found | {"pages meanwhile": [*chain(*meanwhile)], "a document afterwards": after[-1:]}


def is_done(future) -> bool:
    return future.done()


def most_and_all(answers: list[tuple[int, float]]) -> tuple[float, float]:
    """What 95 of 100 kept below, and all."""
    seconds = sorted(taken for _status, taken in answers)
    return seconds[int(len(seconds) * 0.95)], seconds[-1]


def main(arguments: list[str] | None = None) -> int:
    parser = ArgumentParser()
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--documents", type=int, default=6)
    asked = parser.parse_args(arguments)
    site.set_up()
    from django.conf import settings

    found = tried(asked.documents, asked.seconds)
    print(f"{site.engine()}: {asked.documents} documents without end, killed after {asked.seconds:g} s:")
    for name, answers in found.items():
        statuses = sorted({status for status, _seconds in answers})
        most, longest = most_and_all(answers)
        print(f"    {name}: {len(answers)} × {statuses}, 95 of 100 within {most:.2f} s, the slowest {longest:.2f} s")
    statuses = {name: {status for status, _seconds in answers} for name, answers in found.items()}
    in_time = most_and_all(found["documents without end"])[1] < asked.seconds + settings.WORKER_PATIENCE + MARGIN
    before, meanwhile = (most_and_all(found[f"pages {when}"])[0] for when in ("before", "meanwhile"))
    is_undisturbed = meanwhile < max(LONGEST, TIMES * before)
    is_kept = list(statuses.values()) == [{200}, {503}, {200}, {200}] and in_time and is_undisturbed
    return 0 if is_kept else 1


if __name__ == "__main__":
    sys.exit(main())
