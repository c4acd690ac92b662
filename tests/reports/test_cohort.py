"""The coordinator's page of a round: the sentence, who has submitted, the means, the levels, and who may see it."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import Organisation
from accounts.permissions import Role
from learning_rounds.models import LearningRound, Participation
from reports.cohort import Cohort, MeetingChoice, RoleTable, cohort_for
from reports.cohort_status import Contact, StatusCell, StatusRow
from reports.exports.places import ROUND_TABLES, TABLE_OF_ROLE, round_files
from reports.queries import cohort_scores
from reports.statistics import ScoreTable
from reports.tables import Labels, cohort_table
from tests import factories as make
from tests.canaries import canaries_in
from tests.world import make_world

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 21)
DUE = (date(2026, 2, 1), date(2026, 6, 1), date(2026, 12, 4), date(2027, 3, 1))
MENTOR = Participation.Role.MENTOR
PARTICIPANT = Participation.Role.PARTICIPANT
COMPLETE, LEFT = StatusCell("Complete"), StatusCell("–")
LATE = StatusCell("Not submitted", "status status-late")
NOT_STARTED = StatusCell("Not started", "status status-none")
NOT_OPEN = StatusCell("Not open yet", "meta")


@pytest.fixture(autouse=True)
def _today_in_english(on_day):
    on_day(TODAY)
    with translation.override("en"):
        yield


def begun(text: str) -> StatusCell:
    return StatusCell(text, "status status-begun")


def a_round() -> LearningRound:
    """A round at meeting 2, whose last day is 4 December 2026."""
    made = make.learning_round("omgang", meetings=0, owner=make.coordinating_body("XOWNER"))
    for due in DUE:
        make.learning_meeting(made, assessment_due_on=due)
    return made


def joined(learning_round, code: str, name: str, submitted=(), **fields) -> Participation:
    """A participation with the same level, 2, submitted before some meetings."""
    made = make.participation(learning_round, make.organisation(code, name), **fields)
    for meeting in submitted:
        make.submitted(make.assessment(made, meeting), 4)
    return made


def coordinator(learning_round):
    return make.member(learning_round.owner, Role.COORDINATOR)


# --- The sentence ----------------------------------------------------------------------------------------------------


SENTENCES = {
    (0, 1): "The municipality has not submitted before meeting 2.",
    (1, 1): "The municipality has submitted before meeting 2.",
    (0, 4): "None of 4 municipalities has submitted before meeting 2.",
    (1, 4): "1 of 4 municipalities has submitted before meeting 2.",
    (3, 4): "3 of 4 municipalities have submitted before meeting 2.",
    (4, 4): "All 4 municipalities have submitted before meeting 2.",
}


@pytest.mark.parametrize(("submitted", "active"), SENTENCES)
def test_sentence_says_how_many_have_submitted(submitted, active):
    learning_round = a_round()
    for number in range(active):
        joined(learning_round, f"X00{number}", f"Kommun {number}", [2] if number < submitted else [])
    expected = f"{SENTENCES[submitted, active]} Last day 4 December 2026."
    assert cohort_for(learning_round).sentence == expected


@pytest.mark.parametrize(("submitted", "active"), SENTENCES)
def test_sentence_calls_them_organisations_when_one_is_no_municipality(submitted, active):
    learning_round = a_round()
    for number in range(active):
        made = joined(learning_round, f"X00{number}", f"Kommun {number}", [2] if number < submitted else [])
    Organisation.objects.filter(pk=made.organisation_id).update(kind=Organisation.Kind.REGION)
    expected = SENTENCES[submitted, active].replace("municipalit", "organisation")
    expected = expected.replace("organisationies", "organisations").replace("organisationy", "organisation")
    assert cohort_for(learning_round).sentence == f"{expected} Last day 4 December 2026."


def test_sentence_of_a_finished_round_looks_back(on_day):
    learning_round = a_round()
    joined(learning_round, "X001", "Alunda", [0, 1, 2, 3])
    joined(learning_round, "X002", "Björkby", [0, 1, 2])
    on_day("2027-03-02")
    cohort = cohort_for(learning_round)
    assert (cohort.sentence, cohort.pending) == (
        "1 of 2 municipalities has submitted before meeting 3. The last day was 1 March 2027.",
        "Did not submit in time: Björkby.",
    )


def test_sentence_names_those_who_have_not_submitted():
    learning_round = a_round()
    joined(learning_round, "X001", "Ängsvik")
    joined(learning_round, "X002", "Alunda", [2])
    joined(learning_round, "X003", "Björkby", role=MENTOR)
    assert cohort_for(learning_round).pending == "Not submitted yet: Ängsvik, Björkby."


@pytest.mark.parametrize("submitted", [[], [2]])
def test_nobody_is_named_when_all_or_none_have_submitted(submitted):
    learning_round = a_round()
    joined(learning_round, "X001", "Alunda", submitted)
    joined(learning_round, "X002", "Björkby", submitted)
    assert cohort_for(learning_round).pending == ""


def test_those_who_left_are_not_in_the_sentence():
    learning_round = a_round()
    joined(learning_round, "X001", "Alunda", [2])
    make.withdrawn(joined(learning_round, "X002", "Björkby"))
    cohort = cohort_for(learning_round)
    expected = "The municipality has submitted before meeting 2. Last day 4 December 2026."
    assert (cohort.sentence, cohort.pending) == (expected, "")


def test_empty_rounds_say_what_they_lack():
    without_people = a_round()
    without_meetings = make.learning_round("utan-traffar", meetings=0)
    joined(without_meetings, "X001", "Alunda")
    assert [cohort_for(without_people).sentence, cohort_for(without_meetings).sentence] == [
        "No organisation takes part in the round yet.",
        "The round has no meeting with a self-assessment yet.",
    ]


def test_a_round_without_anything_is_an_empty_page():
    learning_round = make.learning_round(meetings=0)
    assert cohort_for(learning_round) == Cohort(
        round=learning_round,
        sentence="No organisation takes part in the round yet.",
        pending="",
        current="",
        meetings=(),
        rows=(),
        tables=(),
        levels=None,
        hardest=None,
        scale=tuple(learning_round.checklist.levels.order_by("value")),
    )


def test_those_who_can_still_submit_are_not_late(on_day):
    learning_round = a_round()
    joined(learning_round, "X001", "Alunda", [3])
    given, _late = joined(learning_round, "X002", "Björkby"), joined(learning_round, "X003", "Ängsvik")
    make.last_day_extension(given, learning_round.meetings.get(number=3), due_on=make.day("2027-03-08"))
    on_day("2027-03-02")
    named = "Björkby (extended to 8 March 2027)"
    assert cohort_for(learning_round).pending == f"Did not submit in time: Ängsvik. Not submitted yet: {named}."
    on_day("2027-03-09")
    assert cohort_for(learning_round).pending == f"Did not submit in time: {named}, Ängsvik."


# --- Who has submitted -----------------------------------------------------------------------------------------------


def test_rows_are_participants_then_mentors_then_those_who_left():
    learning_round = a_round()
    group = make.learning_group(learning_round, "Norr")
    make.withdrawn(joined(learning_round, "X001", "Alunda", [0], group=group))
    joined(learning_round, "X002", "Åby", [0, 1, 2], role=MENTOR)
    joined(learning_round, "X003", "Ängsvik", group=group)
    joined(learning_round, "X004", "Ytterby", [0, 1])
    assert cohort_for(learning_round).rows == (
        StatusRow("Ytterby", "X004", "/omgangar/omgang/X004/", "Participant", (COMPLETE, COMPLETE, NOT_STARTED), None),
        StatusRow("Ängsvik", "X003", "/omgangar/omgang/X003/", "Participant · Norr", (LATE, LATE, NOT_STARTED), None),
        StatusRow("Åby", "X002", "/omgangar/omgang/X002/", "Mentor", (COMPLETE, COMPLETE, COMPLETE), TODAY),
        StatusRow(
            name="Alunda",
            code="X001",
            url="/omgangar/omgang/X001/",
            place="Participant · Norr · left the round 21 November 2026",
            cells=(COMPLETE, LEFT, LEFT),
            changed_on=None,
            is_active=False,
        ),
    )


def test_more_time_stands_with_what_is_not_submitted():
    learning_round = a_round()
    given = joined(learning_round, "X001", "Alunda", [0])
    joined(learning_round, "X002", "Björkby", [3])
    first, second, third, fourth = learning_round.meetings.with_assessment()
    for meeting, due_on in [
        (first, "2026-02-08"),
        (second, "2026-06-08"),
        (third, "2026-12-11"),
        (fourth, "2027-03-08"),
    ]:
        make.last_day_extension(given, meeting, due_on=make.day(due_on))
    assert cohort_for(learning_round).rows[0].cells == (
        COMPLETE,
        replace(LATE, note="extended to 8 June 2026"),
        replace(NOT_STARTED, note="extended to 11 December 2026"),
        replace(NOT_OPEN, note="extended to 8 March 2027"),
    )


def test_who_was_given_more_time_can_still_be_at_an_earlier_meeting():
    learning_round = a_round()
    given = joined(learning_round, "X001", "Alunda")
    make.last_day_extension(given, learning_round.meetings.get(number=1), due_on=TODAY)
    make.drafted(make.assessment(given, 1), steps=range(1, 8))
    assert cohort_for(learning_round).rows[0].cells == (
        LATE,
        StatusCell("7 of 10", "status status-begun", "extended to 21 November 2026"),
        NOT_STARTED,
    )


def test_meetings_that_have_not_opened_are_no_columns():
    learning_round = a_round()
    alunda = joined(learning_round, "X001", "Alunda", [0])
    before = cohort_for(learning_round)
    make.submitted(make.assessment(alunda, 3))
    after = cohort_for(learning_round)
    assert (before.meetings, before.tables[0].table.heads) == (("Kick-off", "Meeting 1", "Meeting 2"),) * 2
    assert (after.meetings, after.tables[0].table.heads) == (("Kick-off", "Meeting 1", "Meeting 2", "Meeting 3"),) * 2


def test_meeting_that_only_some_have_reached_is_not_open_for_the_others():
    learning_round = a_round()
    joined(learning_round, "X001", "Alunda", [3])
    joined(learning_round, "X002", "Björkby")
    assert [row.cells[3] for row in cohort_for(learning_round).rows] == [COMPLETE, NOT_OPEN]


def test_contacts_are_the_strategists_of_those_who_take_part():
    learning_round = a_round()
    alunda = joined(learning_round, "X001", "Alunda")
    left = make.withdrawn(joined(learning_round, "X002", "Björkby"))
    joined(learning_round, "X003", "Ängsvik")
    make.membership(make.user("b@example.org", display_name="Åsa"), alunda.organisation)
    make.membership(make.user("a@example.org", display_name=""), alunda.organisation)
    make.member(alunda.organisation, Role.READER)
    make.member(alunda.organisation, ended_at=timezone.now())
    make.member(left.organisation)
    rows = cohort_for(learning_round).rows
    assert [(row.name, row.contacts, row.lacks_contact) for row in rows] == [
        ("Alunda", (Contact("a@example.org", "a@example.org"), Contact("Åsa", "b@example.org")), False),
        ("Ängsvik", (), True),
        ("Björkby", (), False),
    ]


def test_page_says_what_to_do_where_nobody_has_an_account(client_of):
    learning_round = a_round()
    alunda = joined(learning_round, "X001", "Alunda")
    client, hint = client_of(coordinator(learning_round)), "Där ingen har konto bjuder koordinatorn in den första."
    before = client.get(learning_round.get_absolute_url()).content.decode()
    make.membership(make.user("a@example.org", display_name="Åsa"), alunda.organisation)
    after = client.get(learning_round.get_absolute_url()).content.decode()
    assert (hint in before, hint in after) == (True, False)
    assert '<a class="d-block" href="mailto:a@example.org">Åsa</a>' in after


def test_written_contact_is_shown_where_nobody_has_an_account(client_of):
    learning_round = a_round()
    alunda = joined(learning_round, "X001", "Alunda", contact="Kommunstrategen, strateg@example.org")
    client = client_of(coordinator(learning_round))
    before = client.get(learning_round.get_absolute_url()).content.decode()
    make.membership(make.user("a@example.org", display_name="Åsa"), alunda.organisation)
    after = client.get(learning_round.get_absolute_url()).content.decode()
    assert [alunda.contact in page for page in (before, after)] == [True, False]


def test_one_that_left_on_an_unknown_day_has_left():
    learning_round = a_round()
    joined(learning_round, "X001", "Alunda", status=Participation.Status.WITHDRAWN)
    assert [row.place for row in cohort_for(learning_round).rows] == ["Participant · has left the round"]


@pytest.mark.parametrize(
    ("steps", "text"), [(range(1, 8), "7 of 10"), (range(1, 11), "10 of 10, not submitted"), ([], "0 of 10")]
)
def test_a_draft_is_counted_but_not_read(steps, text):
    learning_round = a_round()
    draft = make.assessment(joined(learning_round, "X001", "Alunda"), 2)
    make.drafted(draft, steps=steps, saved_at=timezone.now())
    if not steps:
        make.step_score(draft, reason="", saved_at=timezone.now())
    row = cohort_for(learning_round).rows[0]
    assert (row.cells[2], row.changed_on) == (begun(text), TODAY)


def test_a_draft_of_a_passed_meeting_is_late():
    learning_round = a_round()
    make.drafted(make.assessment(joined(learning_round, "X001", "Alunda"), 1))
    assert cohort_for(learning_round).rows[0].cells == (LATE, LATE, NOT_STARTED)


# --- Means -----------------------------------------------------------------------------------------------------------


def expected_table(learning_round, role: str, *notes: str) -> RoleTable:
    steps = list(learning_round.checklist.steps.order_by("number"))
    meetings = learning_round.meetings.filter(number__lte=2).order_by("number")
    labels = Labels(
        steps={step.number: step.name for step in steps},
        meetings={meeting.number: meeting.title for meeting in meetings},
        inside={meeting.number: meeting.in_sentence for meeting in meetings},
    )
    scores = ScoreTable.from_scores(cohort_scores(learning_round, role), steps=range(1, 11), meetings=range(3))
    means = cohort_table(scores, labels)
    return RoleTable(
        role=role,
        table=means,
        short_names=tuple(step.short for step in steps),
        notes=(*means.notes, *notes),
        files=round_files("omgang", TABLE_OF_ROLE[Participation.Role(role)]),
    )


def test_means_are_those_of_each_role():
    learning_round = a_round()
    joined(learning_round, "X001", "Alunda", [0, 1])
    joined(learning_round, "X002", "Björkby", [0])
    joined(learning_round, "X003", "Mentorsby", [0, 1], role=MENTOR)
    assert cohort_for(learning_round).tables == (
        expected_table(learning_round, PARTICIPANT),
        expected_table(learning_round, MENTOR),
    )


def test_means_leave_out_those_who_left_and_say_so():
    learning_round = a_round()
    joined(learning_round, "X001", "Alunda", [0])
    before = cohort_for(learning_round).tables[0].table
    make.withdrawn(joined(learning_round, "X002", "Björkby", [0, 1]))
    note = "Organisations that have left the round are not counted."
    (after,) = cohort_for(learning_round).tables
    assert (after, after.table) == (expected_table(learning_round, PARTICIPANT, note), before)


def test_drafts_never_count():
    learning_round = a_round()
    alunda = joined(learning_round, "X001", "Alunda", [0, 1])
    before = cohort_for(learning_round)
    make.drafted(make.assessment(alunda, 2), half_steps=8)
    after = cohort_for(learning_round)
    assert (after.tables, after.levels) == (before.tables, before.levels)


def test_steps_have_their_full_names_and_short_ones_for_phones():
    learning_round = a_round()
    joined(learning_round, "X001", "Alunda", [0])
    rows = cohort_for(learning_round).tables[0].rows
    assert [(short, row.name) for short, row in rows] == [
        (step.short, step.name) for step in learning_round.checklist.steps.order_by("number")
    ]


# --- Levels ----------------------------------------------------------------------------------------------------------


def test_levels_are_of_the_latest_meeting_with_submissions():
    learning_round = a_round()
    joined(learning_round, "X001", "Alunda", [0, 1])
    levels = cohort_for(learning_round).levels
    assert (levels.meeting, levels.total_name) == ("meeting 1", "Total (10–40)")
    assert levels.choices == (
        MeetingChoice("Kick-off", "/omgangar/omgang/?traff=0#levels", is_chosen=False),
        MeetingChoice("Meeting 1", "/omgangar/omgang/?traff=1#levels", is_chosen=True),
    )


@pytest.mark.parametrize("chosen", ["", "2", "9", "-1", "01", "1.0", "x", "0 OR 1=1", "²", "9" * 5000])
def test_levels_of_a_senseless_meeting_are_those_of_the_latest(chosen):
    learning_round = a_round()
    joined(learning_round, "X001", "Alunda", [0, 1])
    assert cohort_for(learning_round, chosen=chosen) == cohort_for(learning_round, chosen="1")


def test_levels_stand_by_role_and_name():
    learning_round = a_round()
    joined(learning_round, "X001", "Ängsvik", [0])
    joined(learning_round, "X002", "Mentorsby", [0], role=MENTOR)
    joined(learning_round, "X003", "Alunda", [1])
    levels = cohort_for(learning_round, chosen="0").levels
    heads = [(part.role, [head.name for head in part.heat.heads], part.span) for part in levels.parts]
    assert heads == [("participant", ["Alunda", "Ängsvik"], 3), ("mentor", ["Mentorsby"], 1)]
    first_row = [[cell.text for cell in part.cells] for part in levels.rows[0]]
    assert first_row == [["Missing", "2.0"], ["2.0"]]


# --- The pages -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["", "?traff=0", "?traff=%00", "?traff=abc", "?traff=1&traff=2", "?other=1"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_page_is_shown_whatever_is_asked(client_of, query, language):
    learning_round = a_round()
    joined(learning_round, "X001", "Alunda", [0, 1])
    answer = client_of(coordinator(learning_round), language).get(f"/omgangar/omgang/{query}")
    assert answer.status_code == (400 if "%00" in query else 200)


def test_page_of_an_empty_round_is_shown(client_of):
    learning_round = make.learning_round(meetings=0)
    answer = client_of(coordinator(learning_round)).get(learning_round.get_absolute_url())
    assert (answer.status_code, answer.context["cohort"]) == (200, cohort_for(learning_round))


STATUSES = {
    "coordinator": 200,
    "administrator": 200,
    "strategist": 403,
    "reader": 403,
    "left": 403,
    "other_round": 404,
    "other_coordinator": 404,
    "outsider": 404,
    "anonymous": 302,
}


def test_pages_are_for_those_who_follow_the_round(client_of):
    world = make_world()
    pages = [reverse("round-detail", args=[world.round.slug])]
    pages += [file.url for table in ROUND_TABLES for file in round_files(world.round.slug, table)]
    for page in pages:
        found = {who: client_of(world.people[who]).get(page).status_code for who in STATUSES}
        assert found == STATUSES, page


def test_page_shows_levels_but_nothing_that_was_written(client_of):
    world = make_world()
    page = client_of(world.people["coordinator"]).get(reverse("round-detail", args=[world.round.slug]))
    written = {kind for _code, kind in canaries_in(page.content.decode())}
    assert written == {"NAME", "ROUND", "MEETING", "GROUP", "PERSON", "ADDRESS"}


def queries_of(client, page: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(page).status_code == 200
    return len(captured)


def test_number_of_queries_is_constant(client_of):
    learning_round = a_round()
    client, page = client_of(coordinator(learning_round)), learning_round.get_absolute_url()
    counts = []
    for number in range(3):
        group = make.learning_group(learning_round)
        joined(learning_round, f"X1{number}", f"Deltagare {number}", range(number + 1), group=group)
        joined(learning_round, f"X2{number}", f"Mentor {number}", range(number + 1), group=group, role=MENTOR)
        make.withdrawn(joined(learning_round, f"X3{number}", f"Lämnat {number}", [0], group=group))
        make.drafted(make.assessment(joined(learning_round, f"X4{number}", f"Utkast {number}"), 2))
        counts.append(queries_of(client, page))
    assert (len(set(counts)), counts[0] <= 16) == (1, True), counts
