"""Pilot activities and their log: writing, two at once, deleting, and when nothing can be written any more."""

import html
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.errors import ActionRefused
from accounts.models import AuditEntry, Unit
from accounts.permissions import Role
from learning_rounds.actions.pilots import delete_pilot, save_pilot
from learning_rounds.models import ChainEntry, LearningRound, PilotActivity, PilotNote
from tests import factories as make

pytestmark = pytest.mark.django_db

TYPED = "Skrivet <av> “mig” & åäö"


@pytest.fixture
def place(client_of):
    """A logged-in strategist, a colleague and the organisation's participation."""
    participation = make.participation(make.learning_round("omgang", open_meeting=1))
    participation.me = make.member(participation.organisation)
    participation.colleague = make.member(participation.organisation, email="asa@example.org")
    participation.colleague.display_name = "Åsa"
    participation.colleague.save()
    participation.client = client_of(participation.me)
    return participation


def address(place, page: str = "") -> str:
    return f"/omgangar/omgang/{place.organisation.code}/piloter/{page}"


def post(place, page: str, **data):
    return place.client.post(address(place, page), data)


def page_of(response) -> str:
    return html.unescape(response.content.decode())


def as_colleague(place, **values) -> PilotActivity:
    pilot = PilotActivity.objects.get()
    return save_pilot(participation=place, pilot=pilot.pk, values=values, version=pilot.version, by=place.colleague)


def verbs() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))


# --- writing ---------------------------------------------------------------------------------------------------------


def test_a_pilot_is_added_with_everything(place):
    texts = {
        "name": "Hemtjänsten  ",
        "area": "Äldreomsorg",
        "department": "Vård och omsorg",
        "problem": "Kvinnor får färre timmar.\nVi vet inte varför.",
        "goal": "Lika behov, lika många timmar",
        "responsible": "Enhetschefen",
    }
    days = {"starts_on": "2027-02-01", "ends_on": "30/6 2027"}
    response = post(place, "ny/", status="under-way", **texts, **days)
    pilot = PilotActivity.objects.get()
    assert response.headers["Location"] == address(place, f"{pilot.pk}/")
    assert {name: getattr(pilot, name) for name in texts} == texts | {
        "name": "Hemtjänsten",
        "problem": "Kvinnor får färre timmar.\nVi vet inte varför.",
    }
    assert (pilot.status, pilot.starts_on, pilot.ends_on) == (
        PilotActivity.Status.UNDER_WAY,
        make.day("2027-02-01"),
        make.day("2027-06-30"),
    )
    assert (pilot.participation, pilot.saved_by, pilot.version, verbs()) == (place, place.me, 1, ["add-pilot"])


def test_only_what_differs_is_saved_and_recorded(place):
    pilot = make.pilot_activity(place, name="Skolan")
    post(place, f"{pilot.pk}/andra/", name="Skolan", status="planned", version="1")
    pilot.refresh_from_db()
    assert (pilot.version, verbs()) == (1, [])
    post(place, f"{pilot.pk}/andra/", name="Skolan", status="done", version="1")
    pilot.refresh_from_db()
    assert (pilot.status, pilot.version, pilot.saved_by) == ("done", 2, place.me)
    assert list(AuditEntry.objects.values_list("verb", "fields")) == [("change-pilot", "status")]


def test_parts_of_the_organisation_can_be_chosen_when_there_are_any(place):
    assert "id_unit" not in page_of(place.client.get(address(place, "ny/")))
    own = make.unit(place.organisation, kind=Unit.Kind.DEPARTMENT, name="Socialförvaltningen")
    foreign = make.unit(make.organisation(), kind=Unit.Kind.DEPARTMENT, name="Annan förvaltning")
    page = page_of(place.client.get(address(place, "ny/")))
    assert ("Socialförvaltningen" in page, "Annan förvaltning" in page) == (True, False)
    refused = post(place, "ny/", name="Pilot", status="planned", unit=foreign.pk)
    assert (refused.status_code, PilotActivity.objects.count()) == (422, 0)
    assert "Välj en av organisationens delar." in page_of(refused)
    post(place, "ny/", name="Pilot", status="planned", unit=own.pk)
    assert PilotActivity.objects.get().unit == own


def test_a_foreign_part_is_refused_by_the_action_too(place):
    foreign = make.unit(make.organisation(), kind=Unit.Kind.DEPARTMENT, name="Annan förvaltning")
    with pytest.raises(ActionRefused, match="Det är ingen del av organisationen"):
        save_pilot(participation=place, pilot=None, values={"name": "Pilot", "unit": foreign}, by=place.me)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"name": ""}, "Skriv vad pilotverksamheten heter."),
        ({"name": "  \n "}, "Skriv vad pilotverksamheten heter."),
        ({"name": "å" * 121}, "Skriv högst 120 tecken. Nu är det 121."),
        ({"goal": "å" * 20_001}, "Skriv högst 20000 tecken. Nu är det 20001."),
        ({"status": "klar"}, "Välj hur långt det har kommit."),
        ({"starts_on": "snart"}, "Skriv datumet som år-månad-dag, till exempel 2027-02-15."),
        ({"starts_on": "2027-02-02", "ends_on": "2027-02-01"}, "Piloten slutar innan den börjar."),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_kept(place, data, sentence):
    response = post(place, "ny/", **({"name": "Pilot", "status": "planned", "problem": TYPED} | data))
    page = page_of(response)
    assert (response.status_code, sentence in page, TYPED in page) == (422 if "status" in data else 200, True, True)
    assert PilotActivity.objects.count() == 0


@pytest.mark.parametrize("pilots", [0, 1, 3])
def test_the_list_holds_no_pilot_one_or_many(place, pilots):
    for number in range(pilots):
        make.pilot_activity(place, name=f"Pilot {number}", department=f"Förvaltning {number}")
    page = page_of(place.client.get(address(place)))
    assert [f"Förvaltning {number}" in page for number in range(pilots)] == [True] * pilots
    assert ("Ingen pilotverksamhet än" in page) == (pilots == 0)
    assert page.count(address(place, "ny/")) == 1


# --- two at once -----------------------------------------------------------------------------------------------------


def test_what_a_colleague_saved_is_shown_beside_ones_own_with_who_and_when(place):
    pilot = make.pilot_activity(place, name="Skolan")
    as_colleague(place, problem="Åsas problem")
    data = {"name": "Skolan", "status": "planned", "problem": TYPED}
    response = post(place, f"{pilot.pk}/andra/", **data, version="1")
    page = page_of(response)
    assert (response.status_code, TYPED in page, "Åsas problem" in page) == (409, True, True)
    assert f"Åsa sparade det här {date_format(timezone.localtime(), 'DATE_FORMAT')}" in page
    assert post(place, f"{pilot.pk}/andra/", **data, version="2").status_code == 302
    pilot.refresh_from_db()
    assert (pilot.problem, pilot.version) == (TYPED, 3)


def test_the_same_text_twice_is_no_conflict(place):
    pilot = make.pilot_activity(place, name="Skolan")
    data = {"name": "Skolan", "status": "planned", "problem": TYPED, "version": "1"}
    assert [post(place, f"{pilot.pk}/andra/", **data).status_code for _time in range(2)] == [302, 302]
    pilot.refresh_from_db()
    assert pilot.version == 2


def test_a_pilot_that_a_colleague_deleted_can_be_saved_as_new(place):
    pilot = make.pilot_activity(place)
    delete_pilot(participation=place, pilot=pilot.pk, version=1, by=place.colleague)
    response = post(place, f"{pilot.pk}/andra/", name="Skolan", status="planned", problem=TYPED, version="1")
    page = page_of(response)
    assert (response.status_code, TYPED in page, "Åsa tog bort det här" in page) == (409, True, True)
    assert f'action="{address(place, "ny/")}"' in page
    assert place.client.get(address(place, f"{pilot.pk}/andra/")).status_code == 404


def test_a_pilot_that_never_was_is_not_found(place):
    foreign = make.pilot_activity(make.participation(place.round))
    delete_pilot(participation=foreign.participation, pilot=foreign.pk, version=1, by=place.me)
    for key in (foreign.pk, 999, 99999999999999999999):
        assert post(place, f"{key}/andra/", name="Skolan", status="planned").status_code == 404


# --- deleting --------------------------------------------------------------------------------------------------------


def test_deleting_says_what_goes_along_and_what_stays(place):
    pilot = make.pilot_activity(place)
    entry = make.chain_entry(place, pilot=pilot)
    make.pilot_note(pilot)
    page = page_of(place.client.get(address(place, f"{pilot.pk}/ta-bort/")))
    assert "1 anteckning i loggen tas också bort." in page
    assert "1 post i resultatkedjan finns kvar, utan pilotverksamhet." in page
    assert PilotActivity.objects.count() == 1
    post(place, f"{pilot.pk}/ta-bort/", version="1")
    entry.refresh_from_db()
    assert (entry.pilot, PilotActivity.objects.count(), PilotNote.objects.count()) == (None, 0, 0)
    assert verbs() == ["delete-pilot"]


def test_what_was_changed_meanwhile_is_not_deleted_unseen(place):
    pilot = make.pilot_activity(place)
    as_colleague(place, goal="Åsas mål")
    response = post(place, f"{pilot.pk}/ta-bort/", version="1")
    page = page_of(response)
    assert (response.status_code, "Åsa ändrade det här" in page, 'value="2"' in page) == (409, True, True)
    assert PilotActivity.objects.count() == 1


def test_deleting_what_is_deleted_says_so(place):
    pilot = make.pilot_activity(place)
    delete_pilot(participation=place, pilot=pilot.pk, version=1, by=place.colleague)
    response = place.client.post(address(place, f"{pilot.pk}/ta-bort/"), {"version": "1"}, follow=True)
    assert (response.status_code, "En kollega har redan tagit bort den." in page_of(response)) == (200, True)


@pytest.mark.parametrize("version", ["", "x", "-1", "²", "9" * 30, "\x00"])
def test_deleting_with_a_nonsense_version_deletes_nothing(place, version):
    pilot = make.pilot_activity(place)
    assert post(place, f"{pilot.pk}/ta-bort/", version=version).status_code in (400, 409)
    assert PilotActivity.objects.count() == 1


# --- the log ---------------------------------------------------------------------------------------------------------


def test_notes_are_added_changed_and_deleted(place):
    pilot = make.pilot_activity(place)
    response = post(place, f"{pilot.pk}/logg/ny/", on="2027-02-15", text=TYPED)
    note = PilotNote.objects.get()
    assert response.headers["Location"] == address(place, f"{pilot.pk}/")
    assert (note.on, note.text, note.author) == (make.day("2027-02-15"), TYPED, place.me)
    post(place, f"{pilot.pk}/logg/{note.pk}/", on="2027-02-16", text="Nytt", version="1")
    note.refresh_from_db()
    assert (note.on, note.text, note.version) == (make.day("2027-02-16"), "Nytt", 2)
    assert "Nytt" in page_of(place.client.get(address(place, f"{pilot.pk}/logg/{note.pk}/ta-bort/")))
    post(place, f"{pilot.pk}/logg/{note.pk}/ta-bort/", version="2")
    assert (PilotNote.objects.count(), verbs()) == (
        0,
        ["add-pilot-note", "change-pilot-note", "delete-pilot-note"],
    )


def test_the_log_shows_the_latest_day_first(place):
    pilot = make.pilot_activity(place)
    for day in ("2027-01-10", "2027-03-10", "2027-02-10"):
        make.pilot_note(pilot, text=f"Anteckning {day}", on=make.day(day))
    page = page_of(place.client.get(address(place, f"{pilot.pk}/")))
    shown = sorted(("2027-01-10", "2027-03-10", "2027-02-10"), key=lambda day: page.index(f"Anteckning {day}"))
    assert shown == ["2027-03-10", "2027-02-10", "2027-01-10"]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"text": ""}, "Skriv vad som hände."),
        ({"text": "å" * 20_001}, "Skriv högst 20000 tecken. Nu är det 20001."),
        ({"on": ""}, "Skriv datumet som år-månad-dag, till exempel 2027-02-15."),
        ({"on": "i går"}, "Skriv datumet som år-månad-dag, till exempel 2027-02-15."),
    ],
)
def test_what_is_wrong_with_a_note_is_said(place, data, sentence):
    pilot = make.pilot_activity(place)
    response = post(place, f"{pilot.pk}/logg/ny/", **({"on": "2027-02-15", "text": TYPED} | data))
    assert (response.status_code, sentence in page_of(response)) == (200, True)
    assert PilotNote.objects.count() == 0


def test_a_note_that_two_changed_is_kept_twice(place):
    note = make.pilot_note(make.pilot_activity(place), text="Från början")
    change = f"{note.pilot_id}/logg/{note.pk}/"
    post(place, change, on="2027-02-15", text="Först", version="1")
    response = post(place, change, on="2027-02-15", text=TYPED, version="1")
    page = page_of(response)
    assert (response.status_code, "Först" in page, TYPED in page) == (409, True, True)


def test_a_note_for_a_deleted_pilot_keeps_its_text_on_the_page(place):
    note = make.pilot_note(make.pilot_activity(place))
    delete_pilot(participation=place, pilot=note.pilot_id, version=1, by=place.colleague)
    for page in (f"{note.pilot_id}/logg/ny/", f"{note.pilot_id}/logg/{note.pk}/"):
        response = post(place, page, on="2027-02-15", text=TYPED, version="1")
        assert (response.status_code, TYPED in page_of(response), "Åsa tog bort" in page_of(response)) == (
            409,
            True,
            True,
        )
    assert PilotNote.objects.count() == 0


def test_a_deleted_note_can_be_saved_as_new(place):
    note = make.pilot_note(make.pilot_activity(place))
    change = f"{note.pilot_id}/logg/{note.pk}/"
    post(place, change + "ta-bort/", version="1")
    response = post(place, change, on="2027-02-15", text=TYPED, version="1")
    page = page_of(response)
    assert (response.status_code, TYPED in page) == (409, True)
    assert f'action="{address(place, f"{note.pilot_id}/logg/ny/")}"' in page


# --- when nothing can be written -------------------------------------------------------------------------------------


@pytest.mark.parametrize("close", ["withdrawn", "archived"])
def test_who_has_left_or_whose_round_is_archived_writes_nothing(place, close):
    note = make.pilot_note(make.pilot_activity(place, name="Skolan"))
    if close == "withdrawn":
        make.withdrawn(place)
    else:
        LearningRound.objects.update(state=LearningRound.State.ARCHIVED)
    pilot = f"{note.pilot_id}/"
    writes = {
        "ny/": {"name": TYPED, "status": "planned"},
        f"{pilot}andra/": {"name": TYPED, "status": "planned", "version": "1"},
        f"{pilot}ta-bort/": {"version": "1"},
        f"{pilot}logg/ny/": {"on": "2027-02-15", "text": TYPED},
        f"{pilot}logg/{note.pk}/": {"on": "2027-02-15", "text": TYPED, "version": "1"},
        f"{pilot}logg/{note.pk}/ta-bort/": {"version": "1"},
    }
    sentence = "Organisationen har lämnat omgången" if close == "withdrawn" else "Omgången är arkiverad"
    for page, data in writes.items():
        response = post(place, page, **data)
        kept = TYPED in page_of(response) or "version" in data
        assert (response.status_code, sentence in page_of(response), kept) == (409, True, True), page
        assert place.client.get(address(place, page)).status_code == 302
    assert list(PilotActivity.objects.values_list("name", "notes__text")) == [("Skolan", note.text)]
    assert sentence in page_of(place.client.get(address(place)))
    assert address(place, "ny/") not in page_of(place.client.get(address(place)))


def test_readers_see_no_way_to_change_anything(place, client_of):
    note = make.pilot_note(make.pilot_activity(place))
    reader = client_of(make.member(place.organisation, Role.READER, "las@example.org"))
    for page in ("", f"{note.pilot_id}/"):
        shown = page_of(reader.get(address(place, page)))
        assert [word in shown for word in ("ny/", "andra/", "ta-bort/", "<textarea")] == [False] * 4


def test_entries_of_the_chain_know_nothing_of_other_pilots(place):
    """Deleting one pilot leaves the entries of the others alone."""
    one, other = make.pilot_activity(place), make.pilot_activity(place)
    entry = make.chain_entry(place, pilot=other)
    delete_pilot(participation=place, pilot=one.pk, version=1, by=place.me)
    assert ChainEntry.objects.get(pk=entry.pk).pilot == other


def test_list_and_chain_can_be_taken_along_once_they_hold_something(place):
    def taken(page):
        return re.findall(r'href="(/[^"]*/tabeller/[^"]*)"', page_of(place.client.get(reverse(page, args=where))))

    where = [place.round.slug, place.organisation.code]
    assert (taken("pilot-list"), taken("chain-detail")) == ([], [])
    make.chain_entry(place, pilot=make.pilot_activity(place))
    files = taken("pilot-list") + taken("chain-detail")
    base = f"/omgangar/omgang/{place.organisation.code}/tabeller/"
    names = ("pilotverksamheter.xlsx", "pilotverksamheter.csv", "resultatkedja.xlsx", "resultatkedja.csv")
    assert files == [base + name for name in names]
    assert [place.client.get(file).status_code for file in files] == [200] * 4
