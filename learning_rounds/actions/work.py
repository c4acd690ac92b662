"""What every verb of an organisation's own work does: written to, nobody overwritten unseen, only valid rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.audit import last_record
from accounts.errors import ActionRefused
from accounts.models import AuditEntry, Organisation, User
from learning_rounds.lock import refuse_unless_written_to
from learning_rounds.models import ChainEntry, Participation, PilotActivity, PilotNote

Row = TypeVar("Row", PilotActivity, PilotNote, ChainEntry)
DELETE_VERBS = {PilotActivity: "delete-pilot", PilotNote: "delete-pilot-note", ChainEntry: "delete-chain-entry"}


class SavedMeanwhile(ActionRefused):
    """Somebody else saved the row after the page was opened; ``row`` is what they saved."""

    sentence = gettext_lazy("%(person)s saved this on %(when)s. Both texts are kept below.")

    def __init__(self, row: PilotActivity | PilotNote | ChainEntry):
        self.row = row
        super().__init__(self.sentence % _who(row.saved_by, row.saved_at))


class ChangedBeforeDeletion(SavedMeanwhile):
    """Somebody else saved the row that is about to be deleted."""

    sentence = gettext_lazy("%(person)s changed this on %(when)s. Look at it once more before you delete it.")


class DeletedMeanwhile(ActionRefused):
    """Somebody else deleted the row after the page was opened; what was typed can only be saved as something new."""

    def __init__(self, entry: AuditEntry):
        super().__init__(
            _("%(person)s deleted this on %(when)s. What you wrote is kept below.") % _who(entry.actor, entry.at)
        )


def _who(person: User | None, at: datetime) -> dict[str, object]:
    when = date_format(timezone.localtime(at), "DATETIME_FORMAT")
    return {"person": person or _("Somebody"), "when": when}


def same(rows: QuerySet[Row], values: Mapping[str, object], by: User) -> Row | None:
    """A row of this writer with exactly these values: what a double click has made already."""
    return rows.filter(**values, saved_by=by, version=1).first()


def locked(participation: Participation) -> Participation:
    """The participation as it is now; others who write there wait until the transaction ends.

    Raises ActionRefused when the organisation can't write in the round any more.
    """
    found = (
        Participation.objects.select_for_update(of=("self",), no_key=True)
        .select_related("round__checklist", "organisation")
        .get(pk=participation.pk)
    )
    refuse_unless_written_to(found)
    return found


def deletion_of(model: type[Row], pk: int, organisation: Organisation) -> AuditEntry | None:
    """The record of that somebody of the organisation deleted a row; None if nobody did."""
    return last_record(DELETE_VERBS[model], model, pk, organisation=organisation)


def current(rows: QuerySet[Row], pk: int, organisation: Organisation) -> Row:
    """The row as it is saved now. Raises DeletedMeanwhile when somebody deleted it, DoesNotExist for what never was."""
    row = rows.select_related("saved_by").filter(pk=pk).first()
    if row is None:
        if entry := deletion_of(rows.model, pk, organisation):
            raise DeletedMeanwhile(entry)
        raise rows.model.DoesNotExist
    return row


def validate(row: Row) -> None:
    """Raise ActionRefused with what is wrong with a row."""
    try:
        row.full_clean()
    except ValidationError as error:
        raise ActionRefused(" ".join(error.messages)) from error


def save_changes(
    row: Row, values: Mapping[str, object], *, version: int, by: User, also: Collection[str] = ()
) -> list[str]:
    """Save what differs from the saved row, and give back the names of it; ``row`` is brought up to date.

    ``version`` is that of the row that the writer saw; ``also`` names what has changed beside the row's own fields.
    Raises SavedMeanwhile when somebody else saved since, ActionRefused when the row would not be valid.
    """
    changed: dict[str, object] = {name: value for name, value in values.items() if getattr(row, name) != value}
    if not changed and not also:
        return []
    saved = {"version": version + 1, "saved_at": timezone.now(), "saved_by": by}
    for name, value in {**changed, **saved}.items():
        setattr(row, name, value)
    validate(row)
    rows = type(row)._base_manager.filter(pk=row.pk)
    if not rows.filter(version=version).update(**changed, **saved):
        raise SavedMeanwhile(rows.select_related("saved_by").get())
    return [*changed, *also]


def refuse_if_changed(row: Row, version: int) -> None:
    """Raise ChangedBeforeDeletion when the row has been saved since it was shown with this version."""
    if row.version != version:
        raise ChangedBeforeDeletion(row)
