"""What has been done, in plain sentences: who reads it, what can be chosen, and that nothing breaks it."""

import csv
from datetime import UTC, date, datetime
from io import BytesIO, StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from openpyxl import load_workbook

from accounts.audit import record
from accounts.models import AuditEntry
from accounts.recorded_values import Before
from reports.record.history import HistoryForm, entries_in
from reports.record.lines import lines_of
from reports.record.words import DONE, ROUND_VERBS, done
from tests import factories

pytestmark = pytest.mark.django_db
URL = "/organisationer/X001/historik/"


@pytest.fixture
def place():
    """An organisation in a round, its strategist, and a score that she saved."""
    participation = factories.participation(organisation=factories.organisation("X001", "Ådal"))
    anna = factories.member(participation.organisation, email="anna@example.org")
    anna.display_name = "Anna"
    anna.save()
    return participation, anna, factories.step_score(factories.assessment(participation), half_steps=5)


def line_of(verb, what, fields=(), by=None, language="sv"):
    entry = record(verb, what, by=by, fields=fields)
    with translation.override(language):
        (line,) = lines_of([entry], language)
    return f"{line.who} {line.done}", line.changes


@pytest.mark.parametrize(
    ("language", "sentence", "changes"),
    [
        ("sv", "Anna sparade moment 1", ("nivå: 2,0 → 2,5", "kan inte bedöma ännu: ja → nej", "motivering")),
        ("en", "Anna saved step 1", ("level: 2.0 → 2.5", "cannot judge yet: yes → no", "reason")),
    ],
)
def test_entry_reads_as_a_sentence(place, language, sentence, changes):
    _participation, anna, score = place
    fields = Before(half_steps=4, cannot_judge=True, reason="Hemligt")
    assert line_of("save-score", score, fields, anna, language) == (sentence, changes)


def test_days_choices_and_rows_are_named(place):
    participation = place[0]
    participation.withdrawn_on, participation.status = date(2026, 12, 4), "withdrawn"
    group = factories.learning_group(participation.round, "Norr")
    fields = Before(withdrawn_on=None, status="active", group=group.pk)
    assert line_of("withdraw", participation, fields) == (
        "Ett kommando på servern avslutade deltagandet",
        ("lämnade omgången: – → 4 december 2026", "status: Aktiv → Avslutat", "grupp: Norr → –"),
    )


@pytest.mark.parametrize(
    "entry",
    [
        {"verb": "brand-new", "object": "thing 7", "fields": "colour, size", "values": {"colour": ["red", 7]}},
        {"verb": "save-score", "object": "stepscore", "fields": "gone", "values": {"gone": [None]}},
        {"verb": "save-score", "object": "", "fields": ""},
        {
            "verb": "withdraw",
            "object": "participation 1: X",
            "fields": "withdrawn_on, group",
            "values": {"withdrawn_on": ["soon"], "group": [999]},
        },
    ],
)
def test_unknown_verbs_fields_and_values_never_crash(client_of, place, entry):
    participation, anna, _score = place
    factories.audit_entry(organisation=participation.organisation, **entry)
    page = client_of(anna).get(URL).content.decode()
    assert done(entry["verb"]) in page


def test_strategist_reads_her_organisation_only(client_of, place):
    participation, anna, score = place
    record("save-score", score, by=anna, organisation=participation.organisation, fields=Before(half_steps=4))
    record("add-group", factories.learning_group(), by=None, organisation=factories.organisation("X002"))
    page = client_of(anna).get(URL).content.decode()
    assert ("Anna sparade moment 1" in page, "lade till en grupp" in page) == (True, False)
    assert client_of(anna).get(URL.replace("X001", "X002")).status_code == 404


def test_coordinator_reads_what_is_shared_only(client_of, place):
    participation, anna, score = place
    own = {"by": anna, "organisation": participation.organisation}
    for verb, what in (("save-score", score), ("save-report", factories.report(participation))):
        record(verb, what, **own, fields=Before(half_steps=4))
    record("submit-assessment", factories.submission(score.assessment), **own)
    record("change-participation", participation, **own, fields=Before(decision="cemr"))
    record("submit-assessment", factories.submission(), by=None)  # another round
    coordinator = factories.member(participation.round.owner, "coordinator")
    page = client_of(coordinator).get(f"/omgangar/{participation.round.slug}/historik/").content.decode()
    verbs = ("save-score", "save-report", "submit-assessment", "change-participation")
    assert [verb for verb in verbs if done(verb) in page] == ["submit-assessment", "change-participation"]
    assert [entry.verb for entry in entries_in(participation.round).order_by("pk")] == [
        "submit-assessment",
        "change-participation",
    ]


def test_coordinators_verbs_are_named():
    assert ROUND_VERBS - set(DONE) == set()


def entries_at(organisation, *days) -> None:
    for day in days:
        factories.audit_entry(organisation=organisation, at=datetime.fromisoformat(day).replace(tzinfo=UTC))


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({}, [3, 2, 1, 0]),
        ({"fran": "2026-03-02"}, [3, 2, 1]),
        ({"till": "2026-03-02"}, [2, 1, 0]),  # the day counts, Swedish time
        ({"fran": "2026-03-02", "till": "2026-03-02"}, [2, 1]),
        ({"vad": "save-score"}, [3, 2, 1, 0]),
        ({"person": "0"}, [3, 2, 1, 0]),
        ({"person": "nonsense"}, [3, 2, 1, 0]),
        ({"fran": "\x00", "till": "9999-12-31"}, [3, 2, 1, 0]),
        ({"vad": "x" * 10_000}, [3, 2, 1, 0]),
    ],
)
def test_entries_can_be_chosen_by_day_and_nonsense_shows_all(place, query, shown):
    organisation = place[0].organisation
    entries_at(organisation, "2026-03-01T22:59", "2026-03-01T23:00", "2026-03-02T22:59", "2026-03-02T23:00")
    entries = AuditEntry.objects.filter(organisation=organisation)
    ids = list(entries.order_by("pk"))
    assert [ids.index(entry) for entry in HistoryForm(query, entries).chosen()] == shown


def test_entries_can_be_chosen_by_person_and_verb(client_of, place):
    participation, anna, score = place
    record("save-score", score, by=anna, organisation=participation.organisation)
    record("save-report", factories.report(participation), by=None, organisation=participation.organisation)
    form = HistoryForm({"person": str(anna.pk), "vad": "save-report"}, AuditEntry.objects.all())
    assert list(form.chosen()) == []
    assert [entry.verb for entry in HistoryForm({"person": "0"}, AuditEntry.objects.all()).chosen()] == ["save-report"]
    assert [str(label) for _key, label in form.fields["vad"].choices] == [
        "Alla",
        "Sparade moment",
        "Sparade resultatrapporten",
    ]
    page = client_of(anna).get(URL, {"vad": "save-report", "till": "1999-01-01"}).content.decode()
    assert "Inget sådant har gjorts." in page


def test_fault_in_the_filter_is_said_at_its_field(client_of, place):
    page = client_of(place[1]).get(URL, {"fran": "i går"}).content.decode()
    assert 'href="#id_fran"' in page
    assert client_of(place[1]).get(URL[:-1] + ".csv", {"fran": "i går"}).status_code == 404


def test_long_history_comes_in_pages(client_of, place):
    participation, anna, _score = place
    factories.audit_entry(organisation=participation.organisation, verb="add-group")
    for _number in range(50):
        factories.audit_entry(organisation=participation.organisation)
    client = client_of(anna)
    first, second = client.get(URL, {"vad": ""}).content.decode(), client.get(URL, {"sida": "2"}).content.decode()
    assert ("lade till en grupp<" in first, "lade till en grupp<" in second) == (False, True)
    assert ('href="?vad=&amp;sida=2"' in first, "Sida 2 av 2" in second) == (True, True)
    assert client.get(URL, {"sida": "nonsense"}).status_code == 200
    assert client.get(URL, {"sida": "99999999999999999999"}).status_code == 200


def test_history_as_csv_and_xlsx(client_of, place):
    participation, anna, score = place
    anna.display_name = "=1+1"
    anna.save()
    record(
        "save-score", score, by=anna, organisation=participation.organisation, fields=Before(half_steps=4, reason="")
    )
    answer = client_of(anna).get(URL[:-1] + ".csv")
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["Dag", "Tid", "Vem", "Vad", "Var", "Ändrat", "Anrop"]
    assert [rows[1][2:4], rows[1][5]] == [["'=1+1", "Sparade moment 1"], "nivå: 2,0 → 2,5; motivering"]
    assert answer.headers["Content-Disposition"] == 'attachment; filename="x001-historik.csv"'
    sheet = load_workbook(BytesIO(client_of(anna).get(URL[:-1] + ".xlsx").content)).worksheets[0]
    assert [cell.value for cell in sheet[2]][2:4] == ["=1+1", "Sparade moment 1"]


def test_ten_thousand_entries_take_no_more_queries(client_of, place):
    participation, anna, _score = place
    client = client_of(anna)
    counts = []
    for number in (60, 9_940):
        AuditEntry.objects.bulk_create(
            AuditEntry(
                source="web",
                actor=anna,
                verb="save-score",
                object="stepscore 1: A, B, 1",
                organisation=participation.organisation,
            )
            for _number in range(number)
        )
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(URL).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
