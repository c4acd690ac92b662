"""A coordinator plans the meetings of a round: add, change, move, delete, and the usual ones at once."""

import pytest

from accounts.models import AuditEntry
from accounts.permissions import Role
from learning_rounds.models import LearningMeeting, LearningRound
from tests import factories
from tests.factories import day

pytestmark = pytest.mark.django_db

LIST = "/omgangar/omgang/upplagg/traffar/"
NEW = LIST + "ny/"
FORM = {"kind": "learning", "name": "Träff 1", "held_on": "2027-05-10", "place": "Karlstad"}
FORM |= {"assessment_due_on": "2027-05-03"}


@pytest.fixture
def learning_round():
    return factories.learning_round("omgang", meetings=0, starts_on=day("2027-01-01"), ends_on=day("2028-06-30"))


@pytest.fixture
def client(client_of, learning_round):
    return client_of(factories.member(learning_round.owner, Role.COORDINATOR))


def planned(learning_round, number: int, held_on: str, last_day: str | None = None, **fields) -> LearningMeeting:
    return factories.learning_meeting(
        learning_round, number, held_on=day(held_on), assessment_due_on=last_day and day(last_day), **fields
    )


def written_for(meeting: LearningMeeting):
    """That an organisation has begun its assessment before the meeting."""
    participation = meeting.round.participations.first() or factories.participation(meeting.round)
    return factories.assessment(participation, meeting)


def order(learning_round) -> list[tuple[int, str]]:
    return list(learning_round.meetings.order_by("number").values_list("number", "name"))


def url(meeting: LearningMeeting, page: str = "") -> str:
    return f"{LIST}{meeting.pk}/{page}"


def verbs() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))


# --- Adding ----------------------------------------------------------------------------------------------------------


def test_meeting_is_added_with_everything_that_was_written(client, learning_round):
    assert client.post(NEW, FORM)["Location"] == LIST
    made = learning_round.meetings.get()
    found = (made.kind, made.name, str(made.held_on), made.place, str(made.assessment_due_on), made.number)
    assert found == ("learning", "Träff 1", "2027-05-10", "Karlstad", "2027-05-03", 1)
    assert verbs() == ["add-meeting"]
    page = client.get(LIST).content.decode()
    assert ("10 maj 2027" in page, "Karlstad" in page, "3 maj 2027" in page) == (True, True, True)


def test_meeting_asked_for_twice_is_added_once(client, learning_round):
    assert [client.post(NEW, FORM).status_code for _click in range(2)] == [302, 302]
    assert (learning_round.meetings.count(), verbs()) == (1, ["add-meeting"])


def test_form_suggests_the_name_of_the_kind(client, learning_round):
    planned(learning_round, 1, "2027-05-10", name="Träff 1")
    page = client.get(f"{NEW}?typ=learning").content.decode()
    assert ('value="Träff 2"' in page, 'value="learning" selected' in page) == (True, True)
    assert 'value="Strategträff 1"' in client.get(f"{NEW}?typ=strategists").content.decode()
    assert client.get(f"{NEW}?typ=%2500").status_code == 200


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"kind": "party"}, "Välj vilken sorts träff det är."),
        ({"name": ""}, "Skriv vad träffen heter."),
        ({"name": "å" * 61}, "Skriv högst 60 tecken. Nu är det 61."),
        ({"place": "å" * 301}, "Skriv högst 300 tecken. Nu är det 301."),
        ({"held_on": "snart"}, "Skriv datumet som år-månad-dag, till exempel 2027-02-15."),
        ({"assessment_due_on": "2027-05-11"}, "Sista dag är efter träffen."),
    ],
)
def test_bad_input_is_a_form_error(client, learning_round, changed, message):
    response = client.post(NEW, FORM | changed)
    assert (response.status_code, message in response.content.decode()) == (422 if "kind" in changed else 200, True)
    assert learning_round.meetings.count() == 0


def test_name_stands_once_in_a_round_whatever_the_case(client, learning_round):
    client.post(NEW, FORM)
    response = client.post(NEW, FORM | {"name": "TRÄFF 1", "held_on": "2027-06-01"})
    assert (response.status_code, learning_round.meetings.count()) == (409, 1)
    assert "Det finns redan en träff som heter ”TRÄFF 1”." in response.content.decode()


def test_round_has_room_for_ninety_meetings(client, learning_round):
    LearningMeeting.objects.bulk_create(
        LearningMeeting(round=learning_round, number=number, name=f"Nr {number}") for number in range(90)
    )
    response = client.post(NEW, FORM)
    assert (response.status_code, learning_round.meetings.count()) == (409, 90)


# --- Numbers follow the days -----------------------------------------------------------------------------------------


def test_numbers_follow_the_days_and_a_kick_off_is_number_0(client, learning_round):
    for name, kind, held_on in [
        ("Konferens", "conference", "2028-05-01"),
        ("Träff 1", "learning", "2027-05-01"),
        ("Uppstart", "kickoff", "2027-02-01"),
        ("Utan dag", "other", ""),
    ]:
        client.post(NEW, {"kind": kind, "name": name, "held_on": held_on})
    assert order(learning_round) == [(0, "Uppstart"), (1, "Träff 1"), (2, "Konferens"), (3, "Utan dag")]


def test_meeting_between_others_moves_those_that_nobody_has_written_for(client, learning_round):
    first = planned(learning_round, 0, "2027-02-01", "2027-01-25", kind="kickoff", name="Uppstart")
    planned(learning_round, 1, "2027-06-01", name="Träff 1")
    written_for(first)
    client.post(NEW, {"kind": "strategists", "name": "Strategträff 1", "held_on": "2027-04-01"})
    assert order(learning_round) == [(0, "Uppstart"), (1, "Strategträff 1"), (2, "Träff 1")]


def test_meeting_that_was_written_for_keeps_its_number_and_address(client, learning_round):
    planned(learning_round, 0, "2027-02-01", "2027-01-25", kind="kickoff", name="Uppstart")
    second = planned(learning_round, 1, "2027-06-01", "2027-05-25", name="Träff 1")
    written_for(second)
    response = client.post(NEW, {"kind": "strategists", "name": "Strategträff 1", "held_on": "2027-04-01"})
    assert response.status_code == 409
    assert "Organisationer har skrivit inför Träff 1." in response.content.decode()
    assert order(learning_round) == [(0, "Uppstart"), (1, "Träff 1")]


def test_date_that_moves_past_another_changes_the_numbers(client, learning_round):
    first = planned(learning_round, 1, "2027-05-01", name="A")
    planned(learning_round, 2, "2027-06-01", name="B")
    client.post(url(first), {"kind": "learning", "name": "A", "held_on": "2027-07-01", "version": "1"})
    assert order(learning_round) == [(1, "B"), (2, "A")]


# --- Changing --------------------------------------------------------------------------------------------------------


def test_colleague_is_not_overwritten_unseen(client, learning_round):
    meeting = planned(learning_round, 1, "2027-05-10", name="Träff 1")
    client.post(url(meeting), FORM | {"place": "Kalmar", "version": "1"})
    response = client.post(url(meeting), FORM | {"place": "Vaxholm", "version": "1"})
    page = response.content.decode()
    assert (
        response.status_code,
        "<dt>Plats eller länk (frivilligt)</dt><dd>Kalmar</dd>" in page,
        "Vaxholm" in page,
    ) == (
        409,
        True,
        True,
    )
    assert client.post(url(meeting), FORM | {"place": "Vaxholm", "version": "2"}).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.place, verbs()) == ("Vaxholm", ["change-meeting", "change-meeting"])


def test_moving_a_last_day_says_who_is_affected_before_it_is_done(client, learning_round):
    meeting = planned(learning_round, 1, "2027-05-10", "2027-05-03", name="Träff 1")
    first, second = (
        factories.participation(learning_round, factories.organisation(code, name))
        for code, name in [("X1", "Avby"), ("X2", "Beby")]
    )
    factories.submitted(factories.assessment(first, meeting))
    factories.assessment(second, meeting)
    form = FORM | {"assessment_due_on": "2027-05-05", "version": "1"}
    page = client.post(url(meeting), form).content.decode()
    assert ("Avby – har skickat in" in page, "Beby – har påbörjat" in page) == (True, True)
    assert ("från 3 maj 2027 till 5 maj 2027" in page, verbs()) == (True, [])
    client.post(url(meeting), form | {"confirmed": "1"})
    meeting.refresh_from_db()
    assert meeting.assessment_due_on == day("2027-05-05")


def test_last_day_of_nobody_is_moved_without_a_question(client, learning_round):
    meeting = planned(learning_round, 1, "2027-05-10", "2027-05-03", name="Träff 1")
    client.post(url(meeting), FORM | {"assessment_due_on": "2027-05-05", "version": "1"})
    meeting.refresh_from_db()
    assert meeting.assessment_due_on == day("2027-05-05")


def test_meeting_that_was_written_for_keeps_a_last_day(client, learning_round):
    meeting = planned(learning_round, 1, "2027-05-10", "2027-05-03", name="Träff 1")
    written_for(meeting)
    response = client.post(url(meeting), FORM | {"assessment_due_on": "", "version": "1"})
    meeting.refresh_from_db()
    assert (response.status_code, str(meeting.assessment_due_on)) == (409, "2027-05-03")


# --- Deleting --------------------------------------------------------------------------------------------------------


def test_meeting_is_deleted_with_what_groups_planned_for_it(client, learning_round):
    meeting = planned(learning_round, 1, "2027-05-10")
    planned(learning_round, 2, "2027-06-10", name="Kvar")
    factories.group_meeting(factories.learning_group(learning_round), meeting)
    assert "Ta bort Träff 1?" in client.get(url(meeting, "ta-bort/")).content.decode()
    client.post(url(meeting, "ta-bort/"), {"version": "1"})
    assert (order(learning_round), verbs()) == ([(1, "Kvar")], ["delete-meeting"])


def test_meeting_that_was_written_for_is_not_deleted(client, learning_round):
    meeting = planned(learning_round, 1, "2027-05-10", "2027-05-03")
    written_for(meeting)
    pages = [client.get(url(meeting, "ta-bort/")), client.post(url(meeting, "ta-bort/"), {"version": "1"})]
    assert [page.status_code for page in pages] == [200, 409]
    assert all("Organisationer har skrivit inför den här träffen." in page.content.decode() for page in pages)
    assert learning_round.meetings.count() == 1


def test_meeting_that_a_colleague_changed_is_not_deleted_unseen(client, learning_round):
    meeting = planned(learning_round, 1, "2027-05-10")
    LearningMeeting.objects.update(version=2, place="Rådhuset")
    response = client.post(url(meeting, "ta-bort/"), {"version": "1"})
    assert (response.status_code, learning_round.meetings.count()) == (409, 1)


# --- The usual ones --------------------------------------------------------------------------------------------------


def test_usual_meetings_are_added_at_once_and_only_once(client, learning_round):
    assert [client.post(LIST + "forslag/").status_code for _click in range(2)] == [302, 302]
    assert order(learning_round) == [
        (0, "Uppstart"),
        (1, "Träff 1"),
        (2, "Träff 2"),
        (3, "Träff 3"),
        (4, "Resultatkonferens"),
    ]
    assert (learning_round.meetings.with_assessment().count(), verbs()) == (4, ["suggest-meetings"])


def test_usual_meetings_need_to_know_when_the_round_is(client, learning_round):
    LearningRound.objects.update(starts_on=None)
    page = client.post(LIST + "forslag/", follow=True).content.decode()
    assert ("Skriv först när omgången börjar och slutar." in page, learning_round.meetings.count()) == (True, 0)


def test_strategists_meeting_is_not_what_organisations_act_before(learning_round):
    first = planned(learning_round, 1, "2027-05-10")
    planned(learning_round, 2, "2027-08-10", kind="strategists")
    third = planned(learning_round, 3, "2027-09-10")
    assert first.following() == third


def test_those_who_take_part_see_when_and_where_the_meeting_is(client_of, learning_round):
    planned(learning_round, 1, "2099-05-10", "2099-05-03", place="Rådhuset")
    participation = factories.participation(learning_round, factories.organisation("X1"))
    page = client_of(factories.member(participation.organisation)).get("/omgangar/omgang/X1/traffar/1/")
    assert "Träffen är den 10 maj 2099. Rådhuset" in page.content.decode()
