"""What invitations need of the request: how many somebody has sent lately, and the address of the link."""

from collections.abc import Callable

from allauth.core import ratelimit
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.errors import ActionRefused


class TooManyInvitations(ActionRefused):
    """Somebody has sent as many invitations as is allowed for a while."""


def count_invitation(request) -> None:
    """Count one invitation more; raises TooManyInvitations beyond what ACCOUNT_RATE_LIMITS allows for a person."""
    if not ratelimit.consume(request, action="invite", user=request.user):
        raise TooManyInvitations(
            _("You have sent many invitations within an hour. Wait a while and send the rest then.")
        )


def status_of(refusal: ActionRefused) -> int:
    """What the page that shows why is answered with: 429 when it was too many, else 409."""
    return 429 if isinstance(refusal, TooManyInvitations) else 409


def link_to(request) -> Callable[[str], str]:
    """Makes the whole address of a token."""
    return lambda token: request.build_absolute_uri(reverse("invitation-open", args=[token]))
