"""The security log: one line of JSON per event, for whoever runs the installation.

Lines hold numbers, names of routes and words of the code, never names, e-mail addresses, texts or secrets. They go to
the logger ``jamsteg.security``; the database knows nothing of them, so that whoever gets at it can't take them away.
"""

import json
import logging
import re
from datetime import UTC

from allauth.account.adapter import get_adapter
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db.models import Model
from django.utils import timezone

from accounts.audit import request_number

logger = logging.getLogger("jamsteg.security")
# What an event may say beside who, where and when. Anything else is left out.
FACTS = frozenset(
    {
        "organisation",  # whose content it is about
        "status",  # of the answer
        "method",  # how somebody got in: password, code, recovery_codes, webauthn …
        "person",  # whom it is about, when that is not the user
        "role",
        "level",
        "invitation",
        "provider",  # a configured identity provider
        "object",  # "round 3"
        "reason",  # a word of the code
        "format",
        "count",
        "dry_run",
    }
)
DENIED = {403: "denied", 404: "not-found", 429: "rate-limited"}
PLAIN = re.compile(r"[\w.:/ -]{0,80}")


def security_event(verb: str, request=None, user=None, **facts) -> None:
    """Write that ``verb`` happened: ``user`` did it (by default whoever is logged in), ``facts`` are some of FACTS.

    Rows become their numbers; a text that is more than a few plain words becomes "?".
    """
    event = {
        "at": timezone.now().astimezone(UTC).isoformat(timespec="milliseconds"),
        "verb": verb,
        "user": _number_of(user if user is not None else getattr(request, "user", None)),
        **(_of_request(request) if request is not None else {}),
        **{name: _plain(value) for name, value in facts.items() if name in FACTS},
        "request_id": request_number(),
    }
    logger.info(json.dumps(event))


def _number_of(user) -> int | None:
    return user.pk if user is not None and user.is_authenticated else None


def _of_request(request) -> dict[str, object]:
    match = getattr(request, "resolver_match", None)
    return {"route": match.view_name if match else "", "http": request.method, "ip": _address(request)}


def _address(request) -> str:
    """Where the request came from, as the login limits see it."""
    try:
        return get_adapter(request).get_client_ip(request)
    except (PermissionDenied, ImproperlyConfigured):
        return ""


def _plain(value: object) -> object:
    if isinstance(value, Model):
        return value.pk
    if value is None or isinstance(value, bool | int):
        return value
    text = str(value)
    return text if PLAIN.fullmatch(text) else "?"


def log_answers(get_response):
    """Middleware that notes what was refused (403, 404 of a known route, 429) and every file that left."""

    def middleware(request):
        response = get_response(request)
        if verb := _verb_of(request, response):
            security_event(verb, request, status=response.status_code)
        return response

    return middleware


def _verb_of(request, response) -> str:
    if response.status_code == 200 and response.has_header("Content-Disposition"):
        return "file-downloaded"
    if response.status_code == 404 and getattr(request, "resolver_match", None) is None:
        return ""
    return DENIED.get(response.status_code, "")
