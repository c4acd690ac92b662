"""Publish a round, and take that back as long as nobody has written anything."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.errors import ActionRefused
from accounts.models import User
from accounts.recorded_values import Before
from accounts.saving import save_version
from learning_rounds.lock import lock_writers, locked
from learning_rounds.models import LearningRound
from learning_rounds.set_up import set_up_of
from learning_rounds.written import participations_written_in

State = LearningRound.State


@transaction.atomic
def publish_round(*, learning_round: LearningRound, by: User) -> None:
    """Let those who take part see the round. Refused with everything that must be there and is not."""
    found = locked(learning_round)
    if not found.is_draft:
        return
    if missing := set_up_of(found).missing:
        raise ActionRefused(" ".join(missing))
    before = Before(state=found.state)
    save_version(found, found.version, by, state=State.PUBLISHED)
    record("publish-round", found, by=by, organisation=found.owner, fields=before)


@transaction.atomic
def unpublish_round(*, learning_round: LearningRound, by: User) -> None:
    """Make a draft of a round again."""
    found = locked(learning_round)
    lock_writers(found)
    if found.is_draft:
        return
    if reason := why_published_for_good(found):
        raise ActionRefused(reason)
    before = Before(state=found.state)
    save_version(found, found.version, by, state=State.DRAFT)
    record("unpublish-round", found, by=by, organisation=found.owner, fields=before)


def why_published_for_good(learning_round: LearningRound) -> str:
    """Why a round can't become a draft again, as a sentence; "" when it can."""
    if participations_written_in(learning_round):
        return _("Organisations have begun to write, so the round stays published.")
    return ""
