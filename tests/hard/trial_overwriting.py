"""Eight people count up the same answer: every save is kept or refused, and none is overwritten.

usage: python -m tests.hard.trial_overwriting [--saves 400]
"""

import sys
from argparse import ArgumentParser
from concurrent.futures import ThreadPoolExecutor

from tests.hard import site

CLIENTS = 8
SHORT = ["--saves", "32"]


def count_up(browser: site.Browser, path: str, save: int) -> int:
    """Read the number, save the next one in words of one's own; the status of the answer."""
    page = browser.get(path)
    number = number_in(page.field("reason")) + 1
    reason = f"{number} (save {save})"
    return browser.post(path, version=page.field("version"), reason=reason, level="3", then="next").status


def number_in(reason: str) -> int:
    return int(reason.split(" ")[0] or 0)


def tried(wsgi: str, saves: int) -> dict:
    """How often it was saved and refused, and the number that stands there in the end."""
    from assessments.models import StepScore

    participation = site.place()
    path = site.address(participation, "traffar", 1, "moment", 1)
    with site.running(wsgi) as running, ThreadPoolExecutor(CLIENTS) as threads:
        people = site.browsers(running, participation, CLIENTS)
        statuses = list(threads.map(lambda save: count_up(people[save % CLIENTS], path, save), range(saves)))
    saved = StepScore.objects.filter(assessment__participation=participation).values_list("reason", flat=True)
    counts = {name: statuses.count(status) for name, status in (("saved", 302), ("refused", 409))}
    return counts | {"else": saves - sum(counts.values()), "value": number_in(next(iter(saved), ""))}


def main(arguments: list[str] | None = None) -> int:
    parser = ArgumentParser()
    parser.add_argument("--saves", type=int, default=400)
    saves = parser.parse_args(arguments).saves
    site.set_up()
    with_check, without = tried("tests.hard.plain", saves), tried("tests.hard.unchecked", saves)
    lost = [found["saved"] - found["value"] for found in (with_check, without)]
    for name, found, gone in zip(("with the check", "without it"), (with_check, without), lost, strict=True):
        print(f"{site.engine()}: {CLIENTS} clients, {saves} saves to one score {name}: {found}, lost {gone}")
    return 0 if with_check["else"] == 0 and lost[0] == 0 and lost[1] > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
