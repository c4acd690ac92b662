"""The strategists of those who take part, as far as the coordinator of a round sees and looks after them."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from accounts.models import Invitation, Membership, User
from accounts.permissions import Permission, Role
from learning_rounds.models import Participation
from learning_rounds.places import participation_to_run
from learning_rounds.written import has_written


@dataclass(frozen=True)
class Strategists:
    """Those of one organisation; where there is none, the invitations that nobody has accepted or revoked.

    ``are_unnamed``: there are some, but whoever prepares the round is not told who.
    """

    memberships: list[Membership] = field(default_factory=list)
    invitations: list[Invitation] = field(default_factory=list)
    are_unnamed: bool = False


def strategists_of(participation: Participation) -> Strategists:
    """The strategists of an organisation that takes part, by name; of one that has left nobody is shown.

    Nor in a draft: anybody who leads rounds can put any organisation into one, and it would not know.
    """
    if not participation.is_active:
        return Strategists()
    if participation.round.is_draft and has_strategist(participation):
        return Strategists(are_unnamed=True)
    held = list(_memberships(participation).order_by("user__display_name", "user__email"))
    return Strategists(held, [] if held else list(_invitations(participation).order_by("-invited_at", "-pk")))


def has_strategist(participation: Participation) -> bool:
    """Is there somebody in the organisation who can fill in and invite others?"""
    return _strategists(participation).exists()


def why_not_first(participation: Participation, user: User) -> str:
    """Why somebody can't invite a strategist although there is none, as a sentence; "" when they can.

    Where nobody has ever belonged to the organisation, and it has written nothing in any round, there is nothing that
    the wrong person could read. Those who look after its people invite the next strategist in any case.
    """
    organisation = participation.organisation
    is_new = not (Membership.objects.filter(organisation=organisation).exists() or has_written(organisation))
    if is_new or user.can(Permission.MANAGE_PEOPLE, organisation):
        return ""
    words = {"organisation": organisation}
    return _("%(organisation)s has texts or has had people here. An administrator invites the next strategist.") % words


def strategist_to_end(user, slug: str, code: str, pk: int) -> tuple[Participation, Membership]:
    """A strategist of an organisation in a round, for those who run the round."""
    participation = participation_to_run(user, slug, code)
    return participation, get_object_or_404(_memberships(participation), pk=pk)


def invitation_to_run(user, slug: str, code: str, pk: int) -> tuple[Participation, Invitation]:
    """An invitation to become a strategist there, for the same people."""
    participation = participation_to_run(user, slug, code)
    return participation, get_object_or_404(_invitations(participation), pk=pk)


def _memberships(participation: Participation):
    """Those whom the coordinator of the round is shown."""
    found = _strategists(participation)
    return found.none() if participation.round.is_draft else found


def _strategists(participation: Participation):
    current = Membership.objects.current().select_related("user", "organisation")
    return current.filter(organisation=participation.organisation_id, role=Role.STRATEGIST)


def _invitations(participation: Participation):
    pending = Invitation.objects.pending().select_related("invited_by", "organisation")
    found = pending.filter(organisation=participation.organisation_id, role=Role.STRATEGIST)
    if not participation.round.is_draft:
        return found
    # Those that colleagues have sent; not those of other rounds.
    colleagues = Membership.objects.current().filter(organisation=participation.round.owner_id)
    return found.filter(invited_by__in=colleagues.values("user"))
