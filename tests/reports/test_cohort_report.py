"""The coordinator's report of a round as PDF: figures, levels and counts, and nothing that organisations keep."""

from datetime import timedelta

import page
import pytest
from django.core.management import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from learning_rounds.models import ChainEntry, ChainLevel, PilotActivity
from reports.cohort_report import cohort_report_of
from reports.documents import cohort_document
from tests import factories
from tests.factories import day
from tests.reports.summaries import LATER, START, read, submitting, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def learning_round():
    """A round with two participants, a mentor and one that has left, all of them having submitted twice."""
    learning_round = factories.learning_round("omgang", open_meeting=2)
    group = factories.learning_group(learning_round, "Grupp 1")
    submitting(group, "Aby", START, LATER, goal="Lära av andra", decided_on=day("2024-11-25"))
    submitting(group, "Beby", 4, 5)
    submitting(group, "Mentorby", 6, 8, role="mentor")
    factories.withdrawn(submitting(group, "Lämnat", 2, 2))
    return learning_round


def of(learning_round, name: str):
    return learning_round.participations.get(organisation__name=name)


def document(learning_round, language: str = "sv") -> bytes:
    with translation.override(language):
        return cohort_document(cohort_report_of(learning_round), language=language)


def failures(content: bytes) -> list:
    return page.validate_pdf_bytes(content, profile="ua1").failures


# --- What is in it ---------------------------------------------------------------------------------------------------


def test_members_stand_with_role_group_decision_and_goal(learning_round):
    found = cohort_report_of(learning_round).members
    assert [(each.name, each.place, each.decided_on, each.goal) for each in found] == [
        ("Aby", "Deltagare · Grupp 1", "25 november 2024", "Lära av andra"),
        ("Beby", "Deltagare · Grupp 1", "", ""),
        ("Mentorby", "Mentor · Grupp 1", "", ""),
        ("Lämnat", "Deltagare · Grupp 1 · har lämnat omgången", "", ""),
    ]


def test_levels_have_a_row_for_each_organisation(learning_round):
    participants, mentors = cohort_report_of(learning_round).levels
    first = participants.rows[0]
    assert (first.name, [cell.text for cell in first.cells][:3], first.total) == ("Aby", ["4,0", "2,5", "2,5"], "24,0")
    assert ([row.name for row in participants.rows], participants.steps) == (
        ["Aby", "Beby"],
        tuple(factories.ALL_STEPS),
    )
    assert (participants.means[0].text, participants.spread[0]) == ("3,3", "1,5")
    assert ([row.name for row in mentors.rows], mentors.means, mentors.spread) == (["Mentorby"], (), ())


def test_levels_are_those_of_the_latest_closed_meeting(learning_round):
    factories.submitted(factories.assessment(of(learning_round, "Aby"), 2), 8)
    assert cohort_report_of(learning_round).cohort.levels.meeting == "träff 1"
    later = timezone.localdate() + timedelta(days=60)
    assert cohort_report_of(learning_round, today=later).cohort.levels.meeting == "träff 2"


def test_results_are_counted_by_level_and_state(learning_round):
    for name, level, state in [
        ("Aby", ChainLevel.ACTIVITY, "achieved"),
        ("Aby", ChainLevel.ACTIVITY, "planned"),
        ("Mentorby", ChainLevel.ACTIVITY, "planned"),
        ("Beby", ChainLevel.OUTCOME, "not-visible"),
        ("Lämnat", ChainLevel.OUTCOME, "achieved"),
    ]:
        factories.chain_entry(of(learning_round, name), level, state=state)
    report = cohort_report_of(learning_round)
    assert [(row.counts, row.total, row.organisations) for row in report.chain] == [
        ((2, 0, 1, 0), 3, 2),
        ((0, 0, 0, 0), 0, 0),
        ((0, 0, 0, 0), 0, 0),
        ((0, 0, 0, 1), 1, 1),
        ((0, 0, 0, 0), 0, 0),
    ]
    assert (list(report.states), report.active) == (["Planerat", "Pågår", "Uppnått", "Syns inte ännu"], 3)


def test_pilots_are_counted_by_status(learning_round):
    for name, status in [("Aby", "done"), ("Aby", "done"), ("Beby", "done"), ("Lämnat", "planned")]:
        factories.pilot_activity(of(learning_round, name), status=status)
    rows = cohort_report_of(learning_round).pilots
    assert [(row.total, row.organisations) for row in rows] == [(0, 0), (0, 0), (3, 2), (0, 0)]


def test_number_of_queries_does_not_depend_on_how_many_there_are(learning_round):
    counts = []
    for number in (1, 3):
        for _time in range(number):
            found = submitting(learning_round.groups.first(), f"Nya {number}{_time}", 4, 4)
            factories.pilot_activity(found)
            factories.chain_entry(found)
        with CaptureQueriesContext(connection) as captured:
            cohort_report_of(learning_round)
        counts.append(len(captured))
    assert (counts[0] == counts[1], counts[0] <= 30) == (True, True)


# --- The PDF ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["sv", "en"])
def test_report_is_valid_and_has_its_tables(learning_round, language):
    factories.pilot_activity(of(learning_round, "Aby"), name="Hemlig", problem="Hemligt")
    factories.chain_entry(of(learning_round, "Aby"), text="Hemligt")
    with translation.override(language):
        report = cohort_report_of(learning_round)
    content = document(learning_round, language)
    found, words = read(content), words_of(content).replace("\u00ad", "")
    assert failures(content) == []
    assert (found.trailer["/Root"]["/Lang"], found.metadata.title) == (language, report.subject)
    expected = [report.cohort.sentence, "Lära av andra", *(member.name for member in report.members)]
    expected += [note for part in report.cohort.tables for note in part.notes]
    expected += [cell.text for part in report.cohort.tables for cell in part.table.total.cells]
    assert [text for text in expected if text not in words] == []
    assert "Hemlig" not in words


def test_empty_round_is_valid():
    content = document(factories.learning_round("tom", meetings=0))
    assert (failures(content), "Ingen organisation deltar" in words_of(content)) == ([], True)


def test_large_round_with_long_names_is_valid_and_numbered(learning_round):
    group, word = learning_round.groups.first(), "verksamhetsledningssystem"
    for number in range(40):
        found = submitting(group, f"Ort {number} " + word * 4, 4, 5, goal=word * 20)
        factories.chain_entry(found)
    content = document(learning_round)
    pages = [each.extract_text() for each in read(content).pages]
    assert failures(content) == []
    assert [f"{number} ({len(pages)})" in text for number, text in enumerate(pages, start=1)] == [True] * len(pages)
    assert [number for number in range(40) if f"Ort {number} " not in " ".join(pages)] == []


def test_means_of_fewer_than_all_say_how_many(learning_round):
    assessment = of(learning_round, "Beby").assessments.get(meeting__number=1)
    factories.submitted(assessment, {step: None if step == 1 else 5 for step in factories.ALL_STEPS})
    assert "n = 1" in words_of(document(learning_round))


# --- The address and the command -------------------------------------------------------------------------------------


def test_coordinator_gets_the_report_from_the_page_of_the_round(learning_round, client_of):
    client = client_of(factories.member(learning_round.owner, "coordinator"))
    response = client.get("/omgangar/omgang/lagesrapport.pdf")
    assert (response["Content-Type"], response["Content-Disposition"]) == (
        "application/pdf",
        'attachment; filename="omgang-lagesrapport.pdf"',
    )
    assert 'href="/omgangar/omgang/lagesrapport.pdf"' in client.get("/omgangar/omgang/").content.decode()


def test_where_pdf_cannot_be_made_a_page_leads_back(learning_round, client_of, settings, tmp_path):
    settings.FONT_DIR = tmp_path
    client = client_of(factories.member(learning_round.owner, "coordinator"))
    response = client.get("/omgangar/omgang/lagesrapport.pdf")
    assert (response.status_code, 'href="/omgangar/omgang/"' in response.content.decode()) == (503, True)


def test_command_writes_the_report(learning_round, run, tmp_path):
    run("render_pdf", "cohort", "--round=omgang", f"--output={tmp_path / 'ut.pdf'}", "--language=en")
    assert read((tmp_path / "ut.pdf").read_bytes()).trailer["/Root"]["/Lang"] == "en"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--round=ingen"], "No round ingen."),
        (["--round=omgang", "--organisation=X001"], "The document cohort takes no --organisation."),
    ],
)
def test_command_says_what_is_wrong(learning_round, run, tmp_path, options, message):
    with pytest.raises(CommandError, match=f"^{message}$"):
        run("render_pdf", "cohort", f"--output={tmp_path / 'ut.pdf'}", *options)


def test_states_and_statuses_are_all_counted():
    """The columns and rows come from the models, so that a new state is not forgotten."""
    report = cohort_report_of(factories.learning_round("tom"))
    assert (len(report.states), len(report.pilots)) == (len(ChainEntry.State), len(PilotActivity.Status))
