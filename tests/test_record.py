"""Whatever is changed through a page leaves an entry in the record, and no entry holds what somebody has written.

Generated from tests/policy.csv: every form is sent by everybody who may send it.
"""

import json
import logging
import re

import pytest
from django.db import connection, transaction

from accounts.models import AuditEntry
from tests import factories
from tests.addresses import CASES, by_name
from tests.checksum import Watch
from tests.test_policy import PASSWORDS, PAYLOADS, table
from tests.world import make_world

pytestmark = pytest.mark.django_db
# Addresses of the packages for login are noted in the security log.
OF_PACKAGES = ("account_", "mfa_", "usersessions_", "socialaccount_")
# What may be in no entry: tokens of the world, what the forms send, addresses and secrets.
WRITTEN = ("SEED", "Ny text", "Skäl", "Nytt", "@", "csrf", factories.PASSWORD, *PASSWORDS.values())

# An entry says where it belongs: names of rounds, meetings and groups, which those who lead the round have given.
PLACES = re.compile(r"SEEDX\w+?(?:ROUND|MEETING|GROUP)\b")


def sent_rows() -> list[tuple[dict[str, str], str]]:
    """The forms that somebody may send, each with everybody who may; anonymous people only get in there."""
    rows = [row for row in table() if row["method"] == "POST"]
    may = [(row, who) for row in rows for who, cell in row.items() if cell.isdigit() and int(cell) < 400]
    return [(row, who) for row, who in may if who != "anonymous" or row["url"] == "account_login"]


def sent(client, row) -> tuple[list[str], list[AuditEntry]]:
    """The tables that sending the form changes, and the entries that it leaves; then it is undone."""
    path, watch = by_name()[row["url"]].path(**CASES[row["case"]]), Watch()
    before = AuditEntry.objects.count()
    with transaction.atomic(), connection.execute_wrapper(watch):
        client.post(path, PAYLOADS.get(row["url"], {}))
        entries = list(AuditEntry.objects.order_by("pk")[before:])
        changed = watch.changed()
        transaction.set_rollback(True)
    return changed, entries


def test_every_change_leaves_an_entry_without_texts(client_of, caplog):
    people = make_world().people
    faults, changing = [], 0
    for row, who in [(row, who) for row, who in sent_rows() if who in people]:
        caplog.clear()
        with caplog.at_level(logging.INFO, "jamsteg.security"):
            changes, entries = sent(client_of(people[who]), row)
        events = [record.getMessage() for record in caplog.records if record.name == "jamsteg.security"]
        traces = events if row["url"].startswith(OF_PACKAGES) else entries
        where = f"{row['url']} {row['case']} by {who}"
        changing += bool(changes)
        if changes and not traces:
            faults.append(f"{where}: nothing in the record, and yet {changes} changed")
        faults += [
            f"{where}: {text!r} in {words}" for words in [*map(words_of, entries), *events] for text in found(words)
        ]
    assert faults == []
    assert changing > 30


def words_of(entry: AuditEntry) -> str:
    return json.dumps([entry.verb, entry.object, entry.fields, entry.values, entry.source], ensure_ascii=False)


def found(words: str) -> list[str]:
    words = PLACES.sub("", words)
    return [text for text in WRITTEN if text in words]


def test_text_in_an_entry_is_noticed():
    entry = factories.audit_entry(object="pilotactivity 1: SEEDX001PILOTNAME", values={"goal": ["", "Nytt mål"]})
    assert found(words_of(entry)) == ["SEED", "Nytt"]
