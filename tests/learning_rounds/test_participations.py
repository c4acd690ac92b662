"""What taking part rests on, more time, leaving and coming back: what is saved, refused and recorded."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from accounts.errors import ActionRefused
from accounts.models import AuditEntry
from accounts.permissions import Role
from learning_rounds.actions.participations import (
    change_participation,
    describe_participation,
    extend_last_day,
    take_back_extension,
    take_back_withdrawal,
    withdraw,
)
from learning_rounds.models import LastDayExtension, LearningRound, Participation
from learning_rounds.written import participations_written_in
from tests import factories as make
from tests.factories import day

pytestmark = pytest.mark.django_db

WRITTEN = {
    "decision": "cemr",
    "decided_on": "2026-01-12",
    "decision_url": "https://example.org/beslut",
    "goal": "Jämställda beslut",
    "contact": "Utvecklare, jamstalld@example.org",
}
ARCHIVED = "The round is archived, so nothing can be changed."
LEFT = "The organisation has left the round, so nothing more can be changed."


@pytest.fixture
def participation() -> Participation:
    """An organisation in a round with two meetings, the first of which is open."""
    return make.participation(make.learning_round("omgang", meetings=2), make.organisation("XADAL", "Ådala"))


@pytest.fixture
def coordinator(participation):
    return make.member(participation.round.owner, Role.COORDINATOR)


@pytest.fixture
def strategist(participation):
    return make.member(participation.organisation)


def address(name: str, participation, *more) -> str:
    return reverse(name, args=[participation.round.slug, participation.organisation.code, *more])


def values_of(participation) -> dict[str, str]:
    saved = Participation.objects.get(pk=participation.pk)
    return {name: str(getattr(saved, name) or "") for name in WRITTEN}


def trail() -> list[tuple]:
    return list(AuditEntry.objects.order_by("pk").values_list("verb", "actor", "organisation", "fields"))


def refusal_of(verb, **arguments) -> str:
    with translation.override("en"), pytest.raises(ActionRefused) as refusal:
        verb(**arguments)
    return str(refusal.value)


# --- Decision, goal and contact --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("who", "page"), [("strategist", "participation"), ("coordinator", "participant")])
def test_the_organisation_and_its_coordinator_write_the_same(client_of, participation, request, who, page):
    person = request.getfixturevalue(who)
    response = client_of(person).post(address(f"{page}-edit", participation), WRITTEN | {"version": "1"})
    assert (response.status_code, response.url) == (302, address(f"{page}-detail", participation))
    assert values_of(participation) == WRITTEN
    fields = "decision, decided_on, decision_url, goal, contact"
    assert trail() == [("change-participation", person.pk, participation.organisation.pk, fields)]


def test_both_read_what_was_written(client_of, participation, strategist, coordinator):
    Participation.objects.update(**WRITTEN)
    for person, page in [(strategist, "participation-detail"), (coordinator, "participant-detail")]:
        text = client_of(person).get(address(page, participation)).content.decode()
        shown = [part in text for part in ("CEMR-deklarationen, 12 januari 2026", WRITTEN["goal"], WRITTEN["contact"])]
        assert shown == [True, True, True]
        assert 'href="https://example.org/beslut" rel="noopener noreferrer"' in text


def test_an_address_that_is_not_safe_to_follow_is_no_link(client_of, participation, coordinator):
    Participation.objects.update(decision_url="ftp://example.org/beslut")
    text = client_of(coordinator).get(address("participant-detail", participation)).content.decode()
    assert ("ftp://example.org/beslut" in text, 'href="ftp' in text) == (True, False)


def test_a_colleagues_text_is_shown_beside_mine(client_of, participation, strategist, coordinator):
    client_of(coordinator).post(address("participant-edit", participation), WRITTEN | {"version": "1"})
    mine = WRITTEN | {"goal": "Mitt mål", "version": "1"}
    client, path = client_of(strategist), address("participation-edit", participation)
    response = client.post(path, mine)
    page = response.content.decode()
    assert (response.status_code, "Mitt mål" in page, WRITTEN["goal"] in page) == (409, True, True)
    assert values_of(participation) == WRITTEN
    assert 'name="version" value="2"' in page
    assert client.post(path, mine | {"version": "2"}).status_code == 302
    assert values_of(participation)["goal"] == "Mitt mål"


def test_saving_the_same_again_changes_nothing(client_of, participation, strategist):
    client, path = client_of(strategist), address("participation-edit", participation)
    answers = [client.post(path, WRITTEN | {"version": "1"}).status_code for _time in range(2)]
    assert (answers, len(trail()), Participation.objects.get().version) == ([302, 302], 1, 2)


BAD = {
    "decided_on": ["snart", "2026-02-30", "0001-01-01", "9999-12-31", "\x00"],
    "decision_url": ["javascript:alert(1)", "ftp://example.org/", "inget", "https://" + "a" * 300 + ".se", "\x00"],
    "decision": ["annat", "\x00"],
    "goal": ["x" * 20_001, "\x00"],
    "contact": ["x" * 121, "\x00"],
    "version": ["x", "-1", "9" * 30],
}


@pytest.mark.parametrize(("field", "value"), [(field, value) for field, found in BAD.items() for value in found])
def test_bad_input_is_refused_at_its_field(client_of, participation, strategist, field, value):
    data = WRITTEN | {"version": "1", field: value}
    response = client_of(strategist).post(address("participation-edit", participation), data)
    status = 422 if field == "decision" else 200
    assert (response.status_code, list(response.context["form"].errors)) == (status, [field])
    assert values_of(participation) == dict.fromkeys(WRITTEN, "")


def test_a_date_needs_to_say_which_decision_it_is(client_of, participation, strategist):
    data = WRITTEN | {"version": "1", "decision": ""}
    response = client_of(strategist).post(address("participation-edit", participation), data)
    assert response.context["form"].errors == {"decision": ["Välj vilket beslut det är."]}


def test_an_address_without_its_beginning_is_a_web_address(client_of, participation, strategist):
    data = WRITTEN | {"version": "1", "decision_url": "www.example.org/beslut"}
    client_of(strategist).post(address("participation-edit", participation), data)
    assert values_of(participation)["decision_url"] == "https://www.example.org/beslut"


@pytest.mark.parametrize("change", [change_participation, describe_participation])
def test_nothing_is_written_in_an_archived_round(participation, strategist, change):
    LearningRound.objects.update(state=LearningRound.State.ARCHIVED)
    arguments = {"participation": participation, "values": {"goal": "Nytt"}, "version": 1, "by": strategist}
    assert refusal_of(change, **arguments) == ARCHIVED
    assert values_of(participation)["goal"] == ""


def test_who_has_left_writes_nothing_but_the_coordinator_may(participation, strategist, coordinator):
    make.withdrawn(participation)
    arguments = {"participation": participation, "values": {"goal": "Nytt"}, "version": 1}
    assert refusal_of(describe_participation, **arguments, by=strategist) == LEFT
    change_participation(**arguments, by=coordinator)
    assert values_of(participation)["goal"] == "Nytt"


# --- More time -------------------------------------------------------------------------------------------------------


def extension_of(participation) -> list:
    return list(LastDayExtension.objects.filter(participation=participation).values_list("meeting__number", "due_on"))


def test_more_time_is_given_changed_and_taken_back(client_of, participation, coordinator):
    client, path = client_of(coordinator), address("last-day-extend", participation, 0)
    client.post(path, {"due_on": "2098-01-12"})
    given = extension_of(participation)
    client.post(path, {"due_on": "2098-01-19", "seen": "2098-01-12"})
    changed = extension_of(participation)
    assert client.get(address("last-day-restore", participation, 0)).status_code == 200
    asked = extension_of(participation)
    client.post(address("last-day-restore", participation, 0))
    assert [given, changed, asked, extension_of(participation)] == [
        [(0, day("2098-01-12"))],
        [(0, day("2098-01-19"))],
        [(0, day("2098-01-19"))],
        [],
    ]
    assert [entry[0] for entry in trail()] == ["extend-last-day", "extend-last-day", "take-back-extension"]


@pytest.mark.parametrize("due_on", ["", "snart", "2026-02-30", "\x00", "2000-01-01", "today", "ordinary", "9999-01-01"])
def test_a_day_that_gives_no_more_time_is_refused(client_of, participation, coordinator, due_on):
    ordinary = participation.round.open_meeting().assessment_due_on
    words = {"today": timezone.localdate().isoformat(), "ordinary": ordinary.isoformat()}
    data = {"due_on": words.get(due_on, due_on)}
    response = client_of(coordinator).post(address("last-day-extend", participation, 0), data)
    assert (response.status_code, list(response.context["form"].errors)) == (200, ["due_on"])
    assert extension_of(participation) == []


def test_a_day_after_the_ordinary_one_but_before_today_is_refused(client_of, participation, coordinator):
    meeting = participation.round.meetings.get(number=0)
    meeting.assessment_due_on = timezone.localdate() - timedelta(days=9)
    meeting.save()
    yesterday = timezone.localdate() - timedelta(days=1)
    response = client_of(coordinator).post(address("last-day-extend", participation, 0), {"due_on": yesterday})
    message = "Dagen har redan passerat. Välj i dag eller en senare dag."
    assert response.context["form"].errors == {"due_on": [message]}


def test_a_day_that_a_colleague_gave_meanwhile_is_not_replaced_unseen(client_of, participation, coordinator):
    make.last_day_extension(participation, due_on=day("2098-01-12"))
    client, path = client_of(coordinator), address("last-day-extend", participation, 0)
    response = client.post(path, {"due_on": "2098-03-01", "seen": ""})
    page = response.content.decode()
    assert (response.status_code, "12 januari 2098" in page, "2098-03-01" in page) == (409, True, True)
    assert extension_of(participation) == [(0, day("2098-01-12"))]
    assert client.post(path, {"due_on": "2098-03-01", "seen": "2098-01-12"}).status_code == 302
    assert extension_of(participation) == [(0, day("2098-03-01"))]


def test_more_time_that_was_taken_back_meanwhile_is_not_given_unseen(client_of, participation, coordinator):
    data = {"due_on": "2098-03-01", "seen": "2098-01-12"}
    assert client_of(coordinator).post(address("last-day-extend", participation, 0), data).status_code == 409
    assert extension_of(participation) == []


def test_the_same_day_twice_is_saved_once(participation, coordinator):
    arguments = {"participation": participation, "meeting": participation.round.open_meeting(), "by": coordinator}
    for _time in range(2):
        extend_last_day(**arguments, due_on=day("2098-01-12"), seen=None)
    take_back_extension(**arguments)
    take_back_extension(**arguments)
    assert [entry[0] for entry in trail()] == ["extend-last-day", "take-back-extension"]


def test_more_time_is_given_only_where_there_is_an_assessment(participation, coordinator):
    conference = make.learning_meeting(participation.round, assessment_due_on=None)
    elsewhere = make.learning_round().open_meeting()
    arguments = {"participation": participation, "due_on": day("2098-01-12"), "seen": None, "by": coordinator}
    for meeting in (conference, elsewhere):
        message = "There is no self-assessment before this meeting."
        assert refusal_of(extend_last_day, **arguments, meeting=meeting) == message


# --- Leaving and coming back -----------------------------------------------------------------------------------------


def status_of(participation) -> tuple:
    return Participation.objects.values_list("status", "withdrawn_on").get(pk=participation.pk)


def test_an_organisation_leaves_and_comes_back_with_everything(client_of, participation, coordinator, strategist):
    make.submitted(make.assessment(participation))
    client = client_of(coordinator)
    client.post(address("participant-withdraw", participation), {"withdrawn_on": "2026-01-12"})
    assert status_of(participation) == ("withdrawn", day("2026-01-12"))
    assert client_of(strategist).get(participation.get_absolute_url()).status_code == 200
    assert client.get(address("participant-return", participation)).status_code == 200
    client.post(address("participant-return", participation))
    assert (status_of(participation), participation.assessments.count()) == (("active", None), 1)
    assert trail() == [
        (verb, coordinator.pk, participation.organisation.pk, "status, withdrawn_on")
        for verb in ("withdraw", "take-back-withdrawal")
    ]


@pytest.mark.parametrize("on", ["", "snart", "2026-02-30", "\x00", "2098-01-01", "0001-01-01"])
def test_a_day_of_leaving_that_cannot_be_is_refused(client_of, participation, coordinator, on):
    response = client_of(coordinator).post(address("participant-withdraw", participation), {"withdrawn_on": on})
    assert (response.status_code, list(response.context["form"].errors)) == (200, ["withdrawn_on"])
    assert status_of(participation) == ("active", None)


def test_a_second_click_is_no_second_leaving(participation, coordinator):
    for _time in range(2):
        withdraw(participation=participation, on=day("2026-01-12"), by=coordinator)
    assert refusal_of(withdraw, participation=participation, on=day("2026-01-13"), by=coordinator) == LEFT
    for _time in range(2):
        take_back_withdrawal(participation=participation, by=coordinator)
    assert [entry[0] for entry in trail()] == ["withdraw", "take-back-withdrawal"]


@pytest.mark.parametrize(
    ("page", "data"),
    [
        ("participant-withdraw", {"withdrawn_on": "2026-01-12"}),
        ("participant-return", {}),
        ("participant-edit", WRITTEN | {"version": "1"}),
        ("last-day-extend", {"due_on": "2098-01-12"}),
        ("last-day-restore", {}),
    ],
)
def test_an_archived_round_keeps_who_takes_part_as_they_are(client_of, participation, coordinator, page, data):
    LearningRound.objects.update(state=LearningRound.State.ARCHIVED)
    path = address(page, participation, *([0] if page.startswith("last-day") else []))
    response = client_of(coordinator).post(path, data)
    assert (response.status_code, "Omgången är arkiverad" in response.content.decode()) == (409, True)
    assert (trail(), status_of(participation), extension_of(participation)) == ([], ("active", None), [])


def test_what_can_be_done_is_not_offered_in_an_archived_round(client_of, participation, coordinator):
    LearningRound.objects.update(state=LearningRound.State.ARCHIVED)
    page = client_of(coordinator).get(address("participant-detail", participation)).content.decode()
    offered = [address(name, participation) in page for name in ("participant-edit", "participant-withdraw")]
    assert (offered, "Omgången är arkiverad" in page) == ([False, False], True)


def test_an_administrator_reads_but_is_offered_nothing(client_of, participation):
    page = client_of(make.administrator()).get(address("participant-detail", participation)).content.decode()
    offered = [address(name, participation) in page for name in ("participant-edit", "participant-withdraw")]
    assert offered == [False, False]


@pytest.mark.parametrize("field", WRITTEN)
def test_each_of_the_fields_counts_as_written(participation, field):
    assert participations_written_in(participation.round) == set()
    Participation.objects.update(**{field: WRITTEN[field]})
    assert participations_written_in(participation.round) == {participation.pk}


def test_the_coordinator_is_led_to_where_role_and_group_are_chosen(client_of, participation, coordinator):
    page = client_of(coordinator).get(address("participant-detail", participation)).content.decode()
    assert f'href="{reverse("round-setup", args=[participation.round.slug])}"' in page
