"""Pilot activities, the results chain, group meetings and extensions: what the database refuses, and who sees rows."""

from datetime import date

import pytest
from django.db import IntegrityError

from accounts.permissions import Role
from learning_rounds.models import (
    ChainEntry,
    ChainEntryGoal,
    ChainLink,
    GroupMeeting,
    LastDayExtension,
    PilotActivity,
    PilotNote,
)
from tests import factories as make

pytestmark = pytest.mark.django_db


def refused(constraint: str, save):
    with pytest.raises(IntegrityError) as error:
        save()
    return constraint in str(error.value) or "UNIQUE" in str(error.value)


def test_a_pilot_ends_after_it_starts():
    save = lambda: make.pilot_activity(starts_on=date(2027, 2, 1), ends_on=date(2027, 1, 1))  # noqa: E731
    assert refused("pilot_ends_after_start", save)


@pytest.mark.parametrize("level", [0, 6])
def test_a_chain_entry_stands_at_one_of_five_levels(level):
    assert refused("chain_entry_level_one_to_five", lambda: make.chain_entry(level=level))


def test_a_chain_entry_says_something():
    assert refused("chain_entry_has_text", lambda: make.chain_entry(text=""))


@pytest.mark.parametrize("goal", [0, 7])
def test_a_policy_goal_is_one_of_six(goal):
    assert refused("chain_entry_goal_one_to_six", lambda: make.chain_entry_goal(goal=goal))


def test_a_policy_goal_is_chosen_once():
    made = make.chain_entry_goal()
    assert refused("chain_entry_goal_unique_entry_goal", lambda: make.chain_entry_goal(made.entry, made.goal))


def test_a_link_exists_once():
    link = make.chain_link()
    assert refused("chain_link_unique_source_target", lambda: make.chain_link(link.source, link.target))


def test_a_link_never_leads_to_itself():
    entry = make.chain_entry()
    assert refused("chain_link_not_to_itself", lambda: make.chain_link(entry, entry))


def test_there_is_one_extension_for_each_organisation_and_meeting():
    made = make.last_day_extension()
    save = lambda: make.last_day_extension(made.participation, made.meeting)  # noqa: E731
    assert refused("extension_unique_participation_meeting", save)


def test_a_group_holds_each_meeting_once():
    made = make.group_meeting()
    assert refused("group_meeting_unique_group_meeting", lambda: make.group_meeting(made.group, made.meeting))


def test_hints_of_a_step_are_numbered():
    made = make.step_hint()
    assert refused("step_hint_unique_step_kind_number", lambda: make.step_hint(made.step))


def test_the_work_of_an_organisation_is_seen_by_its_own_people_only():
    group = make.learning_group()
    own, peer, stranger = make.participation(group=group), make.participation(group=group), make.participation()
    entries = {p: make.chain_entry(p) for p in (own, peer, stranger)}
    pilots = {p: make.pilot_activity(p) for p in (own, peer, stranger)}
    notes = {p: make.pilot_note(pilots[p]) for p in (own, peer, stranger)}
    goals = {p: make.chain_entry_goal(entries[p]) for p in (own, peer, stranger)}
    links = {p: make.chain_link(entries[p], make.chain_entry(p, 4)) for p in (own, peer, stranger)}
    reader = make.member(own.organisation, Role.READER)
    assert set(ChainEntry.objects.visible_to(reader)) == {links[own].source, links[own].target}
    assert set(ChainEntryGoal.objects.visible_to(reader)) == {goals[own]}
    assert set(ChainLink.objects.visible_to(reader)) == {links[own]}
    assert set(PilotActivity.objects.visible_to(reader)) == {pilots[own]}
    assert set(PilotNote.objects.visible_to(reader)) == {notes[own]}
    coordinator = make.member(own.round.owner, Role.COORDINATOR)
    assert not ChainEntry.objects.visible_to(coordinator).exists()


def test_group_meetings_are_seen_by_the_group_and_the_coordinator():
    group = make.learning_group()
    own, other = make.group_meeting(group), make.group_meeting(make.learning_group(group.round))
    member = make.member(make.participation(group=group).organisation)
    coordinator = make.member(group.round.owner, Role.COORDINATOR)
    assert set(GroupMeeting.objects.visible_to(member)) == {own}
    assert set(GroupMeeting.objects.visible_to(coordinator)) == {own, other}


def test_extensions_are_seen_with_the_participation():
    made, other = make.last_day_extension(), make.last_day_extension()
    member = make.member(made.participation.organisation)
    assert set(LastDayExtension.objects.visible_to(member)) == {made}
    assert other not in LastDayExtension.objects.visible_to(member)
