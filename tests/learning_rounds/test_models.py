"""Rounds, meetings and participations: what the database refuses, and which meeting is open."""

from datetime import time, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from learning_rounds.models import LearningMeeting, LearningRound, Participation
from tests import factories
from tests.checks import refused
from tests.factories import day

pytestmark = pytest.mark.django_db


def test_round_ends_after_it_starts():
    learning_round = factories.learning_round()
    learning_round.starts_on, learning_round.ends_on = day("2026-02-02"), day("2026-02-01")
    refused(learning_round, "The round ends before it starts.")


@pytest.mark.parametrize(("starts_on", "ends_on"), [(None, None), ("2026-02-01", None), ("2026-02-01", "2026-02-01")])
def test_round_may_lack_days_or_last_one_day(starts_on, ends_on):
    factories.learning_round(starts_on=starts_on, ends_on=ends_on).full_clean()


def test_round_addresses_are_unique():
    learning_round = factories.learning_round("omgang")
    other = LearningRound(slug="omgang", name="En", owner=learning_round.owner, checklist=learning_round.checklist)
    refused(other)


def test_meeting_numbers_are_unique_within_a_round():
    learning_round = factories.learning_round(meetings=1)
    refused(LearningMeeting(round=learning_round, number=0, name="Uppstart"))
    factories.learning_meeting(factories.learning_round(meetings=0), 0)


def test_group_names_are_unique_within_a_round():
    group = factories.learning_group(name="Norr")
    factories.learning_group(name="Norr")
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.learning_group(group.round, "Norr")


def test_organisation_takes_part_once_in_a_round():
    participation = factories.participation()
    refused(Participation(round=participation.round, organisation=participation.organisation))


def test_only_a_withdrawn_participation_has_a_day_of_withdrawal():
    participation = factories.participation()
    participation.withdrawn_on = day("2026-02-01")
    refused(participation, "Only a participation that was withdrawn has a day of withdrawal.")


def test_withdrawn_participation_may_lack_its_day():
    participation = factories.participation(status=Participation.Status.WITHDRAWN)
    participation.full_clean()
    assert not participation.is_active


def test_open_meeting_is_the_earliest_whose_last_day_has_not_passed():
    learning_round = factories.learning_round(meetings=4, open_meeting=2)
    assert learning_round.open_meeting().number == 2


def test_meetings_without_assessment_are_never_open_and_no_columns():
    learning_round = factories.learning_round(meetings=2, open_meeting=1)
    factories.learning_meeting(learning_round, 2, kind=LearningMeeting.Kind.CONFERENCE, assessment_due_on=None)
    assert [meeting.number for meeting in learning_round.meetings.with_assessment()] == [0, 1]
    conference = learning_round.meetings.get(number=2)
    assert not conference.has_passed()
    assert learning_round.open_meeting(today=timezone.localdate() + timedelta(days=400)) is None


def test_columns_come_in_the_order_of_their_numbers():
    learning_round = factories.learning_round(meetings=0)
    for number in (2, 0, 1):
        factories.learning_meeting(learning_round, number)
    assert [meeting.number for meeting in learning_round.meetings.with_assessment()] == [0, 1, 2]


@pytest.mark.parametrize(
    ("on", "at", "has_passed"),
    [
        ("2026-12-04", time(23, 59, 59), False),
        ("2026-12-05", time(0, 0), True),
        ("2026-12-03", time(12), False),
    ],
)
def test_last_day_counts_whole_in_swedish_time(on_day, on, at, has_passed):
    """Midnight in Sweden is 23 o'clock of the day before in UTC."""
    meeting = factories.learning_meeting(assessment_due_on=day("2026-12-04"))
    on_day(on, at)
    assert meeting.has_passed() is has_passed
    assert (meeting.round.open_meeting() is None) is has_passed


def test_participations_are_active_participants_in_swedish_order():
    learning_round = factories.learning_round()
    for name in ("Örby", "Ådal", "Zornby"):
        factories.participation(learning_round, factories.organisation(name=name))
    factories.participation(learning_round, factories.organisation(name="Mentor"), role=Participation.Role.MENTOR)
    factories.withdrawn(factories.participation(learning_round))
    found = learning_round.participations.active().participants().in_order()
    assert [participation.organisation.name for participation in found] == ["Zornby", "Ådal", "Örby"]


def test_what_is_in_use_cannot_be_deleted():
    participation = factories.participation()
    factories.assessment(participation)
    for thing in (participation, participation.organisation, participation.round, participation.round.checklist):
        with pytest.raises(ProtectedError):
            thing.delete()


def test_group_that_is_deleted_leaves_its_participations():
    participation = factories.participation(group=factories.learning_group())
    participation.group.delete()
    participation.refresh_from_db()
    assert participation.group is None


def test_addresses_name_round_and_organisation():
    participation = factories.participation(factories.learning_round("omgang"), factories.organisation("X100"))
    assert participation.round.get_absolute_url() == "/omgangar/omgang/"
    assert participation.get_absolute_url() == "/omgangar/omgang/X100/"
