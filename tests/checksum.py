"""What did a request change? A sum over every row of every table, taken only when more than reading was asked for."""

import hashlib
import re

from django.db import connection

# Whoever looks at a page has a session, and limits are counted in the cache; neither is anybody's data.
NOT_COUNTED = {"django_session", "cache"}
READING = re.compile(r"\s*(SELECT|SAVEPOINT|RELEASE|ROLLBACK)\b")


def checksums() -> dict[str, str]:
    """For each table a sum over its rows, whatever order they come in."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor)) - NOT_COUNTED
        return {table: _checksum(cursor, table) for table in sorted(tables)}


def _checksum(cursor, table: str) -> str:
    cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
    rows = sorted(repr(row) for row in cursor.fetchall())
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


class Reads:
    """Listens to statements: has only been read?"""

    def __init__(self):
        self.only_read = True

    def __call__(self, execute, sql, params, many, context):
        self.only_read = self.only_read and bool(READING.match(sql))
        return execute(sql, params, many, context)


class Watch(Reads):
    """Says which tables were changed since it began, as often as it is asked."""

    def __init__(self):
        super().__init__()
        self.before = checksums()

    def changed(self) -> list[str]:
        """The tables that differ from how they were at the beginning; whatever changed them has to be undone after."""
        if self.only_read:
            return []
        self.only_read = True
        now = checksums()
        return sorted(table for table in self.before | now if self.before.get(table) != now.get(table))
