"""What every verb that sets up a round does: one at a time, nobody overwritten unseen, only valid rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.errors import ActionRefused
from learning_rounds.lock import refuse_if_kept
from learning_rounds.models import GroupMeeting, LearningGroup, LearningMeeting, LearningRound, Participation

Row = TypeVar("Row", LearningRound, LearningMeeting, LearningGroup, Participation, GroupMeeting)


class SavedMeanwhile(ActionRefused):
    """Somebody else saved the row after the form was opened; ``row`` is what they saved."""

    def __init__(self, row: LearningRound | LearningMeeting | LearningGroup | Participation | GroupMeeting):
        self.row = row
        super().__init__(_("A colleague has saved something else meanwhile. Both are kept below."))


def locked(learning_round: LearningRound) -> LearningRound:
    """The round as it is now; others who change it wait until the transaction ends. Refused once it is archived."""
    found = LearningRound.objects.select_for_update().get(pk=learning_round.pk)
    refuse_if_kept(found)
    return found


def validate(row: Row) -> None:
    """Raise ActionRefused with what is wrong with a row."""
    try:
        row.full_clean()
    except ValidationError as error:
        raise ActionRefused(" ".join(error.messages)) from error


def save_changes(row: Row, values: Mapping[str, object], version: int) -> list[str]:
    """Save what differs from the saved row, and give back the names of it; ``row`` is brought up to date.

    ``version`` is that of the row that the writer saw. Raises SavedMeanwhile when somebody else saved since, and
    ActionRefused when the row would not be valid.
    """
    row.refresh_from_db()
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    if not changed:
        return []
    rows = type(row)._base_manager.filter(pk=row.pk)
    if row.version != version:
        raise SavedMeanwhile(row)
    for name, value in changed.items():
        setattr(row, name, value)
    validate(row)
    if not rows.filter(version=version).update(**changed, version=version + 1):
        row.refresh_from_db()
        raise SavedMeanwhile(row)
    row.version = version + 1
    return list(changed)
