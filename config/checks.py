"""Settings with which the application does not start: where others could get in, or where it would go wrong quietly.

They are asked before the first request is answered, and by every command that checks (``manage.py check``).
"""

from collections.abc import Iterator

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.core.exceptions import ImproperlyConfigured

LOOPBACK = {"127.0.0.1", "localhost", "[::1]", "::1"}
SHORTEST_KEY = 50
FEWEST_LETTERS = 10
# Keys that stand in public: in our own files, or in those that Django makes.
PUBLIC_KEYS = ("only-for-", "django-insecure-", "change", "secret")
PER_PROCESS = ("LocMemCache", "DummyCache")
NO_MAIL = ("console.EmailBackend", "dummy.EmailBackend", "filebased.EmailBackend")


def refuse_to_start() -> None:
    """Raise ImproperlyConfigured with everything that is unsafe."""
    if found := list(unsafe_settings()):
        raise ImproperlyConfigured("\n".join(["Jämsteg does not start:", *(f"- {each}" for each in found)]))


@register(Tags.security)
def check_settings(app_configs, **_options) -> list[Error]:
    """The same as errors of the system check."""
    return [Error(sentence, id="jamsteg.E001") for sentence in unsafe_settings()]


def unsafe_settings() -> Iterator[str]:
    """What is unsafe, each as a sentence that says what to do."""
    if "*" in settings.ALLOWED_HOSTS:
        yield "ALLOWED_HOSTS=* lets anybody put their own address into mails and links. Name the hosts."
    if settings.DEBUG:
        yield from _unsafe_for_development()
    else:
        yield from _unsafe_key()
        yield from _unsafe_services()


def _unsafe_for_development() -> Iterator[str]:
    if public := sorted(set(settings.ALLOWED_HOSTS) - LOOPBACK - {"*"}):
        yield f"DEBUG=1 shows code and settings to everybody who gets to {', '.join(public)}. Set DEBUG=0."


def _unsafe_key() -> Iterator[str]:
    key = settings.SECRET_KEY
    if len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_LETTERS:
        yield f"SECRET_KEY is too easy to guess: it needs {SHORTEST_KEY} random characters."
    elif key.lower().startswith(PUBLIC_KEYS):
        yield "SECRET_KEY is one that others know. Make one of your own (.env.example says how)."


def _unsafe_services() -> Iterator[str]:
    caches = [name for name, cache in settings.CACHES.items() if str(cache["BACKEND"]).endswith(PER_PROCESS)]
    if caches:
        yield f"The cache {', '.join(caches)} is not shared by the processes, so that limits of logins do not hold."
    if settings.EMAIL_BACKEND.endswith(NO_MAIL) and not settings.DEMO:
        yield "EMAIL_URL prints mails instead of sending them. Name a mail server."
