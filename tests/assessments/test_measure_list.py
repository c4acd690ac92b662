"""The list of next actions: what is shown to whom, and what can be done with it."""

import html
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.errors import ActionRefused
from accounts.models import AuditEntry
from accounts.permissions import Role
from accounts.saving import SavedMeanwhile
from assessments import actions
from assessments.models import TEXT_LIMIT, Measure, StepScore
from assessments.worksheet import worksheet_for
from learning_rounds.models import LearningRound
from tests import factories as make

pytestmark = pytest.mark.django_db
State = Measure.State


@pytest.fixture
def place():
    """A participation with a submission before meeting 0, now before meeting 1 of a round; and its strategist."""
    participation = make.participation(make.learning_round(open_meeting=1))
    make.submitted(make.assessment(participation, 0))
    return participation, make.member(participation.organisation)


def measure_of(participation, meeting: int = 0, **fields) -> Measure:
    assessment = participation.assessments.filter(meeting__number=meeting).first()
    return make.measure(assessment or make.assessment(participation, meeting), **fields)


def address(name: str, participation, *more) -> str:
    return reverse(name, args=[participation.round.slug, participation.organisation.code, *more])


def page(response) -> str:
    return " ".join(html.unescape(response.content.decode()).split())


def said(measure: Measure) -> tuple:
    measure.refresh_from_db()
    return measure.state, measure.text, measure.dropped_because, measure.version


# What is shown.


def test_list_shows_the_open_ones_by_day_and_says_what_is_overdue(place, client_of):
    participation, person = place
    today = timezone.localdate()
    measure_of(participation, text="Utan dag")
    measure_of(participation, text="I dag", due_on=today)
    measure_of(participation, text="I går", due_on=today - timedelta(days=1))
    measure_of(participation, text="Gjord", state=State.DONE, due_on=today - timedelta(days=9))
    response = client_of(person).get(address("measure-list", participation))
    shown = [measure.text for measure in response.context["measures"]]
    assert (shown, page(response).count("Försenat")) == (["I går", "I dag", "Utan dag"], 1)
    assert "3 är öppna. 1 är försenat. 1 är klart." in page(response)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["A", "B"]),
        ("?lage=done", ["C"]),
        ("?lage=dropped", ["D"]),
        ("?lage=alla", ["A", "B", "C", "D"]),
        ("?lage=alla&moment=2", ["B", "D"]),
        ("?lage=alla&ansvarig=Kansliet", ["A"]),
        ("?lage=open&moment=2&ansvarig=Kansliet", []),
        ("?moment=99&lage=x&ansvarig=Ingen", ["A", "B", "C", "D"]),
    ],
)
def test_list_is_filtered_by_state_step_and_responsible(place, client_of, query, shown):
    participation, person = place
    measure_of(participation, text="A", responsible="Kansliet")
    measure_of(participation, text="B", step=2)
    measure_of(participation, text="C", state=State.DONE)
    measure_of(participation, text="D", step=2, state=State.DROPPED, dropped_because="För dyrt")
    response = client_of(person).get(address("measure-list", participation) + query)
    assert sorted(measure.text for measure in response.context["measures"]) == shown


def test_empty_list_says_what_to_do(place, client_of):
    participation, person = place
    assert "Inget nästa steg ännu" in page(client_of(person).get(address("measure-list", participation)))


def test_reader_sees_what_is_announced_and_cannot_write(place, client_of):
    participation, _person = place
    announced, draft = measure_of(participation, text="Visas"), measure_of(participation, 1, text="Utkast")
    reader = client_of(make.member(participation.organisation, Role.READER))
    response = reader.get(address("measure-list", participation) + "?lage=alla")
    assert list(response.context["measures"]) == [announced]
    assert "<form method" not in page(response).split("<main")[1].split("filter-row")[0]
    for measure in (announced, draft):
        assert reader.post(address("measure-mark", participation, measure.pk), {"state": "done"}).status_code == 403


def test_strategist_is_told_what_readers_do_not_see_yet(place, client_of):
    participation, person = place
    measure_of(participation, 1, text="Utkast")
    response = client_of(person).get(address("measure-list", participation))
    assert "Läsare ser det när skattningen inför träff 1 är inskickad." in page(response)


def test_measure_of_another_organisation_is_not_found(place, client_of):
    participation, person = place
    other = make.participation(participation.round)
    foreign = measure_of(other, text="Andras")
    client = client_of(person)
    for name in ("measure-edit", "measure-drop", "measure-mark"):
        answer = client.post(address(name, participation, foreign.pk), {"state": "done", "text": "Mitt"})
        assert answer.status_code == 404
    assert said(foreign) == ("open", "Andras", "", 1)


# What can be done.


def test_new_action_belongs_to_what_was_submitted_last(place, client_of):
    participation, person = place
    written = {"step": "3", "text": " Ta fram\r\nen mall ", "responsible": " Eva  L "}
    response = client_of(person).post(
        address("measure-create", participation), written | {"due_on": "2027-03-01", "version": "0"}
    )
    measure = Measure.objects.get()
    assert response.headers["Location"] == address("measure-list", participation)
    assert (measure.meeting.number, measure.step.number, measure.state) == (0, 3, "open")
    assert (measure.text, measure.responsible, measure.due_on) == (
        "Ta fram\r\nen mall",
        "Eva L",
        make.day("2027-03-01"),
    )
    assert AuditEntry.objects.get(verb="add-measure").actor == person


def test_new_action_before_the_first_submission_belongs_to_the_open_meeting():
    participation = make.participation(make.learning_round(open_meeting=1))
    person = make.member(participation.organisation)
    step = participation.round.checklist.steps.get(number=1)
    values = {"step": step, "text": "Börja"}
    measure = actions.add_measure(participation=participation, values=values, by=person)
    row = worksheet_for(participation, participation.round.meetings.get(number=1)).row(1)
    assert (measure.meeting.number, row.measure) == (1, measure)


def test_new_action_without_any_self_assessment_is_refused(client_of):
    participation = make.participation(make.learning_round(meetings=0))
    person = make.member(participation.organisation)
    written = {"step": "1", "text": "Börja"}
    response = client_of(person).post(address("measure-create", participation), written)
    assert (response.status_code, Measure.objects.count()) == (409, 0)
    assert "Börja" in page(response)


def test_action_is_changed(place, client_of):
    participation, person = place
    measure = measure_of(participation, text="Före")
    written = {"step": "2", "text": "Efter", "version": "1"}
    response = client_of(person).post(address("measure-edit", participation, measure.pk) + "?lage=alla", written)
    assert response.headers["Location"] == address("measure-list", participation) + "?lage=alla"
    assert (said(measure), measure.step.number) == (("open", "Efter", "", 2), 2)
    assert AuditEntry.objects.get(verb="change-measure").fields == "step, text"


def test_both_texts_are_kept_when_a_colleague_saved_meanwhile(place, client_of):
    participation, person = place
    measure, client = measure_of(participation, text="Kollegans"), client_of(person)
    Measure.objects.update(version=2)
    written = {"step": "1", "text": "Min egen", "version": "1"}
    response = client.post(address("measure-edit", participation, measure.pk), written)
    assert (response.status_code, said(measure)) == (409, ("open", "Kollegans", "", 2))
    assert "Kollegans" in page(response)
    assert "Min egen" in page(response)
    again = client.post(address("measure-edit", participation, measure.pk), written | {"version": "2"})
    assert (again.status_code, said(measure)) == (302, ("open", "Min egen", "", 3))


def test_action_is_done_and_open_again(place, client_of):
    participation, person = place
    measure, client = measure_of(participation), client_of(person)
    mark = address("measure-mark", participation, measure.pk)
    client.post(mark, {"state": "done", "version": "1"})
    assert said(measure) == ("done", "Ta fram en mall", "", 2)
    client.post(mark, {"state": "open", "version": "2"})
    assert said(measure) == ("open", "Ta fram en mall", "", 3)


def test_marking_what_a_colleague_has_changed_is_refused(place, client_of):
    participation, person = place
    measure = measure_of(participation, version=2)
    answers = [
        client_of(person).post(address("measure-mark", participation, measure.pk), {"state": state, "version": version})
        for state, version in (("done", "1"), ("done", "²"), ("dropped", "2"), ("", "2"))
    ]
    assert [answer.status_code for answer in answers] == [409, 409, 409, 409]
    assert said(measure) == ("open", "Ta fram en mall", "", 2)


def test_marking_twice_is_no_conflict(place, client_of):
    participation, person = place
    measure = measure_of(participation)
    for _time in range(2):
        sent = {"state": "done", "version": "1"}
        assert client_of(person).post(address("measure-mark", participation, measure.pk), sent).status_code == 302
    assert said(measure)[3] == 2


def test_action_is_dropped_with_a_reason_and_keeps_it_until_it_is_opened(place, client_of):
    participation, person = place
    measure, client = measure_of(participation), client_of(person)
    drop = address("measure-drop", participation, measure.pk)
    assert client.post(drop, {"dropped_because": " ", "version": "1"}).status_code == 200
    client.post(drop, {"dropped_because": " Finns redan ", "version": "1"})
    assert said(measure) == ("dropped", "Ta fram en mall", "Finns redan", 2)
    assert "Finns redan" in page(client.get(address("measure-list", participation) + "?lage=dropped"))
    client.post(address("measure-mark", participation, measure.pk), {"state": "open", "version": "2"})
    assert said(measure) == ("open", "Ta fram en mall", "", 3)


@pytest.mark.parametrize("state", [State.OPEN, State.DONE])
def test_only_a_dropped_action_has_a_reason(place, state):
    with pytest.raises(IntegrityError), transaction.atomic():
        measure_of(place[0], state=state, dropped_because="Skäl")


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("text", " ", "Skriv vad ni ska göra."),
        ("text", "å" * (TEXT_LIMIT + 1), "Skriv högst 20000 tecken."),
        ("text", "a\x00b", "Null"),
        ("step", "", "Välj det moment som det gäller."),
        ("step", "999999999999999999999", "Välj det moment som det gäller."),
        ("responsible", "å" * 121, "Skriv högst 120 tecken."),
        ("due_on", "2027-02-30", "Skriv datumet som år-månad-dag"),
        ("due_on", "0001-01-01", "Året ska vara mellan 1990 och 2099."),
    ],
)
def test_faulty_form_says_what_to_do(place, client_of, field, value, said):
    participation, person = place
    written = {"step": "1", "text": "Göra", "responsible": "", "due_on": ""}
    response = client_of(person).post(address("measure-create", participation), written | {field: value})
    assert (response.status_code, Measure.objects.count()) == (422 if value.startswith("999") else 200, 0)
    assert said in page(response)


def test_step_of_another_checklist_is_refused(place, client_of):
    participation, person = place
    written = {"step": make.step(number=11).number, "text": "Göra"}
    assert client_of(person).post(address("measure-create", participation), written).status_code == 422
    assert Measure.objects.count() == 0


# When nothing can be written.


@pytest.mark.parametrize("why", ["left", "archived"])
def test_list_can_only_be_read_where_nothing_is_written_any_more(place, client_of, why):
    participation, person = place
    measure, client = measure_of(participation), client_of(person)
    if why == "left":
        make.withdrawn(participation)
    else:
        LearningRound.objects.update(state=LearningRound.State.ARCHIVED)
    written = {"step": "1", "text": "Nytt", "dropped_because": "Skäl", "state": "done", "version": "1"}
    places = [("measure-create", []), *((f"measure-{name}", [measure.pk]) for name in ("edit", "drop", "mark"))]
    answers = [client.post(address(name, participation, *more), written).status_code for name, more in places]
    assert (answers, said(measure)) == ([409] * 4, ("open", "Ta fram en mall", "", 1))
    assert client.get(address("measure-list", participation)).context["may_write"] is False
    for name, more in places[:3]:
        assert client.get(address(name, participation, *more)).status_code == 302


def test_list_is_written_to_between_the_meetings(client_of):
    participation = make.participation(make.learning_round(open_meeting=None))
    measure = measure_of(participation, 1)
    person = make.member(participation.organisation)
    sent = {"state": "done", "version": "1"}
    assert client_of(person).post(address("measure-mark", participation, measure.pk), sent).status_code == 302


# The list and the step pages.


def test_open_action_is_on_its_step_before_every_later_meeting(place):
    participation, _person = place
    measure = measure_of(participation)
    sheets = [worksheet_for(participation, meeting) for meeting in participation.round.meetings.order_by("number")]
    assert [sheet.row(1).measure for sheet in sheets] == [measure, None, None, None]
    assert [sheet.row(1).earlier_measures for sheet in sheets] == [[], [measure], [measure], [measure]]


def test_done_and_dropped_actions_are_not_carried_on(place):
    participation, _person = place
    make.submitted(make.assessment(participation, 1))
    measure_of(participation, state=State.DONE)
    measure_of(participation, state=State.DROPPED)
    assert worksheet_for(participation, participation.round.meetings.get(number=2)).row(1).earlier_measures == []


def test_step_shows_the_newest_open_action_to_write_and_the_others_to_tick(place):
    participation, _person = place
    done, first = measure_of(participation, 1, state=State.DONE), measure_of(participation, 1)
    newest = measure_of(participation, 1)
    row = worksheet_for(participation, participation.round.meetings.get(number=1)).row(1)
    assert (row.measure, row.earlier_measures) == (newest, [done, first])


def test_step_that_is_emptied_leaves_a_done_action_alone(place):
    participation, person = place
    done = measure_of(participation, 1, state=State.DONE)
    meeting = participation.round.meetings.get(number=1)
    answer = actions.StepAnswer(reason="Skäl", earlier_done=frozenset({done.pk}))
    actions.save_step(participation=participation, meeting=meeting, step=done.step, answer=answer, by=person)
    assert said(done) == ("done", "Ta fram en mall", "", 1)


@pytest.mark.parametrize("begun", [False, True])
def test_step_page_that_was_open_meets_a_change_in_the_list_as_a_conflict(place, begun):
    participation, person = place
    measure = measure_of(participation, 1)
    if begun:
        make.step_score(measure.participation.assessments.get(meeting__number=1))
    seen = StepScore.objects.filter(step=measure.step).first()
    actions.mark_measure(participation=participation, measure=measure, state="done", version=1, by=person)
    answer = actions.StepAnswer(
        half_steps=6, reason="Nytt", next_action="Gammal text", version=seen.version if seen else 0
    )
    with pytest.raises(SavedMeanwhile):
        actions.save_step(
            participation=participation, meeting=measure.meeting, step=measure.step, answer=answer, by=person
        )
    assert list(Measure.objects.values_list("text", "state")) == [("Ta fram en mall", "done")]


def test_emptied_text_on_the_step_page_drops_without_a_reason(place):
    participation, person = place
    measure = measure_of(participation, 1)
    actions.save_step(
        participation=participation,
        meeting=measure.meeting,
        step=measure.step,
        answer=actions.StepAnswer(reason="Skäl"),
        by=person,
    )
    assert said(measure) == ("dropped", "Ta fram en mall", "", 2)


def test_change_that_would_not_be_valid_is_refused(place):
    participation, person = place
    measure = measure_of(participation)
    with pytest.raises(ActionRefused):
        actions.save_measure(participation=participation, measure=measure, values={"text": ""}, version=1, by=person)
    assert said(measure) == ("open", "Ta fram en mall", "", 1)
