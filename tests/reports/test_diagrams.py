"""Diagrams with finished coordinates: fixed axes, gaps for what is missing, and labels that touch nothing."""

from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from reports.curves import ASCENT, BOLD_LETTER, DESCENT, NAMES, NARROWEST, Mark, TextLine, Tick, meeting_marks, percent
from reports.diagrams import DumbbellRow, GridLine, Line, Point, Series, dumbbell, line_chart
from reports.statistics import Score, ScoreTable
from reports.tables import Labels

STEPS, MEETINGS = (1, 2, 3, 4), (0, 1, 2, 3)
LABELS = Labels(
    steps={1: "Decision", 2: "Results", 3: "Managers", 4: "Learning"},
    meetings={0: "Start", 1: "Meet 1", 2: "Meet 2", 3: "Meet 3"},
    urls={2: "/two/"},
)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def table_of(answers, organisation="A"):
    """One organisation's table from {meeting: half steps of the four steps}."""
    scores = [
        Score(organisation, meeting, step, half_steps)
        for meeting, row in answers.items()
        for step, half_steps in zip(STEPS, row, strict=True)
    ]
    return ScoreTable.from_scores(scores, steps=STEPS, meetings=MEETINGS)


def level_table(totals):
    """A table with the given totals (4–16, None is missing), one for each meeting."""
    return table_of({meeting: [total and total // 2] * 4 for meeting, total in enumerate(totals)})


@pytest.mark.parametrize(
    ("share", "text"),
    [(Fraction(0), "0.00%"), (Fraction(1, 3), "33.33%"), (Fraction(2, 3), "66.67%"), (Fraction(1), "100.00%")],
)
def test_percent_is_text_with_a_point(share, text):
    with translation.override("sv"):
        assert percent(share) == text


# --- Dumbbell --------------------------------------------------------------------------------------------------------


def test_dumbbell_row_has_places_and_texts():
    diagram = dumbbell(table_of({0: (2, 3, 4, 8), 3: (2, 6, 8, 5)}), LABELS)
    assert diagram.rows[1] == DumbbellRow(
        number=2,
        name="Results",
        url="/two/",
        label="2. Results",
        start_x="16.67%",
        latest_x="66.67%",
        start="1.5",
        latest="3.0",
        change="+1.5",
        change_value=Fraction(3, 2),
    )


def test_dumbbell_sorts_by_change_then_by_step_with_the_unknown_last():
    diagram = dumbbell(table_of({0: (None, 4, 4, 6), 3: (2, 6, 6, 5)}), LABELS)
    assert [(row.number, row.change) for row in diagram.rows] == [(2, "+1.0"), (3, "+1.0"), (4, "−0.5"), (1, "–")]


def test_dumbbell_axis_has_the_whole_levels_of_the_scale():
    table = table_of({0: (2, 2, 2, 2)})
    assert dumbbell(table, LABELS).ticks == (
        Tick("0.00%", "1"),
        Tick("33.33%", "2"),
        Tick("66.67%", "3"),
        Tick("100.00%", "4"),
    )
    assert dumbbell(table, LABELS, maximum=3).ticks == (Tick("0.00%", "1"), Tick("50.00%", "2"), Tick("100.00%", "3"))


def test_dumbbell_draws_one_mark_for_one_score_and_no_row_for_none():
    diagram = dumbbell(table_of({0: (2, None, 4, None), 3: (8, 5, None, None)}), LABELS)
    assert [(row.label, row.start_x, row.latest_x, row.start, row.latest) for row in diagram.rows] == [
        ("1. Decision", "0.00%", "100.00%", "1.0", "4.0"),
        ("2. Results", None, "50.00%", "missing", "2.5"),
        ("3. Managers", "33.33%", None, "2.0", "missing"),
    ]
    assert diagram.notes == ("Without a level: 4. Learning.",)


def test_dumbbell_says_in_words_what_it_shows():
    diagram = dumbbell(table_of({0: (2, 4, 4, None), 3: (3, 3, 4, 4)}), LABELS)
    assert diagram.title == (
        "Level per step at Start and at Meet 3, largest change first. "
        "1. Decision: +0.5. 3. Managers: 0.0. 2. Results: −0.5. 4. Learning: missing."
    )
    assert (diagram.comparable, diagram.start_name, diagram.latest_name) == (True, "Start", "Meet 3")


def test_dumbbell_has_one_ring_a_row_before_there_are_two_meetings():
    diagram = dumbbell(table_of({1: (2, 4, 4, 5)}), LABELS)
    assert (diagram.comparable, diagram.title) == (False, "There are not yet two assessments to compare.")
    assert [(row.start_x, row.latest_x, row.change) for row in diagram.rows] == [
        ("0.00%", None, "–"),
        ("33.33%", None, "–"),
        ("33.33%", None, "–"),
        ("50.00%", None, "–"),
    ]


def test_dumbbell_without_scores_is_empty():
    diagram = dumbbell(table_of({}), LABELS)
    assert (diagram.rows, diagram.notes, diagram.start_name, diagram.latest_name) == ((), (), "", "")


# --- Line chart ------------------------------------------------------------------------------------------------------


def test_line_chart_has_a_fixed_axis_from_the_lowest_to_the_highest_total():
    chart = line_chart(level_table([8]), LABELS)
    assert chart.grid == (
        GridLine("16.0", "16"),
        GridLine("80.0", "12"),
        GridLine("144.0", "8"),
        GridLine("208.0", "4"),
    )
    assert (chart.lowest, chart.highest, chart.left, chart.right, chart.height) == (4, 16, "8.00%", "80.00%", 241)
    assert chart.marks == (
        Mark("14.00%", "Start", "232"),
        Mark("34.00%", "Meet 1", "232"),
        Mark("54.00%", "Meet 2", "232"),
        Mark("74.00%", "Meet 3", "232"),
    )


def test_line_chart_leaves_a_gap_where_a_total_is_missing():
    assert line_chart(level_table([4, 8, None, 16]), LABELS).own == Series(
        name="You",
        points=(Point("14.00%", "208.0"), Point("34.00%", "144.0"), Point("74.00%", "16.0")),
        lines=(Line("14.00%", "208.0", "34.00%", "144.0"),),
        label=(TextLine("77.00%", "13.0", "You", False), TextLine("77.00%", "31.0", "16.0", False)),
    )


def test_line_chart_coordinates_have_a_decimal_point_in_swedish():
    with translation.override("sv"):
        chart = line_chart(level_table([4, 8, 10, None]), LABELS, group=level_table([4, 6, 8, 14]))
    written = [text for series in (chart.own, chart.group) for point in series.points for text in (point.x, point.y)]
    assert [text for text in written if "," in text] == []


def test_line_chart_says_in_words_what_it_shows():
    table, group = level_table([4, None, 8, None]), level_table([6, 8])
    assert line_chart(table, LABELS, group=group).title == (
        "Total at each meeting. You: Start 4.0, Meet 1 missing, Meet 2 8.0, Meet 3 missing. "
        "The group: Start 6.0, Meet 1 8.0, Meet 2 missing, Meet 3 missing."
    )


def test_line_chart_without_totals_draws_no_line():
    chart = line_chart(level_table([]), LABELS, own_name="Norrvik")
    assert (chart.own, chart.group) == (Series("Norrvik", (), (), ()), None)


def test_line_chart_leaves_out_group_totals_that_rest_on_too_few():
    both = ScoreTable.from_scores(
        [Score(who, meeting, step, 4) for who, meeting in ("A0", "B0", "A1") for step in STEPS],
        steps=STEPS,
        meetings=[str(meeting) for meeting in MEETINGS],
    )
    own = replace(both, meetings=("0", "1"))
    labels = replace(LABELS, meetings={"0": "Start", "1": "Meet 1"})
    assert line_chart(own, labels, group=both, group_at_least=2).group.points == (Point("14.00%", "144.0"),)


def test_line_chart_sets_the_label_of_a_line_that_ends_early_beside_its_end():
    chart = line_chart(level_table([4, 6]), LABELS, group=level_table([8, 10, 12, 14]))
    assert chart.own.label == (TextLine("36.33%", "180.0", "You 6.0", False),)
    assert [line.text for line in chart.group.label] == ["The group", "14.0"]


def test_meeting_marks_use_two_rows_and_cut_off_names_that_are_too_long():
    places = (Fraction(1, 10), Fraction(3, 10), Fraction(5, 10))
    marks = meeting_marks(["Kick-off", "Learning meeting 1", "Result conference"], places)
    assert [(mark.label, mark.y) for mark in marks] == [
        ("Kick-off", "232"),
        ("Learning meetin…", "250"),
        ("Result conferen…", "232"),
    ]


# --- Labels touch nothing, whatever the totals -----------------------------------------------------------------------

NAMES_OF_ORGANISATIONS = st.sampled_from(["", "Norrvik", "Exempelköping", "Region Västra Granlunda"])
ROUNDED = Fraction(1, 10)  # px: percentages have two decimals
TOTALS = st.lists(st.sampled_from([None, 4, 6, 8, 10, 12, 14, 16]), min_size=4, max_size=4)


def boxes(series):
    """(left, right, top, bottom) in px of each line of a label on the narrowest chart."""
    for line in series.label:
        width = len(line.text) * BOLD_LETTER
        x = Fraction(line.x.rstrip("%")) * NARROWEST / 100 - (Fraction(width, 2) if line.centred else 0)
        y = Fraction(line.y)
        yield x + ROUNDED, x + width - ROUNDED, y - ASCENT, y + DESCENT


def drawn(series):
    """(left, right, top, bottom) in px of many small pieces of a series."""
    for point in series.points:
        x, y = Fraction(point.x.rstrip("%")) * NARROWEST / 100, Fraction(point.y)
        yield x - 5, x + 5, y - 5, y + 5
    for line in series.lines:
        x1, x2 = (Fraction(x.rstrip("%")) * NARROWEST / 100 for x in (line.x1, line.x2))
        for share in (Fraction(piece, 20) for piece in range(21)):
            x, y = x1 + (x2 - x1) * share, Fraction(line.y1) + (Fraction(line.y2) - Fraction(line.y1)) * share
            yield x, x, y, y


def touch(one, other):
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]


@given(TOTALS, TOTALS, NAMES_OF_ORGANISATIONS)
def test_line_chart_labels_never_touch_each_other(own, group, name):
    chart = line_chart(level_table(own), LABELS, group=level_table(group), own_name=name)
    assert not [pair for pair in combinations([*boxes(chart.own), *boxes(chart.group)], 2) if touch(*pair)]


@given(TOTALS, TOTALS, NAMES_OF_ORGANISATIONS)
def test_line_chart_labels_never_touch_a_line(own, group, name):
    chart = line_chart(level_table(own), LABELS, group=level_table(group), own_name=name)
    labels, lines = [*boxes(chart.own), *boxes(chart.group)], [*drawn(chart.own), *drawn(chart.group)]
    assert not [(label, piece) for label in labels for piece in lines if touch(label, piece)]


@given(TOTALS, TOTALS, NAMES_OF_ORGANISATIONS)
def test_line_chart_labels_stay_within_the_drawing(own, group, name):
    chart = line_chart(level_table(own), LABELS, group=level_table(group), own_name=name)
    outside = [
        box
        for box in [*boxes(chart.own), *boxes(chart.group)]
        if box[0] < 0 or box[1] > NARROWEST or box[2] < 0 or box[3] > NAMES[0] - ASCENT
    ]
    assert outside == []
