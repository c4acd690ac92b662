"""Logins end: some hours after they began, and when nothing was done for a while."""

import time

from django.conf import settings
from django.contrib.auth import logout

BEGAN, SEEN = "login_began_at", "login_seen_at"
# How exactly the last sign of life is kept; each one is a write.
EXACTNESS = 60


def begin(request, user, **_signal) -> None:
    """Note when somebody logged in."""
    request.session[BEGAN] = request.session[SEEN] = time.time()


def end_old_ones(get_response):
    """Middleware that logs people out whose login is too old or was not used for too long."""

    def middleware(request):
        if request.user.is_authenticated:
            _end_or_note(request)
        return get_response(request)

    return middleware


def _end_or_note(request) -> None:
    now, session = time.time(), request.session
    began, seen = session.get(BEGAN, now), session.get(SEEN, 0)
    if BEGAN in session and (now - began > settings.SESSION_COOKIE_AGE or now - seen > settings.SESSION_IDLE_AGE):
        logout(request)
    elif now - seen > EXACTNESS:
        session[BEGAN], session[SEEN] = began, now
