"""The language that a person has chosen, remembered in the browser."""

from django.conf import settings


def remember_language(response, language: str) -> None:
    """Let this browser show the language from now on, also before somebody logs in."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )
