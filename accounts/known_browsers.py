"""The browsers that somebody has logged in with: the first login in any other is told by mail.

A signed cookie says who has logged in there. Nothing about browsers is stored on the server.
"""

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.core import signing

AGE = 365 * 24 * 3600
# So many people share a browser at most.
MOST = 10


def tell_of_a_new_one(request, user, **_signal) -> None:
    """A mail, unless it was a mail that let them in: they know already."""
    known = _people_of(request)
    was_mailed = any(record["method"] == "code" for record in get_authentication_records(request, user))
    if user.pk not in known and not was_mailed:
        get_adapter(request).send_notification_mail("account/email/new_browser", user)
    request.people_of_browser = [user.pk, *(pk for pk in known if pk != user.pk)][:MOST]


def _people_of(request) -> list[int]:
    try:
        return signing.loads(request.COOKIES.get(settings.KNOWN_BROWSER_COOKIE_NAME, ""), salt=__name__, max_age=AGE)
    except signing.BadSignature:
        return []


def remember(get_response):
    """Middleware that notes in the browser who has just logged in."""

    def middleware(request):
        response = get_response(request)
        if hasattr(request, "people_of_browser"):
            response.set_cookie(
                settings.KNOWN_BROWSER_COOKIE_NAME,
                signing.dumps(request.people_of_browser, salt=__name__),
                max_age=AGE,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response

    return middleware
