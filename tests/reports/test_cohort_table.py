"""Table 1 through the command: what is counted, and how it is written."""

import csv
import io

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from reports.demo.actions import FINISHED
from reports.exports.cells import safe
from tests import factories
from tests.reports.published import MEETING_NAMES, MENTORS_PRINTED, PARTICIPANTS_PRINTED

pytestmark = pytest.mark.django_db

# What the report printed at these places contradicts its own totals and changes.
PARTICIPANTS = PARTICIPANTS_PRINTED | {9: ["1,5", "2,0", "1,8", "2,3", "+0,8"]}
MENTORS = MENTORS_PRINTED | {5: ["2,5", "3,0", "3,0", "3,3", "+0,8"]}


@pytest.fixture
def table(run):
    """``table(round, role)``: the rows that the command prints, the heading first."""

    def rows(learning_round, role="participant") -> list[list[str]]:
        printed = run("cohort_table", learning_round.slug, role=role)
        return list(csv.reader(io.StringIO(printed), delimiter=";"))

    return rows


@pytest.fixture
def round_():
    """A round with two meetings."""
    return factories.learning_round(meetings=2, open_meeting=1)


def rated(learning_round, meeting, half_steps, **fields):
    """An organisation that has submitted the same level for all steps."""
    participation = factories.participation(learning_round, **fields)
    return factories.submitted(factories.assessment(participation, meeting), half_steps).assessment


def totals(rows: list[list[str]]) -> list[str]:
    return rows[-1][2:]


# --- The published tables --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("role", "printed"), [("participant", PARTICIPANTS), ("mentor", MENTORS)])
def test_cohort_table_is_the_published_table(run, role, printed):
    call_command("load_reference_data", verbosity=0)
    run("import_round", str(FINISHED))
    names = dict(factories.shipped_checklist().steps.values_list("number", "name_sv"))
    rows = [[str(step), names[step], *printed[step]] for step in range(1, 11)]
    expected = [["Moment", "Namn", *MEETING_NAMES, "+/-"], *rows, ["Totalt", "", *printed["total"]]]
    found = run("cohort_table", "omgang-2024-2026", "--role", role, "--format", "csv")
    assert found == "".join(f"{';'.join(row)}\n" for row in expected)


# --- What is counted -------------------------------------------------------------------------------------------------


def test_cohort_table_counts_no_drafts(table, round_):
    draft = rated(round_, 0, 4)
    factories.drafted(draft, half_steps=8)
    factories.drafted(factories.assessment(factories.participation(round_), 0), half_steps=8)
    assert totals(table(round_)) == ["20,0", "", ""]


def test_cohort_table_does_not_count_who_left_or_is_mentor(table, round_):
    rated(round_, 0, 4)
    factories.withdrawn(rated(round_, 0, 8).participation)
    rated(round_, 0, 6, role="mentor")
    assert (totals(table(round_)), totals(table(round_, "mentor"))) == (["20,0", "", ""], ["30,0", "", ""])


def test_cohort_table_counts_only_the_latest_submission(table, round_):
    assessment = rated(round_, 0, 8)
    factories.submitted(assessment, 4)
    assert totals(table(round_)) == ["20,0", "", ""]


def test_cohort_table_counts_whole_organisations_only(table, round_):
    participation = rated(round_, 0, 4).participation
    committee = factories.unit(participation.organisation, kind="committee", name="Socialnämnden")
    factories.submitted(factories.assessment(participation, 0, unit=committee), 8)
    assert totals(table(round_)) == ["20,0", "", ""]


def test_cohort_table_leaves_out_who_cannot_judge(table, round_):
    rated(round_, 0, 4)
    rated(round_, 0, dict.fromkeys(factories.ALL_STEPS, 7) | {3: None})
    column = [row[2] for row in table(round_)[1:]]
    assert column == ["2,8", "2,8", "2,0", *["2,8"] * 7, "26,8"]


# --- How it is written -----------------------------------------------------------------------------------------------


def test_cohort_table_writes_changes_with_their_sign(table, round_):
    participation = rated(round_, 0, {1: 2, 2: 4, 3: 5}).participation
    factories.submitted(factories.assessment(participation, 1), {1: 5, 2: 4, 3: 4})
    assert [row[2:] for row in table(round_)[1:5]] == [
        ["1,0", "2,5", "+1,5"],
        ["2,0", "2,0", "0,0"],
        ["2,5", "2,0", "−0,5"],
        ["", "", ""],
    ]


def test_cohort_table_leaves_what_is_missing_empty(table, round_):
    rated(round_, 0, {1: 4})
    rows = table(round_)
    assert rows[1][2:] == ["2,0", "", ""]
    assert rows[-1] == ["Totalt", "", "", "", ""]


def test_cohort_table_has_a_column_for_each_meeting_with_an_assessment_in_order(table, round_):
    factories.learning_meeting(round_, 3, name="Resultatkonferens", assessment_due_on=None)
    factories.learning_meeting(round_, 2, name="=1+1")
    assert table(round_)[0] == ["Moment", "Namn", "Uppstart", "Träff 1", "'=1+1", "+/-"]


def test_cohort_table_is_always_swedish(table, round_):
    rated(round_, 0, 5)
    with translation.override("en"):
        assert table(round_)[1] == [
            "1",
            "Den politiska församlingen tar beslut om jämställdhetsintegrering",
            "2,5",
            "",
            "",
        ]


def test_cohort_table_needs_as_many_queries_for_three_as_for_one(table, round_, django_assert_num_queries):
    for _number in range(3):
        rated(round_, 0, 4)
        with django_assert_num_queries(10):
            assert totals(table(round_)) == ["20,0", "", ""]


def test_cohort_table_knows_no_other_round(run):
    with pytest.raises(CommandError, match="There is no round 'finns-inte'"):
        run("cohort_table", "finns-inte", role="participant")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "＝1+1", "\u200b=1", "\u202e=1", " =1"])
def test_text_that_a_spreadsheet_could_take_for_a_formula_is_quoted(text):
    assert safe(text) == f"'{text}"
