"""The radar, the distribution and the charts of single steps: fixed scales, and gaps for what is missing."""

import pytest
from django.utils import translation

from reports.diagrams import GridLine, Line, Point, TextLine, step_chart
from reports.radar import radar
from reports.spread import Bar, Level, spread
from reports.statistics import Score, ScoreTable
from reports.tables import Labels

LABELS = Labels(steps={1: "North", 2: "East", 3: "South", 4: "West"}, meetings={0: "Start", 1: "Meet 1"})


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def table_of(*rows, steps=(1, 2, 3, 4)) -> ScoreTable:
    """One organisation's table from the half steps of the steps at each meeting."""
    scores = [
        Score("A", meeting, step, half_steps)
        for meeting, row in enumerate(rows)
        for step, half_steps in zip(steps, row, strict=True)
    ]
    return ScoreTable.from_scores(scores, steps=steps, meetings=(0, 1))


# --- One step --------------------------------------------------------------------------------------------------------


def test_step_chart_has_the_whole_scale_whatever_the_levels():
    chart = step_chart(table_of((4, 4, 4, 4)), LABELS, 1)
    assert chart.grid == (
        GridLine("16.0", "4"),
        GridLine("80.0", "3"),
        GridLine("144.0", "2"),
        GridLine("208.0", "1"),
    )
    assert chart.own.points == (Point("14.00%", "144.0"),)
    assert chart.own.label == (TextLine("17.00%", "141.0", "You", False), TextLine("17.00%", "159.0", "2.0", False))


def test_step_chart_says_in_words_what_it_shows():
    chart = step_chart(table_of((4, 4, 4, 4)), LABELS, 2, group=table_of((4, 5, 4, 4), (4, 6, 4, 4)), own_name="Ådala")
    assert chart.title == (
        "Level at each meeting, 2. East. Ådala: Start 2.0, Meet 1 missing. The group: Start 2.5, Meet 1 3.0."
    )


# --- Radar -----------------------------------------------------------------------------------------------------------


def test_radar_puts_the_highest_level_outermost_and_the_lowest_on_a_ring_of_its_own():
    drawn = radar(table_of((2, 8, 2, 8)), LABELS)
    assert (drawn.first, drawn.latest.name) == (None, "Start")
    assert drawn.latest.points == (
        Point("200.0", "160.0"),
        Point("360.0", "200.0"),
        Point("200.0", "240.0"),
        Point("40.0", "200.0"),
    )
    assert [ring.level for ring in drawn.rings] == [1, 2, 3, 4]
    assert drawn.rings[3].points == "200.0,40.0 360.0,200.0 200.0,360.0 40.0,200.0"


def test_radar_leaves_a_gap_where_a_level_is_missing():
    drawn = radar(table_of((8, None, 8, 8), (8, 8, 8, 8)), LABELS)
    assert len(drawn.first.points) == 3
    assert drawn.first.lines == (
        Line("200.0", "360.0", "40.0", "200.0"),
        Line("40.0", "200.0", "200.0", "40.0"),
    )
    assert len(drawn.latest.lines) == 4


def test_radar_says_in_words_what_it_shows():
    assert radar(table_of((2, None, 4, 8)), LABELS).title == (
        "Level per step around a circle; further out is higher. "
        "Start: 1. North 1.0, 2. East missing, 3. South 2.0, 4. West 4.0."
    )


def test_radar_without_levels_has_only_its_scale():
    drawn = radar(table_of(), LABELS)
    assert (drawn.first, drawn.latest, len(drawn.spokes)) == (None, None, 4)


# --- Distribution ----------------------------------------------------------------------------------------------------


def test_spread_has_a_row_for_every_half_step():
    levels = spread(table_of((2, 2, 2, 2)), LABELS).levels
    assert [level.label for level in levels] == ["4", "3.5", "3", "2.5", "2", "1.5", "1"]
    assert levels[0] == Level(8, "36.0", "4", True)


def test_spread_draws_bars_as_long_as_their_number_and_none_for_zero():
    drawn = spread(table_of((2, 2, 8, None), (5, 5, 5, 5)), LABELS)
    assert drawn.own == (
        Bar("11.00%", "26.0", "6.90%", "17.90%", "1"),
        Bar("11.00%", "266.0", "13.80%", "24.80%", "2"),
        Bar("55.50%", "146.0", "27.59%", "83.09%", "4"),
    )
    assert drawn.group == ()


def test_spread_says_in_words_what_it_shows():
    assert spread(table_of((2, 2, 8, None)), LABELS).title == (
        "Number of steps at each level. Start: level 4: 1, level 1: 2. Meet 1: missing."
    )
