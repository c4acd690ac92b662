"""All steps on one page: saved together or not at all, conflicts row by row, pasted rows looked at and then saved."""

import html
import re

import pytest
from django.urls import reverse

from assessments.models import Assessment, Measure, StepScore
from tests import factories as make
from tests.forms import forms_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(client_of):
    """A logged-in strategist in a round whose second meeting is open."""
    participation = make.participation(make.learning_round(open_meeting=1))
    participation.client = client_of(make.member(participation.organisation))
    participation.path = address(participation)
    return participation


def address(participation, meeting: int = 1) -> str:
    return reverse("sheet-edit", args=[participation.round.slug, participation.organisation.code, meeting])


def opened(place) -> dict:
    """What the page would send untouched."""
    return fields_of(place.client.get(place.path))


def fields_of(response) -> dict:
    (form,) = forms_of(response.content.decode())
    return {name: values[-1] for name, values in form.data.items() if values}


def post(place, data: dict, **changes):
    return place.client.post(
        place.path, data | {"then": "check"} | {n.replace("_", "-", 2): v for n, v in changes.items()}
    )


def saved() -> dict[int, tuple]:
    rows = StepScore.objects.values_list("step__number", "half_steps", "cannot_judge", "reason", "evidence")
    return {number: tuple(rest) for number, *rest in rows}


def text_of(response) -> str:
    return html.unescape(response.content.decode())


def test_all_rows_are_saved_at_once(place):
    data = opened(place)
    for number in make.ALL_STEPS:
        data |= {f"step-{number}-score": "5", f"step-{number}-reason": f"Skäl {number}"}
    data |= {"step-3-score": "cannot_judge", "step-3-evidence": "KS 118"}
    data |= {"step-4-next_action": "Utbilda", "step-4-responsible": "Åsa", "step-4-due_on": "2027-02-15"}
    response = post(place, data)
    expected = {number: (5, False, f"Skäl {number}", "") for number in make.ALL_STEPS}
    assert saved() == expected | {3: (None, True, "Skäl 3", "KS 118")}
    assert list(Measure.objects.values_list("step__number", "text", "responsible", "due_on")) == [
        (4, "Utbilda", "Åsa", make.day("2027-02-15"))
    ]
    assert response.url == reverse("assessment-check", args=[place.round.slug, place.organisation.code, 1])


def test_page_shows_what_is_saved_and_what_was_submitted_last_time(place):
    make.submitted(make.assessment(place, 0), 3, reasons={7: "Ingen följer upp"})
    make.step_score(make.assessment(place, 1), 7, 5, reason="Mallen används")
    response = place.client.get(place.path)
    data, page = fields_of(response), text_of(response)
    assert [data["step-7-score"], data["step-7-reason"]] == ["5", "Mallen används"]
    assert page.index("Ingen följer upp") < page.index('name="step-7-reason"')


def test_page_that_nobody_touched_saves_and_opens_nothing(place):
    assert [post(place, opened(place)).status_code, Assessment.objects.count()] == [302, 0]


def test_saving_and_staying_says_that_it_is_saved(place):
    data = opened(place) | {"step-1-reason": "Skäl", "then": "stay"}
    page = place.client.post(place.path, data, follow=True)
    assert [page.redirect_chain[-1][0], "Allt är sparat." in text_of(page)] == [place.path, True]


def test_one_fault_saves_nothing_and_keeps_everything(place):
    data = opened(place) | {"step-1-score": "5", "step-1-reason": "Skäl ett", "step-2-responsible": "Åsa"}
    data |= {"step-3-next_action": "Mall", "step-3-due_on": "snart"}
    response = post(place, data)
    page = text_of(response)
    assert [response.status_code, saved()] == [200, {}]
    assert fields_of(response).items() >= {
        (name, value) for name, value in data.items() if name not in ("then", "client_id")
    }
    summary = re.findall(r'<a href="#(id_step-[\w-]+)">(.*?)</a>', page)
    assert summary == [
        ("id_step-2-next_action", "Moment 2: Skriv vad ni ska göra."),
        ("id_step-3-due_on", "Moment 3: Skriv datumet som år-månad-dag, till exempel 2027-02-15."),
    ]


@pytest.mark.parametrize("score", ["1", "9", "4.5", "level", "5\x00"])
def test_level_that_is_no_choice_is_a_fault_of_the_form(place, score):
    response = post(place, opened(place) | {"step-1-score": score, "step-1-reason": "Skäl"})
    assert [response.status_code, saved(), "Skäl" in text_of(response)] == [422, {}, True]


@pytest.mark.parametrize("field", ["reason", "evidence", "next_action", "responsible"])
@pytest.mark.parametrize("value", ["NUL\x00", "x" * 30_000])
def test_text_that_cannot_be_stored_is_a_fault_of_the_form(place, field, value):
    response = post(place, opened(place) | {"step-1-next_action": "Mall", f"step-1-{field}": value})
    assert [response.status_code, saved(), Measure.objects.count()] == [200, {}, 0]


def test_steep_fall_is_asked_about_in_its_row(place):
    make.submitted(make.assessment(place, 0), 8)
    data = opened(place) | {"step-1-score": "2", "step-2-score": "8"}
    asked = post(place, data)
    assert [asked.status_code, saved(), 'name="step-1-confirm_fall"' in text_of(asked)] == [200, {}, True]
    assert 'name="step-2-confirm_fall"' not in text_of(asked)
    assert [post(place, data | {"step-1-confirm_fall": "on"}).status_code, len(saved())] == [302, 2]


def test_colleagues_rows_are_left_alone_unless_one_wrote_in_them_too(place):
    """Of two people on the same page, one fills in step 1 and the other step 2."""
    one, other = opened(place), opened(place)
    assert post(place, one | {"step-1-reason": "Mitt skäl"}).status_code == 302
    assert post(place, other | {"step-2-reason": "Ditt skäl"}).status_code == 302
    assert {number: row[2] for number, row in saved().items()} == {1: "Mitt skäl", 2: "Ditt skäl"}


def test_conflict_in_one_row_saves_no_row_and_shows_both_texts(place):
    one, other = opened(place), opened(place)
    post(place, one | {"step-1-reason": "Kollegans skäl"})
    response = post(place, other | {"step-1-reason": "Mitt skäl", "step-2-reason": "Tvåan"})
    page, again = text_of(response), fields_of(response)
    assert [response.status_code, {n: row[2] for n, row in saved().items()}] == [409, {1: "Kollegans skäl"}]
    assert ["Kollegans skäl" in page, again["step-1-reason"], again["step-2-reason"]] == [True, "Mitt skäl", "Tvåan"]
    assert post(place, again).status_code == 302
    assert {number: row[2] for number, row in saved().items()} == {1: "Mitt skäl", 2: "Tvåan"}


def test_line_breaks_of_browsers_are_no_change(place):
    make.step_score(make.assessment(place, 1), 1, reason="Rad ett\nrad två")
    post(place, opened(place) | {"step-1-reason": "Rad ett\r\nrad två"})
    assert StepScore.objects.get().version == 1


def test_closed_meeting_keeps_what_was_typed(place):
    data = opened(place) | {"step-1-reason": "Skrivet för sent"}
    response = place.client.post(address(place, 0), data)
    assert [response.status_code, saved(), "Skrivet för sent" in text_of(response)] == [409, {}, True]
    assert place.client.get(address(place, 0)).status_code == 302


# Pasting.


def preview(place, pasted: str, **changes):
    data = opened(place) | {"pasted": pasted, "then": "preview"} | changes
    return place.client.post(place.path, data)


def test_pasted_rows_fill_the_form_and_save_nothing_until_it_is_sent(place):
    response = preview(place, "Moment;Nivå;Motivering\n1;2,5;Ett skäl\n4;3;Fyran")
    data = fields_of(response)
    assert [response.status_code, saved()] == [200, {}]
    assert "Moment 1</a>: nivå, motivering" in text_of(response)
    assert data["pasted"] == ""
    post(place, data)
    assert saved() == {1: (5, False, "Ett skäl", ""), 4: (6, False, "Fyran", "")}


def test_pasted_text_is_put_in_the_rows_also_with_the_button_that_saves(place):
    response = post(place, opened(place) | {"pasted": "1\t2\tEtt skäl"})
    assert [response.status_code, saved(), fields_of(response)["step-1-reason"]] == [200, {}, "Ett skäl"]


def test_what_was_written_is_shown_beside_what_takes_its_place(place):
    make.step_score(make.assessment(place, 1), 1, 7, reason="Sparat skäl", evidence="KS 1")
    response = preview(
        place, "1\t2\tNytt skäl\n2\t2\tSkäl", **{"step-2-reason": "Nyss skrivet", "step-3-reason": "Tre"}
    )
    data, page = fields_of(response), text_of(response)
    before = re.findall(r'class="hint replaced">(.*?)</p>', page)
    assert before == ["Tidigare: 3,5", "Tidigare: Sparat skäl", "Tidigare: Nyss skrivet"]
    assert [data["step-1-evidence"], data["step-3-reason"]] == ["KS 1", "Tre"]


def test_lines_that_cannot_be_read_stay_in_the_box_and_the_others_are_filled_in(place):
    response = preview(place, "1\t2\tEtt skäl\n12\t2\n5\t7")
    data, page = fields_of(response), text_of(response)
    assert [data["pasted"], data["step-1-reason"]] == ["12\t2\n5\t7", "Ett skäl"]
    assert page.count("Rad 2: Checklistan har inget moment 12.") == 2
    assert saved() == {}


@pytest.mark.parametrize("pasted", ["", "Moment\tNivå", "NUL\x00", "x" * 120_001])
def test_paste_without_rows_is_told(place, pasted):
    response = preview(place, pasted, **{"step-1-reason": "Skrivet"})
    assert 'href="#id_pasted"' in text_of(response)
    assert [response.status_code, fields_of(response)["step-1-reason"], saved()] == [200, "Skrivet", {}]


def test_pasting_does_not_hide_a_colleagues_save(place):
    data = fields_of(preview(place, "1\t2\tInklistrat"))
    post(place, opened(place) | {"step-1-reason": "Kollegans skäl"})
    response = post(place, data)
    assert [response.status_code, saved()[1][2]] == [409, "Kollegans skäl"]
