"""The verbs of accounts."""

from accounts.actions.erasing import Erased, erase_person
from accounts.actions.expiring import Unused, close_unused, reopen_account, unused_accounts, warn_unused
from accounts.actions.organisations import OrganisationRow, save_organisations
from accounts.actions.people import add_user, reset_password

__all__ = [
    "Erased",
    "OrganisationRow",
    "Unused",
    "add_user",
    "close_unused",
    "erase_person",
    "reopen_account",
    "reset_password",
    "save_organisations",
    "unused_accounts",
    "warn_unused",
]
