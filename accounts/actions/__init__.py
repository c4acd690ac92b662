"""The verbs of accounts."""

from accounts.actions.erasing import Erased, erase_person
from accounts.actions.expiring import (
    Unused,
    close_unused,
    old_invitations,
    reopen_account,
    unused_accounts,
    warn_unused,
)
from accounts.actions.invitations import accept, invite, resend, revoke
from accounts.actions.memberships import ChangedMeanwhile, change_membership, end_membership
from accounts.actions.organisations import OrganisationRow, save_organisations
from accounts.actions.own import close_own_account, leave_organisation, roles_of_nobody_else, save_own_details
from accounts.actions.people import add_user, reset_password
from accounts.actions.single_sign_on import LoginDetails, connect_identity, remove_identity, save_identity_provider

__all__ = [
    "ChangedMeanwhile",
    "Erased",
    "LoginDetails",
    "OrganisationRow",
    "Unused",
    "accept",
    "add_user",
    "change_membership",
    "close_own_account",
    "close_unused",
    "connect_identity",
    "end_membership",
    "erase_person",
    "invite",
    "leave_organisation",
    "old_invitations",
    "remove_identity",
    "reopen_account",
    "resend",
    "reset_password",
    "revoke",
    "roles_of_nobody_else",
    "save_identity_provider",
    "save_organisations",
    "save_own_details",
    "unused_accounts",
    "warn_unused",
]
