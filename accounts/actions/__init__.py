"""The verbs of accounts."""

from accounts.actions.organisations import OrganisationRow, save_organisations
from accounts.actions.people import add_user, reset_password

__all__ = ["OrganisationRow", "add_user", "reset_password", "save_organisations"]
