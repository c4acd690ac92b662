"""The one way to write the record of changes."""

import uuid
from collections.abc import Callable, Collection, Iterable
from contextvars import ContextVar

from django.db.models import Model

from accounts.models import AuditEntry, Invitation, Organisation, User
from accounts.recorded_values import Before, recorded_values, round_of
from accounts.revisions import keep_texts

# Apps whose rows are called by rounds, organisations, meetings and numbers, never by people.
WITHOUT_PEOPLE = frozenset({"checklists", "learning_rounds", "assessments", "reports"})
_request_id: ContextVar[str] = ContextVar("request_id", default="")


def record(
    verb: str,
    what: Model,
    *,
    by: User | None,
    organisation: Organisation | None = None,
    fields: Collection[str] = (),
) -> AuditEntry:
    """Write that ``by`` did ``verb`` to ``what``; ``fields`` are the names of what was changed.

    With ``fields=Before(state="open")`` the entry holds what each field held before and holds now, with names alone
    what it holds now; of texts it holds neither (accounts/recorded_values.py), those are kept beside it, where they can
    be erased (accounts/revisions.py). Without a person (``by=None``) the
    source is a command on the server. Call it inside the transaction of the change.
    """
    entry = _entry(verb, what, by, organisation, fields)
    entry.save()
    keep_texts(what, fields, by=by, organisation=organisation)
    return entry


def record_all(
    verb: str,
    whats: Iterable[Model],
    *,
    by: User | None,
    organisation: Organisation | None = None,
    fields: Collection[str] = (),
    before: Callable[[Model], Before] | None = None,
) -> None:
    """The same for many things at once, in one query; ``before`` gives what changed of each."""
    AuditEntry.objects.bulk_create(
        _entry(verb, what, by, organisation, before(what) if before else fields) for what in whats
    )


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
        values=recorded_values(what, fields),
        round=round_of(what),
        request_id=_request_id.get(),
    )


def deletion_of(model: type[Model], pk: int | None = None, **where: object) -> AuditEntry | None:
    """Who deleted a row, and when; ``where`` says more of the entry. None if nobody did."""
    label = f"{model._meta.model_name} {pk}:" if pk else f"{model._meta.model_name} "
    return last_entry(verb__startswith="delete-", object__startswith=label, **where)


def last_entry(**where: object) -> AuditEntry | None:
    """The latest entry of a kind, with who it was. None if there is none."""
    return AuditEntry.objects.filter(**where).select_related("actor").order_by("-pk").first()


def _label(what: Model) -> str:
    """What was changed, for people: kind, number and where it belongs. Who it is about only by number: this stays."""
    label = f"{what._meta.model_name} {what.pk}"
    is_about_people = what._meta.app_label not in WITHOUT_PEOPLE and not isinstance(what, Organisation | Invitation)
    return label if is_about_people else f"{label}: {what}"[:200]


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
