"""Everything that can go wrong when somebody comes back from their organisation's login, in words for them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Reason:
    """Why somebody was not let in: a word for the log, the status of the answer, and what the page says."""

    word: str
    status: int
    heading: str | Promise
    text: str | Promise


class SignInRefused(Exception):
    """The login of the organisation does not let this person in here."""

    def __init__(self, reason: Reason):
        super().__init__(reason.word)
        self.reason = reason


UNAVAILABLE = Reason(
    "unavailable",
    503,
    _("Your organisation's login does not answer"),
    _("Try again in a few minutes, or log in in another way. If it goes on, tell your organisation's support."),
)
INVALID = Reason(
    "invalid",
    400,
    _("The login could not be completed"),
    _("It may have taken too long, or been used already. Start again from the login page."),
)
CANCELLED = Reason(
    "cancelled",
    400,
    _("You were not logged in"),
    _("The login at your organisation was cancelled. Start again when you want to."),
)
WRONG_ADDRESS = Reason(
    "wrong-address",
    403,
    _("The address does not belong to the organisation"),
    _("You logged in with an account whose e-mail address is not the organisation's. Choose another account there."),
)
NOT_CONNECTED = Reason(
    "not-connected",
    403,
    _("We do not know this login yet"),
    _("Your organisation's login is not connected to an account in Jämsteg."),
)
NOT_A_MEMBER = Reason(
    "not-a-member",
    403,
    _("You do not belong to the organisation any more"),
    _("Your account has no role there. Ask the organisation's strategist or your coordinator for an invitation."),
)
