"""Until when an organisation can work, with more time for some of them, and what is open meanwhile."""

from datetime import timedelta

import pytest

from learning_rounds.last_days import LastDays
from tests import factories as make
from tests.factories import day

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(on_day):
    """Two organisations in a round whose meetings have their last days on 1 March, June and September."""
    on_day("2026-03-01")
    learning_round = make.learning_round(meetings=0)
    for due_on in ("2026-03-01", "2026-06-01", "2026-09-01"):
        make.learning_meeting(learning_round, assessment_due_on=day(due_on))
    return make.participation(learning_round), make.participation(learning_round)


def meetings(participation) -> list:
    return list(participation.round.meetings.with_assessment())


def open_on(participation, today: str) -> list[int]:
    """The numbers of the meetings that are open on a day."""
    last_days = LastDays([participation], day(today))
    return [meeting.number for meeting in last_days.open_meetings(participation, meetings(participation))]


def test_more_time_is_for_one_organisation(two):
    given, _other = two
    first = meetings(given)[0]
    make.last_day_extension(given, first, due_on=day("2026-03-08"))
    last_days = LastDays(two)
    assert [last_days.of(found, first) for found in two] == [day("2026-03-08"), day("2026-03-01")]
    assert [last_days.extended_to(found, first) for found in two] == [day("2026-03-08"), None]


@pytest.mark.parametrize(
    ("today", "given", "other"),
    [
        ("2026-03-01", [0], [0]),
        ("2026-03-02", [0, 1], [1]),
        ("2026-03-08", [0, 1], [1]),
        ("2026-03-09", [1], [1]),
        ("2026-09-02", [], []),
    ],
)
def test_the_next_meeting_opens_for_all_on_the_same_day(two, today, given, other):
    make.last_day_extension(two[0], meetings(two[0])[0], due_on=day("2026-03-08"))
    assert [open_on(found, today) for found in two] == [given, other]


def test_a_meeting_that_is_moved_to_after_the_given_day_has_its_own_last_day(two):
    participation, _other = two
    meeting = meetings(participation)[0]
    make.last_day_extension(participation, meeting, due_on=day("2026-02-20"))
    last_days = LastDays(two)
    assert (last_days.of(participation, meeting), last_days.extended_to(participation, meeting)) == (
        day("2026-03-01"),
        None,
    )


def test_a_meeting_without_assessment_has_no_last_day(two):
    participation, _other = two
    conference = make.learning_meeting(participation.round, assessment_due_on=None)
    make.last_day_extension(participation, conference, due_on=day("2026-03-08"))
    last_days = LastDays(two, day("2030-01-01"))
    assert (last_days.of(participation, conference), last_days.has_passed(participation, conference)) == (None, False)


def test_the_last_day_itself_counts(two):
    meeting = meetings(two[0])[0]
    passed = [LastDays(two, meeting.assessment_due_on + timedelta(days=n)).has_passed(two[0], meeting) for n in (0, 1)]
    assert passed == [False, True]


def test_last_days_of_many_take_one_query(two, django_assert_num_queries):
    for participation in two:
        make.last_day_extension(participation)
    with django_assert_num_queries(1):
        LastDays(two)
