"""The meetings of a round as a plan: what is suggested, and what is said to look wrong."""

from datetime import date

import pytest
from django.utils import translation

from learning_rounds.meeting_plan import suggested_name, usual_meetings, warnings_about
from learning_rounds.models import LearningMeeting, LearningRound
from tests.factories import day

ROUND = LearningRound(starts_on=date(2027, 1, 1), ends_on=date(2028, 6, 30))


def meeting(number: int, kind: str = "learning", held_on: str = "", last_day: str = "") -> LearningMeeting:
    return LearningMeeting(
        number=number,
        kind=kind,
        name=f"Träff {number}",
        held_on=day(held_on) if held_on else None,
        assessment_due_on=day(last_day) if last_day else None,
    )


@pytest.mark.parametrize(
    ("kind", "taken", "name"),
    [
        ("kickoff", [], "Uppstart"),
        ("learning", [], "Träff 1"),
        ("learning", ["Uppstart", "Träff 1", "Träff 2"], "Träff 3"),
        ("learning", ["Träff 2"], "Träff 1"),
        ("strategists", ["Träff 1"], "Strategträff 1"),
        ("conference", ["Träff 1"], "Resultatkonferens"),
        ("other", ["Träff 1"], ""),
    ],
)
def test_suggested_name_is_swedish_and_free(kind, taken, name):
    with translation.override("en"):
        assert suggested_name(kind, taken) == name


def test_usual_meetings_are_spread_over_the_round_on_weekdays():
    found = usual_meetings(date(2027, 2, 1), date(2028, 9, 15))
    assert [(each.name, str(each.held_on), str(each.assessment_due_on)) for each in found] == [
        ("Uppstart", "2027-04-01", "2027-03-25"),
        ("Träff 1", "2027-07-28", "2027-07-21"),
        ("Träff 2", "2027-11-24", "2027-11-17"),
        ("Träff 3", "2028-03-21", "2028-03-14"),
        ("Resultatkonferens", "2028-07-17", "None"),
    ]
    assert {each.held_on.weekday() < 5 for each in found} == {True}


@pytest.mark.parametrize(("starts_on", "ends_on"), [("2027-01-02", "2027-01-03"), ("1990-01-01", "2099-12-31")])
def test_usual_meetings_fit_the_shortest_and_the_longest_round(starts_on, ends_on):
    found = usual_meetings(day(starts_on), day(ends_on))
    assert all(each.assessment_due_on is None or each.assessment_due_on <= each.held_on for each in found)
    assert [each.held_on for each in found] == sorted(each.held_on for each in found)


def test_good_plan_has_no_warnings():
    meetings = [
        meeting(0, "kickoff", "2027-02-01", "2027-01-25"),
        meeting(1, "strategists", "2027-03-01"),
        meeting(2, "learning", "2027-05-01", "2027-05-01"),
        meeting(3, "conference", "2028-06-01"),
        meeting(4, "strategists", "2028-06-02"),
    ]
    assert warnings_about(ROUND, meetings) == []


@pytest.mark.parametrize(
    ("meetings", "warnings"),
    [
        ([meeting(1)], ["Träff 1 har inget datum än."]),
        ([meeting(1, held_on="2028-07-01")], ["Träff 1: 1 juli 2028 ligger utanför omgången."]),
        (
            [meeting(1, held_on="2027-01-02", last_day="2026-12-31")],
            ["Träff 1: 31 december 2026 ligger utanför omgången."],
        ),
        (
            [meeting(1, last_day="2027-05-01"), meeting(2, held_on="2027-06-01", last_day="2027-05-01")],
            ["Sista dag för Träff 2 kommer inte efter den för Träff 1."],
        ),
        (
            [meeting(1, held_on="2027-05-01"), meeting(2, "kickoff", held_on="2027-06-01")],
            ["Träff 2 är inte den första träffen."],
        ),
        (
            [meeting(1, "conference", held_on="2027-05-01"), meeting(2, held_on="2027-06-01")],
            ["Träff 1 är inte den sista träffen."],
        ),
    ],
)
def test_what_looks_wrong_is_said(meetings, warnings):
    assert warnings_about(ROUND, meetings) == warnings
