"""The politician's page on the web, the PDF's address and the form for what to decide: for one's own people only."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry, User
from accounts.permissions import Role
from learning_rounds.models import Participation
from reports import pdf
from reports.models import Brief
from tests import factories
from tests.reports.summaries import LATER, address, exempelkoping, read, submitting, summary

pytestmark = pytest.mark.django_db


@pytest.fixture
def own():
    return exempelkoping()


# --- The web ---------------------------------------------------------------------------------------------------------


def test_web_page_has_the_same_content_and_the_ways_on(own, client_of):
    strategist = factories.member(own.organisation)
    factories.brief(own, own.round.meetings.get(number=1), question_1="Ska vi?", contact="Strategen")
    made = summary(own)
    text = client_of(strategist).get(address("summary-detail", own)).content.decode()
    missing = [part for part in (made.title, *made.lead, made.subject, "Ska vi?", "Strategen") if part not in text]
    assert missing == []
    assert [name for name in ("summary-pdf", "brief-edit") if f'href="{address(name, own)}"' not in text] == []


def test_reader_sees_no_way_to_edit_what_to_decide(own, client_of):
    reader = factories.member(own.organisation, Role.READER)
    text = client_of(reader).get(address("summary-detail", own)).content.decode()
    assert address("brief-edit", own) not in text


def test_page_before_submission_offers_the_one_thing_to_do(own, client_of):
    assessment_page = f'href="{address("assessment-detail", own, 2)}"'
    pages = {
        role: client_of(factories.member(own.organisation, role)).get(address("summary-detail", own, 2))
        for role in (Role.STRATEGIST, Role.READER)
    }
    assert {role: assessment_page in response.content.decode() for role, response in pages.items()} == {
        Role.STRATEGIST: True,
        Role.READER: False,
    }
    assert client_of(factories.member(own.organisation)).get(address("summary-pdf", own, 2)).status_code == 404


@pytest.mark.parametrize("language", ["sv", "en"])
def test_pdf_comes_in_the_language_of_the_reader(own, client_of, language):
    strategist = factories.member(own.organisation)
    User.objects.filter(pk=strategist.pk).update(language=language)
    response = client_of(strategist).get(address("summary-pdf", own))
    name = f"{own.organisation.code}-omgang-1.pdf".lower()
    assert (response["Content-Type"], response["Content-Disposition"]) == (
        "application/pdf",
        f'attachment; filename="{name}"',
    )
    assert read(response.content).trailer["/Root"]["/Lang"] == language


def test_where_pdf_cannot_be_made_a_page_names_the_package(own, client_of, settings, tmp_path):
    settings.FONT_DIR = tmp_path
    response = client_of(factories.member(own.organisation)).get(address("summary-pdf", own))
    assert (response.status_code, pdf.PACKAGE_TO_INSTALL in response.content.decode()) == (503, True)


def test_where_many_make_pdfs_the_page_says_when_to_try_again(own, client_of, settings):
    settings.WORKER_QUEUE = 0
    response = client_of(factories.member(own.organisation)).get(address("summary-pdf", own))
    page = response.content.decode()
    assert (response.status_code, response["Retry-After"], "Försök igen" in page) == (503, "5", True)
    assert address("summary-detail", own) in page


def test_document_that_is_too_heavy_gets_a_page_of_its_own(own, client_of, settings):
    settings.WORKER_MEMORY = 100 << 20
    response = client_of(factories.member(own.organisation)).get(address("summary-pdf", own))
    page = response.content.decode()
    assert (response.status_code, "Retry-After" in response.headers, "för tungt" in page) == (503, False, True)


def statuses(people: dict, participation: Participation, client_of) -> dict[str, tuple[int, ...]]:
    names = ("summary-detail", "summary-pdf", "brief-edit")
    return {
        who: tuple(client_of(user).get(address(name, participation)).status_code for name in names)
        for who, user in people.items()
    }


def test_page_is_for_the_own_organisation_only(own, client_of):
    peer = submitting(own.group, "B", 4, 4)
    people = {
        "strategist": factories.member(own.organisation),
        "reader": factories.member(own.organisation, Role.READER),
        "peer": factories.member(peer.organisation),
        "coordinator": factories.member(own.round.owner, Role.COORDINATOR),
        "administrator": factories.administrator(),
        "stranger": factories.member(),
        "nobody": None,
    }
    assert statuses(people, own, client_of) == {
        "strategist": (200, 200, 200),
        "reader": (200, 200, 403),
        "peer": (404, 404, 404),
        "coordinator": (404, 404, 404),
        "administrator": (404, 404, 404),
        "stranger": (404, 404, 404),
        "nobody": (302, 302, 302),
    }


def test_query_count_is_the_same_for_one_and_three_of_everything(own, client_of):
    client = client_of(factories.member(own.organisation))
    client.get(address("summary-detail", own))
    count = count_queries(client, own, 0)
    for name in ("B", "C"):
        submitting(own.group, name, 4, 4)
    for assessment in own.assessments.all():
        factories.measure(assessment, 1)
    factories.submitted(factories.assessment(own, 2), LATER)
    assert count_queries(client, own, 2) == count
    assert count <= 20


def count_queries(client, participation: Participation, meeting: int) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address("summary-detail", participation, meeting)).status_code == 200
    return len(captured)


# --- What to decide --------------------------------------------------------------------------------------------------


def test_strategist_writes_what_to_decide_and_it_is_recorded(own, client_of):
    strategist = factories.member(own.organisation)
    client = client_of(strategist)
    for version, question in enumerate(("Ska  vi\nbörja?", "Ska vi fortsätta?")):
        data = {"question_1": question, "contact": "Strategen", "version": version}
        assert client.post(address("brief-edit", own), data)["Location"] == address("summary-detail", own)
    brief = Brief.objects.get()
    entries = AuditEntry.objects.filter(verb="save-brief").values_list("actor", "organisation", "fields")
    assert (brief.participation, brief.meeting.number) == (own, 1)
    assert (brief.questions, brief.contact) == (["Ska vi fortsätta?"], "Strategen")
    assert list(entries.order_by("pk")) == [
        (strategist.pk, own.organisation_id, "question_1, contact"),
        (strategist.pk, own.organisation_id, "question_1"),
    ]


def test_white_space_in_what_to_decide_is_made_one_line(own, client_of):
    client_of(factories.member(own.organisation)).post(address("brief-edit", own), {"question_2": " Ska\n\n vi  "})
    assert Brief.objects.get().questions == ["Ska vi"]


@pytest.mark.parametrize("bad", ["f" * 201, "fråga\x00"])
def test_bad_text_is_kept_with_an_error_at_the_field(own, client_of, bad):
    data = {"question_1": "Bra fråga", "question_2": bad}
    response = client_of(factories.member(own.organisation)).post(address("brief-edit", own), data)
    form = response.context["form"]
    assert (response.status_code, list(form.errors)) == (200, ["question_2"])
    assert (form["question_1"].value(), form["question_2"].value()) == ("Bra fråga", bad)
    assert "id_question_2_error" in response.content.decode()
    assert not Brief.objects.exists()


def test_a_colleagues_questions_are_shown_and_not_overwritten(own, client_of):
    client = client_of(factories.member(own.organisation))
    client.post(address("brief-edit", own), {"question_1": "Kollegans fråga", "version": 0})
    refused = client.post(address("brief-edit", own), {"question_1": "Min fråga", "version": 0})
    page = refused.content.decode()
    assert (refused.status_code, Brief.objects.get().questions) == (409, ["Kollegans fråga"])
    assert [text in page for text in ("Kollegans fråga", "Min fråga", 'name="version" value="1"')] == [True] * 3
    client.post(address("brief-edit", own), {"question_1": "Min fråga", "version": 1})
    assert Brief.objects.get().questions == ["Min fråga"]


def test_who_has_left_the_round_writes_no_questions(own, client_of):
    factories.withdrawn(own)
    response = client_of(factories.member(own.organisation)).post(address("brief-edit", own), {"question_1": "Ska vi?"})
    assert (response.status_code, Brief.objects.exists()) == (409, False)
    assert "Ska vi?" in response.content.decode()


def test_brief_can_be_written_before_the_assessment_is_submitted(own, client_of):
    strategist = factories.member(own.organisation)
    assert client_of(strategist).get(address("brief-edit", own, 2)).status_code == 200
