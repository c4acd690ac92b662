"""Finding the people and invitations that an address names, for those who look after them."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from accounts import second_factor
from accounts.models import Invitation, Membership, Organisation, User, is_administrator, sort_key
from accounts.permissions import Permission, Role, require

ROLES = list(Role)


@dataclass(frozen=True)
class People:
    """Everybody of an organisation: the memberships that last, those that have ended, and the invitations."""

    current: list[Membership]
    ended: list[Membership]
    invitations: list[Invitation]


def managed_organisation(user, code: str) -> Organisation:
    """The organisation that an address names, for those who look after its people; 403 for everybody else."""
    organisation = get_object_or_404(Organisation.objects.visible_to(user), code=code)
    require(user, Permission.MANAGE_PEOPLE, organisation)
    return organisation


def people_of(user, organisation: Organisation) -> People:
    """The people of an organisation that has been found, by role and name; the newest invitations first."""
    seen = Membership.objects.visible_to(user).filter(organisation=organisation).select_related("user", "organisation")
    memberships = sorted(seen, key=lambda each: (ROLES.index(each.role), sort_key(str(each.user))))
    invitations = Invitation.objects.visible_to(user).filter(organisation=organisation)
    return People(
        current=[each for each in memberships if each.ended_at is None and each.user.is_active],
        ended=[each for each in memberships if each.ended_at or not each.user.is_active],
        invitations=list(invitations.select_related("invited_by", "organisation").order_by("-invited_at", "-pk")),
    )


def managed_membership(user, code: str, pk: int) -> Membership:
    """A membership that lasts; 403 when its role is above one's own."""
    organisation = managed_organisation(user, code)
    current = Membership.objects.visible_to(user).filter(organisation=organisation, ended_at=None)
    found = get_object_or_404(current.select_related("user", "organisation"), pk=pk)
    if not may_change(user, found):
        raise PermissionDenied("The role is above one's own")
    return found


def managed_invitation(user, code: str, pk: int) -> Invitation:
    """An invitation to an organisation; 403 when its role is above one's own."""
    organisation = managed_organisation(user, code)
    invitations = Invitation.objects.visible_to(user).filter(organisation=organisation)
    found = get_object_or_404(invitations.select_related("organisation"), pk=pk)
    if not may_change(user, found):
        raise PermissionDenied("The role is above one's own")
    return found


def may_change(user, row: Membership | Invitation) -> bool:
    """May somebody who looks after the people of an organisation change or end this?"""
    return is_administrator(user) or row.role in user.roles_to_give(row.organisation)


def opened_invitation(user, token: str) -> Invitation | None:
    """The invitation of a token, unless it is worth nothing (any more) or somebody else is logged in."""
    found = Invitation.objects.opened_with(token).select_related("organisation", "invited_by").first()
    if found is None or (user.is_authenticated and user.email != found.email):
        return None
    account = account_of(found)
    return None if account and (account.anonymised_at or not account.is_active) else found


def account_of(invitation: Invitation) -> User | None:
    """The account of the address that was invited."""
    return User.objects.filter(email=invitation.email).first()


def must_log_in(visitor, account: User | None) -> bool:
    """Is the link alone too little? Whoever has a second factor logs in with it as always."""
    return not visitor.is_authenticated and account is not None and second_factor.has_one(account)


def require_somewhere(user, permission: Permission) -> None:
    """Raise PermissionDenied (403) unless one of the user's roles carries the permission."""
    if not any(user.can(permission, membership.organisation) for membership in user.current_memberships()):
        raise PermissionDenied(f"{permission} is not allowed anywhere")
