"""Add, change, suggest and delete the meetings of a round; their numbers follow their days."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.errors import ActionRefused
from accounts.models import User, fold
from accounts.saving import refresh, refuse_if_changed, save_changes, validate
from learning_rounds.lock import lock_writers, locked
from learning_rounds.meeting_plan import first_number, in_order_of_days, usual_meetings
from learning_rounds.models import LearningMeeting, LearningRound
from learning_rounds.written import meetings_written_for

MOST_MEETINGS = 90  # numbers of two digits, and some to spare for gaps


@transaction.atomic
def add_meeting(*, learning_round: LearningRound, values: Mapping[str, object], by: User) -> LearningMeeting:
    """Add a meeting (``values`` by field name) where its day puts it.

    The same meeting asked for again (a double click) is given back. Raises ActionRefused when the name is taken or the
    meeting would come before one that organisations have written for.
    """
    found = locked(learning_round)
    same = found.meetings.filter(**values).first()
    if same is not None:
        return same
    if found.meetings.count() >= MOST_MEETINGS:
        raise ActionRefused(_("A round can have at most %(number)s meetings.") % {"number": MOST_MEETINGS})
    _refuse_taken_name(found, str(values["name"]))
    made = LearningMeeting(round=found, number=_next_number(found), saved_by=by, **values)
    validate(made)
    made.save()
    _number_by_days(found)
    record("add-meeting", made, by=by, organisation=found.owner, fields=values)
    return made


@transaction.atomic
def change_meeting(*, meeting: LearningMeeting, values: Mapping[str, object], version: int, by: User) -> None:
    """Change a meeting (``values`` by field name); its number follows its day.

    Raises SavedMeanwhile when somebody else saved since ``version``; ActionRefused when the name is taken, when
    organisations have written for a meeting that would lose its last day, or when the order could not be kept.
    """
    found = locked(meeting.round)
    lock_writers(found)
    refresh(meeting)
    _refuse_taken_name(found, str(values["name"]), meeting)
    changed = save_changes(meeting, values, version=version, by=by)
    if meeting.assessment_due_on is None and meeting.pk in meetings_written_for(found):
        raise ActionRefused(_("Organisations have written for this meeting, so it needs a last day."))
    if not changed:
        return
    _number_by_days(found)
    record("change-meeting", meeting, by=by, organisation=found.owner, fields=changed)


@transaction.atomic
def delete_meeting(*, meeting: LearningMeeting, version: int, by: User) -> None:
    """Delete a meeting that nobody has written for, with the groups' own dates for it.

    Raises ChangedBeforeDeletion when it has been saved since it was shown with this ``version``.
    """
    found = locked(meeting.round)
    lock_writers(found)
    refresh(meeting)
    refuse_if_changed(meeting, version)
    if reason := why_meeting_kept(meeting):
        raise ActionRefused(reason)
    record("delete-meeting", meeting, by=by, organisation=found.owner)
    LearningMeeting.objects.filter(pk=meeting.pk).delete()
    _number_by_days(found)


def why_meeting_kept(meeting: LearningMeeting) -> str:
    """Why a meeting can't be deleted, as a sentence; "" when it can."""
    if meeting.pk in meetings_written_for(meeting.round):
        return _("Organisations have written for this meeting, so it can't be deleted.")
    return ""


@transaction.atomic
def suggest_meetings(*, learning_round: LearningRound, by: User) -> list[LearningMeeting]:
    """Fill a round without meetings with the usual ones; one that has some stays as it is."""
    found = locked(learning_round)
    if found.meetings.exists():
        return []
    if found.starts_on is None or found.ends_on is None:
        raise ActionRefused(_("Write first when the round starts and ends."))
    planned = usual_meetings(found.starts_on, found.ends_on)
    made = LearningMeeting.objects.bulk_create(
        LearningMeeting(
            round=found,
            number=number,
            kind=each.kind,
            name=each.name,
            held_on=each.held_on,
            assessment_due_on=each.assessment_due_on,
        )
        for number, each in enumerate(planned)
    )
    record("suggest-meetings", found, by=by, organisation=found.owner)
    return made


def _refuse_taken_name(learning_round: LearningRound, name: str, of: LearningMeeting | None = None) -> None:
    if fold(name) in {fold(other.name) for other in learning_round.meetings.all() if other != of}:
        raise ActionRefused(_("There is a meeting called “%(name)s” already.") % {"name": name})


def _next_number(learning_round: LearningRound) -> int:
    last = learning_round.meetings.order_by("number").last()
    return last.number + 1 if last else 0


def _number_by_days(learning_round: LearningRound) -> None:
    """Number the meetings by their days; those that organisations have written for keep the number of their address.

    Raises ActionRefused where that leaves no number for another meeting.
    """
    meetings = in_order_of_days(list(learning_round.meetings.all()))
    kept = meetings_written_for(learning_round)
    numbers, number = {}, first_number(meetings)
    for meeting in meetings:
        if meeting.pk in kept:
            if meeting.number < number:
                raise ActionRefused(_refusal_of_order(meeting))
            number = meeting.number
        numbers[meeting] = number
        number += 1
    _save_numbers({meeting: new for meeting, new in numbers.items() if new != meeting.number})


def _refusal_of_order(meeting: LearningMeeting) -> str:
    words = {"meeting": meeting}
    return _("Organisations have written for %(meeting)s, so no other meeting can change places with it.") % words


def _save_numbers(numbers: dict[LearningMeeting, int]) -> None:
    """All at once by way of numbers that nobody has, because a number stands once in a round at any moment."""
    moved = LearningMeeting.objects.filter(pk__in=[meeting.pk for meeting in numbers])
    moved.update(number=F("number") + 1000)
    for meeting, number in numbers.items():
        LearningMeeting.objects.filter(pk=meeting.pk).update(number=number)
