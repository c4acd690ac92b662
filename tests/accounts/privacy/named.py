"""A person who is named wherever somebody can write, and a plain search of the whole database."""

from django.db import connection
from django.db.models import JSONField, QuerySet

from accounts.models import User
from accounts.privacy.finding import writing
from accounts.privacy.registry import Table
from tests import factories, sweeps

NAME, EMAIL = "Ebba Lundqvist-Öhman", "ebba.lundqvist@example.org"
TEXT = f"Fråga {NAME}, {EMAIL}."
# What a row must be to have all its texts.
STATES = {"assessments.Measure": {"state": "dropped"}}


def ebba(**fields) -> User:
    return factories.user(EMAIL, **({"display_name": NAME} | fields))


def written_tables() -> list[Table]:
    """The tables of our own apps that hold what people write."""
    own = {model._meta.label for model in sweeps.own_models()}
    return [table for table in writing() if table.model in own and table.texts("personal", "free_text")]


def row_of(table: Table):
    """A row as its factory makes it."""
    name = table.model.split(".")[1]
    snake = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")
    return getattr(factories, snake)()


def name_in_every_text(text: str = TEXT) -> dict[str, object]:
    """A row of every table of what people write, with the text in every field; the rows by the name of the model."""
    rows = {}
    for table in written_tables():
        row = row_of(table)
        fields = [table.model_class._meta.get_field(name) for name in table.texts("personal", "free_text")]
        values = {field.name: {"text": [text]} if isinstance(field, JSONField) else text for field in fields}
        QuerySet(table.model_class).filter(pk=row.pk).update(**values, **STATES.get(table.model, {}))
        rows[table.model] = row
    return rows


def places_with(*words: str) -> list[str]:
    """Every column of every table of the database that holds one of the words, whatever the case."""
    found, folded = set(), [word.casefold() for word in words]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for column, value in zip(columns, row, strict=True):
                    if any(word in str(value).casefold() for word in folded):
                        found.add(f"{table}.{column}")
    return sorted(found)
