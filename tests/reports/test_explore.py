"""The Explore page: the dashboard's figures in other ways, chosen in the address."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import plotly.graph_objects as plotly
import pytest
from django.http import QueryDict
from django.utils import translation

from learning_rounds.models import Participation
from reports.charts import ChartLine, line_figure, spread_figure
from reports.dashboard import dashboard_for
from reports.explore import COMPARISON, RADAR, SPREAD, TREND, Choice, explore
from reports.explore_tables import comparison_table, radar_table, spread_table, trend_table
from reports.explore_words import first_steps, radar_title, spread_title, subtitle, trend_title
from reports.figures import figures_of
from reports.spread import counts
from reports.statistics import Score, ScoreTable
from reports.tables import Labels
from tests import factories as make

LABELS = Labels(steps={1: "Decision", 2: "Results", 3: "Managers"}, meetings={0: "Start", 1: "Meet 1"})


@pytest.fixture
def english():
    with translation.override("en"):
        yield


def table(answers: dict, *, steps=(1, 2, 3)) -> ScoreTable:
    """A table of {(organisation, meeting): half steps of each step}."""
    scores = [
        Score(who, meeting, step, half_steps)
        for (who, meeting), row in answers.items()
        for step, half_steps in zip(steps, row, strict=True)
    ]
    return ScoreTable.from_scores(scores, steps=steps, meetings=(0, 1))


OWN = table({("A", 0): (2, 4, None), ("A", 1): (6, 3, 5)})
GROUP = table({("A", 0): (2, 4, None), ("B", 0): (4, 4, 4), ("A", 1): (6, 3, 5)})


@pytest.fixture
def group(db):
    """A group in a round at meeting 2: two participants and a mentor, submitted at meetings 0 and 1."""
    made = make.learning_group(make.learning_round(open_meeting=2))
    for first, second in [(3, 4), (4, 6)]:
        participation = make.participation(group=made)
        make.submitted(make.assessment(participation, 0), first)
        make.submitted(make.assessment(participation, 1), second)
    make.submitted(make.assessment(make.participation(group=made, role=Participation.Role.MENTOR), 0), 8)
    return made


def own(group) -> Participation:
    return group.participations.select_related("round__checklist", "organisation", "group").order_by("pk").first()


def page_of(participation, user=None, query: str = ""):
    return explore(participation, user or make.member(participation.organisation), QueryDict(query))


# --- What is chosen --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "choice"),
    [
        ("", Choice(TREND, (1, 2, 3))),
        ("diagram=radar&moment=2&moment=10", Choice(RADAR, (2, 10))),
        ("diagram=jamforelse&moment=alla", Choice(COMPARISON, tuple(make.ALL_STEPS))),
        ("diagram=fordelning&moment=11&moment=x&moment=", Choice(SPREAD, (1, 2, 3))),
        ("diagram=<script>&moment=٣", Choice(TREND, (1, 2, 3))),
    ],
)
def test_choice_takes_what_is_offered_and_leaves_the_rest(group, query, choice):
    assert Choice.from_query(QueryDict(query), figures_of(own(group))) == choice


def test_steps_at_first_are_those_that_have_changed_most():
    assert first_steps(OWN, 2) == (1, 2)


@pytest.mark.django_db
def test_comparison_is_offered_only_where_there_is_a_group():
    participation = make.participation(make.learning_round(open_meeting=1))
    make.submitted(make.assessment(participation, 0), 4)
    page = page_of(participation, query="diagram=jamforelse")
    assert (page.choice.kind, [kind for kind, _name in page.kinds]) == (TREND, [TREND, SPREAD, RADAR])


# --- Figures ---------------------------------------------------------------------------------------------------------


def test_figures_are_those_of_the_dashboard(group):
    participation = own(group)
    strategist = make.member(participation.organisation)
    rows = dict(page_of(participation, strategist, "moment=alla").view.table.rows)
    expected = dashboard_for(participation, strategist).table.rows
    assert list(rows.values()) == [(*(cell.text for cell in row.cells), row.change) for row in expected]


def test_drafts_are_not_explored(group):
    participation = own(group)
    make.drafted(make.assessment(participation, 2), half_steps=8)
    (_name, cells) = page_of(participation, query="moment=1").view.table.rows[0]
    assert cells == ("1,5", "2,0", "Saknas", "+0,5")


def test_mentors_are_not_in_the_comparison(group):
    (_name, cells) = page_of(own(group), query="diagram=jamforelse&moment=1").view.table.rows[0]
    assert cells == ("1,5", "1,8", "2,0", "2,5", "Saknas", "Saknas")


@pytest.mark.django_db
def test_before_the_first_submission_there_is_nothing_to_explore(client_of):
    participation = make.participation()
    client = client_of(make.member(participation.organisation))
    response = client.get(participation.get_absolute_url() + "utforska/")
    assert response.context["exploration"].view is None
    assert "när den första skattningen är inskickad" in response.content.decode()


def test_tables_have_every_figure(english):
    assert trend_table(OWN, LABELS).rows == (
        ("1. Decision", ("1.0", "3.0", "+2.0")),
        ("2. Results", ("2.0", "1.5", "−0.5")),
        ("3. Managers", ("Missing", "2.5", "–")),
    )
    assert comparison_table(OWN, GROUP, LABELS, "").rows[0] == ("1. Decision", ("1.0", "1.5", "3.0", "3.0"))
    assert comparison_table(OWN, GROUP, LABELS, "Ådala").heads == ("Ådala", "The group", "Ådala", "The group")
    assert radar_table(OWN, LABELS).rows[2] == ("3. Managers", ("Missing", "2.5", "–"))


def test_spread_table_counts_steps_and_the_groups_mean(english):
    rows = dict(spread_table(OWN, GROUP, LABELS, "", minimum=1, maximum=4).rows)
    assert rows["Level 2"] == ("1", "2.0", "0", "0.0")
    assert rows["Level 1.5"] == ("0", "0.0", "1", "1.0")
    assert rows["Missing"] == ("1", "–", "0", "–")
    assert sum(at.own for at in counts(OWN, None)) == 5


def test_spread_table_shows_no_zero_where_nothing_was_submitted(english):
    rows = dict(spread_table(table({("A", 0): (2, 2, 2)}), None, LABELS, "", minimum=1, maximum=4).rows)
    assert (rows["Level 1"], rows["Level 4"], rows["Missing"]) == (("3", "–"), ("0", "–"), ("0", "3"))


# --- Words -----------------------------------------------------------------------------------------------------------


def test_titles_say_what_the_diagrams_show(english):
    assert trend_title(OWN, LABELS) == "1 of 2 steps has risen since Start"
    assert trend_title(replace(OWN, steps=(1,)), LABELS) == "Decision: from 1.0 to 3.0"
    assert trend_title(replace(OWN, steps=(3,)), LABELS) == "Level per step and meeting"
    assert spread_title(OWN, LABELS, 4) == "1 of 3 steps is at level 3 or higher at Meet 1"
    assert radar_title(OWN, LABELS) == "Biggest lift: decision"


def test_subtitle_says_how_many_the_figures_rest_on(english):
    assert subtitle(OWN, 0, 1, 4) == "Submitted levels, 3 steps, scale 1–4. n = 1 organisation."
    assert subtitle(OWN, 2, 1, 4) == (
        "Submitted levels, 3 steps, scale 1–4. The group: n = 2 participants, mentors not counted."
    )


# --- The interactive chart -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [TREND, COMPARISON, SPREAD])
def test_figures_of_the_interactive_chart_are_what_plotly_reads(group, kind):
    figure = page_of(own(group), query=f"diagram={kind}&moment=alla").view.figure
    plotly.Figure(figure)  # raises for anything that is not in plotly's schema
    assert figure["layout"]["yaxis"]["range"] == [0.75, 4.25]


def test_figure_of_a_step_has_a_gap_where_the_level_is_missing():
    line = ChartLine("<b>Beslut</b>", (Fraction(3, 2), None, Fraction(2)), style=0)
    (trace,) = line_figure([line], ["Start", "M1", "M2"], minimum=1, maximum=4)["data"]
    assert (trace["y"], trace["connectgaps"], trace["name"]) == ([1.5, None, 2.0], False, "&lt;b&gt;Beslut&lt;/b&gt;")
    assert trace["text"][0] == "&lt;b&gt;Beslut&lt;/b&gt;, Start: 1,5"


def test_labels_of_lines_that_end_together_stand_clear():
    lines = [ChartLine(str(style), (Fraction(4),), style) for style in range(10)]
    heights = [label["y"] for label in line_figure(lines, ["Start"], minimum=1, maximum=4)["layout"]["annotations"]]
    gaps = [upper - lower for lower, upper in pairwise(sorted(heights))]
    assert min(gaps) > 0.16


def test_figure_of_the_distribution_has_no_mark_for_none():
    meetings = [(0, "Start"), (1, "Meet 1")]
    figure = spread_figure(counts(OWN, GROUP), meetings, ["Ni", "Gruppen"], minimum=1, maximum=4)
    assert [trace["text"] for trace in figure["data"]] == [
        ["1", "1", "1", "1", "1"],
        ["2,0", "0,5", "1,0", "1,0", "1,0"],
    ]
    assert figure["layout"]["separators"] == ",\N{NO-BREAK SPACE}"


def test_radar_has_no_interactive_chart(group):
    assert page_of(own(group), query="diagram=radar").view.figure is None
