"""A way around the triggers of append-only tables, for setting up and emptying the tests' own database."""

from contextlib import contextmanager

from django.db import connection

from accounts.triggers import install, wanted


def drop_triggers() -> None:
    with connection.cursor() as cursor:
        for trigger in wanted(connection):
            on = f' ON "{trigger.table}"' if connection.vendor == "postgresql" else ""
            cursor.execute(f'DROP TRIGGER IF EXISTS "{trigger.name}"{on}')


@contextmanager
def without_triggers():
    drop_triggers()
    yield
    install()
