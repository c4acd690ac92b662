"""What a person is given about themselves: everything, without secrets, and no texts that they may not read."""

import json
import stat

import pytest
from django.core.management import CommandError
from django.utils import timezone

from accounts.models import AuditEntry
from accounts.privacy.export import all_data, own_data
from accounts.privacy.registry import all_tables
from tests import factories
from tests.accounts.privacy.named import EMAIL, NAME, TEXT, ebba, name_in_every_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    """Ebba, who is a strategist, and a reason that she saved."""
    score = factories.step_score(saved_by=ebba(), reason="Vi har en plan.", step=3)
    score.membership = factories.membership(score.saved_by, score.assessment.organisation)
    return score


def scores_in(document) -> list[dict]:
    return document["rows"]["assessments.StepScore"]


def test_export_holds_account_memberships_and_what_was_saved(place):
    person, organisation = place.saved_by, place.assessment.organisation
    document = own_data(person)
    account = ("id", "email", "display_name", "is_active", "anonymised_at")
    assert {name: document["account"][name] for name in account} == {
        "id": person.pk,
        "email": EMAIL,
        "display_name": NAME,
        "is_active": True,
        "anonymised_at": None,
    }
    assert document["rows"]["accounts.Membership"] == [
        {
            "id": place.membership.pk,
            "in": organisation.name,
            "organisation": organisation.pk,
            "user": "self",
            "role": "strategist",
            "level": "",
            "started_at": place.membership.started_at,
            "ended_at": None,
        }
    ]
    assert scores_in(document) == [
        {
            "id": place.pk,
            "in": organisation.name,
            "assessment": place.assessment_id,
            "step": place.step_id,
            "half_steps": 4,
            "cannot_judge": False,
            "version": 1,
            "saved_at": place.saved_at,
            "saved_by": "self",
            "reason": "Vi har en plan.",
            "evidence": "",
        }
    ]


def test_export_holds_the_persons_entries_of_the_record(place):
    entry = factories.audit_entry(actor=place.saved_by)
    factories.audit_entry(actor=factories.user())
    assert [row["id"] for row in own_data(place.saved_by)["rows"]["accounts.AuditEntry"]] == [entry.pk]


def test_export_names_nobody_else(place):
    colleague = factories.user(display_name="Sara Lind")
    factories.pilot_note(author=place.saved_by, saved_by=colleague)
    document = json.dumps(all_data(place.saved_by), default=str)
    (note,) = all_data(place.saved_by)["rows"]["learning_rounds.PilotNote"]
    assert (note["author"], note["saved_by"]) == ("self", "another")
    assert "Sara Lind" not in document
    assert colleague.email not in document


def test_who_has_left_is_given_where_they_wrote_but_not_the_texts(place):
    place.membership.ended_at = timezone.now()
    place.membership.save()
    (row,) = scores_in(own_data(place.saved_by))
    assert (row["id"], row["in"], row["saved_by"]) == (place.pk, place.assessment.organisation.name, "self")
    assert not {"reason", "evidence"} & set(row)
    assert scores_in(all_data(place.saved_by))[0]["reason"] == "Vi har en plan."


def test_operator_hands_out_where_the_person_is_named():
    person = ebba()
    rows = name_in_every_text()
    named = all_data(person)["named_in"]
    assert {(each["table"], each["id"]) for each in named} == {(model, row.pk) for model, row in rows.items()}
    assert "named_in" not in own_data(person)
    contact = next(each for each in named if each["table"] == "reports.Brief")
    assert (contact["contact"], contact["question_1"]) == (TEXT, TEXT)


def test_no_secret_is_exported(place):
    document = all_data(place.saved_by)
    secrets = {(table.model, name) for table in all_tables() for name in table.fields("secrets")}
    exported = {(model, name) for model, rows in document["rows"].items() for row in rows for name in row}
    exported |= {("accounts.User", name) for name in document["account"]}
    assert (exported & secrets, "accounts.User" in document["rows"]) == (set(), False)
    assert place.saved_by.password not in json.dumps(document, default=str)


# --- export_person ---------------------------------------------------------------------------------------------------


def test_command_prints_everything(run, place):
    document = json.loads(run("export_person", EMAIL.upper()))
    assert (document["account"]["email"], len(scores_in(document))) == (EMAIL, 1)
    entry = AuditEntry.objects.get(verb="export-person")
    assert (entry.source, entry.object) == ("command", f"user {place.saved_by.pk}")


def test_command_writes_a_file_that_others_cannot_read(run, place, tmp_path):
    out = tmp_path / "ebba.json"
    assert run("export_person", EMAIL, out=out) == ""
    assert json.loads(out.read_text("utf-8"))["account"]["email"] == EMAIL
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


def test_command_replaces_no_file(run, place, tmp_path):
    out = tmp_path / "ebba.json"
    out.write_text("mine")
    with pytest.raises(CommandError, match="can't be written"):
        run("export_person", EMAIL, out=out)
    assert (out.read_text(), AuditEntry.objects.filter(verb="export-person").count()) == ("mine", 0)


def test_command_refuses_an_unknown_person(run):
    with pytest.raises(CommandError, match="Nobody has the address"):
        run("export_person", "okand@example.org")
