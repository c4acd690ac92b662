"""The politician's page in figures and words: from submitted assessments only, and the group's mean only from three."""

from datetime import date

import pytest
from django.utils import translation

from learning_rounds.models import Participation
from reports.documents import summary_document
from reports.summary import Action
from reports.wording import Card
from tests import factories
from tests.reports.summaries import LATER, START, exempelkoping, submitting, summary

pytestmark = pytest.mark.django_db


@pytest.fixture
def own():
    return exempelkoping()


@pytest.fixture
def english():
    with translation.override("en"):
        yield


# --- What it says ----------------------------------------------------------------------------------------------------


def test_page_says_what_has_changed_since_the_first_meeting(own, english):
    made = summary(own)
    assert made.title == "Exempelköping has raised seven of ten steps since the kick-off"
    assert made.lead == (
        "Our rating has gone from 18.0 to 24.0 points out of 40 since the kick-off.",
        "The biggest rise is in systematic improvement, "
        "and the longest way to go in consequences in decision documents and concrete improvements.",
    )
    assert made.cards == (
        Card("24.0 of 40", "Our rating at meeting 1"),
        Card("+6.0", "Change since the kick-off"),
        Card("1.5 of 4", "Our lowest: consequences in decision documents and concrete improvements"),
    )
    assert made.scale == "Level per step, 1 (not started) to 4 (in place)"


def test_page_about_the_first_meeting_compares_with_nothing(own, english):
    made = summary(own, 0)
    assert made.title == "How far Exempelköping has come with gender mainstreaming"
    assert made.lead[0] == "Our rating at the kick-off is 18.0 points out of 40."
    assert made.cards[1] == Card("–", "Our first rating. There is nothing to compare with yet.")
    assert (made.table.heads, made.dumbbell.comparable) == (("Kick-off",), False)


@pytest.mark.parametrize(
    ("change", "title"),
    [
        (1, "X has raised all ten steps since the kick-off"),
        (0, "X is at the same levels as at the kick-off"),
        (-1, "X rates ten of ten steps lower than at the kick-off"),
    ],
)
def test_falls_are_said_as_plainly_as_rises(own, english, change, title):
    other = submitting(own.group, "X", 5, 5 + change)
    assert summary(other).title == title


def test_more_than_two_steps_are_counted_instead_of_named(own, english):
    other = submitting(own.group, "X", 4, {1: 4, 2: 4, 3: 4} | dict.fromkeys(range(4, 11), 6))
    made = summary(other)
    assert made.lead[1] == "The biggest rise is in 7 steps, and the longest way to go in 3 steps."
    assert made.cards[2] == Card("2.0 of 4", "Our lowest: 3 steps")


def test_missing_step_takes_the_total_away_and_is_said(own, english):
    other = submitting(own.group, "X", START, LATER | {4: None, 9: None})
    made = summary(other)
    sentence = "There is no total: 2 of 10 steps are not rated at meeting 1."
    assert made.lead[0] == sentence
    assert made.cards[0] == Card("–", sentence)
    assert made.cards[1] == Card("–", "Change since the kick-off. A step is missing at one of the meetings.")


def test_page_without_any_score_is_still_a_page(own, english):
    other = submitting(own.group, "X", START, dict.fromkeys(factories.ALL_STEPS))
    made = summary(other)
    assert made.lead == ("There is no total: 10 of 10 steps are not rated at meeting 1.",)
    assert made.cards[2] == Card("–", "No step is rated.")
    assert summary_document(made, language="en")[:5] == b"%PDF-"


def test_numbers_follow_the_language(own):
    assert summary(own).cards[0].number.startswith("24,0 ")
    with translation.override("en"):
        assert summary(own).cards[0].number.startswith("24.0 ")


def test_only_the_latest_submission_counts_and_never_the_draft(own):
    assessment = own.assessments.get(meeting__number=1)
    factories.submitted(assessment, 6)
    factories.drafted(assessment, half_steps=8)
    factories.drafted(factories.assessment(own, 2), half_steps=8)
    assert summary(own).cards[0].number.startswith("30,0 ")
    assert summary(own, 2) is None


def test_actions_are_open_announced_and_of_meetings_up_to_this_one(own):
    first, second = own.assessments.order_by("meeting__number")
    factories.measure(first, 3, text="Två \n rader.", responsible="Chefen", due_on=date(2027, 2, 15))
    factories.measure(second, 1, text="Utan dag")
    factories.measure(first, 2, text="Gjort", state="done")
    factories.measure(factories.assessment(own, 2), 4, text="Bara utkast")
    assert summary(own).actions == (
        Action("Två rader.", "Chefen", "15\u00a0februari\u00a02027"),
        Action("Utan dag.", "", ""),
    )
    assert [action.text for action in summary(own, 0).actions] == ["Två rader."]


# --- The group -------------------------------------------------------------------------------------------------------


def test_group_of_two_participants_and_a_mentor_has_no_mean(own, english):
    submitting(own.group, "B", 4, 4)
    submitting(own.group, "Mentor", 4, 4, role=Participation.Role.MENTOR)
    factories.withdrawn(submitting(own.group, "Left", 4, 4))
    made = summary(own)
    assert made.table.group_mean is None
    assert made.cards[1].text == "Change since the kick-off"


def test_group_of_three_participants_has_a_mean_and_says_so(own, english):
    submitting(own.group, "B", 4, 4)
    submitting(own.group, "C", 4, 5)
    submitting(own.group, "Mentor", 8, 8, role=Participation.Role.MENTOR)
    made = summary(own)
    assert [cell.text for cell in made.table.group_mean.cells] == ["19.3", "23.0"]
    assert made.cards[1].text == "Change since the kick-off. The group: +3.7"
    assert "The group's mean covers 3 participants, this organisation included. Mentors are not counted." in made.notes


def test_mean_of_a_meeting_where_fewer_have_submitted_is_not_shown(own, english):
    submitting(own.group, "B", 4, 4)
    submitting(own.group, "C", 4)
    made = summary(own)
    assert [cell.text for cell in made.table.group_mean.cells] == ["19.3", ".."]
    assert made.cards[1].text == "Change since the kick-off"
