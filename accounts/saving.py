"""What every verb that changes a row makes sure of: only valid rows are saved, and nobody is overwritten unseen."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.audit import deletion_of
from accounts.errors import ActionRefused
from accounts.models import AuditEntry, User, Versioned
from accounts.recorded_values import Before


class SavedMeanwhile(ActionRefused):
    """Somebody else saved the row after the page was opened; ``row`` is what they saved."""

    sentence = gettext_lazy("%(person)s saved this on %(when)s. Both texts are kept below.")

    def __init__(self, row: Versioned):
        self.row = row
        super().__init__(self.sentence % who_and_when(row.saved_by, row.saved_at))


class ChangedBeforeDeletion(SavedMeanwhile):
    """Somebody else saved the row that is about to be deleted."""

    sentence = gettext_lazy("%(person)s changed this on %(when)s. Look at it once more before you delete it.")


class DeletedMeanwhile(ActionRefused):
    """Somebody else deleted the row after the page was opened; what was typed can only be saved as something new."""

    def __init__(self, entry: AuditEntry | None):
        super().__init__(_("%(person)s deleted this on %(when)s. What you wrote is kept below.") % who_did(entry))


def who_did(entry: AuditEntry | None) -> dict[str, object]:
    """Who wrote an entry of the record, and when, in words for a sentence."""
    return who_and_when(entry.actor, entry.at) if entry else who_and_when(None, timezone.now())


def who_and_when(person: User | None, at: datetime) -> dict[str, object]:
    """Somebody and a moment in words, for a sentence."""
    when = date_format(timezone.localtime(at), "DATETIME_FORMAT")
    return {"person": person or _("Somebody"), "when": when}


def validate(row: models.Model) -> None:
    """Raise ActionRefused with what is wrong with a row."""
    try:
        row.full_clean()
    except ValidationError as error:
        raise ActionRefused(" ".join(error.messages)) from error


def save_changes(
    row: Versioned, values: Mapping[str, object], *, version: int, by: User | None, also: Collection[str] = ()
) -> Before:
    """Save what differs from ``row`` as it is saved now, and give back what that was before; ``row`` goes along.

    ``version`` is that of the row that the writer saw; ``also`` names what has changed beside the row's own fields.
    Raises SavedMeanwhile or DeletedMeanwhile when somebody else was there first, ActionRefused when the row would not
    be valid.
    """
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    before = Before({name: getattr(row, name) for name in changed} | dict.fromkeys(also))
    if not before:
        return before
    if row.version != version:
        raise SavedMeanwhile(row)
    for name, value in changed.items():
        setattr(row, name, value)
    validate(row)
    save_version(row, version, by, **changed)
    return before


def refresh(row: models.Model) -> None:
    """Bring a row up to date. Raises DeletedMeanwhile when it is gone."""
    try:
        row.refresh_from_db()
    except type(row).DoesNotExist as error:  # type: ignore[attr-defined]
        raise DeletedMeanwhile(deletion_of(type(row), row.pk)) from error


def save_version(row: Versioned, version: int, by: User | None, **values: object) -> None:
    """Save ``values`` as what comes after ``version``. Raises SavedMeanwhile when something else does already."""
    written: dict[str, object] = {**values, "version": version + 1, "saved_at": timezone.now(), "saved_by": by}
    rows = type(row)._base_manager.filter(pk=row.pk)
    if not still_at(rows, version).update(**written):
        saved = rows.select_related("saved_by").first()
        raise SavedMeanwhile(saved) if saved else DeletedMeanwhile(deletion_of(type(row), row.pk))
    for name, value in written.items():
        setattr(row, name, value)


def still_at(rows: models.QuerySet, version: int) -> models.QuerySet:
    """The rows that nobody has saved since: the condition that every save rests on."""
    return rows.filter(version=version)


def refuse_if_changed(row: Versioned, version: int) -> None:
    """Raise ChangedBeforeDeletion when the row has been saved since it was shown with this version."""
    if row.version != version:
        raise ChangedBeforeDeletion(row)
