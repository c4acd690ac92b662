"""The one way to write the record of changes."""

import uuid
from collections.abc import Iterable
from contextvars import ContextVar

from django.db.models import Model

from accounts.models import AuditEntry, Organisation, User

_request_id: ContextVar[str] = ContextVar("request_id", default="")


def record(
    verb: str,
    what: Model,
    *,
    by: User | None,
    organisation: Organisation | None = None,
    fields: Iterable[str] = (),
) -> AuditEntry:
    """Write that ``by`` did ``verb`` to ``what``; ``fields`` are names of changed fields, never their contents.

    Without a person (``by=None``) the source is a command on the server. Call it inside the transaction of the change.
    """
    return AuditEntry.objects.create(
        actor=by,
        source="web" if by else "command",
        organisation=organisation,
        verb=verb,
        object=f"{what._meta.model_name} {what.pk}: {what}"[:200],
        fields=", ".join(fields)[:300],
        request_id=_request_id.get(),
    )


def number_requests(get_response):
    """Middleware that gives every request an id, which its audit entries carry."""

    def middleware(request):
        token = _request_id.set(str(uuid.uuid4()))
        try:
            return get_response(request)
        finally:
            _request_id.reset(token)

    return middleware
