"""Who may do what at every address: the reviewed table tests/policy.csv against the running application.

The second rule of tests/test_project.py. A row is an address, a method and a case (tests/addresses.py says what a case
changes), a column a person of tests/world.py, a cell the expected status. Nothing in it is computed. Seen failing:
with an address removed from the table, with a cell changed, and with a view that saves before it asks for the right.
"""

import csv
import re
from pathlib import Path

import pytest
from django.db import connection, transaction

from tests import factories
from tests.addresses import CASES, by_name, walk
from tests.sweeps import OWN_APPS
from tests.world import make_world

TABLE = Path(__file__).with_name("policy.csv")
ANSWER = {"level": "3", "half": "on", "reason": "Ny text", "version": "1", "then": "next"}
PASSWORDS = {
    "oldpassword": factories.PASSWORD,
    "password1": "another-long-password",
    "password2": "another-long-password",
}
DESCRIBED = {"decision": "political", "decided_on": "2026-01-12", "goal": "Ny", "contact": "Ny", "version": "1"}
PAYLOADS = {
    "set-language": {"language": "en"},
    "account_login": {"login": "strategist@example.org", "password": factories.PASSWORD},
    "account_signup": {"email": "new@example.org", "password1": "another-long-password"},
    "account_change_password": PASSWORDS,
    "account_reset_password": {"email": "nobody@example.org"},
    "account_reset_password_from_key": PASSWORDS,
    "account_reauthenticate": {"password": factories.PASSWORD},
    "mfa_activate_totp": {"code": "000000"},
    "mfa_add_webauthn": {"name": "Min nyckel", "credential": "{}"},
    "mfa_login_webauthn": {"credential": "{}"},
    "step-edit": ANSWER,
    "report-edit": {"lessons": "Nytt", "version": "1"},
    "report-reasons": {"version": "1"},
    "sheet-edit": {"step-1-score": "6", "step-1-reason": "Ny text", "step-1-version": "1", "then": "check"},
    "participant-edit": DESCRIBED,
    "participation-edit": DESCRIBED,
    "participant-withdraw": {"withdrawn_on": "2026-01-12"},
    "group-meeting-edit": {"held_on": "2027-01-12", "time": "13.00", "place": "Nytt", "version": "1"},
    "round-next": {"name": "Nästa", "starts_on": "2027-01-11", "ends_on": "2028-06-01"},
    "last-day-extend": {"due_on": "2098-01-12"},
    "measure-create": {"step": "1", "text": "Ny"},
    "measure-edit": {"step": "1", "text": "Ny", "version": "1"},
    "measure-drop": {"dropped_because": "Skäl", "version": "1"},
    "measure-mark": {"state": "done", "version": "1"},
    "brief-edit": {"question_1": "Nytt?", "contact": "Ny", "version": "1"},
}
ROUND_PAYLOAD = {"name": "Ny omgång", "starts_on": "2027-01-11", "ends_on": "2028-06-01", "version": "1"}
PAYLOADS |= {
    "round-create": ROUND_PAYLOAD,
    "round-edit": ROUND_PAYLOAD,
    "meeting-create": {"kind": "learning", "name": "Träff 9"},
    "meeting-edit": {"kind": "learning", "name": "Träff 9", "version": "1"},
    "round-checklist": {"checklist": "0", "version": "1"},
    "round-organisations": {"code": "X006"},
    "organisations-paste": {"text": "X006", "code": "X006", "then": "add"},
    "group-create": {"name": "Väst"},
    "group-delete": {"version": "1"},
    "group-meeting-delete": {"version": "1"},
    "meeting-delete": {"version": "1"},
    "group-edit": {"name": "Väst", "version": "1"},
}
PAYLOADS |= {
    "pilot-create": {"name": "Ny", "status": "planned"},
    "pilot-edit": {"name": "Ny", "status": "planned", "version": "1"},
    "pilot-delete": {"version": "1"},
    "pilot-note-create": {"on": "2027-01-11", "text": "Ny"},
    "pilot-note-edit": {"on": "2027-01-11", "text": "Ny", "version": "1"},
    "pilot-note-delete": {"version": "1"},
    "chain-entry-create": {"level": "1", "state": "planned", "text": "Ny"},
    "chain-entry-edit": {"level": "1", "state": "planned", "text": "Ny", "version": "1"},
    "chain-entry-delete": {"version": "1"},
}
# Addresses whose views are django-allauth's.
THIRD_PARTY = ("account_", "mfa_", "usersessions_")
WRITE = re.compile(rf'(INSERT|UPDATE|DELETE)[^"]*"({"|".join(OWN_APPS)})_')


def table() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def faults_of(rows: list[dict[str, str]], names: set[str]) -> list[str]:
    """Addresses without a row for a method, rows without an address, rows that stand twice."""
    listed = [(row["url"], row["method"], row["case"]) for row in rows]
    missing = [
        f"{name} {method}: no row"
        for name in sorted(names)
        for method in ("GET", "POST")
        if not any(row[:2] == (name, method) for row in listed)
    ]
    unknown = [f"{url}: no such address" for url in sorted({row[0] for row in listed} - names)]
    twice = [f"{row}: twice" for row in sorted(set(listed)) if listed.count(row) > 1]
    return missing + unknown + twice


def test_every_address_stands_in_the_table():
    assert faults_of(table(), {address.name for address in walk()}) == []


def test_missing_unknown_and_double_rows_are_noticed():
    rows = [{"url": url, "method": "GET", "case": ""} for url in ("home", "home", "gone")]
    assert faults_of(rows, {"home", "new"}) == [
        "home POST: no row",
        "new GET: no row",
        "new POST: no row",
        "gone: no such address",
        "('home', 'GET', ''): twice",
    ]


class Writes:
    """Collects the statements that change our own tables (sessions and the cache are no concern here)."""

    def __init__(self):
        self.found: list[str] = []

    def __call__(self, execute, sql, params, many, context):
        if WRITE.match(sql):
            self.found.append(sql[:80])
        return execute(sql, params, many, context)


def answer_to(client, row: dict[str, str]) -> tuple[int, list[str]]:
    """The status of the answer and what it wrote; then it is undone."""
    path, writes = by_name()[row["url"]].path(**CASES[row["case"]]), Writes()
    with transaction.atomic(), connection.execute_wrapper(writes):
        payload = PAYLOADS.get(row["url"], {}) if row["method"] == "POST" else {}
        response = getattr(client, row["method"].lower())(path, payload)
        transaction.set_rollback(True)
    return response.status_code, writes.found


def may_write(row: dict[str, str], who: str, status: int) -> bool:
    """Only a POST that succeeds writes, and nothing for anonymous people but the time of their login."""
    return row["method"] == "POST" and status < 400 and (who != "anonymous" or row["url"] == "account_login")


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted({row["url"] for row in table()}))
def test_everybody_gets_the_expected_answer(client_of, name):
    people = make_world().people
    clients = {who: client_of(person) for who, person in people.items()}
    rows = [row for row in table() if row["url"] == name]
    assert set(rows[0]) == {"url", "method", "case", *people}
    faults = []
    for row in rows:
        for who, person in people.items():
            status, writes = answer_to(client_of(person) if name.startswith(THIRD_PARTY) else clients[who], row)
            where = f"{name} {row['method']} {row['case']}: {who}"
            if status != int(row[who]):
                faults.append(f"{where} got {status}, not {row[who]}")
            if writes and not may_write(row, who, status):
                faults.append(f"{where} got {status}, and yet something was saved: {writes}")
    assert faults == []


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE"])
def test_no_page_of_ours_knows_other_methods(client_of, method):
    client = client_of(make_world().people["strategist"])
    own = {name: address for name, address in by_name().items() if not name.startswith(THIRD_PARTY)}
    answers = {name: client.generic(method, address.path()).status_code for name, address in own.items()}
    assert answers == dict.fromkeys(own, 405)


@pytest.mark.django_db
def test_write_is_noticed(client_of):
    """What a strategist saves is seen, and would be a fault in the answer to a reader."""
    row = {"url": "step-edit", "method": "POST", "case": ""}
    status, writes = answer_to(client_of(make_world().people["strategist"]), row)
    assert (status, bool(writes), may_write(row, "reader", 403)) == (302, True, False)
