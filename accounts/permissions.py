"""The whole rights table: what each role may do in the organisation it belongs to.

Which rows a person can see at all is decided by ``visible_to`` on the query sets; this table decides what the
person may do with what is visible.
"""

from enum import StrEnum

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person is in an organisation, the highest first."""

    ADMINISTRATOR = "administrator", _("Administrator")
    COORDINATOR = "coordinator", _("Coordinator")
    STRATEGIST = "strategist", _("Strategist")
    READER = "reader", _("Reader")


# Roles that are given in the organisations that coordinate rounds.
COORDINATING_ROLES = (Role.ADMINISTRATOR, Role.COORDINATOR)


class Permission(StrEnum):
    """What can be done. The organisation is the one whose content it is, or the one that owns the round.

    "Work" is what an organisation does between the meetings: measures, pilot activities and the results chain.
    """

    VIEW_ROUND = "view-round"
    VIEW_DASHBOARD = "view-dashboard"
    VIEW_SUBMISSION = "view-submission"
    VIEW_SUMMARY = "view-summary"
    EDIT_ASSESSMENT = "edit-assessment"
    SUBMIT_ASSESSMENT = "submit-assessment"
    EDIT_BRIEF = "edit-brief"
    EDIT_REPORT = "edit-report"
    SHARE = "share"
    VIEW_SHARED = "view-shared"
    VIEW_WORK = "view-work"
    EDIT_WORK = "edit-work"
    EDIT_ROUND = "edit-round"
    MANAGE_PEOPLE = "manage-people"
    ADMINISTER = "administer"


_OWN_READING = frozenset(
    {Permission.VIEW_DASHBOARD, Permission.VIEW_SUBMISSION, Permission.VIEW_SUMMARY, Permission.VIEW_WORK}
)
_COORDINATING = frozenset({Permission.VIEW_ROUND, Permission.VIEW_DASHBOARD})

ROLE_PERMISSIONS: dict[str, frozenset[Permission]] = {
    Role.ADMINISTRATOR: _COORDINATING | {Permission.MANAGE_PEOPLE, Permission.ADMINISTER},
    Role.COORDINATOR: _COORDINATING | {Permission.EDIT_ROUND, Permission.VIEW_SHARED, Permission.MANAGE_PEOPLE},
    Role.STRATEGIST: _OWN_READING
    | {
        Permission.EDIT_ASSESSMENT,
        Permission.SUBMIT_ASSESSMENT,
        Permission.EDIT_BRIEF,
        Permission.EDIT_REPORT,
        Permission.SHARE,
        Permission.EDIT_WORK,
        Permission.MANAGE_PEOPLE,
    },
    Role.READER: _OWN_READING,
}


def roles_with(permission: Permission) -> list[str]:
    """The roles that carry a permission, for use in query sets."""
    return [role for role, permissions in ROLE_PERMISSIONS.items() if permission in permissions]


def roles_up_to(role: str) -> list[Role]:
    """A role and those that stand below it: what somebody who holds it may give to others."""
    ranked = list(Role)
    return ranked[ranked.index(Role(role)) :]


def require(user, permission: Permission, organisation) -> None:
    """Raise PermissionDenied (403) unless the user may do this in the organisation."""
    if not user.can(permission, organisation):
        raise PermissionDenied(f"{permission} is not allowed here")
