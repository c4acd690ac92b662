"""The one way to write the record of changes."""

import uuid
from collections.abc import Collection, Iterable
from contextvars import ContextVar

from django.db.models import Model

from accounts.models import AuditEntry, Membership, Organisation, User

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
    entry = _entry(verb, what, by, organisation, fields)
    entry.save()
    return entry


def record_all(
    verb: str,
    whats: Iterable[Model],
    *,
    by: User | None,
    organisation: Organisation | None = None,
    fields: Collection[str] = (),
) -> None:
    """The same for many things at once, in one query."""
    AuditEntry.objects.bulk_create(_entry(verb, what, by, organisation, fields) for what in whats)


def _entry(
    verb: str, what: Model, by: User | None, organisation: Organisation | None, fields: Iterable[str]
) -> AuditEntry:
    return AuditEntry(
        actor=by,
        source="web" if by else "command",
        organisation=organisation,
        verb=verb,
        object=_label(what),
        fields=", ".join(fields)[:300],
        request_id=_request_id.get(),
    )


def deletion_of(model: type[Model], pk: int | None = None, **where: object) -> AuditEntry | None:
    """Who deleted a row, and when; ``where`` says more of the entry. None if nobody did."""
    label = f"{model._meta.model_name} {pk}:" if pk else f"{model._meta.model_name} "
    entries = AuditEntry.objects.filter(verb__startswith="delete-", object__startswith=label)
    return entries.filter(**where).select_related("actor").order_by("-pk").first()


def _label(what: Model) -> str:
    """What was changed, for people: kind, number and where it belongs. Who it is about only by number: this stays."""
    label = f"{what._meta.model_name} {what.pk}"
    return label if isinstance(what, User | Membership) else f"{label}: {what}"[:200]


def request_number() -> str:
    """The id of the request that is being answered, "" outside of one."""
    return _request_id.get()


def number_requests(get_response):
    """Middleware that gives every request an id: its audit entries carry it, and its answer in ``X-Request-ID``."""

    def middleware(request):
        token = _request_id.set(str(uuid.uuid4()))
        try:
            response = get_response(request)
            response["X-Request-ID"] = request_number()
            return response
        finally:
            _request_id.reset(token)

    return middleware
