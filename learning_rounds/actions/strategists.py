"""What the coordinator of a round does about the strategists of those who take part: the first one, and leaving.

Only the very first: whoever leads a round must not be able to put somebody beside the strategists of an organisation,
or in their place, since strategists read its drafts and reasons.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import end_membership, invite, resend, revoke
from accounts.actions.invitations import Link
from accounts.errors import ActionRefused
from accounts.models import Invitation, Membership, User
from accounts.permissions import Role
from learning_rounds.lock import locked, why_read_only
from learning_rounds.models import Participation
from learning_rounds.strategists import has_strategist, why_not_first


@transaction.atomic
def invite_strategist(*, participation: Participation, email: str, level: str, by: User, link: Link) -> Invitation:
    """Invite the first strategist of an organisation that takes part, also before the round is published."""
    _refuse_unless_first(participation, by)
    organisation = participation.organisation
    return invite(email=email, organisation=organisation, role=Role.STRATEGIST, level=level, by=by, link=link)


@transaction.atomic
def resend_to_strategist(*, participation: Participation, invitation: Invitation, by: User, link: Link) -> None:
    """Send the invitation of the first strategist again."""
    _refuse_unless_first(participation, by)
    resend(invitation=invitation, by=by, link=link)


@transaction.atomic
def revoke_from_strategist(*, participation: Participation, invitation: Invitation, by: User) -> None:
    """Take the invitation of the first strategist back."""
    _refuse_unless_without(participation)
    revoke(invitation=invitation, by=by)


@transaction.atomic
def end_strategist(*, participation: Participation, membership: Membership, by: User) -> None:
    """Let a strategist leave an organisation, also the last one: somebody has quit and nobody is there to say so."""
    _bring_up_to_date(participation)
    if reason := why_read_only(participation):
        raise ActionRefused(reason)
    end_membership(membership=membership, by=by, as_last=True)


def _refuse_unless_first(participation: Participation, by: User) -> None:
    _refuse_unless_without(participation)
    if reason := why_not_first(participation, by):
        raise ActionRefused(reason)


def _refuse_unless_without(participation: Participation) -> None:
    _bring_up_to_date(participation)
    if not participation.is_active:
        raise ActionRefused(_("The organisation has left the round, so nothing more can be changed."))
    if has_strategist(participation):
        words = {"organisation": participation.organisation}
        raise ActionRefused(_("%(organisation)s has a strategist, who invites further colleagues.") % words)


def _bring_up_to_date(participation: Participation) -> None:
    """Whoever archives the round or ends the participation waits; refused when that is done already."""
    participation.round = locked(participation.round)
    participation.refresh_from_db(fields=["status"])
