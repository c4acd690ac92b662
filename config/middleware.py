"""Small middlewares: headers for the browser, no broken text, the user's language, no cached personal pages."""

from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.core.exceptions import BadRequest
from django.utils import translation
from django.utils.cache import patch_cache_control


def add_security_headers(get_response):
    """Add what neither Django nor django-csp knows to every answer."""

    def middleware(request):
        response = get_response(request)
        for name, value in settings.SECURITY_HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return middleware


def refuse_broken_text(get_response):
    """Answer 400 to NUL or invalid UTF-8 in the address, and to forms in another encoding.

    PostgreSQL and Python would otherwise answer with errors of their own.
    """

    def middleware(request):
        for raw in (request.META.get("QUERY_STRING", ""), request.get_full_path_info()):
            decoded = unquote_to_bytes(raw)
            if b"\x00" in decoded or not _is_utf8(decoded):
                raise BadRequest("Broken text in the address")
        if request.encoding is not None and request.encoding.lower() not in ("utf-8", "utf8"):
            raise BadRequest("Only UTF-8 is read")
        if getattr(request, "is_unreadable", False) or not _has_readable_parts(request):
            raise BadRequest("An encoding that nobody knows")
        return get_response(request)

    return middleware


def _has_readable_parts(request) -> bool:
    """Do the parts of a form name encodings that there are? Django would fail over others."""
    if request.content_type != "multipart/form-data":
        return True
    try:
        request.POST  # noqa: B018 (reads it)
    except LookupError:
        return False
    return True


def _is_utf8(value: bytes) -> bool:
    try:
        value.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def speak_the_users_language(get_response):
    """Use the language that a logged-in user has chosen, unless this browser has chosen another."""

    def middleware(request):
        chosen_here = settings.LANGUAGE_COOKIE_NAME in request.COOKIES
        if not chosen_here and request.user.is_authenticated and request.user.language:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        return get_response(request)

    return middleware


def never_cache_personal_pages(get_response):
    """Keep pages of logged-in people out of shared caches and out of the history of shared computers."""

    def middleware(request):
        response = get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        return response

    return middleware
