"""The record of changes says who did what and where, never what was written."""

import pytest

from accounts.audit import number_requests, record
from accounts.models import AuditEntry
from tests import factories

pytestmark = pytest.mark.django_db


def entry_as_tuple(entry: AuditEntry) -> tuple:
    return entry.actor, entry.source, entry.organisation, entry.verb, entry.object, entry.fields, entry.request_id


def test_record_names_person_place_and_fields():
    held = factories.membership()
    entry = record("change", held, by=held.user, organisation=held.organisation, fields=["role", "level"])
    what = f"membership {held.pk}"
    assert entry_as_tuple(entry) == (held.user, "web", held.organisation, "change", what, "role, level", "")


def test_record_without_person_comes_from_a_command():
    organisation = factories.organisation("X100", "Ådal")
    entry = record("load", organisation, by=None)
    assert entry_as_tuple(entry) == (None, "command", None, "load", f"organisation {organisation.pk}: Ådal", "", "")


def test_record_cuts_what_is_too_long():
    entry = record("load", factories.organisation(name="Å" * 120), by=None, fields=["field"] * 100)
    assert (len(entry.object) <= 200, len(entry.fields)) == (True, 300)


def test_entries_carry_the_number_of_their_request():
    middleware = number_requests(lambda request: {"recorded": record("load", factories.organisation(), by=None)})
    answers = [middleware(None), middleware(None)]
    assert [answer["recorded"].request_id for answer in answers] == [answer["X-Request-ID"] for answer in answers]
    assert len({answer["X-Request-ID"] for answer in answers}) == 2
    assert record("load", factories.organisation(), by=None).request_id == ""
