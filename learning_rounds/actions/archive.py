"""Put a round that is over away, and take it out again."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.errors import ActionRefused
from accounts.models import User
from accounts.recorded_values import Before
from learning_rounds.lock import lock_writers
from learning_rounds.models import LearningRound

State = LearningRound.State


@transaction.atomic
def archive_round(*, learning_round: LearningRound, by: User) -> None:
    """Make a round read-only for everybody. A second click does nothing; raises ActionRefused for a draft."""
    found = LearningRound.objects.select_for_update().get(pk=learning_round.pk)
    lock_writers(found)
    if found.is_draft:
        raise ActionRefused(_("The round has not been published, so there is nothing to archive."))
    _move(found, State.ARCHIVED, "archive-round", by)


@transaction.atomic
def unarchive_round(*, learning_round: LearningRound, by: User) -> None:
    """Let everybody write in an archived round again, as before; any other stays as it is."""
    found = LearningRound.objects.select_for_update().get(pk=learning_round.pk)
    if found.state == State.ARCHIVED:
        _move(found, State.PUBLISHED, "unarchive-round", by)


def _move(learning_round: LearningRound, state: str, verb: str, by: User) -> None:
    if learning_round.state == state:
        return
    before = Before(state=learning_round.state)
    learning_round.state = state
    learning_round.save(update_fields=before)
    record(verb, learning_round, by=by, organisation=learning_round.owner, fields=before)
