"""What is answered while the database can't be reached: wait a little, with everything that was typed.

Nothing here may ask the database: no session, no user, no navigation.
"""

import sqlite3

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string

from assessments.views.autosave import is_autosave
from config.kept import can_be_kept, kept_fields

RETRY_AFTER = 10  # seconds


def is_outage(error: BaseException | None) -> bool:
    """Is it, or what it came from, a database that can't be reached or is busy for too long?"""
    while error is not None:
        if isinstance(error, OperationalError | InterfaceError) and not _is_fault_of_ours(error):
            return True
        error = error.__cause__ or error.__context__
    return False


def _is_fault_of_ours(error: Exception) -> bool:
    """SQLite uses the same kind of error for SQL that is wrong."""
    return getattr(error.__cause__, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR


def outage_page(request) -> HttpResponse:
    """503, in the language of the browser; for autosave its line."""
    if is_autosave(request):
        page = render_to_string("assessments/_saving.html", {"state": "paused"})
    else:
        page = render_to_string("503.html", _typed(request) | {"path": request.get_full_path()})
    headers = {"Retry-After": str(RETRY_AFTER), "Cache-Control": "private, no-store"}
    return HttpResponse(page, status=503, headers=headers)


def _typed(request) -> dict:
    if not can_be_kept(request):
        return {}
    return kept_fields(request) | {"csrf_token": get_token(request)}
