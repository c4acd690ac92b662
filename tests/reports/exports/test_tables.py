"""The tables of a round and of an organisation as files: what is in them, and for whom."""

import json
from fractions import Fraction

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from accounts.permissions import Role
from learning_rounds.models import ChainLevel, LearningRound, Participation
from reports.demo.actions import FINISHED
from reports.exports.places import ORGANISATION_TABLES, PROGRAMS, ROUND_TABLES, every_table, organisation_files
from tests import factories as make
from tests.reports.exports import opened
from tests.reports.published import MEETING_NAMES, PARTICIPANTS_PRINTED

pytestmark = pytest.mark.django_db

MENTOR = Participation.Role.MENTOR
ABOUT = ["Nivåerna är självskattningar. Ingen annan har granskat dem."]


@pytest.fixture(autouse=True)
def _today(on_day):
    on_day("2026-11-21")


def a_round():
    return make.learning_round("omgang", open_meeting=2, owner=make.coordinating_body("XOWNER"), name="Omgång 1")


def joined(learning_round, code: str, name: str, levels=(), **fields) -> Participation:
    """A participation with a level for all steps, in half steps, for each of the first meetings."""
    made = make.participation(learning_round, make.organisation(code, name), **fields)
    for meeting, level in enumerate(levels):
        make.submitted(make.assessment(made, meeting), level)
    return made


@pytest.fixture
def of_round(client_of):
    """``of_round(round, table, format)``: the file as its coordinator gets it."""

    def get(learning_round, table, format="csv", language="sv", query=""):
        person = make.member(learning_round.owner, Role.COORDINATOR)
        path = reverse("round-table", args=[learning_round.slug, table, format])
        return client_of(person, language).get(path + query)

    return get


@pytest.fixture
def of_organisation(client_of):
    """``of_organisation(participation, table, format)``: the file as a strategist of the organisation gets it."""

    def get(participation, table, format="csv", role=Role.STRATEGIST):
        place = [participation.round.slug, participation.organisation.code, table, format]
        person = make.member(participation.organisation, role)
        return client_of(person).get(reverse("organisation-table", args=place))

    return get


# --- Table 1 ---------------------------------------------------------------------------------------------------------


def printed_numbers() -> list[list[str]]:
    table = PARTICIPANTS_PRINTED | {9: ["1,5", "2,0", "1,8", "2,3", "+0,8"]}
    return [*(table[step] for step in range(1, 11)), table["total"]]


@pytest.fixture
def finished(run):
    run("load_reference_data", verbosity=0)
    run("import_round", str(FINISHED))
    return LearningRound.objects.get(slug="omgang-2024-2026")


def test_table_1_is_the_published_one_in_csv_and_word(of_round, finished):
    rows = opened.csv_rows(of_round(finished, "deltagare").content)
    words = opened.word_rows(of_round(finished, "deltagare", "docx").content)
    assert rows[0] == words[0] == ["Moment", "Namn", *MEETING_NAMES, "+/-"]
    assert [row[2:] for row in rows[1:]] == [row[2:] for row in words[1:]] == printed_numbers()


def test_table_1_has_exact_means_in_excel(of_round, finished):
    sheet = opened.sheets(of_round(finished, "deltagare", "xlsx").content)["Tabell"]
    assert opened.values(sheet)[9][2:] == [1.5, 2, 1.75, 2.25, 0.75]
    assert opened.values(sheet)[11] == ["Totalt", None, 17.75, 19.75, 23.875, 28.5, 10.75]


def test_table_1_says_what_it_is(of_round, finished):
    notes = opened.values(opened.sheets(of_round(finished, "deltagare", "xlsx").content)["Om tabellen"])
    assert [row[0] for row in notes] == [
        "Tabell 1. Medel för deltagarna",
        "Omgång 2024–2026. Hämtad 21 november 2026.",
        *ABOUT,
        "Nivå per moment och träff. Mellan uppstarten och träff 3: höjda moment 10 av 10, sänkta 0, oförändrade 0.",
        "n = 4 organisationer.",
        "Medelvärden och skillnader räknas på oavrundade tal.",
        "Organisationer som har lämnat omgången räknas inte med.",
    ]


def test_headings_follow_the_language_of_the_reader(of_round):
    learning_round = a_round()
    joined(learning_round, "X001", "Alunda", [4, 5])
    rows = opened.csv_rows(of_round(learning_round, "deltagare", language="en").content)
    assert rows[0] == ["Step", "Name", "Kick-off", "Meeting 1", "Meeting 2", "+/-"]
    assert rows[1] == ["1", "The political assembly decides on gender mainstreaming", "2,0", "2,5", "", "+0,5"]


@pytest.mark.parametrize(("table", "total"), [("deltagare", "20,0"), ("mentorer", "30,0")])
def test_participants_and_mentors_stand_apart(of_round, table, total):
    learning_round = a_round()
    joined(learning_round, "X001", "Alunda", [4])
    joined(learning_round, "X002", "Björkby", [6], role=MENTOR)
    assert opened.csv_rows(of_round(learning_round, table).content)[-1] == ["Totalt", "", total, "", "", ""]


def test_table_of_nobody_is_empty(of_round):
    rows = opened.csv_rows(of_round(a_round(), "mentorer").content)
    assert [row[2:] for row in rows[1:]] == [["", "", "", ""]] * 11


# --- The other tables of a round -------------------------------------------------------------------------------------


def test_status_is_as_on_the_page(of_round):
    learning_round = a_round()
    draft = joined(learning_round, "X001", "Alunda", [4, 4], group=make.learning_group(learning_round, "Norr"))
    make.drafted(make.assessment(draft, 2), steps=range(1, 8), saved_at=timezone.now())
    given = joined(learning_round, "X002", "Björkby", [4])
    make.last_day_extension(given, learning_round.meetings.get(number=2), due_on=make.day("2027-12-04"))
    assert opened.csv_rows(of_round(learning_round, "status").content) == [
        ["Organisation", "Roll och grupp", "Uppstart", "Träff 1", "Träff 2", "Senast ändrad"],
        ["Alunda", "Deltagare · Norr", "Klart", "Klart", "7 av 10", "2026-11-21"],
        ["Björkby", "Deltagare", "Klart", "Inte inskickad", "Inte påbörjat, förlängd till och med 4 december 2027", ""],
    ]


def test_levels_are_of_the_chosen_meeting(of_round):
    learning_round = a_round()
    joined(learning_round, "X001", "Alunda", [4, 5])
    joined(learning_round, "X002", "Björkby", [3])
    joined(learning_round, "X003", "Mentorsby", [8, 8], role=MENTOR)
    heads = ["Deltagarnas medel", "Deltagarnas spridning", "Mentorsby", "Mentorernas medel", "Mentorernas spridning"]
    latest, chosen = (
        opened.csv_rows(of_round(learning_round, "nivaer", query=query).content) for query in ("", "?traff=0")
    )
    assert latest[0] == chosen[0] == ["Moment", "Namn", "Alunda", "Björkby", *heads]
    assert latest[1][2:] == ["2,5", "", "2,5", "", "4,0", "4,0", ""]
    assert chosen[1][2:] == ["2,0", "1,5", "1,8", "0,5", "4,0", "4,0", ""]


def test_levels_before_the_first_submission_are_none(of_round):
    assert opened.csv_rows(of_round(a_round(), "nivaer").content) == [["Moment", "Namn"]]


def test_hardest_steps_have_exact_values_with_n(of_round):
    learning_round = a_round()
    joined(learning_round, "X001", "Alunda", [4, dict.fromkeys(make.ALL_STEPS, 4) | {7: 3}])
    joined(learning_round, "X002", "Björkby", [4, 4])
    rows = opened.csv_rows(of_round(learning_round, "svarast").content)
    assert rows == [
        ["Vad", "Moment", "Namn", "Värde", "n"],
        ["Lägst medel", "7", "Beslutsunderlag", "1,8", "2"],
        ["Störst spridning", "7", "Beslutsunderlag", "0,5", "2"],
        ["Störst nedgång sedan uppstarten", "7", "Beslutsunderlag", "−0,3", "2"],
    ]
    assert len(opened.csv_rows(of_round(learning_round, "svarast", query="?traff=0").content)) == 11
    assert opened.csv_rows(of_round(make.learning_round(owner=learning_round.owner), "svarast").content) == rows[:1]


def test_organisations_stand_with_what_is_known_of_them(of_round):
    learning_round = a_round()
    joined(learning_round, "X002", "Ängsvik", role=MENTOR)
    make.withdrawn(joined(learning_round, "X001", "Alunda", group=make.learning_group(learning_round, "Norr")))
    assert opened.csv_rows(of_round(learning_round, "organisationer").content)[1:] == [
        ["X001", "Alunda", "Kommun", "", "Deltagare", "Norr", "Avslutat", "2026-11-21"],
        ["X002", "Ängsvik", "Kommun", "", "Mentor", "", "Aktiv", ""],
    ]


# --- The tables of an organisation -----------------------------------------------------------------------------------


def test_levels_of_an_organisation_have_change_and_sums(of_organisation):
    learning_round = a_round()
    group = make.learning_group(learning_round)
    alunda = joined(learning_round, "X001", "Alunda", [4, 3], group=group)
    joined(learning_round, "X002", "Björkby", [5, 5], group=group)
    rows = opened.csv_rows(of_organisation(alunda, "nivaer").content)
    name = "Den politiska församlingen tar beslut om jämställdhetsintegrering"
    assert rows[:2] == [
        ["Moment", "Namn", "Uppstart", "Träff 1", "Träff 2", "+/-"],
        ["1", name, "2,0", "1,5", "", "−0,5"],
    ]
    assert rows[11:] == [
        ["Totalt (10–40)", "", "20,0", "15,0", "", "−5,0"],
        ["Gruppens medel", "", "22,5", "20,0", "", "−2,5"],
    ]


def test_next_actions_stand_with_their_state_for_those_who_write(of_organisation):
    alunda = joined(a_round(), "X001", "Alunda", [4])
    make.measure(alunda.assessments.get(), step=7, text="=Mall", responsible="Åsa", due_on=make.day("2026-12-04"))
    draft = make.assessment(alunda, 2)
    make.measure(draft, text="Utkast", state="done")
    make.measure(draft, text="Enkät", state="dropped", dropped_because="+För dyrt")
    rows = opened.csv_rows(of_organisation(alunda, "nasta-steg").content)
    assert [[row[0], *row[2:]] for row in rows] == [
        ["Moment", "Vad", "Ansvarig", "Klart senast", "Status", "Struket för att", "Skrivet inför"],
        ["7", "'=Mall", "Åsa", "2026-12-04", "Öppet", "", "Uppstart"],
        ["1", "Utkast", "", "", "Klart", "", "Träff 2"],
        ["1", "Enkät", "", "", "Struket", "'+För dyrt", "Träff 2"],
    ]


def test_readers_get_no_next_actions_of_drafts(of_organisation):
    alunda = joined(a_round(), "X001", "Alunda", [4])
    make.measure(alunda.assessments.get(), text="Inskickad")
    make.measure(make.assessment(alunda, 2), text="Utkast")
    rows = opened.csv_rows(of_organisation(alunda, "nasta-steg", role=Role.READER).content)
    assert [row[2] for row in rows[1:]] == ["Inskickad"]


def test_pilots_and_chain_stand_with_everything_that_was_written(of_organisation):
    alunda = joined(a_round(), "X001", "Alunda")
    pilot = make.pilot_activity(alunda, name="Hemtjänst", area="Omsorg", starts_on=make.day("2026-01-01"))
    effect = make.chain_entry(alunda, ChainLevel.EFFECT, text="Lika hälsa")
    activity = make.chain_entry(alunda, ChainLevel.ACTIVITY, text="Kartlägga", pilot=pilot)
    make.chain_link(activity, effect)
    pilots = opened.csv_rows(of_organisation(alunda, "pilotverksamheter").content)
    chain = opened.csv_rows(of_organisation(alunda, "resultatkedja", role=Role.READER).content)
    assert (pilots[1][:2], pilots[1][6:]) == (["Hemtjänst", "Omsorg"], ["2026-01-01", "", "Planerad"])
    assert [[*row[:3], row[4], row[7]] for row in chain[1:]] == [
        ["1", "Aktivitet", "Kartlägga", "Hemtjänst", "2"],
        ["2", "Samhällseffekt", "Lika hälsa", "", ""],
    ]


# --- Addresses -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["okand.csv", "deltagare.pdf", "status.docx", "deltagare.CSV", "resultatkedja.csv"])
def test_unknown_table_or_format_of_a_round_does_not_exist(client_of, path):
    learning_round = a_round()
    client = client_of(make.member(learning_round.owner, Role.COORDINATOR))
    assert client.get(f"/omgangar/omgang/tabeller/{path}").status_code == 404


@pytest.mark.parametrize("path", ["okand.csv", "nivaer.pdf", "nasta-steg.docx", "deltagare.csv"])
def test_unknown_table_or_format_of_an_organisation_does_not_exist(client_of, path):
    alunda = joined(a_round(), "X001", "Alunda")
    client = client_of(make.member(alunda.organisation))
    assert client.get(f"/omgangar/omgang/X001/tabeller/{path}").status_code == 404


@pytest.mark.parametrize("query", ["?traff=9", "?traff=abc", "?traff=1&traff=2", "?x=%20"])
def test_senseless_question_gives_the_latest_levels(of_round, query):
    learning_round = a_round()
    joined(learning_round, "X001", "Alunda", [4, 5])
    expected = of_round(learning_round, "nivaer").content
    assert of_round(learning_round, "nivaer", query=query).content == expected


def test_file_is_called_after_what_is_in_it(of_round, of_organisation):
    alunda = joined(a_round(), "X001", "Alunda", [4])
    answers = [of_round(alunda.round, "nivaer", "xlsx"), of_organisation(alunda, "nivaer", "docx")]
    office = "application/vnd.openxmlformats-officedocument."
    assert [(answer["Content-Disposition"], answer["Content-Type"]) for answer in answers] == [
        ('attachment; filename="omgang-nivaer-uppstarten.xlsx"', f"{office}spreadsheetml.sheet"),
        ('attachment; filename="x001-omgang-nivaer.docx"', f"{office}wordprocessingml.document"),
    ]


def test_every_table_has_its_formats():
    found = list(every_table())
    expected = sum(map(len, ROUND_TABLES.values())) + sum(map(len, ORGANISATION_TABLES.values()))
    assert (len(found), len(set(found)), {format for _address, _table, format in found}) == (
        expected,
        expected,
        {*PROGRAMS},
    )


def test_links_lead_to_the_files():
    assert [(file.program, file.url) for file in organisation_files("omgang", "X001", "nasta-steg")] == [
        ("Excel", "/omgangar/omgang/X001/tabeller/nasta-steg.xlsx"),
        ("CSV", "/omgangar/omgang/X001/tabeller/nasta-steg.csv"),
    ]


# --- JSON ------------------------------------------------------------------------------------------------------------


def test_json_has_shown_and_exact_values_with_n(run):
    learning_round = a_round()
    joined(learning_round, "X001", "Alunda", [4, 5])
    joined(learning_round, "X002", "Björkby", [3])
    found = json.loads(run("cohort_table", "omgang", role="participant", format="json"))
    assert {key: found[key] for key in ("round", "role", "n")} == {"round": "omgang", "role": "participant", "n": 2}
    assert [(meeting["name"], meeting["n"]) for meeting in found["meetings"]] == [
        ("Uppstart", 2),
        ("Träff 1", 1),
        ("Träff 2", 0),
        ("Träff 3", 0),
    ]
    assert found["steps"][0] == {
        "step": 1,
        "name": "Den politiska församlingen tar beslut om jämställdhetsintegrering",
        "cells": [
            {"meeting": 0, "shown": "1,8", "exact": "7/4", "n": 2},
            {"meeting": 1, "shown": "2,5", "exact": "5/2", "n": 1},
            {"meeting": 2, "shown": None, "exact": None, "n": 0},
            {"meeting": 3, "shown": None, "exact": None, "n": 0},
        ],
        "change": {"shown": "+0,5", "exact": "1/2", "n": 1},
    }


def test_json_of_the_published_round_has_its_exact_totals(run, finished):
    found = json.loads(run("cohort_table", finished.slug, role="participant", format="json"))
    assert [cell["exact"] for cell in found["total"]["cells"]] == ["71/4", "79/4", "191/8", "57/2"]
    assert found["total"]["change"] == {"shown": "+10,8", "exact": "43/4", "n": 4}
    assert sum(Fraction(step["cells"][0]["exact"]) for step in found["steps"]) == Fraction(71, 4)


def test_json_is_the_same_every_time_and_in_every_language(run, finished):
    first = run("cohort_table", finished.slug, role="mentor", format="json")
    with translation.override("en"):
        assert run("cohort_table", finished.slug, role="mentor", format="json") == first
