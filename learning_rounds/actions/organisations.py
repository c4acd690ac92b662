"""Add organisations to a round, and take away those that have not written anything."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from accounts.audit import record, record_all
from accounts.errors import ActionRefused
from accounts.models import Organisation, User
from learning_rounds.lock import lock_writers, locked
from learning_rounds.models import LearningRound, Participation
from learning_rounds.written import participations_written_in


@transaction.atomic
def add_organisations(
    *, learning_round: LearningRound, organisations: Collection[Organisation], by: User
) -> list[Participation]:
    """Let organisations take part, as participants in no group; those that do already stay as they are.

    The number of queries does not depend on how many they are.
    """
    found = locked(learning_round)
    there = set(found.participations.values_list("organisation", flat=True))
    new = {organisation.pk: organisation for organisation in organisations if organisation.pk not in there}
    made = Participation.objects.bulk_create(
        Participation(round=found, organisation=organisation) for organisation in new.values()
    )
    record_all("add-participation", made, by=by, organisation=found.owner)
    return made


@transaction.atomic
def remove_organisation(*, participation: Participation, by: User) -> None:
    """Take away an organisation that was added by mistake. Refused once it has written something: then it withdraws."""
    found = locked(participation.round)
    lock_writers(found)
    if reason := why_participation_kept(participation):
        raise ActionRefused(reason)
    record("remove-participation", participation, by=by, organisation=found.owner)
    try:
        Participation.objects.filter(pk=participation.pk).delete()
    except ProtectedError as error:
        raise ActionRefused(_kept(participation)) from error


def why_participation_kept(participation: Participation) -> str:
    """Why an organisation can't be taken away any more, as a sentence; "" when it can."""
    written = participation.pk in participations_written_in(participation.round)
    return _kept(participation) if written else ""


def _kept(participation: Participation) -> str:
    words = {"organisation": participation.organisation}
    return _("%(organisation)s has begun to write, so it can't be removed. It can leave the round instead.") % words
