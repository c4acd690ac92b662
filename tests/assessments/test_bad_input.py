"""Bad input in the forms: a form error or a clear 4xx with the typed text kept, never a server error.

Round files have the same in tests/reports/round_file, scores as text in tests/checklists/test_scale.py.
"""

import html

import pytest

from assessments.models import TEXT_LIMIT, Measure, StepScore, Submission
from learning_rounds.models import LearningRound
from tests import factories

pytestmark = pytest.mark.django_db

TYPED = "Vi har ett beslut <från> “våren” & åäö"


@pytest.fixture
def place(client_of):
    """A logged-in strategist in a round whose second meeting is open."""
    participation = factories.participation(factories.learning_round("omgang", open_meeting=1))
    participation.client = client_of(factories.member(participation.organisation))
    return participation


def address(participation, page: str = "moment/1/", meeting: int = 1) -> str:
    return f"/omgangar/{participation.round.slug}/{participation.organisation.code}/traffar/{meeting}/{page}"


def post(participation, page: str = "moment/1/", meeting: int = 1, **answer):
    answer = {"reason": TYPED, "version": "0", "then": "next"} | answer
    return participation.client.post(address(participation, page, meeting), answer)


def assert_refused(response, *, status: int = 200, kept: str = TYPED):
    """Nothing is saved, the page says that there is a problem, and what was typed is still there."""
    page = html.unescape(response.content.decode())
    assert (response.status_code, kept in page) == (status, True)
    assert (StepScore.objects.count(), Measure.objects.count(), Submission.objects.count()) == (0, 0, 0)
    assert 'class="error-summary' in page or response.status_code >= 400


@pytest.mark.parametrize(
    "level",
    [
        "0",
        "5",
        "4.5",
        "2.3",
        "2,5",
        "2.5",
        "−1",
        "-1",
        " 2",
        "2\u00a0",
        "\u202f2",
        "٢",
        "1e0",
        "NaN",
        "True",
        "level-2",
    ],
)
def test_level_that_is_no_choice_is_a_form_error(place, level):
    assert_refused(post(place, level=level), status=422)


@pytest.mark.parametrize("level", ["4", "cannot_judge", ""])
def test_half_step_where_it_does_not_fit_is_a_form_error(place, level):
    assert_refused(post(place, level=level, half="on"))


@pytest.mark.parametrize("half", ["on", "true", "1", "5", "\x00"])
def test_half_step_is_a_half_step_whatever_is_sent(place, half):
    post(place, level="2", half=half)
    assert StepScore.objects.get().half_steps == 5


@pytest.mark.parametrize("field", ["reason", "evidence", "next_action", "responsible"])
def test_nul_in_a_text_is_a_form_error(place, field):
    answer = {"level": "2", "next_action": "Mall", field: "Text\x00 med NUL"}
    response = post(place, **answer)
    assert response.status_code == 200
    assert_refused(response, kept="med NUL" if field == "reason" else TYPED)


@pytest.mark.parametrize("field", ["level", "version", "due_on", "done", "then"])
def test_nul_in_any_other_field_is_no_server_error(place, field):
    response = post(place, **({"level": "2", "next_action": "Mall"} | {field: "1\x00"}))
    assert response.status_code in (200, 302, 422)


def test_invalid_utf8_in_a_form_is_no_server_error(place):
    body = b"level=2&reason=Sk%E4l+%FF&version=0&then=next"
    response = place.client.generic("POST", address(place), body, "application/x-www-form-urlencoded")
    assert response.status_code in (200, 302, 400)
    assert [score.reason for score in StepScore.objects.all()] in ([], ["Sk\ufffdl \ufffd"])


@pytest.mark.parametrize("query", ["?x=%00", "?x=%ff", "?%00=1"])
def test_broken_text_in_the_query_is_refused(place, query):
    assert place.client.get(address(place) + query).status_code == 400


@pytest.mark.parametrize("path", ["/omgangar/omg%00ang/", "/omgangar/%FF/", "/omgangar/omgang/X%00/", "/%00"])
def test_broken_text_in_the_path_is_refused(place, path):
    assert place.client.generic("GET", path).status_code in (400, 404)


@pytest.mark.parametrize("encoding", ["utf-16", "no-such-encoding"])
def test_unknown_encoding_is_no_server_error(place, encoding):
    body = "level=2&reason=Skäl&version=0".encode()
    response = place.client.generic(
        "POST", address(place), body, f"application/x-www-form-urlencoded; charset={encoding}"
    )
    assert response.status_code in (200, 302, 400)


def test_surrogates_and_control_characters_are_no_server_error(place):
    body = "level=2&version=0&reason=Sk%C3%A4l%ED%A0%80%1B"
    response = place.client.generic("POST", address(place), body, "application/x-www-form-urlencoded")
    assert response.status_code in (200, 302, 400)


@pytest.mark.parametrize("field", ["reason", "evidence", "next_action"])
def test_too_long_text_is_a_form_error_that_keeps_it(place, field):
    text = "å" * (TEXT_LIMIT + 1)
    assert_refused(post(place, **({"level": "2", "next_action": "Mall"} | {field: text})), kept=text)


def test_text_at_the_limit_is_saved_whole(place):
    post(place, level="2", reason="å" * TEXT_LIMIT)
    assert StepScore.objects.get().reason == "å" * TEXT_LIMIT


def test_huge_body_is_refused(place):
    assert post(place, level="2", reason="a" * 3_000_000).status_code == 400
    assert StepScore.objects.count() == 0


def test_too_many_fields_are_refused(place):
    body = "&".join(f"f{number}=1" for number in range(1100))
    response = place.client.generic("POST", address(place), body, "application/x-www-form-urlencoded")
    assert response.status_code == 400


@pytest.mark.parametrize("due_on", ["15/2", "2027-02-30", "0000-01-01", "99999-01-01", "snart", "2027-02-15T10:00"])
def test_date_that_is_none_is_a_form_error_that_keeps_it(place, due_on):
    response = post(place, level="2", next_action="Mall", due_on=due_on)
    assert_refused(response)
    assert f'value="{due_on}"' in response.content.decode()


@pytest.mark.parametrize("due_on", ["0001-01-01", "1989-12-31", "2100-01-01", "9999-12-31"])
def test_year_that_is_a_slip_of_the_pen_is_a_form_error_on_every_page(place, due_on):
    assert_refused(post(place, level="2", next_action="Mall", due_on=due_on))
    row = {"version": "0", "score": "4", "reason": TYPED, "next_action": "Mall", "due_on": due_on}
    assert_refused(post(place, "alla/", **{f"step-1-{name}": value for name, value in row.items()}))
    pasted = place.client.post(address(place, "alla/"), {"pasted": f"1\t2\t{TYPED}\t\tMall\t\t{due_on}"})
    assert_refused(pasted)


@pytest.mark.parametrize("due_on", ["2027-02-15", "15/2 2027", "15/2/2027", "15.2.2027", "20270215"])
def test_dates_are_read_as_people_write_them(place, due_on):
    post(place, level="2", next_action="Mall", due_on=due_on)
    assert Measure.objects.get().due_on == factories.day("2027-02-15")


@pytest.mark.parametrize("version", ["-1", "x", "", "1.5", "9" * 30, "²"])
def test_version_that_is_none_is_no_server_error(place, version):
    assert post(place, level="2", version=version).status_code in (200, 302)


def test_responsible_without_an_action_is_a_form_error(place):
    assert_refused(post(place, level="2", responsible="Åsa"))


@pytest.mark.parametrize("done", ["x", "-1", "9" * 30, "²"])
def test_earlier_measure_that_is_none_is_no_server_error(place, done):
    factories.measure(factories.assessment(place, 0))
    assert post(place, level="2", done=done).status_code == 422


def test_measure_of_another_organisation_is_never_marked(place):
    foreign = factories.measure(factories.assessment(factories.participation(place.round), 0))
    factories.measure(factories.assessment(place, 0))
    post(place, level="2", done=str(foreign.pk))
    foreign.refresh_from_db()
    assert foreign.state == Measure.State.OPEN


@pytest.mark.parametrize("page", ["moment/11/", "moment/0/", "moment/99999999999999999999/"])
def test_step_of_another_checklist_is_not_found(place, page):
    factories.checklist(steps=12)
    assert place.client.get(address(place, page)).status_code == 404
    assert post(place, page, level="2").status_code == 404


@pytest.mark.parametrize("meeting", [9, 99999999999999999999])
def test_meeting_of_another_round_is_not_found(place, meeting):
    factories.learning_round(meetings=10)
    assert post(place, meeting=meeting, level="2").status_code == 404


def test_closed_meeting_keeps_the_typed_text(place):
    assert_refused(post(place, meeting=0, level="2"), status=409)


def test_meeting_that_has_not_opened_keeps_the_typed_text(place):
    assert_refused(post(place, meeting=2, level="2"), status=409)


def test_withdrawn_participant_keeps_the_typed_text(place):
    factories.withdrawn(place)
    assert_refused(post(place, level="2"), status=409)


def test_archived_round_keeps_the_typed_text(place):
    LearningRound.objects.update(state=LearningRound.State.ARCHIVED)
    assert_refused(post(place, level="2"), status=409)


def test_page_of_a_foreign_organisation_is_not_found(place):
    foreign = factories.participation(place.round)
    foreign.client = place.client
    assert post(foreign, level="2").status_code == 404
    assert StepScore.objects.count() == 0


@pytest.mark.parametrize("code", ["x", "X999", "X 1", "åäö", "X001'--", "%2e%2e"])
def test_organisation_that_is_none_is_not_found(place, code):
    assert place.client.get(f"/omgangar/omgang/{code}/traffar/1/").status_code == 404


@pytest.mark.parametrize("then", ["", "elsewhere", "https://example.org", "//example.org"])
def test_unknown_button_leads_to_the_next_step(place, then):
    response = post(place, level="2", then=then)
    assert response.headers["Location"] == address(place, "moment/2/")


def test_text_saved_by_somebody_else_is_shown_beside_the_own(place):
    score = factories.step_score(factories.assessment(place, 1), 1, 4, reason="Deras skäl")
    response = post(place, level="2", version="0")
    page = html.unescape(response.content.decode())
    assert (response.status_code, TYPED in page, "Deras skäl" in page) == (409, True, True)
    score.refresh_from_db()
    assert score.reason == "Deras skäl"


def test_steep_fall_is_asked_about_and_then_accepted(place):
    factories.submitted(factories.assessment(place, 0), 8)
    assert StepScore.objects.count() == 0
    response = post(place, level="2")
    assert (response.status_code, StepScore.objects.count()) == (200, 0)
    post(place, level="2", confirm_fall="on")
    assert StepScore.objects.get().half_steps == 4


def test_incomplete_assessment_is_not_submitted(place):
    factories.drafted(factories.assessment(place, 1), range(1, 10))
    response = place.client.post(address(place, "skicka-in/"))
    assert (response.status_code, Submission.objects.count()) == (409, 0)
