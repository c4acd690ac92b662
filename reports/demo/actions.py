"""Verbs of the demo: import its rounds, keep the running one up to date, let people log in."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import cast

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from accounts.actions import add_user
from accounts.audit import record
from accounts.models import Invitation, Membership, Organisation, User
from accounts.models.invitations import LASTS, hashed, new_token
from assessments.models import Measure
from learning_rounds.models import GroupMeeting, LearningRound, Participation, PilotActivity, PilotNote
from reports.models import Brief
from reports.round_file.reading import parse_round
from reports.round_file.saving import import_round, known

FOLDER = Path(__file__).resolve().parent
FINISHED, RUNNING = FOLDER / "finished-round.json", FOLDER / "running-round.json"
# The running round's file is written as if this were the day of the start.
WRITTEN_ON = date(2026, 11, 21)
DAY = re.compile(r'(?<=")\d{4}-\d\d-\d\d')


@dataclass(frozen=True)
class Login:
    """How to log in as one of the demo's people; ``label`` says who it is."""

    label: str
    email: str
    password: str


@transaction.atomic
def load_demo(*, today: date) -> list[Login]:
    """Import the demo's rounds where they are missing, move the running one to ``today``, and set the passwords.

    Gives back the logins. What visitors have written stays. Needs the reference data.
    """
    content = tomllib.loads((FOLDER / "demo.toml").read_text(encoding="utf-8"))
    _import_if_missing(FINISHED, timedelta())
    _import_if_missing(RUNNING, today - WRITTEN_ON)
    move_running_round(today=today, **content["running_round"])
    _add_briefs(content["briefs"])
    _set_passwords([_person(**person) for person in content["people"]], content["password"])
    for invitation in content["invitations"]:
        _invite(**invitation)
    return [Login(person["label"], person["email"], content["password"]) for person in content["people"]]


def _import_if_missing(file: Path, later: timedelta) -> None:
    """Import a round file with all its days moved, unless the round is there."""
    text = file.read_text(encoding="utf-8")
    slug = re.search(r'"slug": "([^"]+)"', text)
    if slug and LearningRound.objects.filter(slug=slug[1]).exists():
        return
    moved = DAY.sub(lambda day: str(date.fromisoformat(day[0]) + later), text)
    found, problems = parse_round(moved.encode(), known())
    if found is None:
        raise ValueError(f"{file.name}: {'; '.join(map(str, problems))}")
    import_round(file=found, by=None)


@transaction.atomic
def move_running_round(*, today: date, slug: str, meeting_ahead: int, days_ahead: int) -> None:
    """Move a round's days so that the last day of one meeting is ``days_ahead`` days from today.

    Meetings, next actions, pilot activities and the years in its name move; submissions, which never change, keep
    their day.
    """
    learning_round = LearningRound.objects.select_related("owner").get(slug=slug)
    due_on = cast(date, learning_round.meetings.get(number=meeting_ahead).assessment_due_on)
    later = today + timedelta(days=days_ahead) - due_on
    _move(learning_round.meetings.all(), later, "assessment_due_on", "held_on")
    _move(Measure.objects.filter(participation__round=learning_round).exclude(due_on=None), later, "due_on")
    _move(PilotActivity.objects.filter(participation__round=learning_round), later, "starts_on", "ends_on")
    _move(PilotNote.objects.filter(pilot__participation__round=learning_round), later, "on")
    _move(GroupMeeting.objects.filter(group__round=learning_round), later, "starts_at")
    _move([learning_round], later, "starts_on", "ends_on")
    name = f"Omgång {learning_round.starts_on:%Y}–{learning_round.ends_on:%Y}"
    if later or name != learning_round.name:
        learning_round.name = name
        learning_round.save()
        record("move-round", learning_round, by=None, organisation=learning_round.owner, fields=["assessment_due_on"])


def _move(rows: Iterable[Model], later: timedelta, *fields: str) -> None:
    """Add to the days of rows, if there is anything to add."""
    if later:
        for row in rows:
            for field in fields:
                if (moment := getattr(row, field)) is not None:
                    # Clock times stay as they are across a change to summer time.
                    moment = timezone.localtime(moment) if isinstance(moment, datetime) else moment
                    setattr(row, field, moment + later)
            row.save(update_fields=fields)


def _add_briefs(briefs: list[dict]) -> None:
    there = set(
        Brief.objects.values_list("participation__round__slug", "participation__organisation__code", "meeting__number")
    )
    for brief in briefs:
        if (brief["round"], brief["organisation"], brief["meeting"]) in there:
            continue
        participation = Participation.objects.select_related("organisation", "round").get(
            round__slug=brief["round"], organisation__code=brief["organisation"]
        )
        made = Brief.objects.create(
            participation=participation,
            meeting=participation.round.meetings.get(number=brief["meeting"]),
            contact=brief["contact"],
            **{f"question_{number}": text for number, text in enumerate(brief["questions"], start=1)},
        )
        record("save-brief", made, by=None, organisation=participation.organisation)


def _person(*, label: str, email: str, organisation: str, role: str, **details: str) -> User:
    """The person with this address, who has the role."""
    held = Membership.objects.filter(user__email=email, organisation__code=organisation, role=role, ended_at=None)
    membership = held.select_related("user").first() or add_user(
        email=email, organisation=Organisation.objects.get(code=organisation), role=role, by=None, **details
    )
    return membership.user


def _invite(*, email: str, organisation: str, role: str, level: str, by: str, days_ago: int) -> None:
    """An invitation that was sent some days before this start, unless a visitor has done something with it."""
    place = {"email": email, "organisation": Organisation.objects.get(code=organisation), "role": role}
    sent = timezone.now() - timedelta(days=days_ago)
    found = Invitation.objects.filter(**place).order_by("-pk").first()
    if found and (not found.is_pending or found.invited_at >= sent):
        return
    made = found or Invitation(**place, level=level, invited_by=User.objects.get(email=by))
    made.token_hash, made.invited_at, made.expires_at = hashed(new_token()), sent, sent + LASTS
    made.save()
    record("invite", made, by=None, organisation=made.organisation, fields=["expires_at"])


def _set_passwords(people: list[User], password: str) -> None:
    """Give everybody the password. One hash serves them all, so that a start needs no more than one."""
    encoded = people[0].password
    if not check_password(password, encoded):
        encoded = make_password(password)
    for user in people:
        if user.password != encoded:
            user.password = encoded
            user.save()
            record("set-password", user, by=None, fields=["password"])
