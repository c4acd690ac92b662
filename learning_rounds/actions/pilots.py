"""Verbs of pilot activities and their log: save, delete."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.errors import ActionRefused
from accounts.models import Unit, User
from accounts.revisions import forget_texts
from accounts.saving import refuse_if_changed, save_changes, validate
from learning_rounds.actions.work import current
from learning_rounds.lock import lock_for_writing
from learning_rounds.models import Participation, PilotActivity, PilotNote


@transaction.atomic
def save_pilot(
    *, participation: Participation, pilot: int | None, values: Mapping[str, object], version: int = 0, by: User
) -> PilotActivity:
    """Save a pilot activity (``pilot``: its key, None for a new one) with ``values`` by field name.

    ``version`` is that of the pilot that the writer saw. Raises ActionRefused when the organisation can't write any
    more, SavedMeanwhile or DeletedMeanwhile when somebody else was there first.
    """
    lock_for_writing(participation)
    _check_unit(participation, values.get("unit"))
    if pilot is None:
        made = PilotActivity(participation=participation, saved_by=by, **values)
        validate(made)
        made.save()
        record("add-pilot", made, by=by, organisation=participation.organisation, fields=values)
        return made
    found = current(participation.pilots.all(), pilot, participation.organisation)
    if changed := save_changes(found, values, version=version, by=by):
        record("change-pilot", found, by=by, organisation=participation.organisation, fields=changed)
    return found


def _check_unit(participation: Participation, unit: object) -> None:
    if isinstance(unit, Unit) and unit.organisation_id != participation.organisation_id:
        raise ActionRefused(_("That is no part of the organisation."))


@transaction.atomic
def delete_pilot(*, participation: Participation, pilot: int, version: int, by: User) -> None:
    """Delete a pilot activity with its log; its entries in the results chain stay, without pilot.

    Raises ChangedBeforeDeletion when it has been saved since it was shown with this ``version``.
    """
    lock_for_writing(participation)
    found = current(participation.pilots.all(), pilot, participation.organisation)
    refuse_if_changed(found, version)
    record("delete-pilot", found, by=by, organisation=participation.organisation)
    forget_texts(found, *found.notes.all())
    found.delete()


@transaction.atomic
def save_pilot_note(
    *,
    participation: Participation,
    pilot: int,
    note: int | None,
    values: Mapping[str, object],
    version: int = 0,
    by: User,
) -> PilotNote:
    """Save a note in the log of a pilot activity (``note``: its key, None for a new one); as ``save_pilot``."""
    lock_for_writing(participation)
    of_pilot = current(participation.pilots.all(), pilot, participation.organisation)
    if note is None:
        made = PilotNote(pilot=of_pilot, author=by, saved_by=by, **values)
        validate(made)
        made.save()
        record("add-pilot-note", made, by=by, organisation=participation.organisation, fields=values)
        return made
    found = current(of_pilot.notes.all(), note, participation.organisation)
    if changed := save_changes(found, values, version=version, by=by):
        record("change-pilot-note", found, by=by, organisation=participation.organisation, fields=changed)
    return found


@transaction.atomic
def delete_pilot_note(*, participation: Participation, pilot: int, note: int, version: int, by: User) -> None:
    """Delete a note; as ``delete_pilot``."""
    lock_for_writing(participation)
    of_pilot = current(participation.pilots.all(), pilot, participation.organisation)
    found = current(of_pilot.notes.all(), note, participation.organisation)
    refuse_if_changed(found, version)
    record("delete-pilot-note", found, by=by, organisation=participation.organisation)
    forget_texts(found)
    found.delete()
