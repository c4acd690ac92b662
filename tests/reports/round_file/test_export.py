"""The command export_round, and how a file looks."""

import json

import pytest
from django.core.management import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from learning_rounds.models import Participation
from tests import factories
from tests.reports.round_file.documents import complete, first_release, minimal, spoiled, written

MINIMAL = """\
{
  "format": "jamsteg-round/1",
  "round": {"slug": "prov", "name": "Prov", "checklist": "skr-2020", "coordinator": "SKR"},
  "meetings": [
    {"number": 0, "kind": "kickoff", "name": "Uppstart", "date": "2025-02-03"},
    {"number": 1, "kind": "learning", "name": "Träff 1", "date": "2025-09-15"}
  ],
  "groups": [{"name": "Grupp 1"}],
  "participations": [
    {
      "organisation": {"code": "X901", "name": "Exempelby"},
      "role": "participant",
      "group": "Grupp 1",
      "assessments": [{"meeting": 0, "submitted_at": "2025-02-01T10:00:00+01:00", "scores": {"1": "2.5", "2": null}}]
    }
  ]
}
"""


@pytest.fixture(autouse=True)
def _skr(db):
    factories.coordinating_body("SKR")


@pytest.fixture
def import_file(run, tmp_path):
    def call(document) -> None:
        run("import_round", written(tmp_path / "round.json", document))

    return call


def test_export_round_writes_a_short_clear_text(run, import_file):
    import_file(minimal())
    assert run("export_round", "prov") == MINIMAL


def test_export_round_writes_the_same_to_a_file(run, import_file, tmp_path):
    import_file(complete())
    said = run("export_round", "prov", "--output", str(tmp_path / "ut.json"))
    assert (said, (tmp_path / "ut.json").read_bytes().decode()) == ("", run("export_round", "prov"))


def test_export_round_gives_back_the_whole_document(run, import_file):
    """What was read comes out again: next actions beside the assessments, ids counted from one, defaults left out."""
    import_file(complete())
    expected = complete()
    del expected["meetings"][2]["date"]
    part, mentor = expected["participations"]
    part["measures"].insert(0, _with_place(part["assessments"][0].pop("measures")[0]))
    part["measures"][1] = {key: part["measures"][1][key] for key in ("meeting", "unit", "step", "text")}
    part["assessments"][0]["earlier"][0]["submitted_at"] = "2025-01-20T12:00:00+01:00"
    for sheet in (part["assessments"][0], part["assessments"][0]["earlier"][0], part["assessments"][0]["draft"]):
        del sheet["checklist"]
    part["chain"][0] |= {"steps": [5, 6], "leads_to": [2]}
    for number, entry in enumerate(part["chain"], start=1):
        entry["id"] = number
    del part["status"], mentor["group"]
    assert json.loads(run("export_round", "prov")) == expected


def _with_place(measure: dict) -> dict:
    return measure | {"meeting": 0, "unit": {"kind": "committee", "name": "Socialnämnden"}}


def test_export_round_leaves_out_a_draft_that_is_what_was_submitted(run, import_file):
    import_file(first_release())
    assessment = json.loads(run("export_round", "prov"))["participations"][0]["assessments"][0]
    assert set(assessment) == {"meeting", "submitted_at", "scope", "scores", "texts"}


def test_export_round_numbers_renewals_by_their_place(run):
    participation = factories.participation(factories.learning_round("omgang", owner=_owner()))
    assessment = factories.assessment(participation)
    for half_steps in (2, 4, 6):
        factories.submitted(assessment, {1: half_steps})
    found = json.loads(run("export_round", "omgang"))["participations"][0]["assessments"][0]
    assert [each["scores"] for each in found["earlier"]] == [{"1": "1"}, {"1": "2"}]
    assert (found["scores"], found["draft"]) == ({"1": "3"}, {"scores": {}})


def _owner():
    return factories.coordinating_body("SKR2")


def test_export_round_writes_control_characters_in_a_line_as_spaces(run, import_file):
    import_file(minimal())
    factories.pilot_activity(Participation.objects.get(), responsible="Eva\x0b Ek\n")
    assert json.loads(run("export_round", "prov"))["participations"][0]["pilots"][0]["responsible"] == "Eva  Ek"


def test_export_round_says_what_an_import_would_refuse(run, import_file):
    import_file(minimal())
    Participation.objects.update(decision_url="example")
    with pytest.raises(CommandError) as said:
        run("export_round", "prov")
    assert str(said.value).splitlines() == [
        "The file is written, but import_round would refuse it:",
        "  participations[0].decision_url: Enter a valid URL.",
    ]


def test_export_round_knows_no_other_round(run):
    with pytest.raises(CommandError, match="There is no round 'finns-inte'"):
        run("export_round", "finns-inte")


def test_export_round_says_where_it_cannot_write(run, import_file, tmp_path):
    import_file(minimal())
    with pytest.raises(CommandError, match="Is a directory"):
        run("export_round", "prov", "--output", str(tmp_path))


def test_export_round_needs_as_many_queries_for_three_organisations_as_for_one(run, import_file):
    counts = []
    for number, slug in ((1, "en"), (3, "tre")):
        document = spoiled("round.slug", slug, complete())
        part = document["participations"][0]
        codes = [f"X91{each}" for each in range(number)]
        document["participations"] = [part | {"organisation": {"code": code, "name": code}} for code in codes]
        import_file(document)
        with CaptureQueriesContext(connection) as queries:
            run("export_round", slug)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 32
