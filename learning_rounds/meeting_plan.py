"""The meetings of a round as a plan: their order, what they are usually called and when, and what looks wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from learning_rounds.models import LearningMeeting, LearningRound

Kind = LearningMeeting.Kind
# One week to read what was submitted before people meet.
READING_TIME = timedelta(days=7)
# The usual meetings, and where in the round they lie. Before the conference nobody assesses themselves.
USUAL = ((Kind.KICKOFF, 10), (Kind.LEARNING, 30), (Kind.LEARNING, 50), (Kind.LEARNING, 70), (Kind.CONFERENCE, 90))


@dataclass(frozen=True)
class PlannedMeeting:
    """A meeting as it is suggested."""

    kind: str
    name: str
    held_on: date
    assessment_due_on: date | None


def suggested_name(kind: str, taken: Collection[str]) -> str:
    """What a meeting of this kind is usually called, in Swedish as everything that organisers write; "" for others."""
    with translation.override("sv"):
        if kind == Kind.KICKOFF:
            return _("Kick-off")
        if kind == Kind.CONFERENCE:
            return _("Results conference")
        pattern = {Kind.LEARNING: _("Meeting %(number)s"), Kind.STRATEGISTS: _("Strategists' meeting %(number)s")}
    numbered = (pattern.get(Kind(kind), "") % {"number": number} for number in range(1, len(taken) + 2))
    return next(name for name in numbered if name not in taken)


def usual_meetings(starts_on: date, ends_on: date) -> list[PlannedMeeting]:
    """A kick-off, three learning meetings and a conference, spread over a round, on weekdays."""
    found: list[PlannedMeeting] = []
    for kind, percent in USUAL:
        held_on = _weekday(starts_on + (ends_on - starts_on) * percent // 100)
        last_day = None if kind == Kind.CONFERENCE else min(held_on, max(starts_on, held_on - READING_TIME))
        found.append(PlannedMeeting(kind, suggested_name(kind, [each.name for each in found]), held_on, last_day))
    return found


def _weekday(day: date) -> date:
    """The day itself, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def day_of(meeting: LearningMeeting) -> date | None:
    """The day that decides its place: when it is held, else the last day of its assessment."""
    return meeting.held_on or meeting.assessment_due_on


def in_order_of_days(meetings: Collection[LearningMeeting]) -> list[LearningMeeting]:
    """By day; those without any come last, in the order they had."""
    return sorted(meetings, key=lambda meeting: (day_of(meeting) or date.max, meeting.number))


def first_number(meetings: Collection[LearningMeeting]) -> int:
    """A kick-off is number 0, so that "meeting 1" has the number 1."""
    return 0 if any(meeting.kind == Kind.KICKOFF for meeting in meetings) else 1


def warnings_about(learning_round: LearningRound, meetings: Sequence[LearningMeeting]) -> list[str]:
    """What looks wrong with the meetings, in order of number, as sentences. None of it stops anybody."""
    return [
        *_without_day(meetings),
        *_outside(learning_round, meetings),
        *_last_days_in_disorder(meetings),
        *_kinds_in_disorder(meetings),
    ]


def _without_day(meetings: Sequence[LearningMeeting]) -> Iterator[str]:
    for meeting in meetings:
        if day_of(meeting) is None:
            yield _("%(meeting)s has no date yet.") % {"meeting": meeting}


def _outside(learning_round: LearningRound, meetings: Sequence[LearningMeeting]) -> Iterator[str]:
    first, last = learning_round.starts_on or date.min, learning_round.ends_on or date.max
    for meeting in meetings:
        for day in (meeting.assessment_due_on, meeting.held_on):
            if day is not None and not first <= day <= last:
                words = {"meeting": meeting, "date": date_format(day)}
                yield _("%(meeting)s: %(date)s is outside the round.") % words


def _last_days_in_disorder(meetings: Sequence[LearningMeeting]) -> Iterator[str]:
    last_days = [(meeting, day) for meeting in meetings if (day := meeting.assessment_due_on) is not None]
    for (before, earlier), (after, later) in pairwise(last_days):
        if later <= earlier:
            words = {"after": after, "before": before}
            yield _("The last day for %(after)s does not come after that for %(before)s.") % words


def _kinds_in_disorder(meetings: Sequence[LearningMeeting]) -> Iterator[str]:
    others = [meeting for meeting in meetings if meeting.kind != Kind.STRATEGISTS]
    for meeting in others[1:]:
        if meeting.kind == Kind.KICKOFF:
            yield _("%(meeting)s is not the first meeting.") % {"meeting": meeting}
    for meeting in others[:-1]:
        if meeting.kind == Kind.CONFERENCE:
            yield _("%(meeting)s is not the last meeting.") % {"meeting": meeting}
