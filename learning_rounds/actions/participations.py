"""What taking part rests on, more time for one organisation, leaving a round and coming back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.audit import last_entry, record
from accounts.errors import ActionRefused
from accounts.models import Organisation, User
from accounts.recorded_values import Before
from accounts.saving import refresh, save_changes, who_did
from learning_rounds.lock import lock_for_writing, locked
from learning_rounds.models import LastDayExtension, LearningMeeting, Participation

Status = Participation.Status


class ExtendedMeanwhile(ActionRefused):
    """Somebody else gave another day, or took it back, after the form was opened; ``due_on`` is what is saved."""

    def __init__(self, due_on: date | None, organisation: Organisation):
        self.due_on = due_on
        saved = _("%(person)s gave them until %(date)s, on %(when)s. Save again to use your day instead.")
        taken_back = _("%(person)s took back the longer time on %(when)s. Save again to give it anew.")
        facts = who_did(last_entry(verb__in=["extend-last-day", "take-back-extension"], organisation=organisation))
        super().__init__(saved % (facts | {"date": date_format(due_on)}) if due_on else taken_back % facts)


@transaction.atomic
def change_participation(
    *, participation: Participation, values: Mapping[str, object], version: int, by: User
) -> Participation:
    """Change decision, goal and contact (``values`` by field name) as the coordinator of the round.

    Raises SavedMeanwhile when somebody else saved since ``version``, ActionRefused when the round is archived.
    """
    locked(participation.round)
    return _save(participation, values, version, by)


@transaction.atomic
def describe_participation(
    *, participation: Participation, values: Mapping[str, object], version: int, by: User
) -> Participation:
    """The same as the organisation itself, for as long as it may write in the round."""
    lock_for_writing(participation)
    return _save(participation, values, version, by)


def _save(participation: Participation, values: Mapping[str, object], version: int, by: User) -> Participation:
    refresh(participation)
    if changed := save_changes(participation, values, version=version, by=by):
        record("change-participation", participation, by=by, organisation=participation.organisation, fields=changed)
    return participation


@transaction.atomic
def extend_last_day(
    *, participation: Participation, meeting: LearningMeeting, due_on: date, seen: date | None, by: User
) -> None:
    """Give one organisation until ``due_on`` for the assessment before a meeting.

    ``seen`` is the longer time that the writer saw (None: none yet). Raises ExtendedMeanwhile when it is another one
    now, ActionRefused when the day is not later than that of the others or the organisation has left.
    """
    locked(participation.round)
    _refuse_unless_active(participation)
    ordinary = meeting.assessment_due_on
    if ordinary is None or meeting.round_id != participation.round_id:
        raise ActionRefused(_("There is no self-assessment before this meeting."))
    if due_on <= ordinary:
        raise ActionRefused(why_not_later(ordinary))
    extension = LastDayExtension.objects.filter(participation=participation, meeting=meeting).first()
    saved = extension.due_on if extension else None
    if saved == due_on:
        return
    if saved != seen:
        raise ExtendedMeanwhile(saved, participation.organisation)
    extension, _created = LastDayExtension.objects.update_or_create(
        participation=participation, meeting=meeting, defaults={"due_on": due_on}
    )
    record("extend-last-day", extension, by=by, organisation=participation.organisation, fields=Before(due_on=saved))


def why_not_later(ordinary: date) -> str:
    """That a day does not give more time than the ordinary one, as a sentence."""
    return _("Choose a day after %(date)s, which is the last day for everybody.") % {"date": date_format(ordinary)}


@transaction.atomic
def take_back_extension(*, participation: Participation, meeting: LearningMeeting, by: User) -> None:
    """Let the ordinary last day count again for an organisation; nothing happens where it does already."""
    locked(participation.round)
    extension = LastDayExtension.objects.filter(participation=participation, meeting=meeting).first()
    if extension is None:
        return
    record("take-back-extension", extension, by=by, organisation=participation.organisation)
    extension.delete()


@transaction.atomic
def withdraw(*, participation: Participation, on: date, by: User) -> None:
    """End a participation: its figures count no more, and nothing more can be written. Nothing is deleted.

    A second click does nothing. Raises ActionRefused when the organisation has left on another day.
    """
    locked(participation.round)
    refresh(participation)
    if not participation.is_active and participation.withdrawn_on == on:
        return
    _refuse_unless_active(participation)
    _set_status(participation, Status.WITHDRAWN, on, "withdraw", by)


@transaction.atomic
def take_back_withdrawal(*, participation: Participation, by: User) -> None:
    """Let an organisation that left take part again, with everything it had; an active one stays as it is."""
    locked(participation.round)
    refresh(participation)
    if participation.is_active:
        return
    _set_status(participation, Status.ACTIVE, None, "take-back-withdrawal", by)


def _set_status(participation: Participation, status: str, withdrawn_on: date | None, verb: str, by: User) -> None:
    before = Before(status=participation.status, withdrawn_on=participation.withdrawn_on)
    participation.status, participation.withdrawn_on = status, withdrawn_on
    participation.save(update_fields=["status", "withdrawn_on"])
    record(verb, participation, by=by, organisation=participation.organisation, fields=before)


def _refuse_unless_active(participation: Participation) -> None:
    if not participation.is_active:
        raise ActionRefused(_("The organisation has left the round, so nothing more can be changed."))
