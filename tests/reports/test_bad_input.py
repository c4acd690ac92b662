"""Bad input on the pages of reports: a form error or a clear 4xx with the typed text kept, never a server error."""

import html

import pytest

from accounts.permissions import Role
from reports.models import Brief
from tests import factories

pytestmark = pytest.mark.django_db

BRIEF = "/omgangar/omgang/X100/traffar/0/underlag/"
NUMBERS = ["x", "-1", "99", "9" * 30, "1.5", "²", "", "0&traff=1", "1%0a", "[]"]


@pytest.fixture
def participation():
    return factories.participation(factories.learning_round("omgang", open_meeting=1), factories.organisation("X100"))


@pytest.fixture
def strategist(client_of, participation):
    return client_of(factories.member(participation.organisation))


@pytest.fixture
def coordinator(client_of, participation):
    return client_of(factories.member(participation.round.owner, Role.COORDINATOR))


@pytest.mark.parametrize("number", NUMBERS)
def test_meeting_that_is_none_shows_another(coordinator, number):
    assert coordinator.get(f"/omgangar/omgang/?traff={number}").status_code == 200


@pytest.mark.parametrize("page", ["?traff=%00", "?traff=%ff", "tabell-%00.csv"])
def test_broken_text_in_the_address_is_refused(coordinator, page):
    assert coordinator.get(f"/omgangar/omgang/{page}").status_code == 400


@pytest.mark.parametrize("role", ["x", "participants", "PARTICIPANT", "åäö", "-", "mentor.csv"])
def test_unknown_table_is_not_found(coordinator, role):
    assert coordinator.get(f"/omgangar/omgang/tabeller/{role}.csv").status_code == 404


@pytest.mark.parametrize(
    ("field", "text"),
    [("question_1", "Fråga\x00?"), ("question_3", "å" * 201), ("contact", "å" * 121), ("contact", "a\x00b")],
)
def test_text_that_does_not_fit_is_a_form_error_that_keeps_all(strategist, field, text):
    response = strategist.post(BRIEF, {"question_2": "Behövs fler “timmar” & medel?", field: text})
    page = html.unescape(response.content.decode())
    assert (response.status_code, 'class="error-summary' in page) == (200, True)
    assert ("Behövs fler “timmar” & medel?" in page, text in page) == (True, True)
    assert list(Brief.objects.exclude(question_2="", question_1="")) == []


def test_more_fields_than_there_are_change_nothing_else(strategist, participation):
    other = factories.participation(participation.round)
    strategist.post(BRIEF, {"question_1": "Ja?", "participation": other.pk, "meeting": 99, "id": 7, "pk": 7})
    brief = Brief.objects.get()
    assert (brief.participation, brief.meeting.number, brief.question_1) == (participation, 0, "Ja?")


@pytest.mark.parametrize("page", ["sammanfattning/", "sammanfattning.pdf", "skattning/", "underlag/"])
@pytest.mark.parametrize("meeting", [9, 99999999999999999999])
def test_meeting_of_another_round_is_not_found(strategist, meeting, page):
    factories.learning_round(meetings=10)
    assert strategist.get(f"/omgangar/omgang/X100/traffar/{meeting}/{page}").status_code == 404


def test_pdf_of_what_is_not_submitted_is_not_found(strategist):
    assert strategist.get("/omgangar/omgang/X100/traffar/0/sammanfattning.pdf").status_code == 404
