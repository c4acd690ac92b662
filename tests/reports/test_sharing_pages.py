"""The pages of sharing: choosing, looking, sharing once, reading, taking back."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.permissions import Role
from reports.models import Share
from tests import factories
from tests.forms import forms_of

pytestmark = pytest.mark.django_db

SHARED = re.compile(r'<div class="summary-list">.*?</section>\s*</div>', re.DOTALL)


@pytest.fixture
def own():
    """An organisation in a group with another, which has submitted before the first meeting."""
    group = factories.learning_group(factories.learning_round(open_meeting=1), "Norr")
    factories.participation(group=group, organisation=factories.organisation("X002", "Grannby"))
    participation = factories.participation(group=group)
    assessment = factories.assessment(participation, 0)
    factories.submitted(assessment, {1: 5, 2: None}, {1: "Första skälet", 2: "Andra skälet"}, "KS 2026/1")
    factories.measure(assessment, step=2, text="Utbilda nämnden")
    return participation


@pytest.fixture
def strategist(own, client_of):
    return client_of(factories.member(own.organisation))


def address(name: str, participation, *more) -> str:
    return reverse(f"share-{name}", args=[participation.round.slug, participation.organisation.code, *more])


def body(response) -> str:
    return response.content.decode()


def looked_at(client, own, **chosen) -> tuple[str, dict]:
    """The preview of what is chosen, and what its form would send."""
    page = body(client.post(address("create", own, 0), {"then": "look"} | chosen))
    (form,) = forms_of(page)
    return page, form.data


def test_everything_can_be_chosen_at_once_and_looked_through(own, strategist):
    measure, pilot = own.measures.get(), factories.pilot_activity(own)
    page = body(strategist.post(address("create", own, 0), {"then": "all", "diary_number": "KS 2026/9"}))
    (form,) = forms_of(page)
    chosen = {name: form.data.get(name) for name in ("reasons", "evidence", "measures", "pilots", "diary_number")}
    assert chosen == {
        "reasons": ["1", "2"],
        "evidence": ["1", "2"],
        "measures": [str(measure.pk)],
        "pilots": [str(pilot.pk)],
        "diary_number": ["KS 2026/9"],
    }
    assert not Share.objects.exists()


def test_preview_shows_what_the_group_will_see_and_shares_nothing(own, strategist, client_of):
    measure = own.measures.get()
    chosen = {"reasons": ["1", "2"], "evidence": "1", "measures": str(measure.pk), "diary_number": "KS 2026/9"}
    page, data = looked_at(strategist, own, **chosen)
    assert not Share.objects.exists()
    response = strategist.post(address("create", own, 0), data | {"then": "share"})
    share = Share.objects.get()
    assert response.headers["Location"] == share.get_absolute_url()
    peer = client_of(factories.member(own.group.participations.exclude(pk=own.pk).get().organisation, Role.READER))
    read = body(peer.get(share.get_absolute_url()))
    assert SHARED.search(page)[0] == SHARED.search(read)[0]
    assert [text in SHARED.search(read)[0] for text in ("Första skälet", "Andra skälet", "KS 2026/1", "Utbilda")] == [
        True
    ] * 4
    assert "KS 2026/9" in page
    assert "KS 2026/9" in read


def test_pilots_and_the_chain_are_chosen_looked_at_and_shared(own, strategist):
    pilot = factories.pilot_activity(own, name="Hemtjänsten", goal="Jämn omsorg")
    factories.chain_entry(own, text="Utbildning av alla")
    page, data = looked_at(strategist, own, pilots=str(pilot.pk), chain="on")
    strategist.post(address("create", own, 0), data | {"then": "share"})
    read = body(strategist.get(Share.objects.get().get_absolute_url()))
    texts = ("Hemtjänsten", "Jämn omsorg", "Utbildning av alla", "Första skälet")
    assert [[text in shown for text in texts] for shown in (page, read)] == [[True, True, True, False]] * 2


def test_double_click_shares_once(own, strategist):
    _page, data = looked_at(strategist, own, reasons="1")
    data |= {"then": "share", "client_id": str(uuid4())}
    answers = [strategist.post(address("create", own, 0), data) for _time in range(2)]
    assert [answer.headers["Location"] for answer in answers] == [Share.objects.get().get_absolute_url()] * 2


def test_what_changed_after_the_preview_is_shown_once_more(own, strategist):
    measure = own.measures.get()
    _page, data = looked_at(strategist, own, measures=str(measure.pk))
    own.measures.update(text="Något annat")
    response = strategist.post(address("create", own, 0), data | {"then": "share"})
    assert (response.status_code, "Något annat" in body(response), Share.objects.count()) == (409, True, 0)
    (form,) = forms_of(body(response))
    assert strategist.post(address("create", own, 0), form.data | {"then": "share"}).status_code == 302


def test_choosing_otherwise_keeps_what_was_chosen(own, strategist):
    _page, data = looked_at(strategist, own, reasons="2", diary_number="KS 1")
    (form,) = forms_of(body(strategist.post(address("create", own, 0), data | {"then": "choose"})))
    assert (form.data["reasons"], form.data["evidence"], form.data["diary_number"]) == (["2"], [], ["KS 1"])


@pytest.mark.parametrize(
    ("bad", "status", "message"),
    [
        ({}, 200, "Välj minst en text att dela."),
        ({"reasons": "3"}, 422, "Välj bland texterna på den här sidan."),
        ({"reasons": "x"}, 422, "Välj bland texterna på den här sidan."),
        ({"measures": "999999999999999999999"}, 422, "Välj bland texterna på den här sidan."),
        ({"reasons": "1", "diary_number": "9" * 61}, 200, "Skriv högst 60 tecken."),
    ],
)
def test_bad_choice_is_answered_with_the_form(own, strategist, bad, status, message):
    response = strategist.post(address("create", own, 0), {"then": "share"} | bad)
    assert (response.status_code, message in body(response), Share.objects.exists()) == (status, True, False)


def test_own_organisation_finds_it_in_its_list_after_taking_it_back(own, strategist, client_of):
    share = factories.share(own.assessments.get().submissions.get())
    factories.shared_text(share, text="Det delade")
    peer = client_of(factories.member(own.group.participations.exclude(pk=own.pk).get().organisation))
    dashboard = own.get_absolute_url()
    assert share.get_absolute_url() in body(peer.get(dashboard))
    assert strategist.post(address("take-back", own, share.pk)).headers["Location"] == address("list", own)
    links = [share.get_absolute_url() in body(client.get(address("list", own))) for client in (strategist, peer)]
    assert (links, share.get_absolute_url() in body(peer.get(dashboard))) == ([True, False], False)
    answers = [client.get(share.get_absolute_url()).status_code for client in (strategist, peer)]
    assert answers == [200, 404]


def test_coordinator_finds_it_on_the_organisations_page(own, client_of):
    share = factories.share(own.assessments.get().submissions.get())
    factories.shared_text(share, text="Det delade")
    coordinator = client_of(factories.member(own.round.owner, Role.COORDINATOR))
    assert share.get_absolute_url() in body(coordinator.get(own.get_absolute_url()))
    assert "Det delade" in body(coordinator.get(share.get_absolute_url()))


def test_page_says_why_nothing_can_be_shared(own, strategist):
    own.group.participations.update(group=None)
    page = strategist.get(address("create", own, 0))
    assert "inte med i någon grupp" in body(page)
    assert 'value="look"' not in body(page)
    refused = strategist.post(address("create", own, 0), {"reasons": "1", "then": "look"})
    assert (refused.status_code, "checked" in body(refused)) == (409, True)
