"""Verbs of invitations: send one, send it again, take it back, accept it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.memberships import lock_people
from accounts.actions.people import address, refuse_role
from accounts.audit import record
from accounts.errors import ActionRefused
from accounts.invitation_mail import invitation_mail
from accounts.mail import send_soon
from accounts.models import Invitation, Membership, Organisation, User
from accounts.models.invitations import expiry, hashed, new_token
from accounts.permissions import Permission
from accounts.security_log import security_event

# Makes the whole address that a token is mailed as.
Link = Callable[[str], str]


@transaction.atomic
def invite(*, email: str, organisation: Organisation, role: str, level: str = "", by: User, link: Link) -> Invitation:
    """Offer somebody a role in an organisation, by mail; an invitation that has expired is sent anew.

    Raises ActionRefused when the role can't be held there, the person has it or has been offered it.
    """
    refuse_role(role, organisation)
    email = address(email)
    lock_people(organisation)
    if Membership.objects.current().filter(user__email=email, organisation=organisation, role=role).exists():
        raise ActionRefused(_("%(email)s has that role there already.") % {"email": email})
    invitation = Invitation.objects.pending().filter(email=email, organisation=organisation, role=role).first()
    if invitation and invitation.state == "sent":
        raise ActionRefused(
            _("%(email)s has been invited already. You can send the invitation again.") % {"email": email}
        )
    invitation = invitation or Invitation(email=email, organisation=organisation, role=role)
    invitation.level = level
    _send(invitation, "invite", by, link)
    return invitation


@transaction.atomic
def resend(*, invitation: Invitation, by: User, link: Link) -> None:
    """Mail an invitation again, for another seven days. The link that was sent before works no more."""
    _send(_pending(invitation), "resend-invitation", by, link)


@transaction.atomic
def revoke(*, invitation: Invitation, by: User) -> None:
    """Take an invitation back: its link works no more."""
    saved = _pending(invitation)
    saved.revoked_at = timezone.now()
    saved.save(update_fields=["revoked_at"])
    _record("revoke-invitation", saved, by, ["revoked_at"])


@transaction.atomic
def accept(*, token: str, name: str = "", by: User | None) -> Membership:
    """Take the role that the invitation of a token offers. Without an account for its address one is made.

    ``by`` is who is logged in. Raises ActionRefused, always in the same words, when the token is worth nothing (any
    more), the account is closed or somebody else is logged in.
    """
    found = Invitation.objects.opened_with(token).select_for_update(of=("self",)).select_related("organisation")
    invitation = found.first()
    if invitation is None or (by and by.email != invitation.email) or _came_too_late(invitation):
        raise ActionRefused(_("The invitation can't be used."))
    user = _account(invitation.email, name)
    invitation.accepted_at, invitation.accepted_by = timezone.now(), user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    _record("accept-invitation", invitation, user, ["accepted_at"])
    return _join(user, invitation)


def _came_too_late(invitation: Invitation) -> bool:
    """Was it meant for the first of an organisation, from somebody outside, and others have come before?

    The same holds for one from somebody inside who has lost the right to invite.
    """
    lock_people(invitation.organisation)
    inviter, organisation = invitation.invited_by, invitation.organisation
    may_invite = inviter.can(Permission.MANAGE_PEOPLE, organisation)
    return not may_invite and Membership.objects.filter(organisation=organisation).exists()


def _send(invitation: Invitation, verb: str, by: User, link: Link) -> None:
    """Save an invitation with a new token, and mail that as soon as it is saved."""
    token = new_token()
    invitation.token_hash = hashed(token)
    invitation.invited_by, invitation.invited_at, invitation.expires_at = by, timezone.now(), expiry()
    try:
        invitation.full_clean()
    except ValidationError as error:
        raise ActionRefused(" ".join(error.messages)) from error
    invitation.save()
    _record(verb, invitation, by, ["role", "level", "expires_at"])
    transaction.on_commit(partial(send_soon, invitation_mail(invitation, link(token))))


def _record(verb: str, invitation: Invitation, by: User, fields: list[str]) -> None:
    """In the audit log for the organisation, and in the security log for whoever runs the installation."""
    record(verb, invitation, by=by, organisation=invitation.organisation, fields=fields)
    place = {"organisation": invitation.organisation, "role": invitation.role, "level": invitation.level}
    security_event(verb, user=by, invitation=invitation, **place)


def _pending(invitation: Invitation) -> Invitation:
    """The invitation as it is now, locked until it has been changed."""
    found = Invitation.objects.pending().select_for_update(of=("self",)).select_related("organisation")
    saved = found.filter(pk=invitation.pk).first()
    if saved is None:
        raise ActionRefused(_("The invitation has already been accepted or revoked."))
    return saved


def _account(email: str, name: str) -> User:
    """The account of an address, made if there is none; nobody can log in to it with a password."""
    new = {"display_name": name.strip(), "password": make_password(None)}
    user, is_new = User.objects.get_or_create(email=email, defaults=new)
    if not user.is_active or user.anonymised_at:
        raise ActionRefused(_("The invitation can't be used."))
    if is_new:
        record("add-user", user, by=user)
    return user


def _join(user: User, invitation: Invitation) -> Membership:
    """The membership that was offered; somebody else may have given it meanwhile."""
    place = {"user": user, "organisation": invitation.organisation, "role": invitation.role, "ended_at": None}
    membership, is_new = Membership.objects.get_or_create(**place, defaults={"level": invitation.level})
    if is_new:
        fields = ["role", "level"]
        record("add-membership", membership, by=user, organisation=invitation.organisation, fields=fields)
    return membership
