"""Saving a step while it is written: one line, what is right is saved, nobody is overwritten."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import Assessment, Measure, StepScore
from tests import factories as make
from tests.logins import log_in

pytestmark = pytest.mark.django_db
ANSWER = {"level": "3", "reason": "Mallen används", "version": "0"}
BY_ITSELF = {"hx-request": "true"}


@pytest.fixture
def place(client_of):
    """A logged-in strategist in a round whose second meeting is open, on step 7."""
    participation = make.participation(make.learning_round(open_meeting=1))
    participation.person = make.member(participation.organisation)
    participation.client = client_of(participation.person)
    participation.step = address(participation)
    return participation


def address(participation, meeting: int = 1) -> str:
    return reverse("step-edit", args=[participation.round.slug, participation.organisation.code, meeting, 7])


def autosave(place, **answer):
    return place.client.post(place.step, ANSWER | answer, headers=BY_ITSELF)


def line_of(response) -> str:
    """What the person reads."""
    return " ".join(re.sub(r"<[^>]*>", "", response.content.decode()).split())


def version_of(response) -> str:
    return re.search(r'name="version"[^>]* value="(\d+)"', response.content.decode())[1]


def kept() -> list[tuple]:
    return list(StepScore.objects.values_list("half_steps", "cannot_judge", "reason", "evidence"))


def test_autosave_answers_with_one_line_and_the_next_version(place, client_of, on_day):
    on_day(place.round.open_meeting().assessment_due_on)
    place.client = client_of(place.person)
    response = autosave(place, half="on", evidence="KS 118")
    assert [response.status_code, line_of(response)] == [200, "Allt är sparat kl. 12.00."]
    assert [version_of(response), kept()] == ["1", [(7, False, "Mallen används", "KS 118")]]


def test_the_next_save_of_the_same_page_is_no_conflict(place):
    first = autosave(place)
    second = autosave(place, reason="Mallen används nu", version=version_of(first))
    ordinary = place.client.post(place.step, ANSWER | {"version": version_of(second), "then": "next"})
    assert [second.status_code, ordinary.status_code, kept()[0][2]] == [200, 302, "Mallen används"]


def test_page_that_nobody_touched_opens_no_assessment(place):
    response = autosave(place, level="", reason="")
    assert [response.status_code, Assessment.objects.count()] == [200, 0]
    assert line_of(response) == "Svaren sparas när du går vidare."


def test_what_has_no_content_yet_gives_no_version_that_could_hide_a_colleague(place):
    """Half a step without a level is nothing yet; the colleague's row, which then comes, has version 1."""
    response = autosave(place, level="", reason="", half="on")
    make.step_score(Assessment.objects.get(), 7, reason="Kollegans text")
    assert version_of(response) == "0"
    assert [autosave(place).status_code, kept()[0][2]] == [409, "Kollegans text"]


@pytest.mark.parametrize(
    ("wrong", "saved"),
    [
        ({"level": "4", "half": "on"}, (8, False, "Mallen används", "")),
        ({"level": "", "half": "on"}, (None, False, "Mallen används", "")),
        ({"level": "5"}, (None, False, "Mallen används", "")),
        ({"reason": "x" * 20_001}, (6, False, "", "")),
        ({"evidence": "KS\x00118"}, (6, False, "Mallen används", "")),
        ({"responsible": "Åsa"}, (6, False, "Mallen används", "")),
    ],
    ids=["half above 4", "half of nothing", "no such level", "too long", "NUL", "who but not what"],
)
def test_what_is_wrong_is_left_out_and_the_rest_is_saved(place, wrong, saved):
    response = autosave(place, **wrong)
    assert [response.status_code, kept()] == [200, [saved]]
    assert re.fullmatch(r"Sparat kl\. [\d.]+, men inte allt än\. Resten .* vidare\.", line_of(response))


def test_nonsense_as_date_is_left_out_and_the_saved_date_stays(place):
    first = autosave(place, next_action="Utbilda", due_on="2027-02-15")
    autosave(place, next_action="Utbilda alla", due_on="snart", version=version_of(first))
    measure = Measure.objects.get()
    assert [measure.text, measure.due_on] == ["Utbilda alla", make.day("2027-02-15")]


def test_emptied_next_action_waits_until_the_person_goes_on(place):
    first = autosave(place, next_action="Utbilda")
    response = autosave(place, next_action="", version=version_of(first))
    assert [Measure.objects.get().text, "men inte allt än" in line_of(response)] == ["Utbilda", True]
    place.client.post(place.step, ANSWER | {"version": version_of(response), "then": "next"})
    assert Measure.objects.get().state == Measure.State.DROPPED


def test_earlier_actions_are_left_alone_when_the_ticks_cannot_be_read(place):
    done = make.measure(make.assessment(place, 0), 7, state=Measure.State.DONE)
    make.submitted(done.participation.assessments.get())
    autosave(place, done="999")
    done.refresh_from_db()
    assert done.state == Measure.State.DONE


def test_action_that_a_colleague_marked_done_meanwhile_stays_done(place):
    earlier = make.measure(make.assessment(place, 0), 7)
    make.submitted(earlier.participation.assessments.get())
    opened = place.client.get(place.step).context["form"].initial["shown_done"]
    Measure.objects.filter(pk=earlier.pk).update(state=Measure.State.DONE)
    autosave(place, reason="Skäl", shown_done=opened)
    earlier.refresh_from_db()
    assert earlier.state == Measure.State.DONE


def test_tick_that_was_saved_can_be_taken_away_on_the_same_page(place):
    earlier = make.measure(make.assessment(place, 0), 7)
    make.submitted(earlier.participation.assessments.get())
    ticked = autosave(place, done=str(earlier.pk), shown_done="")
    assert f'name="shown_done" id="id_shown_done" value="{earlier.pk}"' in ticked.content.decode()
    autosave(place, shown_done=str(earlier.pk), version=version_of(ticked))
    earlier.refresh_from_db()
    assert earlier.state == Measure.State.OPEN


def test_steep_fall_is_saved_unasked_and_asked_about_when_the_person_goes_on(place):
    make.submitted(make.assessment(place, 0), 8)
    response = autosave(place, level="2")
    assert [response.status_code, kept()[0][0], "Allt är sparat" in line_of(response)] == [200, 4, True]
    going_on = {"level": "2", "version": version_of(response), "opened_with": "", "then": "next"}
    assert place.client.post(place.step, ANSWER | going_on).status_code == 200
    assert place.client.post(place.step, ANSWER | going_on | {"confirm_fall": "on"}).status_code == 302


def test_steep_fall_that_was_there_already_is_not_asked_about_again(place):
    make.submitted(make.assessment(place, 0), 8)
    make.step_score(make.assessment(place, 1), 7, 4)
    initial = place.client.get(place.step).context["form"].initial
    opened = {name: str(initial[name]) for name in ("level", "version", "opened_with")}
    assert place.client.post(place.step, ANSWER | opened | {"then": "next"}).status_code == 302


def test_colleague_who_saved_meanwhile_is_named_and_nothing_is_overwritten(place, client_of):
    sara = make.membership(make.user(display_name="Sara Lind"), place.organisation).user
    client_of(sara).post(place.step, ANSWER | {"reason": "Saras text", "then": "next"})
    response = autosave(place)
    assert [response.status_code, kept()[0][2]] == [409, "Saras text"]
    told = r"Sara Lind sparade det här momentet kl\. \d\d\.\d\d\. Din text finns kvar här men är inte sparad\. .*"
    assert re.fullmatch(told, line_of(response))
    page = place.client.post(place.step, ANSWER | {"then": "next"})
    assert [page.status_code, "Saras text" in page.content.decode()] == [409, True]


def test_page_with_both_texts_does_not_save_by_itself(place, client_of):
    client_of(make.member(place.organisation)).post(place.step, ANSWER | {"reason": "Saras text", "then": "next"})
    conflict = place.client.post(place.step, ANSWER | {"then": "next"})
    assert ["hx-post" in page.content.decode() for page in (conflict, place.client.get(place.step))] == [False, True]


def test_unreadable_version_never_passes_for_the_latest(place):
    make.step_score(make.assessment(place, 1), 7, reason="Kollegans text")
    response = autosave(place, version="x")
    assert [response.status_code, kept()[0][2]] == [409, "Kollegans text"]


def test_closed_meeting_is_told_in_the_line(place):
    response = place.client.post(address(place, 0), ANSWER, headers=BY_ITSELF)
    assert [response.status_code, kept()] == [409, []]
    assert line_of(response).endswith("Texten finns kvar här men är inte sparad.")


def test_logged_out_is_told_in_the_line(place):
    response = Client().post(place.step, ANSWER, headers=BY_ITSELF)
    assert [response.status_code, kept()] == [403, []]
    assert line_of(response) == "Du har loggats ut. Texten finns kvar här. Logga in i en ny flik"


def test_form_that_became_too_old_gets_a_fresh_token_and_then_saves(place):
    client = Client(enforce_csrf_checks=True)
    log_in(client, place.person)
    refused = client.post(place.step, ANSWER | {"csrfmiddlewaretoken": "x" * 64}, headers=BY_ITSELF)
    assert [refused.status_code, line_of(refused)] == [
        403,
        "Det gick inte att spara. Texten finns kvar här. Försök igen.",
    ]
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', refused.content.decode())[1]
    again = client.post(place.step, ANSWER | {"csrfmiddlewaretoken": token}, headers=BY_ITSELF)
    assert [again.status_code, kept()[0][0]] == [200, 6]
