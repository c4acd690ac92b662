"""The pages of an assessment, as a strategist meets them."""

import html
import re
from datetime import date

import pytest
from django.urls import reverse

from accounts.permissions import Role
from assessments.models import Measure, StepScore, Submission, SubmissionScore
from assessments.worksheet import worksheet_for
from tests import factories as make

pytestmark = pytest.mark.django_db
ANSWER = {"level": "3", "reason": "Mallen används", "version": "0", "then": "next"}


@pytest.fixture
def place():
    """A participation before meeting 1 of a round, and its strategist."""
    participation = make.participation(make.learning_round(open_meeting=1))
    return participation, make.member(participation.organisation)


def address(name: str, participation, *more, meeting: int = 1) -> str:
    return reverse(name, args=[participation.round.slug, participation.organisation.code, meeting, *more])


def test_saving_goes_to_the_next_step_and_after_the_last_to_the_check_page(place, client_of):
    participation, strategist = place
    client = client_of(strategist)
    after_seven = client.post(address("step-edit", participation, 7), ANSWER)
    after_ten = client.post(address("step-edit", participation, 10), ANSWER)
    assert [after_seven.url, after_ten.url] == [
        address("step-edit", participation, 8),
        address("assessment-check", participation),
    ]


def test_the_button_to_the_overview_goes_to_the_task_list(place, client_of):
    participation, strategist = place
    response = client_of(strategist).post(address("step-edit", participation, 7), ANSWER | {"then": "overview"})
    assert response.url == address("assessment-detail", participation)


def test_half_step_and_action_are_saved_and_shown_again(place, client_of):
    participation, strategist = place
    client, url = client_of(strategist), address("step-edit", participation, 7)
    client.post(url, ANSWER | {"half": "on", "next_action": "Utbilda", "responsible": "Chefen", "due_on": "2027-02-15"})
    form = client.get(url).context["form"]
    assert StepScore.objects.get().half_steps == 7
    assert form.initial == {
        "version": 1,
        "shown_done": "",
        "reason": "Mallen används",
        "evidence": "",
        "level": "3",
        "half": True,
        "opened_with": 7,
        "next_action": "Utbilda",
        "responsible": "Chefen",
        "due_on": date(2027, 2, 15),
    }


def test_last_times_text_is_put_before_what_is_written(place, client_of):
    participation, strategist = place
    before = make.assessment(participation, 0)
    make.submitted(before, 4, reasons={7: "Ingen följer upp"})
    client, url = client_of(strategist), address("step-edit", participation, 7)
    response = client.post(url, ANSWER | {"then": "reuse"})
    assert response.url == url + "#id_reason"
    assert StepScore.objects.get().reason == "Ingen följer upp\nMallen används"


def test_the_page_shows_last_time_before_the_levels(place, client_of):
    participation, strategist = place
    make.submitted(make.assessment(participation, 0), 3, reasons={7: "Ingen följer upp"})
    page = client_of(strategist).get(address("step-edit", participation, 7)).content.decode()
    assert page.index("Ingen följer upp") < page.index('name="level"')
    assert re.search(r'<span class="tag">[^<]*1,5</span>', page)


@pytest.mark.parametrize(("language", "field"), [("sv", "text_sv"), ("en", "text_en")])
def test_questions_and_examples_are_folded_away_on_the_page(place, client_of, language, field):
    participation, strategist = place
    page = html.unescape(client_of(strategist, language).get(address("step-edit", participation, 7)).content.decode())
    folded = re.findall(r'<details class="hints">.*?</details>', page, re.DOTALL)
    found = [re.findall(r"<li>(.*?)</li>", part) for part in folded]
    step = make.shipped_checklist().steps.get(number=7)
    assert found == [[getattr(hint, field) for hint in step.hints_by_kind()[kind]] for kind in ("question", "measure")]


def test_an_earlier_action_is_ticked_as_done_and_opened_again(place, client_of):
    participation, strategist = place
    before = make.assessment(participation, 0)
    make.submitted(before)
    measure = make.measure(before, 7)
    client, url = client_of(strategist), address("step-edit", participation, 7)
    client.post(url, ANSWER | {"done": str(measure.pk)})
    done = Measure.objects.get().state
    client.post(url, ANSWER | {"version": "1", "shown_done": str(measure.pk)})
    assert [done, Measure.objects.get().state] == [Measure.State.DONE, Measure.State.OPEN]


def test_a_steep_fall_is_asked_about_and_then_accepted(place, client_of):
    participation, strategist = place
    make.submitted(make.assessment(participation, 0), 8)
    client, url = client_of(strategist), address("step-edit", participation, 7)
    asked = client.post(url, ANSWER | {"level": "2"})
    assert [asked.status_code, StepScore.objects.count()] == [200, 0]
    assert "Mallen används" in asked.content.decode()
    accepted = client.post(url, ANSWER | {"level": "2", "confirm_fall": "on"})
    assert [accepted.status_code, StepScore.objects.get().half_steps] == [302, 4]


def test_a_colleagues_text_is_shown_beside_mine_and_saving_again_keeps_mine(place, client_of):
    participation, strategist = place
    client, url = client_of(strategist), address("step-edit", participation, 7)
    client.post(url, ANSWER | {"reason": "Min kollegas text"})
    conflict = client.post(url, ANSWER | {"reason": "Min text"})
    page = conflict.content.decode()
    assert conflict.status_code == 409
    assert "Min kollegas text" in page
    assert "Min text" in page
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    assert client.post(url, ANSWER | {"reason": "Min text", "version": version}).status_code == 302
    assert StepScore.objects.get().reason == "Min text"


def test_submitting_needs_every_step_and_names_those_that_lack_something(place, client_of):
    participation, strategist = place
    assessment = make.assessment(participation, 1)
    make.drafted(assessment, steps=range(1, 9))
    make.step_score(assessment, 10, reason="")
    response = client_of(strategist).post(address("assessment-submit", participation))
    page = response.content.decode()
    assert response.status_code == 409
    assert ["Moment 9 saknar skattning." in page, "Moment 10 saknar motivering." in page] == [True, True]
    assert not Submission.objects.exists()


def test_submitting_freezes_the_draft_and_a_renewal_is_a_new_submission(place, client_of):
    participation, strategist = place
    make.drafted(make.assessment(participation, 1), half_steps=5)
    client = client_of(strategist)
    assert client.post(address("assessment-submit", participation)).url == address("assessment-done", participation)
    client.post(address("step-edit", participation, 1), ANSWER | {"version": "1"})
    assert worksheet_for(participation, participation.round.open_meeting()).has_changed
    client.post(address("assessment-submit", participation))
    scores = SubmissionScore.objects.filter(step__number=1)
    assert set(scores.values_list("submission__number", "submission__by", "half_steps")) == {
        (1, strategist.pk, 5),
        (2, strategist.pk, 6),
    }


def test_a_meeting_that_has_passed_is_closed(place, client_of):
    participation, strategist = place
    client = client_of(strategist)
    assert client.get(address("step-edit", participation, 1, meeting=0)).status_code == 302
    refused = client.post(address("step-edit", participation, 1, meeting=0), ANSWER)
    assert [refused.status_code, StepScore.objects.count()] == [409, 0]
    assert "Mallen används" in refused.content.decode()


def test_a_later_meeting_is_not_open_yet(place, client_of):
    participation, strategist = place
    client = client_of(strategist)
    assert client.post(address("step-edit", participation, 1, meeting=2), ANSWER).status_code == 409
    assert client.get(address("assessment-detail", participation, meeting=2)).status_code == 200


def test_the_last_day_counts_in_swedish_time(place, client_of, on_day):
    participation, strategist = place
    meeting = participation.round.open_meeting()
    on_day(meeting.assessment_due_on)
    client, url = client_of(strategist), address("step-edit", participation, 1)
    assert client.post(url, ANSWER).status_code == 302


def test_a_reader_sees_what_was_submitted_with_reasons_but_no_draft(place, client_of):
    participation, _strategist = place
    assessment = make.assessment(participation, 1)
    make.submitted(assessment, 4, reasons={1: "Inskickad motivering"})
    make.step_score(assessment, 2, reason="Utkast som ingen ska se")
    client = client_of(make.member(participation.organisation, Role.READER))
    page = client.get(address("submission-detail", participation)).content.decode()
    assert ["Inskickad motivering" in page, "Utkast" in page] == [True, False]
    assert client.get(address("assessment-detail", participation)).status_code == 403


def test_a_group_peer_gets_404_on_forms_and_reasons(place, client_of):
    participation, _strategist = place
    group = make.learning_group(participation.round)
    participation.group = group
    participation.save()
    make.submitted(make.assessment(participation, 1), 4)
    peer = make.participation(group=group)
    client = client_of(make.member(peer.organisation))
    names = ["assessment-detail", "assessment-check", "submission-detail", "assessment-done"]
    assert [client.get(address(name, participation)).status_code for name in names] == [404] * 4


@pytest.mark.parametrize("name", ["assessment-detail", "assessment-check", "submission-detail"])
def test_query_counts_do_not_grow_with_what_is_filled_in(
    name, place, client_of, django_assert_num_queries, django_assert_max_num_queries
):
    participation, strategist = place
    assessment = make.assessment(participation, 1)
    make.submitted(make.assessment(participation, 0), 3, reasons={1: "a"})
    make.drafted(assessment, steps=[1])
    make.submitted(assessment, {1: 3}, reasons={1: "a"})
    make.measure(assessment, 1)
    client, url = client_of(strategist), address(name, participation)
    client.get(url)
    with django_assert_max_num_queries(30) as first:
        client.get(url)
    make.drafted(assessment, steps=[2, 3])
    make.submitted(assessment, {1: 3, 2: 4, 3: 5}, reasons={1: "a", 2: "b", 3: "c"})
    for step in (2, 3):
        make.measure(assessment, step)
    with django_assert_num_queries(len(first)):
        client.get(url)


@pytest.mark.parametrize(
    ("language", "field", "before"), [("sv", "text_sv", "förra: 1,5"), ("en", "text_en", "last time: 1.5")]
)
def test_blank_checklist_describes_every_level_and_shows_no_draft(place, client_of, language, field, before):
    participation, strategist = place
    make.submitted(make.assessment(participation, 0), {7: 3}, reasons={7: "Ingen följer upp"})
    make.step_score(make.assessment(participation, 1), 7, 6, reason="Utkast")
    response = client_of(strategist, language).get(address("checklist-blank", participation))
    page = html.unescape(response.content.decode())
    sections = re.findall(r'<section class="paper-step".*?</section>', page, re.DOTALL)
    texts = [[getattr(level, field) for level in step.levels.order_by("value")] for step in steps_in_order()]
    assert [[text in section for text in own] for section, own in zip(sections, texts, strict=True)] == [
        [True] * 4
    ] * 10
    assert [section.count('class="tick-box"') for section in sections] == [6] * 10
    assert [before in section for section in sections] == [number == 7 for number in make.ALL_STEPS]
    assert ["Utkast" in page, "Ingen följer upp" in page] == [False, False]


def steps_in_order():
    return make.shipped_checklist().steps.order_by("number")


def test_blank_checklist_of_whole_levels_has_no_half_steps(client_of):
    checklist = make.checklist(steps=1, scale_step=2)
    for value in (1, 2, 3, 4):
        make.scale_level(checklist, value)
    participation = make.participation(make.learning_round(checklist=checklist))
    client = client_of(make.member(participation.organisation))
    page = client.get(address("checklist-blank", participation, meeting=0)).content.decode()
    assert page.count('class="tick-box"') == 5
