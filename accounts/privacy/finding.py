"""Finding a person in the database: the rows that are theirs, and the texts in which they are named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.privacy.naming import Naming
from accounts.privacy.purposes import TEXTS
from accounts.privacy.registry import CLASSES, Table, all_tables


@dataclass(frozen=True)
class Mention:
    """That a person is named in a row: where, in which fields, and what stands there."""

    table: Table
    pk: object
    values: dict[str, object]

    def __str__(self):
        return f"{self.table.model} {self.pk}: {', '.join(self.values)}"


def rows_of(table: Table, person: User) -> QuerySet | None:
    """The rows that a person wrote or that are about them; None where a table can't say."""
    condition = Q()
    for name in table.people():
        condition |= Q(**{name: person})
    if table.goes_with:
        condition |= Q(**{_lookup(table): _value(table, person)})
    return QuerySet(table.model_class).filter(condition) if condition else None


def rows_that_go(table: Table, person: User) -> QuerySet:
    """The rows that are removed with a person."""
    return QuerySet(table.model_class).filter(**{_lookup(table): _value(table, person)})


def _lookup(table: Table) -> str:
    return f"{table.goes_with}__iexact" if _is_by_address(table) else table.goes_with


def _value(table: Table, person: User) -> object:
    return person.email if _is_by_address(table) else person


def _is_by_address(table: Table) -> bool:
    return table.goes_with.split("__")[-1] == "email"


def writing() -> list[Table]:
    """The tables of what people write, as opposed to their accounts and the record."""
    return [table for table in all_tables() if table.free_text or table.purpose is TEXTS]


def mentions(
    naming: Naming, tables: Iterable[Table], classes: Iterable[str] = CLASSES, where: Q | None = None
) -> Iterator[Mention]:
    """Where a person is named. Compared here, since databases differ in what they take for the same letter."""
    for table in tables:
        fields = table.texts(*classes)
        rows: QuerySet = QuerySet(table.model_class).filter(where or Q()).order_by("pk")
        for pk, *values in rows.values_list("pk", *fields).iterator() if fields else ():
            found = {name: value for name, value in zip(fields, values, strict=True) if naming.is_in(value)}
            if found:
                yield Mention(table, pk, found)
