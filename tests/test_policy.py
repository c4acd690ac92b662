"""Who may do what at every address: the reviewed table tests/policy.csv against the running application.

The second rule of tests/test_project.py. A row is an address, a method and a case (tests/addresses.py says what a case
changes), a column a person of tests/world.py, a cell the expected status. Nothing in it is computed. Seen failing:
with an address removed from the table, with a cell changed, and with a view that saves before it asks for the right.
"""

import csv
from pathlib import Path

import pytest
from django.db import connection, transaction

from accounts.models import User
from accounts.permissions import Permission
from checklists.models import Step
from config import access
from learning_rounds.models import LearningGroup, Participation
from reports.models import SharedText
from reports.sharing import fingerprint
from tests import factories
from tests.addresses import CASES, by_name, walk
from tests.checksum import Watch
from tests.world import OWN, add_unmanned, make_world, token

TABLE = Path(__file__).with_name("policy.csv")
ANSWER = {"level": "3", "half": "on", "reason": "Ny text", "version": "1", "then": "next"}
PASSWORDS = {
    "oldpassword": factories.PASSWORD,
    "password1": "another-long-password",
    "password2": "another-long-password",
}
DESCRIBED = {"decision": "political", "decided_on": "2026-01-12", "goal": "Ny", "contact": "Ny", "version": "1"}


def seen(text: str) -> str:
    """What a preview of the reason of the first step carries."""
    group = Participation(group=LearningGroup(name=f"Norr {token(OWN, 'GROUP')}"))
    return fingerprint(group, [SharedText(kind=SharedText.Kind.REASON, step=Step(number=1), text=text)])


PAYLOADS = {
    "set-language": {"language": "en"},
    "account_login": {"login": "strategist@example.org", "password": factories.PASSWORD},
    "account_request_login_code": {"email": "strategist@example.org"},
    "account_signup": {"email": "new@example.org", "password1": "another-long-password"},
    "account_change_password": PASSWORDS,
    "account_reset_password": {"email": "nobody@example.org"},
    "account_reset_password_from_key": PASSWORDS,
    "account_reauthenticate": {"password": factories.PASSWORD},
    "mfa_activate_totp": {"code": "000000"},
    "mfa_add_webauthn": {"name": "Min nyckel", "credential": "{}"},
    "mfa_login_webauthn": {"credential": "{}"},
    "my-page": {"display_name": "Ny", "language": "en"},
    "organisation-login": {"email": "asa@kommun.example"},
    "organisation-edit": {"name": "Ett annat namn"},
    "organisation-login-edit": {
        "issuer": "https://login.example",
        "client_id": "ny",
        "domains": "ny.example",
        "is_active": "on",
        "version": "1",
    },
    "step-edit": ANSWER,
    "report-edit": {"lessons": "Nytt", "version": "1"},
    "report-reasons": {"version": "1"},
    # The reason of the first step, as it was looked at.
    "share-create": {"reasons": "1", "then": "share", "shown": seen(token(OWN, "REASON"))},
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
# Those whose role demands a second factor, before they have shown it: what they get stands in one column.
UNPROVEN = "unproven"
UNPROVEN_PEOPLE = {
    UNPROVEN: "administrator",
    "unproven strategist": "strategist",
    "unproven coordinator": "coordinator",
}
# Addresses whose views are django-allauth's.
THIRD_PARTY = ("account_", "mfa_", "usersessions_")
PAYLOADS |= {
    "invitation-create": {"email": "new@example.org", "role": "reader"},
    "strategist-invite": {"email": "new@example.org"},
    "membership-edit": {"role": "reader", "level": "politics", "seen": "reader:"},
}


def table() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def faults_of(rows: list[dict[str, str]], names: set[str]) -> list[str]:
    """Addresses without a row for a method, rows without an address, that stand twice or lack a column."""
    listed = [(row["url"], row["method"], row["case"]) for row in rows]
    missing = [
        f"{name} {method}: no row"
        for name in sorted(names)
        for method in ("GET", "POST")
        if not any(row[:2] == (name, method) for row in listed)
    ]
    unknown = [f"{url}: no such address" for url in sorted({row[0] for row in listed} - names)]
    twice = [f"{row}: twice" for row in sorted(set(listed)) if listed.count(row) > 1]
    short = [f"{row['url']} {row['method']} {row['case']}: a column is missing" for row in rows if None in row.values()]
    return missing + unknown + twice + short


def test_every_address_stands_in_the_table():
    assert faults_of(table(), {address.name for address in walk()}) == []


def test_missing_unknown_and_double_rows_are_noticed():
    rows = [{"url": url, "method": "GET", "case": ""} for url in ("home", "home", "gone")]
    rows.append({"url": "new", "method": "POST", "case": "", "unproven": None})
    assert faults_of(rows, {"home", "new"}) == [
        "home POST: no row",
        "new GET: no row",
        "gone: no such address",
        "('home', 'GET', ''): twice",
        "new POST : a column is missing",
    ]


def answer_to(client, row: dict[str, str], watch: Watch) -> tuple[int, list[str]]:
    """The status of the answer and the tables that it changed; then it is undone."""
    path = by_name()[row["url"]].path(**CASES[row["case"]])
    with transaction.atomic(), connection.execute_wrapper(watch):
        payload = PAYLOADS.get(row["url"], {}) if row["method"] == "POST" else {}
        response = getattr(client, row["method"].lower())(path, payload)
        changed = watch.changed()
        transaction.set_rollback(True)
    return response.status_code, changed


def people_of_the_world() -> dict:
    world = make_world()
    add_unmanned(world)
    return world.people


def everybody() -> dict:
    """The people of the world, and some once more before the second factor is shown."""
    people = people_of_the_world()
    return people | {who: people[proven] for who, proven in UNPROVEN_PEOPLE.items()}


def column_of(who: str) -> str:
    return UNPROVEN if who in UNPROVEN_PEOPLE else who


def logged_in(client_of, people) -> dict:
    return {
        who: client_of(person, with_factor=False if who in UNPROVEN_PEOPLE else None) for who, person in people.items()
    }


def may_write(row: dict[str, str], who: str, status: int) -> bool:
    """Only a POST that succeeds writes; of those who haven't got in only what is about getting in, and the language."""
    if row["method"] != "POST" or status >= 400:
        return False
    if who == "anonymous":
        return row["url"] == "account_login"
    return who not in UNPROVEN_PEOPLE or row["url"].startswith((*THIRD_PARTY, "set-language"))


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted({row["url"] for row in table()}))
def test_everybody_gets_the_expected_answer(client_of, name):
    people = everybody()
    rows = [row for row in table() if row["url"] == name]
    assert set(rows[0]) == {"url", "method", "case", *map(column_of, people)}
    faults, clients, watch = [], logged_in(client_of, people), Watch()
    for row in rows:
        if name.startswith(THIRD_PARTY):  # answers may have logged somebody out
            clients, watch = logged_in(client_of, people), Watch()
        for who in people:
            status, changed = answer_to(clients[who], row, watch)
            where = f"{name} {row['method']} {row['case']}: {who}"
            if status != int(row[column_of(who)]):
                faults.append(f"{where} got {status}, not {row[column_of(who)]}")
            if changed and not may_write(row, who, status):
                faults.append(f"{where} got {status}, and yet something was saved: {changed}")
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
    status, changed = answer_to(client_of(make_world().people["strategist"]), row, Watch())
    expected = ["accounts_auditentry", "accounts_textrevision", "assessments_measure", "assessments_stepscore"]
    assert (status, changed, may_write(row, "reader", 403)) == (302, expected, False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    ["UPDATE accounts_unit SET name = 'Ny'", "with x as (select 1) delete from accounts_unit", "DROP TABLE cache"],
)
def test_any_statement_that_changes_a_row_is_noticed(statement):
    factories.unit(kind="part", name="Skolan")
    watch = Watch()
    with transaction.atomic(), connection.execute_wrapper(watch), connection.cursor() as cursor:
        cursor.execute(statement)
        changed = watch.changed()
        transaction.set_rollback(True)
    assert changed == ([] if "cache" in statement else ["accounts_unit"])


# The rule that an address has (config/access.py) and what its view asks for are the same.


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(access.RULES))
def test_view_asks_for_the_permission_of_its_rule(client_of, monkeypatch, name):
    """Whoever gets an answer was asked for the permission that the table names; elsewhere no refusal comes of one."""
    rule, people, faults = access.RULES[name], people_of_the_world(), []
    watch = Watch()
    for row in (row for row in table() if row["url"] == name):
        for who in [who for who in people if who != "anonymous" and row[who] in ("200", "302")]:
            asked = asked_of(client_of(people[who]), monkeypatch, row, watch)
            if not is_kept(rule, asked):
                faults.append(f"{name} {row['method']} {row['case']}: {who} was asked for {asked}, not for {rule}")
    assert faults == []


def is_kept(rule, asked: set[str]) -> bool:
    """Was one of the permissions asked for, where the rule names any?"""
    if isinstance(rule, access.Audience):
        return True
    return bool(asked & ({rule} if isinstance(rule, Permission) else set(rule)))


def asked_of(client, monkeypatch, row: dict[str, str], watch: Watch) -> set[str]:
    """The permissions about which a view asked, of one who has them."""
    asked, can = set(), User.can

    def listening(user, permission, organisation):
        answer = can(user, permission, organisation)
        asked.update({permission} if answer else ())
        return answer

    with monkeypatch.context() as patch:
        patch.setattr(User, "can", listening)
        answer_to(client, row, watch)
    return asked
