"""The database refuses to change or delete what is append-only, however it is asked."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction

from accounts.models import AppendOnlyModel, AuditEntry
from accounts.triggers import check_triggers, missing
from assessments.models import Submission, SubmissionScore, SubmissionText
from reports.models import Share, SharedText, ShareWithdrawal
from tests import factories
from tests.triggers import drop_triggers

pytestmark = pytest.mark.django_db
ROWS = {
    AuditEntry: factories.audit_entry,
    Submission: factories.submission,
    SubmissionScore: factories.submission_score,
    SubmissionText: factories.submission_text,
    Share: factories.share,
    SharedText: factories.shared_text,
    ShareWithdrawal: factories.share_withdrawal,
}


def refused(sql: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    except IntegrityError:
        return True
    return False


def columns_of(model) -> list[tuple[str, bool]]:
    """Every column, and whether it may be emptied."""
    return [(field.column, field.name in model.erasable) for field in model._meta.concrete_fields]


def test_every_append_only_model_is_tried():
    assert {model for model in apps.get_models() if issubclass(model, AppendOnlyModel)} == set(ROWS)


@pytest.mark.parametrize("model", ROWS, ids=lambda model: model.__name__)
def test_change_of_every_column_is_refused_but_of_free_text(model):
    ROWS[model]()
    table = model._meta.db_table
    changed = {column: f'UPDATE "{table}" SET "{column}" = "{column}"' for column, _erasable in columns_of(model)}
    assert [(column, not refused(sql)) for column, sql in changed.items()] == columns_of(model)


@pytest.mark.parametrize("model", ROWS, ids=lambda model: model.__name__)
def test_removal_is_refused(model):
    row, table = ROWS[model](), model._meta.db_table
    connection.check_constraints()  # PostgreSQL empties no table with rows that it has yet to check
    ways = [f'DELETE FROM "{table}"', f'DELETE FROM "{table}" WHERE id = {row.pk}']
    if connection.vendor == "postgresql":
        ways += [f'TRUNCATE "{table}" CASCADE']
    else:
        ways += [f'INSERT OR REPLACE INTO "{table}" SELECT * FROM "{table}"']
    assert [refused(sql) for sql in ways] == [True] * len(ways)
    assert model._base_manager.filter(pk=row.pk).exists()


def test_django_meets_the_triggers_too():
    entry = factories.audit_entry()
    everything = models.QuerySet(AuditEntry)
    for change in (lambda: everything.update(verb="x"), everything.delete, lambda: everything._raw_delete("default")):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    assert list(everything) == [entry]


def test_new_rows_are_written():
    for make in ROWS.values():
        make()
    assert [model._base_manager.exists() for model in ROWS] == [True] * len(ROWS)


def test_missing_triggers_are_noticed_and_made_anew_by_migrate():
    assert (missing(connection), check_triggers(databases=["default"])) == ([], [])
    drop_triggers()
    gone = missing(connection)
    kinds = ["update", "delete", *(["truncate"] if connection.vendor == "postgresql" else [])]
    tables = [model._meta.db_table for model in apps.get_models() if model in ROWS]
    assert gone == [f"{table}_no_{kind}" for table in tables for kind in kinds]
    (warning,) = check_triggers(databases=["default"])
    assert (warning.id, all(name in warning.msg for name in gone)) == ("accounts.W001", True)
    assert not refused("DELETE FROM accounts_auditentry")
    call_command("migrate", verbosity=0)
    assert (missing(connection), check_triggers(databases=["default"])) == ([], [])


def test_check_without_database_asks_none():
    assert check_triggers(databases=None) == []


@pytest.mark.django_db(transaction=True)
def test_rebuilt_table_has_its_triggers_after_migrate():
    """SQLite rebuilds a table to change it, and forgets its triggers; that is why they are made after migrations."""
    field = AuditEntry._meta.get_field("verb")
    wider = models.CharField(max_length=41)
    wider.set_attributes_from_name("verb")
    for old, new in ((field, wider), (wider, field)):
        with connection.schema_editor() as editor:
            editor.alter_field(AuditEntry, old, new, strict=True)
    lost = {"accounts_auditentry_no_update", "accounts_auditentry_no_delete"}
    assert set(missing(connection)) == (lost if connection.vendor == "sqlite" else set())
    call_command("migrate", verbosity=0)
    factories.audit_entry()
    assert (missing(connection), refused("DELETE FROM accounts_auditentry")) == ([], True)


@pytest.mark.django_db(transaction=True)
def test_flush_is_refused():
    factories.audit_entry()
    with pytest.raises(Exception, match="couldn't be flushed"):
        call_command("flush", interactive=False, verbosity=0)
    assert AuditEntry.objects.exists()


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="only there can a trigger be switched off")
def test_trigger_that_is_switched_off_is_noticed():
    with connection.cursor() as cursor:
        cursor.execute('ALTER TABLE accounts_auditentry DISABLE TRIGGER "accounts_auditentry_no_delete"')
    assert missing(connection) == ["accounts_auditentry_no_delete"]
