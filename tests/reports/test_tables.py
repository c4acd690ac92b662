"""Tables ready to be printed: what each cell says, what the sentences below say, and the exact values beside them."""

from fractions import Fraction

import pytest
from django.utils import translation

from reports.statistics import Score, ScoreTable
from reports.tables import FootRow, Labels, OrganisationColumn, StepRow, TableCell, cohort_table, heat_table
from reports.tables import organisation_heat as organisation_heat_of
from tests.reports import published

LABELS = Labels(
    steps={1: "Decision", 2: "Results", 3: "Managers"},
    meetings={0: "Start", 1: "Meeting 1", 2: "Meeting 2"},
    urls={1: "/one/"},
)
ROUNDING = "Means and differences are calculated from unrounded figures."


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def table_of(rows):
    """A table of three steps and three meetings from (organisation, meeting, half steps of the three steps)."""
    scores = [
        Score(organisation, meeting, step, half_steps)
        for organisation, meeting, answers in rows
        for step, half_steps in enumerate(answers, start=1)
    ]
    return ScoreTable.from_scores(scores, steps=(1, 2, 3), meetings=(0, 1, 2))


def texts(rows):
    """The texts of rows, cells first and the change last."""
    return [[*(cell.text for cell in row.cells), row.change] for row in rows]


OWN = [("A", 0, (4, 6, 2)), ("A", 1, (3, 6, None)), ("A", 2, (5, 6, 3))]
PEERS = [("B", 0, (2, 2, 2)), ("B", 2, (8, 4, 4)), ("C", 0, (5, 4, 3))]


# --- One organisation ------------------------------------------------------------------------------------------------


def test_heat_table_row_has_texts_colours_falls_and_exact_values():
    assert heat_table(table_of(OWN), LABELS).rows[0] == StepRow(
        number=1,
        name="Decision",
        url="/one/",
        cells=(
            TableCell(Fraction(2), 1, "2.0", "level-4"),
            TableCell(Fraction(3, 2), 1, "1.5", "level-3", fell=True),
            TableCell(Fraction(5, 2), 1, "2.5", "level-5"),
        ),
        change="+0.5",
        change_value=Fraction(1, 2),
        change_n=1,
        change_note="",
    )


def test_heat_table_says_missing_where_nothing_is_known():
    row = heat_table(table_of(OWN), LABELS).rows[2]
    assert row.cells[1] == TableCell(None, 0, "Missing", "level-missing")
    assert [cell.missing for cell in row.cells] == [False, True, False]


def test_heat_table_of_one_organisation_has_totals_and_one_note():
    table = heat_table(table_of(OWN), LABELS)
    assert table.heads == ("Start", "Meeting 1", "Meeting 2")
    assert table.total == FootRow(
        name="Total (3–12)",
        cells=(TableCell(Fraction(6), 1, "6.0"), TableCell(None, 0, "–*"), TableCell(Fraction(7), 1, "7.0")),
        change="+1.0",
        change_value=Fraction(1),
        change_n=1,
    )
    assert (table.group_mean, table.foot) == (None, (table.total,))
    assert table.notes == ("* The total is shown when every step has a level. Step 3 is missing at Meeting 1.",)
    assert table.title == (
        "Level per step and meeting. Between Start and Meeting 2: 2 of 3 steps up, 0 down, 1 unchanged."
    )


def test_heat_table_writes_swedish_numbers_in_swedish():
    with translation.override("sv"):
        table = heat_table(table_of(OWN), LABELS)
    assert [cell.text for cell in table.rows[0].cells] == ["2,0", "1,5", "2,5"]
    assert (table.rows[0].change, table.total.change) == ("+0,5", "+1,0")


def test_heat_table_shows_a_fall_after_a_gap():
    row = heat_table(table_of([("A", 0, (4, 4, 4)), ("A", 1, (None, 4, 4)), ("A", 2, (3, 4, 4))]), LABELS).rows[0]
    assert ([cell.fell for cell in row.cells], row.change) == ([False, False, True], "−0.5")


def test_heat_table_has_no_change_and_no_footnote_for_it_before_the_second_meeting():
    table = heat_table(table_of([("A", 0, (4, 4, 4))]), LABELS)
    assert texts(table.rows)[0] == ["2.0", "Missing", "Missing", "–"]
    assert texts([table.total]) == [["6.0", "–*", "–*", "–"]]
    assert table.notes == (
        "* The total is shown when every step has a level. No level has been submitted before Meeting 1. "
        "No level has been submitted before Meeting 2.",
    )


def test_heat_table_without_answers_is_all_missing():
    table = heat_table(table_of([]), LABELS)
    assert texts(table.rows) == [["Missing", "Missing", "Missing", "–"]] * 3
    assert texts([table.total]) == [["–*", "–*", "–*", "–"]]
    assert table.title == "Level per step and meeting."


def test_heat_table_footnote_lists_several_steps():
    table = heat_table(table_of([("A", 0, (4, None, None)), ("A", 1, (4, 4, 4)), ("A", 2, (4, 4, 4))]), LABELS)
    assert table.notes == ("* The total is shown when every step has a level. Steps 2 and 3 are missing at Start.",)
    assert texts([table.total]) == [["–*", "6.0", "6.0", "–*"]]


# --- The group's mean ------------------------------------------------------------------------------------------------


def test_heat_table_counts_the_groups_change_between_the_same_meetings_as_ones_own():
    own, group = table_of(OWN[:2]), table_of([*OWN[:2], *PEERS])
    table = heat_table(own, LABELS, group=group)
    assert (own.first, own.latest, group.latest) == (0, 1, 2)
    assert texts([table.group_mean]) == [["5.0", "–", "8.0", "–"]]
    assert texts([heat_table(table_of(OWN), LABELS, group=table_of([*OWN, *PEERS])).group_mean])[0][3] == "+3.0"
    assert table.foot == (table.total, table.group_mean)


def test_heat_table_says_whom_the_groups_mean_covers():
    own = table_of(OWN[:1])
    with_self = heat_table(own, LABELS, group=table_of([*OWN, *PEERS])).notes[1:]
    of_others = heat_table(own, LABELS, group=table_of(PEERS[:1])).notes[1:]
    assert with_self == (
        "The group's mean covers 3 participants, this organisation included. Mentors are not counted.",
        ROUNDING,
    )
    assert of_others == ("The group's mean covers 1 participant. Mentors are not counted.", ROUNDING)


def test_heat_table_hides_group_figures_that_rest_on_too_few():
    table = heat_table(table_of(OWN), LABELS, group=table_of([*OWN, *PEERS]), group_at_least=3)
    assert texts([table.group_mean]) == [["5.0", "–", "..", ".."]]
    assert [cell.value for cell in table.group_mean.cells] == [Fraction(5), None, None]
    assert table.group_mean.change_value is None
    assert table.notes[-2] == ".. means fewer than 3 participants."


# --- Several organisations -------------------------------------------------------------------------------------------


def test_cohort_table_prints_the_published_table():
    labels = Labels({step: f"Step {step}" for step in published.STEPS}, dict(enumerate(published.MEETING_NAMES)))
    scores = published.scores(published.PARTICIPANTS)
    with translation.override("sv"):
        table = cohort_table(ScoreTable.from_scores(scores, steps=published.STEPS, meetings=published.MEETINGS), labels)
    printed = published.PARTICIPANTS_PRINTED | {9: ["1,5", "2,0", "1,8", "2,3", "+0,8"]}
    assert table.heads == published.MEETING_NAMES
    assert texts([*table.rows, *table.foot]) == list(printed.values())


def test_cohort_table_says_n_once_when_it_is_the_same_everywhere():
    table = cohort_table(table_of([(who, meeting, (4, 4, 4)) for who in "AB" for meeting in (0, 1, 2)]), LABELS)
    assert table.notes == ("n = 2 organisations.", ROUNDING)
    assert {cell.note for row in table.rows for cell in row.cells} == {""}
    assert {(cell.n, row.change_n) for row in table.rows for cell in row.cells} == {(2, 2)}


def test_cohort_table_says_n_by_meeting_when_it_differs():
    assert cohort_table(table_of([*OWN, *PEERS]), LABELS).notes[1:] == (
        "n, the number of organisations: Start (3), Meeting 1 (1), Meeting 2 (2).",
        "The change covers organisations that have a level at both Start and Meeting 2.",
        ROUNDING,
    )


def test_cohort_table_marks_cells_whose_n_deviates():
    rows = [("A", 0, (4, 4, 4)), ("B", 0, (4, None, 4)), ("A", 2, (4, 4, 4)), ("B", 2, (4, 4, 4))]
    table = cohort_table(table_of(rows), LABELS)
    assert [[cell.note for cell in row.cells] for row in table.rows] == [["", "", ""], ["n = 1", "", ""], ["", "", ""]]
    assert [row.change_note for row in table.rows] == ["", "n = 1", ""]


# --- Step × organisation ---------------------------------------------------------------------------------------------


def test_organisation_heat_has_a_column_for_each_organisation_in_the_given_order():
    table = table_of([*OWN, *PEERS])
    heat = organisation_heat_of(table, LABELS, 2, [("B", "Norrvik", "/b/"), ("A", "Sjöby", ""), ("C", "Granlunda", "")])
    assert heat.heads == (
        OrganisationColumn("Norrvik", "/b/"),
        OrganisationColumn("Sjöby", ""),
        OrganisationColumn("Granlunda", ""),
    )
    assert [[cell.text for cell in row.cells] for row in heat.rows] == [
        ["4.0", "2.5", "Missing"],
        ["2.0", "3.0", "Missing"],
        ["2.0", "1.5", "Missing"],
    ]
    assert [cell.text for cell in heat.totals] == ["8.0", "7.0", "–"]


def test_organisation_heat_row_has_mean_and_spread():
    row = organisation_heat_of(table_of([*OWN, *PEERS]), LABELS, 2, [("A", "Sjöby", "")]).rows[0]
    assert (row.number, row.name, row.url) == (1, "Decision", "/one/")
    assert (row.mean.text, row.mean.n, row.spread, row.spread_value) == ("3.3", 2, "1.5", Fraction(3, 2))


def test_organisation_heat_of_one_organisation_has_no_spread():
    heat = organisation_heat_of(table_of(OWN), LABELS, 1, [("A", "Sjöby", "")])
    assert [(row.spread, row.spread_value) for row in heat.rows] == [("–", None)] * 3
    assert [row.cells[0].fell for row in heat.rows] == [True, False, False]
