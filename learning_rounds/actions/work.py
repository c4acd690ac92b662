"""What every verb of an organisation's own work does: find the row as it is now, or who deleted it."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import QuerySet

from accounts.audit import deletion_of
from accounts.models import Organisation
from accounts.saving import DeletedMeanwhile
from learning_rounds.models import ChainEntry, PilotActivity, PilotNote

Row = TypeVar("Row", PilotActivity, PilotNote, ChainEntry)


def current(rows: QuerySet[Row], pk: int, organisation: Organisation) -> Row:
    """The row as it is saved now. Raises DeletedMeanwhile when somebody deleted it, DoesNotExist for what never was."""
    row = rows.select_related("saved_by").filter(pk=pk).first()
    if row is None:
        if entry := deletion_of(rows.model, pk, organisation=organisation):
            raise DeletedMeanwhile(entry)
        raise rows.model.DoesNotExist
    return row
