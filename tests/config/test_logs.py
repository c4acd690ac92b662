"""The secrets of links that were mailed do not get into the log."""

import logging
import sys

import pytest


def logged(message: str, *arguments) -> str:
    """The line that a record becomes where the errors of pages are written."""
    (handler,) = logging.getLogger("django.request").handlers
    return handler.format(logging.LogRecord("django.request", logging.ERROR, "", 0, message, arguments, None))


@pytest.mark.parametrize("link", ["inbjudan/Zx8-_secret-token", "glomt-losenord/1-cq8abc-0123456789abcdef"])
def test_secret_of_a_link_is_not_logged(link):
    start = f"/konto/{link.split('/')[0]}/"
    assert logged("Internal Server Error: %s", f"/konto/{link}/").endswith(f"Internal Server Error: {start}…/")
    assert logged('"GET /konto/%s HTTP/1.1" 500', link).endswith(f'"GET {start}… HTTP/1.1" 500')


def test_secret_of_a_link_is_not_logged_with_a_traceback():
    record = logging.LogRecord("django.request", logging.ERROR, "", 0, "Broken", (), None)
    try:
        raise ValueError("/konto/inbjudan/Zx8-_secret-token/")
    except ValueError:
        record.exc_info = sys.exc_info()
    (handler,) = logging.getLogger("django.request").handlers
    assert handler.format(record).splitlines()[-1] == "ValueError: /konto/inbjudan/…/"


@pytest.mark.parametrize("path", ["/konto/inbjudan/", "/konto/glomt-losenord/skickat/", "/omgangar/omgang-ett/X001/"])
def test_other_addresses_are_logged_whole(path):
    assert logged("Not Found: %s", path).endswith(f"Not Found: {path}")
