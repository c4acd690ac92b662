"""The strategists of those who take part, as far as the coordinator of a round sees and looks after them."""

from __future__ import annotations

from dataclasses import dataclass

from django.shortcuts import get_object_or_404

from accounts.models import Invitation, Membership
from accounts.permissions import Role
from learning_rounds.models import Participation
from learning_rounds.places import participation_to_run


@dataclass(frozen=True)
class Strategists:
    """Those of one organisation; where there is none, the invitations that nobody has accepted or revoked."""

    memberships: list[Membership]
    invitations: list[Invitation]


def strategists_of(participation: Participation) -> Strategists:
    """The strategists of an organisation that takes part, by name; of one that has left nobody is shown."""
    if not participation.is_active:
        return Strategists([], [])
    held = list(_memberships(participation).order_by("user__display_name", "user__email"))
    return Strategists(held, [] if held else list(_invitations(participation).order_by("-invited_at", "-pk")))


def has_strategist(participation: Participation) -> bool:
    """Is there somebody in the organisation who can fill in and invite others?"""
    return _memberships(participation).exists()


def strategist_to_end(user, slug: str, code: str, pk: int) -> tuple[Participation, Membership]:
    """A strategist of an organisation in a round, for those who run the round."""
    participation = participation_to_run(user, slug, code)
    return participation, get_object_or_404(_memberships(participation), pk=pk)


def invitation_to_run(user, slug: str, code: str, pk: int) -> tuple[Participation, Invitation]:
    """An invitation to become a strategist there, for the same people."""
    participation = participation_to_run(user, slug, code)
    return participation, get_object_or_404(_invitations(participation), pk=pk)


def _memberships(participation: Participation):
    current = Membership.objects.current().select_related("user", "organisation")
    return current.filter(organisation=participation.organisation_id, role=Role.STRATEGIST)


def _invitations(participation: Participation):
    pending = Invitation.objects.pending().select_related("invited_by", "organisation")
    return pending.filter(organisation=participation.organisation_id, role=Role.STRATEGIST)
