"""Pages about one's account, invitations and the people of an organisation."""

from accounts.views.acceptance import invitation_accept, invitation_open
from accounts.views.invitations import invitation_create, invitation_resend, invitation_revoke
from accounts.views.own import account_close, my_data, my_page, organisation_leave
from accounts.views.people import membership_edit, membership_end, people_list
from accounts.views.second_factor import second_factor_needed

__all__ = [
    "account_close",
    "invitation_accept",
    "invitation_create",
    "invitation_open",
    "invitation_resend",
    "invitation_revoke",
    "membership_edit",
    "membership_end",
    "my_data",
    "my_page",
    "organisation_leave",
    "people_list",
    "second_factor_needed",
]
