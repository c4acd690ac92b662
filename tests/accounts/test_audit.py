"""The record of changes says who did what and where, never what was written."""

from datetime import date

import pytest

from accounts.audit import number_requests, record, record_all
from accounts.models import AuditEntry
from accounts.recorded_values import Before
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


def test_record_holds_values_that_nobody_typed():
    pilot = factories.pilot_activity(name="Hemligt", status="planned")
    before = Before(name="Förr", status=pilot.status, unit=None, version=1)
    pilot.status, pilot.unit = "done", factories.unit(pilot.participation.organisation)
    entry = record("change-pilot", pilot, by=None, fields=before)
    assert entry.fields == "name, status, unit, version"
    assert entry.values == {"status": ["planned", "done"], "unit": [None, pilot.unit_id], "version": [1, 1]}


def test_record_of_something_new_holds_what_it_is():
    extension = factories.last_day_extension(due_on=date(2026, 12, 4))
    entry = record("extend-last-day", extension, by=None, fields=["due_on", "no_field"])
    entry.refresh_from_db()
    assert (entry.values, entry.fields) == ({"due_on": ["2026-12-04"]}, "due_on, no_field")


def test_values_hold_no_text_and_no_secret():
    person = factories.user(language="sv")
    names = [field.name for field in person._meta.concrete_fields]
    values = record("add-user", person, by=None, fields=names).values
    assert {name: name in values for name in ("language", "is_active", "email", "display_name", "password")} == {
        "language": True,
        "is_active": True,
        "email": False,
        "display_name": False,
        "password": False,
    }


def test_entries_know_their_round():
    score = factories.step_score()
    learning_round = score.assessment.participation.round
    rows = [learning_round, score.assessment.participation, score.assessment, score, score.assessment.meeting]
    rows += [factories.learning_group(learning_round), factories.measure(score.assessment), factories.user()]
    rounds = [record("look", row, by=None).round for row in rows]
    assert rounds == [learning_round.pk] * 7 + [None]


def test_many_entries_take_one_query(django_assert_num_queries):
    found = [factories.participation() for _time in range(3)]
    with django_assert_num_queries(1):
        record_all("place-participation", found, by=None, before=lambda each: Before(group=each.pk))
    values = AuditEntry.objects.order_by("pk").values_list("values", flat=True)
    assert list(values) == [{"group": [each.pk, each.group_id]} for each in found]
