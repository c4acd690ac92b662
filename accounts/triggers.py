"""Triggers with which the database itself refuses to change or delete what is append-only, whoever asks.

SQLite forgets the triggers of a table that is rebuilt, so they are made anew after every ``manage.py migrate``
(``post_migrate``). ``manage.py check --database default`` says when they are missing.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.apps import apps
from django.core import checks
from django.db import connections, transaction

from accounts.models.append_only import AppendOnlyModel

FUNCTION = """CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$"""
TRUNCATED = "truncate"


@dataclass(frozen=True)
class Trigger:
    """That one kind of change to a table is refused; an update perhaps only of the named columns."""

    table: str
    change: str
    columns: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.table}_no_{self.change}"

    @property
    def event(self) -> str:
        columns = ", ".join(f'"{column}"' for column in self.columns)
        return self.change.upper() + (f" OF {columns}" if columns else "")

    def sql(self, vendor: str) -> list[str]:
        """The statements that make it, also when there is one already."""
        if vendor == "sqlite":
            refusal = f"SELECT RAISE(ABORT, '{self.table} is append-only')"
            return [
                f'DROP TRIGGER IF EXISTS "{self.name}"',
                f'CREATE TRIGGER "{self.name}" BEFORE {self.event} ON "{self.table}" BEGIN {refusal}; END',
            ]
        each = "STATEMENT" if self.change == TRUNCATED else "ROW"
        return [
            f'CREATE OR REPLACE TRIGGER "{self.name}" BEFORE {self.event} ON "{self.table}" '
            f"FOR EACH {each} EXECUTE FUNCTION refuse_change()"
        ]


def install(using: str = "default", **kwargs) -> None:
    """Make the triggers of every append-only table that there is. Receives ``post_migrate``."""
    connection = connections[using]
    if found := wanted(connection):
        with transaction.atomic(using=using), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(FUNCTION)
            for trigger in found:
                for statement in trigger.sql(connection.vendor):
                    cursor.execute(statement)


def wanted(connection) -> list[Trigger]:
    """The triggers that should be in a database, of the tables that it has."""
    tables = set(connection.introspection.table_names())
    models = [model for model in apps.get_models() if issubclass(model, AppendOnlyModel)]
    return [trigger for model in models if model._meta.db_table in tables for trigger in _of(model, connection.vendor)]


def _of(model: type[AppendOnlyModel], vendor: str) -> list[Trigger]:
    table = model._meta.db_table
    kept = [str(field.column) for field in model._meta.concrete_fields if field.name not in model.erasable]
    # Without need no column is named: PostgreSQL does not let a migration change the type of one that is.
    found = [Trigger(table, "update", tuple(kept) if model.erasable else ()), Trigger(table, "delete")]
    return [*found, Trigger(table, TRUNCATED)] if vendor == "postgresql" else found


def missing(connection) -> list[str]:
    """The names of triggers that should be in a database and are not, or that somebody has switched off."""
    names = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A')"
    )
    expected = wanted(connection)
    with connection.cursor() as cursor:
        cursor.execute(names)
        there = {name for (name,) in cursor.fetchall()}
    return [trigger.name for trigger in expected if trigger.name not in there]


@checks.register(checks.Tags.database)
def check_triggers(databases=None, **kwargs) -> list[checks.CheckMessage]:
    """A warning, no error: ``migrate`` makes these checks too, and must be able to repair what they find."""
    return [
        checks.Warning(
            f"The database no longer refuses changes to what is append-only: {', '.join(names)} missing.",
            hint="Run manage.py migrate, which makes the triggers anew, and find out who removed them.",
            id="accounts.W001",
        )
        for alias in databases or []
        if (names := missing(connections[alias]))
    ]
