"""Means, changes and totals: the published tables are reproduced, and a dumb second implementation agrees."""

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.scale import show, show_change
from reports.statistics import MISSING, Cell, Extreme, Headlines, Score, ScoreTable, headlines
from tests.reports import naive, published

STEPS, MEETINGS = (1, 2, 3), (0, 1, 2, 3)


def table_of(rows, steps=STEPS, meetings=MEETINGS):
    """A table from rows written as (organisation, meeting, step, half steps)."""
    return ScoreTable.from_scores([Score(*row) for row in rows], steps=steps, meetings=meetings)


def as_printed(table):
    """The rows of a table the way the report prints them."""
    rows = {
        step: [show(cell.value, "sv") for cell in table.row(step)] + [show_change(table.change(step).value, "sv")]
        for step in table.steps
    }
    totals = [show(table.total(meeting).value, "sv") for meeting in table.meetings]
    return rows | {"total": [*totals, show_change(table.total_change().value, "sv")]}


# --- The published tables --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scores", "printed", "misprints", "corrected"),
    [
        (published.PARTICIPANTS, published.PARTICIPANTS_PRINTED, published.PARTICIPANTS_MISPRINTS, {(9, 3): "2,3"}),
        (published.MENTORS, published.MENTORS_PRINTED, published.MENTORS_MISPRINTS, {(5, 2): "3,0", (5, 3): "3,3"}),
    ],
)
def test_published_table_is_reproduced_but_for_its_misprints(scores, printed, misprints, corrected):
    table = ScoreTable.from_scores(published.scores(scores), steps=published.STEPS, meetings=published.MEETINGS)
    ours = as_printed(table)
    assert {key: ours[key[0]][key[1]] for key in misprints} == corrected
    for (step, meeting), figure in misprints.items():
        ours[step][meeting] = figure
    assert ours == printed


def test_published_table_headlines():
    scores = published.scores(published.PARTICIPANTS)
    assert headlines(ScoreTable.from_scores(scores, steps=published.STEPS, meetings=published.MEETINGS)) == Headlines(
        steps=10,
        total_meeting=3,
        total=Cell(Fraction(57, 2), 4),
        total_change=Cell(Fraction(43, 4), 4),
        lowest=Extreme(Fraction(9, 4), (7, 9)),
        biggest_lift=Extreme(Fraction(3, 2), (2,)),
        biggest_fall=None,
        raised=tuple(range(1, 11)),
        lowered=(),
        unchanged=(),
    )


def test_published_means_fall_where_the_report_says_so():
    scores = published.scores(published.PARTICIPANTS)
    table = ScoreTable.from_scores(scores, steps=published.STEPS, meetings=published.MEETINGS)
    means = {step: [cell.value for cell in table.row(step)] for step in table.steps}
    falls = [(step, meeting) for step, row in means.items() for meeting in (1, 2, 3) if row[meeting] < row[meeting - 1]]
    assert falls == [(6, 1), (9, 2)]


# --- Missing is missing ----------------------------------------------------------------------------------------------


def test_cell_is_the_mean_of_those_that_have_a_score():
    table = table_of([("A", 0, 1, 4), ("B", 0, 1, 5), ("C", 0, 1, None), ("A", 0, 2, None)])
    assert [table.cell(step, 0) for step in STEPS] == [Cell(Fraction(9, 4), 2), MISSING, MISSING]


def test_change_counts_only_organisations_with_both_meetings():
    table = table_of(
        [("A", 0, 1, 4), ("A", 3, 1, 6), ("B", 0, 1, 2), ("C", 3, 1, 8), ("D", 0, 1, 2), ("D", 3, 1, None)]
    )
    assert (table.first, table.latest) == (0, 3)
    assert table.row(1) == (Cell(Fraction(4, 3), 3), MISSING, MISSING, Cell(Fraction(7, 2), 2))
    assert table.change(1) == Cell(Fraction(1), 1)


def test_change_has_the_same_meetings_in_every_row():
    table = table_of([("A", 0, 1, 4), ("A", 2, 1, 6), ("A", 0, 2, 4), ("A", 1, 2, 8), ("A", 1, 3, 2), ("A", 2, 3, 4)])
    assert (table.first, table.latest) == (0, 2)
    assert [table.change(step) for step in STEPS] == [Cell(Fraction(1), 1), MISSING, MISSING]


def test_change_is_missing_with_a_single_meeting():
    table = table_of([("A", 1, step, 4) for step in STEPS])
    assert (table.first, table.latest) == (1, 1)
    assert [table.change(step) for step in STEPS] == [MISSING] * 3
    assert (table.total(1), table.total_change()) == (Cell(Fraction(6), 1), MISSING)


def test_first_and_latest_skip_meetings_where_nobody_could_judge():
    table = table_of([("A", 0, 1, None), ("A", 1, 1, 4), ("A", 2, 1, 5), ("A", 3, 1, None)])
    assert (table.first, table.latest, table.change(1)) == (1, 2, Cell(Fraction(1, 2), 1))


def test_total_is_missing_when_one_step_is():
    rows = [("A", 0, 1, 4), ("A", 0, 2, 4), ("A", 0, 3, 4), ("A", 1, 1, 4), ("A", 1, 2, 4), ("A", 1, 3, None)]
    table = table_of(rows)
    assert [table.total(meeting) for meeting in MEETINGS] == [Cell(Fraction(6), 1), MISSING, MISSING, MISSING]
    assert table.total_change() == MISSING
    assert [table.missing_steps(meeting) for meeting in MEETINGS] == [(), (3,), STEPS, STEPS]


def test_total_says_the_smallest_n_of_its_means():
    rows = [(who, 0, step, 4) for who in "AB" for step in STEPS if (who, step) != ("B", 3)]
    assert table_of(rows).total(0) == Cell(Fraction(6), 1)


def test_table_without_answers_is_all_missing():
    table = table_of([])
    assert (table.first, table.latest, table.n, table.organisations) == (None, None, 0, frozenset())
    assert as_printed(table) == {1: [""] * 5, 2: [""] * 5, 3: [""] * 5, "total": [""] * 5}
    assert headlines(table) == Headlines(3, None, MISSING, MISSING, None, None, None, (), (), ())


def test_table_refuses_two_answers_to_the_same_question():
    with pytest.raises(ValueError, match=r"^There are two answers of one organisation to the same step"):
        table_of([("A", 0, 1, 4), ("A", 0, 1, 5)])


def test_table_leaves_out_other_steps_and_meetings():
    assert table_of([("A", 0, 1, 4), ("A", 0, 4, 8), ("A", 9, 1, 8), ("B", 9, 1, 8)]) == table_of([("A", 0, 1, 4)])


# --- Other tables of the same answers --------------------------------------------------------------------------------

TWO_AND_A_LATECOMER = [("A", 0, 1, 2), ("A", 2, 1, 6), ("B", 0, 1, 4), ("B", 1, 1, 3), ("C", 3, 1, 8)]


def test_of_gives_one_organisation_its_own_meetings():
    table = table_of(TWO_AND_A_LATECOMER).of("B")
    assert (table.first, table.latest, table.n) == (0, 1, 1)
    assert table.row(1) == (Cell(Fraction(2), 1), Cell(Fraction(3, 2), 1), MISSING, MISSING)
    assert table.change(1) == Cell(Fraction(-1, 2), 1)


def test_of_a_stranger_is_empty():
    assert table_of(TWO_AND_A_LATECOMER).of("X") == table_of([])


def test_until_shows_the_table_as_it_stood():
    assert table_of(TWO_AND_A_LATECOMER).until(1) == table_of(TWO_AND_A_LATECOMER, meetings=(0, 1))


def test_between_compares_other_meetings():
    table = table_of(TWO_AND_A_LATECOMER).between(0, 1)
    assert (table.change(1), table.cell(1, 3)) == (Cell(Fraction(-1, 2), 1), Cell(Fraction(4), 1))


def test_spread_is_highest_minus_lowest():
    table = table_of(TWO_AND_A_LATECOMER)
    assert [table.spread(1, meeting) for meeting in MEETINGS] == [Cell(Fraction(1), 2), MISSING, MISSING, MISSING]


# --- Headlines -------------------------------------------------------------------------------------------------------


def test_headlines_total_is_that_of_the_last_complete_meeting():
    rows = [("A", meeting, step, 2 + meeting) for meeting in (0, 1) for step in STEPS]
    found = headlines(table_of([*rows, ("A", 2, 1, 8), ("A", 2, 2, 2), ("A", 2, 3, None)]))
    assert (found.total_meeting, found.total) == (1, Cell(Fraction(9, 2), 1))
    assert found.total_change == Cell(Fraction(3, 2), 1)
    assert (found.raised, found.lowered, found.unchanged) == ((1,), (), (2,))
    assert found.lowest == Extreme(Fraction(1), (2,))


def test_headlines_name_every_step_that_shares_the_lift_the_fall_and_the_bottom():
    first = [("A", 0, step, 5) for step in range(1, 7)]
    latest = [("A", 1, step, level) for step, level in enumerate([7, 3, 7, 3, 5, 6], start=1)]
    found = headlines(table_of([*first, *latest], steps=range(1, 7)))
    assert found.biggest_lift == Extreme(Fraction(1), (1, 3))
    assert found.biggest_fall == Extreme(Fraction(-1), (2, 4))
    assert found.lowest == Extreme(Fraction(3, 2), (2, 4))
    assert (found.raised, found.lowered, found.unchanged) == ((1, 3, 6), (2, 4), (5,))


# --- Calculated twice ------------------------------------------------------------------------------------------------

ANSWER = st.sampled_from([None, None, 2, 3, 4, 5, 6, 7, 8])


@st.composite
def rounds(draw):
    """(rows, steps, meetings): some organisations missing, some meetings empty, some answers "cannot judge"."""
    steps = tuple(range(1, draw(st.integers(1, 4)) + 1))
    meetings = tuple(range(draw(st.integers(1, 4))))
    submissions = draw(st.sets(st.tuples(st.sampled_from("ABCDE"), st.sampled_from(meetings)), max_size=12))
    questions = [(who, meeting, step) for who, meeting in sorted(submissions) for step in steps]
    if draw(st.booleans()) and questions:
        questions = sorted(draw(st.sets(st.sampled_from(questions))))
    return [(*question, draw(ANSWER)) for question in questions], steps, meetings


def pair(cell):
    """A cell as the naive implementation writes it."""
    return cell.value, cell.n


def everything(table):
    """Every statistic of a table, under the names of the naive implementation."""
    cells = list(itertools.product(table.steps, table.meetings))
    return {
        **{("cell", step, meeting): pair(table.cell(step, meeting)) for step, meeting in cells},
        **{("spread", step, meeting): pair(table.spread(step, meeting)) for step, meeting in cells},
        **{("change", step): pair(table.change(step)) for step in table.steps},
        **{("total", meeting): pair(table.total(meeting)) for meeting in table.meetings},
        **{("missing", meeting): table.missing_steps(meeting) for meeting in table.meetings},
        **{("count", meeting): table.count(meeting) for meeting in table.meetings},
        "total change": pair(table.total_change()),
        "first": table.first,
        "latest": table.latest,
        "n": table.n,
    }


@given(rounds())
def test_statistics_agree_with_the_naive_implementation(generated):
    assert everything(table_of(*generated)) == naive.everything(*generated)


@given(rounds())
def test_headlines_agree_with_the_naive_implementation(generated):
    found = headlines(table_of(*generated))
    extremes = {"lift": found.biggest_lift, "fall": found.biggest_fall, "lowest": found.lowest}
    assert {
        "total meeting": found.total_meeting,
        "total": pair(found.total),
        "total change": pair(found.total_change),
        "raised": list(found.raised),
        "lowered": list(found.lowered),
        "unchanged": list(found.unchanged),
        **{name: extreme and (extreme.value, list(extreme.steps)) for name, extreme in extremes.items()},
    } == naive.headlines(*generated)


@given(rounds(), st.sampled_from("ABCDE"))
def test_one_organisation_alone_agrees_with_the_naive_implementation(generated, who):
    rows, steps, meetings = generated
    own = [row for row in rows if row[0] == who]
    assert everything(table_of(rows, steps, meetings).of(who)) == naive.everything(own, steps, meetings)


@given(rounds(), st.randoms(use_true_random=False))
def test_order_of_rows_does_not_matter(generated, random):
    rows, steps, meetings = generated
    shuffled = random.sample(rows, len(rows))
    assert table_of(shuffled, steps, meetings) == table_of(rows, steps, meetings)


@given(rounds())
def test_an_organisation_that_cannot_judge_changes_only_n(generated):
    rows, steps, meetings = generated
    undecided = [("X", meeting, step, None) for meeting in meetings for step in steps]
    with_one_more = everything(table_of(rows + undecided, steps, meetings))
    assert with_one_more == everything(table_of(rows, steps, meetings)) | {"n": with_one_more["n"]}
    assert with_one_more["n"] == table_of(rows, steps, meetings).n + 1
