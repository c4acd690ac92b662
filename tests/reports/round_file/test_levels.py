"""What the coordinator may download: levels, and nothing that an organisation wrote."""

import json
import re

import pytest

from reports.round_file.fetching import fetch_round
from reports.round_file.levels import levels_only
from reports.round_file.reading import parse_round
from reports.round_file.rows import ChecklistFacts, Known
from tests.reports.round_file.documents import complete
from tests.world import LEFT, OTHER_GROUP, OWN, ROUND, SHARED_KINDS, make_world, token, tokens

PAGE = f"/omgangar/{ROUND}/omgang.json"
KNOWN = Known({"SKR": True}, frozenset(), {"skr-2020": ChecklistFacts(frozenset(range(1, 11)), 1, 4, 1)})


@pytest.mark.django_db
def test_round_file_page_holds_levels_of_the_latest_submissions_only(client_of):
    world = make_world()
    response = client_of(world.people["coordinator"]).get(PAGE)
    document = json.loads(response.content)
    parts = {part["organisation"]["code"]: part for part in document["participations"]}
    assert sorted(parts) == ["X001", "X002", "X003", "X004", "X005", "X007"]
    scores = [(each["meeting"], each["scores"]) for each in parts[OWN]["assessments"]]
    assert scores == [(0, {str(step): "2" for step in range(1, 11)}), (1, {str(step): "3" for step in range(1, 11)})]
    assert {key for each in parts[OWN]["assessments"] for key in each} == {"meeting", "submitted_at", "scores"}
    shared = {found for code in parts for found in tokens(code, SHARED_KINDS)}
    shared |= {token(code, "COUNTY") for code in parts}
    shared |= {token(group, kind) for group in (OWN, OTHER_GROUP) for kind in ("PLACE", "GROUP")}
    assert set(re.findall("SEEDX[0-9]{3}[A-Z]+", response.content.decode())) == shared
    assert parts[LEFT]["status"] == "withdrawn"
    assert response["Content-Disposition"] == f'attachment; filename="{ROUND}.json"'


def test_levels_only_leaves_out_everything_that_was_written():
    found, _problems = parse_round(json.dumps(complete()).encode(), KNOWN)
    part = levels_only(found).participations[0]
    assert (part.measures, part.pilots, part.chain, part.briefs, part.report) == ((), (), (), (), None)
    assessment, shown = part.assessments
    assert (assessment.draft, len(assessment.submissions), assessment.submissions[0].scope) == (None, 1, "")
    answers = (*assessment.submissions[0].answers, *shown.submissions[0].answers)
    assert [(each.step, each.half_steps, each.reason, each.evidence) for each in answers] == [
        (1, 5, "", ""),
        (2, None, "", ""),
        (2, 6, "", ""),
    ]


@pytest.mark.django_db
def test_round_file_page_can_be_imported(client_of):
    world = make_world()
    content = client_of(world.people["coordinator"]).get(PAGE).content
    known = Known({"XRIKS": True}, frozenset(), KNOWN.checklists)
    found, problems = parse_round(content, known)
    assert (problems, found) == ([], levels_only(fetch_round(world.round)))
