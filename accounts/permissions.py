"""The whole rights table: what each role may do in the organisation it belongs to.

Which rows a person can see at all is decided by ``visible_to`` on the query sets; this table decides what the
person may do with what is visible.
"""

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


class Permission(models.TextChoices):
    """What can be done. The organisation is the one whose content it is, or the one that owns the round.

    "Work" is what an organisation does between the meetings: measures, pilot activities and the results chain.
    """

    VIEW_ROUND = "view-round", _("Follow the whole round: tables, status and means")
    VIEW_DASHBOARD = "view-dashboard", _("See how far an organisation has come")
    VIEW_SUBMISSION = "view-submission", _("Read what is submitted, with reasons and evidence")
    VIEW_SUMMARY = "view-summary", _("Read the page for politicians")
    EDIT_ASSESSMENT = "edit-assessment", _("Fill in the self-assessment, and read drafts and what has been done")
    SUBMIT_ASSESSMENT = "submit-assessment", _("Submit the self-assessment")
    EDIT_BRIEF = "edit-brief", _("Write questions to the politicians")
    EDIT_REPORT = "edit-report", _("Write the results report")
    SHARE = "share", _("Share texts with the group, and take them back")
    VIEW_SHARED = "view-shared", _("Read what organisations have shared")
    VIEW_WORK = "view-work", _("Read next actions, pilot activities and the results chain")
    EDIT_WORK = "edit-work", _("Write next actions, pilot activities and the results chain")
    EDIT_ROUND = "edit-round", _("Set up and run a round")
    MANAGE_PEOPLE = "manage-people", _("Invite people and give roles")
    ADMINISTER = "administer", _("Look after organisations and their logins")


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


def rights_in_words() -> list[tuple[str, list[tuple[str, bool]]]]:
    """The table for people: for every permission its words, and for every role whether it has it."""
    return [
        (str(permission.label), [(str(role.label), permission in ROLE_PERMISSIONS[role]) for role in Role])
        for permission in Permission
    ]
