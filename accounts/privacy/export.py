"""Everything that the database holds about a person, without secrets, as one document."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.privacy.finding import mentions, rows_of, writing
from accounts.privacy.naming import naming_of
from accounts.privacy.purposes import TEXTS
from accounts.privacy.registry import Table, all_tables

Row = dict[str, Any]


def own_data(person: User) -> dict[str, Any]:
    """What a person may download: of texts that they saved only those that they may still read."""
    return _document(person, lambda table: _rows(table, person, reader=person))


def all_data(person: User) -> dict[str, Any]:
    """What the operator hands out: also texts that a person saved where they have left, and where they are named."""
    document = _document(person, lambda table: _rows(table, person, reader=None))
    found = mentions(naming_of(person), writing(), ("personal", "free_text"))
    document["named_in"] = [{"table": each.table.model, "id": each.pk, **each.values} for each in found]
    return document


def _document(person: User, rows_in) -> dict[str, Any]:
    account = next(table for table in all_tables() if table.model_class is User)
    names = ["id", *account.fields("personal")]
    document: dict[str, Any] = {
        "exported_at": timezone.now(),
        "account": {name: getattr(person, name) for name in names},
    }
    others = [table for table in all_tables() if table is not account]
    document["rows"] = {table.model: rows for table in others if (rows := rows_in(table))}
    return document


def _rows(table: Table, person: User, reader: User | None) -> list[Row]:
    """The rows of one table, each with where it belongs; people are "self" or "another"."""
    found = rows_of(table, person)
    if found is None:
        return []
    names = ["pk", *table.fields("none", "personal", "free_text")]
    where = [f"{table.organisation}__name"] if table.organisation else []
    rows = [dict(row) for row in found.order_by("pk").values(*dict.fromkeys([*names, *where]))]
    hidden = _hidden(table, found, reader)
    return [_readable(table, row, person, hidden) for row in rows]


def _hidden(table: Table, rows: QuerySet, reader: User | None) -> set[object]:
    """Rows whose texts the reader may not see."""
    if reader is None or table.purpose is not TEXTS:
        return set()
    visible = table.model_class.objects.visible_to(reader).filter(pk__in=rows.values("pk"))
    return set(rows.values_list("pk", flat=True)) - set(visible.values_list("pk", flat=True))


def _readable(table: Table, row: Row, person: User, hidden: set[object]) -> Row:
    shown = {"id": row.pop("pk")}
    if table.organisation:
        shown["in"] = row.pop(f"{table.organisation}__name")
    texts = table.texts("personal", "free_text") if shown["id"] in hidden else []
    for name, value in row.items():
        if name in table.people():
            value = value and ("self" if value == person.pk else "another")
        if name not in texts:
            shown[name] = value
    return shown
