"""Every form of every page with the names of all fields of all models added to it: what is saved stays the same.

The forms are read from the pages. Each is sent twice, once as a browser would and once with everything that somebody
could try to slip in; the whole database is compared afterwards, row by row.
"""

import secrets
import uuid
from datetime import datetime
from http.cookies import SimpleCookie

import pytest
from django.contrib.auth import hashers
from django.db import connection, models, transaction
from django.utils import timezone

from accounts.models import AppliedSave, Organisation, Unit
from tests import factories
from tests.addresses import by_name
from tests.checksum import Reads, checksums
from tests.forms import Form, forms_of
from tests.sweeps import own_models
from tests.test_bad_input import pages_with_forms
from tests.test_policy import PAYLOADS, THIRD_PARTY
from tests.world import make_world

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor == "postgresql", reason="its sequences go on after what was undone"),
]

PEOPLE = ("strategist", "coordinator")


@pytest.fixture
def stopped(monkeypatch):
    """Time stands still, so that what is saved twice is saved at the same moment; and what chance makes is alike."""
    moment = timezone.now()

    class Stopped(datetime):
        @classmethod
        def now(cls, tz=None):
            return moment

    # The defaults of fields hold the function itself, so what it reads is stopped.
    monkeypatch.setattr(timezone, "datetime", Stopped)
    monkeypatch.setattr(uuid, "uuid4", lambda: uuid.UUID(int=1))
    monkeypatch.setattr(secrets, "token_urlsafe", lambda *_size, **_chars: "always-the-same")
    monkeypatch.setattr(hashers, "get_random_string", lambda *_size, **_chars: "always-the-same")


def names_and_values() -> dict[str, list[str]]:
    """For the name of every field of every model what could be slipped in."""
    found: dict[str, set[str]] = {}
    for model in own_models():
        for field in model._meta.concrete_fields:
            for name in {field.name, field.attname}:
                found.setdefault(name, set()).update(values_for(field))
    return {name: sorted(values) for name, values in found.items()}


def values_for(field) -> set[str]:
    """Values that the field would take: the last row there is, the first and last choice, another of its kind."""
    if field.is_relation:
        last = field.related_model.objects.order_by("pk").values_list("pk", flat=True).last()
        return {str(last or 1)}
    if field.choices:
        choices = [str(value) for value, _label in field.flatchoices]
        return {choices[0], choices[-1]}
    if isinstance(field, models.BooleanField):
        return {"on", ""}
    if isinstance(field, models.DateField):
        return {"2031-01-01"}
    return {"7"} if isinstance(field, models.IntegerField) else {"Insmuget"}


def slipped_in(form: Form, payload: dict) -> list[dict[str, str]]:
    """What to add to a form: every name that is none of its fields, with each of its values in turn."""
    own = {*form.data, *form.files, *payload, *(name for name, _value in form.submits)}
    prefixes = {"", *(name.rsplit("-", 1)[0] + "-" for name in own if "-" in name)}
    values = {
        f"{prefix}{name}": choices
        for name, choices in names_and_values().items()
        for prefix in sorted(prefixes)[:3]
        if f"{prefix}{name}" not in own
    }
    most = max(map(len, values.values()))
    return [{name: choices[turn % len(choices)] for name, choices in values.items()} for turn in range(most)]


def after(client, path: str, data: dict, before: dict[str, str]) -> tuple[int, dict[str, str]]:
    """The status of the answer to a form and sums over every table after it; then it is undone."""
    reads, cookies = Reads(), SimpleCookie(client.cookies.output(header="", sep=";"))
    with transaction.atomic(), connection.execute_wrapper(reads):
        status = client.post(path, data).status_code
        tables = before if reads.only_read else checksums()
        transaction.set_rollback(True)
    client.cookies = cookies  # the answer may have logged somebody out
    return status, tables


def faults_of(client, path: str, form: Form, payload: dict) -> list[str]:
    """The tables that came out otherwise when something was slipped in."""
    plain = form.data | {name: [value] for name, value in payload.items()} | dict(form.submits[:1])
    before, found = checksums(), []
    status, expected = after(client, path, plain, before)
    for added in slipped_in(form, payload):
        other_status, tables = after(client, path, plain | added, before)
        if other_status != status:
            found.append(f"{path}: {other_status} instead of {status}")
        found += [f"{path}: {name}" for name in expected | tables if differ(name, expected, tables)]
    return found


def differ(name: str, one: dict[str, str], other: dict[str, str]) -> bool:
    """Is a table otherwise? What was carried out is kept under a sum over what was sent, which is never the same."""
    return name != AppliedSave._meta.db_table and one.get(name) != other.get(name)


@pytest.mark.usefixtures("stopped")
@pytest.mark.parametrize("name", sorted(name for name in by_name() if not name.startswith(THIRD_PARTY)))
def test_what_a_form_does_not_ask_for_is_not_saved(client_of, name):
    people, faults = make_world().people, []
    for who in PEOPLE:
        client = client_of(people[who])
        for path, form in pages_with_forms(client, name):
            if form.method == "post":
                faults += faults_of(client, path, form, PAYLOADS.get(name, {}))
    assert faults == []


class Careless:
    """A client of a page that saves whatever it is sent."""

    cookies = SimpleCookie()

    def post(self, path, data):
        names = {field.attname for field in Unit._meta.concrete_fields} - {"id", "organisation_id", "kind"}
        sent = {name: value for name, value in data.items() if name in names}
        Unit.objects.update(**{"name": "Skolan"} | sent)
        return type("Response", (), {"status_code": 302})


def test_saving_whatever_is_sent_is_noticed():
    factories.unit(kind="part", name="Skolan")
    (form,) = forms_of('<main><form method="post"><input name="text" value="a"><button></button></form></main>')
    assert set(faults_of(Careless(), "/en-sida/", form, {})) == {"/en-sida/: accounts_unit"}
    assert Organisation.objects.exists()
