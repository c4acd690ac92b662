"""Round files spoiled everywhere: reading never fails in any other way than by a list of problems."""

import json

import pytest

from reports.round_file.reading import parse_round
from reports.round_file.rows import ChecklistFacts, Known
from tests.reports.round_file.documents import complete, places, spoiled

KNOWN = Known(
    organisations={"SKR": True, "1780": False},
    slugs=frozenset({"upptagen"}),
    checklists={"skr-2020": ChecklistFacts(frozenset(range(1, 11)), minimum=1, maximum=4, scale_step=1)},
)
NASTY = [None, True, 0, -1, 10**30, 1.5, "", " ", "x" * 30_000, "A\x00", "\ud800", "upptagen", "2025-02-30"]
NASTY += ["9999-12-31T23:59:59-23:59", "0001-01-01", [], [None], [[]], {}, {"": None}, {"1": {"1": "1"}}, [{}, {}]]


@pytest.mark.parametrize("place", places(complete()))
def test_parse_round_answers_anything_anywhere_with_problems(place):
    for value in NASTY:
        found, problems = parse_round(json.dumps(spoiled(place, value, complete())).encode(), KNOWN)
        assert (found is None) == bool(problems)


def test_parse_round_finds_nothing_wrong_with_a_complete_file():
    found, problems = parse_round(json.dumps(complete()).encode(), KNOWN)
    assert problems == []
    assert [len(part) for part in (found.meetings, found.groups, found.participations)] == [3, 2, 2]
