"""The results report on the web and where it is written: for one's own people only, and nobody is overwritten."""

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from accounts.permissions import Role
from assessments.models import SubmissionText
from reports.models import Report
from tests import factories
from tests.reports.summaries import exempelkoping

pytestmark = pytest.mark.django_db

FIELDS = ("background", "goal", "work", "thoughts", "lessons", "way_forward", "contact")


@pytest.fixture
def own():
    return exempelkoping()


@pytest.fixture
def strategist(own, client_of):
    return client_of(factories.member(own.organisation))


def address(name: str, participation) -> str:
    return reverse(f"report-{name}", args=[participation.round.slug, participation.organisation.code])


def submit(participation, meeting: int, reasons: dict[int, str]) -> dict[int, SubmissionText]:
    """The submitted texts by step."""
    assessment = participation.assessments.get(meeting__number=meeting)
    factories.submitted(assessment, 4, reasons)
    texts = SubmissionText.objects.filter(submission=assessment.latest_submission())
    return {text.step.number: text for text in texts.select_related("step")}


def body(response) -> str:
    return response.content.decode()


# --- Reading ---------------------------------------------------------------------------------------------------------


def test_writer_is_shown_where_to_write_and_reader_what_is_written(own, strategist, client_of):
    factories.report(own, background="", lessons="Fråga efter resultat.")
    reader = client_of(factories.member(own.organisation, Role.READER))
    pages = [body(client.get(address("detail", own))) for client in (strategist, reader)]
    found = ["Fråga efter resultat.", "Inte skrivet än", 'id="background"', address("edit", own)]
    assert [[text in page for text in found] for page in pages] == [[True] * 4, [True, False, False, False]]


def test_reader_waits_for_the_first_submission(client_of):
    participation = factories.participation()
    factories.report(participation, lessons="Lärdom")
    people = [factories.member(participation.organisation, role) for role in (Role.READER, Role.STRATEGIST)]
    shown = []
    for client in map(client_of, people):
        page, pdf = client.get(address("detail", participation)), client.get(address("pdf", participation))
        shown.append((page.status_code, "Lärdom" in body(page), pdf.status_code))
    assert shown == [(200, False, 404), (200, True, 200)]
    assert [Report.objects.visible_to(person).count() for person in people] == [0, 1]


def test_writer_is_led_to_where_the_rest_is_kept(own, strategist, client_of):
    place = [own.round.slug, own.organisation.code]
    links = [reverse("pilot-list", args=place), reverse("measure-list", args=place)]
    reader = client_of(factories.member(own.organisation, Role.READER))
    pages = [
        strategist.get(address("detail", own)),
        strategist.get(address("edit", own)),
        reader.get(address("detail", own)),
    ]
    assert [[f'href="{link}"' in body(page) for link in links] for page in pages] == [[True] * 2] * 2 + [[False] * 2]


def test_who_has_left_reads_but_is_not_asked_to_write(own, strategist):
    factories.withdrawn(own)
    page = body(strategist.get(address("detail", own)))
    assert (address("pdf", own) in page, address("edit", own) in page) == (True, False)


def test_dashboard_leads_to_the_report(own, strategist):
    assert f'href="{address("detail", own)}"' in body(strategist.get(own.get_absolute_url()))


def test_text_cannot_bring_markup(own, strategist):
    factories.report(own, lessons="<b>fet</b>\n\nnästa")
    assert "<p>&lt;b&gt;fet&lt;/b&gt;</p>\n\n<p>nästa</p>" in body(strategist.get(address("detail", own)))


# --- Writing ---------------------------------------------------------------------------------------------------------


def test_strategist_writes_the_report_and_it_is_recorded(own, client_of):
    person = factories.member(own.organisation)
    client = client_of(person)
    texts = {name: f"Text om {name}" for name in FIELDS}
    for version, changed in enumerate(({}, {"lessons": "Ny\nlärdom"})):
        response = client.post(address("edit", own), texts | changed | {"version": version})
        assert response["Location"] == address("detail", own)
    report = Report.objects.get()
    entries = AuditEntry.objects.filter(verb="save-report").order_by("pk")
    assert {name: getattr(report, name) for name in FIELDS} == texts | {"lessons": "Ny\nlärdom"}
    assert (report.participation, report.version, report.saved_by) == (own, 2, person)
    assert list(entries.values_list("actor", "fields")) == [(person.pk, ", ".join(FIELDS)), (person.pk, "lessons")]


def test_saving_a_chapter_comes_back_to_it(own, strategist):
    response = strategist.post(address("edit", own), {"work": "Så här", "then": "work", "version": 0})
    assert response["Location"] == address("edit", own) + "#id_work"


@pytest.mark.parametrize("then", ["", "nowhere", "//example.org"])
def test_other_places_to_go_on_to_are_ignored(own, strategist, then):
    response = strategist.post(address("edit", own), {"work": "Så här", "then": then, "version": 0})
    assert response["Location"] == address("detail", own)


def test_saving_nothing_new_changes_nothing(own, strategist):
    factories.report(own, background="Förr")
    strategist.post(address("edit", own), {"background": "Förr", "version": 1})
    assert (Report.objects.get().version, AuditEntry.objects.filter(verb="save-report").count()) == (1, 0)


def test_a_colleagues_texts_are_shown_and_not_overwritten(own, strategist):
    factories.report(own, background="Förr", lessons="Kollegans")
    data = {"background": "Förr", "lessons": "Min egen", "version": 0}
    refused = strategist.post(address("edit", own), data)
    page = body(refused)
    assert (refused.status_code, Report.objects.get().lessons) == (409, "Kollegans")
    assert refused.context["theirs"] == [("Lärdomar", "Kollegans")]
    assert [text in page for text in ("Kollegans", "Min egen", 'name="version" value="1"')] == [True] * 3
    strategist.post(address("edit", own), data | {"version": 1})
    assert Report.objects.get().lessons == "Min egen"


@pytest.mark.parametrize(("field", "bad"), [("lessons", "å" * 20_001), ("contact", "å" * 121), ("goal", "mål\x00")])
def test_bad_text_is_kept_with_an_error_at_the_field(own, strategist, field, bad):
    response = strategist.post(address("edit", own), {"background": "Förr", field: bad, "version": 0})
    form = response.context["form"]
    assert (response.status_code, list(form.errors), form[field].value()) == (200, [field], bad)
    assert (f"id_{field}_error" in body(response), Report.objects.exists()) == (True, False)


@pytest.mark.parametrize("name", ["edit", "reasons"])
def test_who_has_left_the_round_writes_nothing(own, strategist, name):
    factories.withdrawn(own)
    response = strategist.post(address(name, own), {"lessons": "Lärdom", "version": 0})
    assert (response.status_code, Report.objects.exists()) == (409, False)


# --- Choosing reasons ------------------------------------------------------------------------------------------------


def chosen() -> set[str]:
    return {text.reason for text in Report.objects.get().reasons.all()}


def test_chosen_reasons_are_saved_and_recorded(own, strategist):
    texts = submit(own, 1, {1: "Ett", 2: "Två", 3: "Tre"})
    for version, steps in enumerate(([1, 2], [3])):
        data = {"reasons": [texts[step].pk for step in steps], "version": version}
        assert strategist.post(address("reasons", own), data)["Location"] == address("detail", own) + "#results"
    assert (chosen(), Report.objects.get().version) == ({"Tre"}, 2)
    assert AuditEntry.objects.filter(verb="choose-reasons").count() == 2


def test_page_ticks_what_is_chosen_and_nothing_by_itself(own, strategist):
    texts = submit(own, 1, {1: "Ett", 2: "Två"})
    assert " checked" not in body(strategist.get(address("reasons", own)))
    factories.report(own).reasons.add(texts[2])
    page = body(strategist.get(address("reasons", own)))
    assert (page.count(" checked"), f'value="{texts[2].pk}" id="reason-{texts[2].pk}" checked' in page) == (1, True)


def test_reasons_of_others_and_of_renewed_submissions_cannot_be_chosen(own, strategist):
    other = factories.participation(own.round, group=own.group)
    factories.assessment(other, 1)
    foreign, old = submit(other, 1, {1: "Andras"})[1], submit(own, 1, {1: "Gammal"})[1]
    submit(own, 1, {1: "Ny"})
    for pk in (foreign.pk, old.pk, "9" * 30, "x", "\x00"):
        response = strategist.post(address("reasons", own), {"reasons": [pk], "version": 0})
        assert (response.status_code, list(response.context["form"].errors)) == (422, ["reasons"])
    assert not Report.objects.exists()


def test_a_colleagues_choice_is_shown_and_not_overwritten(own, strategist):
    texts = submit(own, 1, {1: "Ett", 2: "Två"})
    factories.report(own).reasons.add(texts[1])
    data = {"reasons": [texts[2].pk], "version": 0}
    refused = strategist.post(address("reasons", own), data)
    found = (refused.status_code, chosen(), [text[-5:] for _label, text in refused.context["theirs"]])
    assert found == (409, {"Ett"}, [": Ett"])
    assert f'id="reason-{texts[2].pk}" checked' in body(refused)
    strategist.post(address("reasons", own), data | {"version": 1})
    assert chosen() == {"Två"}


def test_without_reasons_the_page_says_when_they_come(client_of):
    participation = factories.participation()
    client = client_of(factories.member(participation.organisation))
    assert "Motiveringarna kommer hit" in body(client.get(address("reasons", participation)))
