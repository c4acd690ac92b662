"""A coordinator makes groups and places all organisations in one table; two at once overwrite nobody unseen."""

import pytest

from accounts.models import AuditEntry
from accounts.permissions import Role
from learning_rounds.models import LearningGroup, Participation
from tests import factories

pytestmark = pytest.mark.django_db

LIST = "/omgangar/omgang/upplagg/grupper/"
PARTICIPANT, MENTOR = Participation.Role.PARTICIPANT, Participation.Role.MENTOR


@pytest.fixture
def learning_round():
    return factories.learning_round("omgang")


@pytest.fixture
def client(client_of, learning_round):
    return client_of(factories.member(learning_round.owner, Role.COORDINATOR))


@pytest.fixture
def north(learning_round):
    return factories.learning_group(learning_round, "Norr")


@pytest.fixture
def south(learning_round):
    return factories.learning_group(learning_round, "Söder")


@pytest.fixture
def avby(learning_round):
    return factories.participation(learning_round, factories.organisation("X1", "Avby"))


@pytest.fixture
def beby(learning_round):
    return factories.participation(learning_round, factories.organisation("X2", "Beby"))


def row(participation, group=None, role=PARTICIPANT, seen=":participant") -> dict[str, str]:
    """What the form sends for one organisation."""
    pk = participation.pk
    return {f"group-{pk}": str(group.pk) if group else "", f"role-{pk}": role, f"seen-{pk}": seen}


def placed(*participations) -> list[tuple[str, str]]:
    """The group and role of each, from the database."""
    found = [Participation.objects.select_related("group").get(pk=each.pk) for each in participations]
    return [(str(each.group or ""), each.role) for each in found]


def verbs() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))


# --- Groups ----------------------------------------------------------------------------------------------------------


def test_group_is_added_once_however_often_it_is_sent(client, learning_round):
    assert 'value="Grupp 1"' in client.get(LIST + "ny/").content.decode()
    for _click in range(2):
        assert client.post(LIST + "ny/", {"name": "Norr", "basis": "theme"})["Location"] == LIST
    group = learning_round.groups.get()
    assert (group.name, group.basis, verbs()) == ("Norr", "theme", ["add-group"])


@pytest.mark.parametrize(
    ("data", "status", "message"),
    [
        ({"name": ""}, 200, "Skriv vad gruppen heter."),
        ({"name": "å" * 61}, 200, "Skriv högst 60 tecken. Nu är det 61."),
        ({"name": "Väst", "basis": "party"}, 422, "Välj i listan."),
        ({"name": "NORR"}, 409, "Det finns redan en grupp som heter ”NORR”."),
    ],
)
def test_bad_group_is_refused(client, north, data, status, message):
    response = client.post(LIST + "ny/", data)
    assert (response.status_code, message in response.content.decode()) == (status, True)
    assert LearningGroup.objects.count() == 1


def test_group_is_changed_without_overwriting_a_colleague(client, north):
    page = f"{LIST}{north.pk}/"
    assert client.post(page, {"name": "Norra", "basis": "", "version": "1"}).status_code == 302
    response = client.post(page, {"name": "Nord", "basis": "", "version": "1"})
    assert (response.status_code, "<dd>Norra</dd>" in response.content.decode()) == (409, True)
    client.post(page, {"name": "Nord", "basis": "", "version": "2"})
    north.refresh_from_db()
    assert (north.name, verbs()) == ("Nord", ["change-group", "change-group"])


def test_group_that_a_colleague_changed_is_not_deleted_unseen(client, north):
    LearningGroup.objects.update(version=2)
    response = client.post(f"{LIST}{north.pk}/ta-bort/", {"version": "1"})
    assert (response.status_code, LearningGroup.objects.count()) == (409, 1)


def test_group_is_deleted_and_its_organisations_stay(client, north, avby):
    Participation.objects.update(group=north)
    factories.group_meeting(north)
    assert "Ta bort Norr?" in client.get(f"{LIST}{north.pk}/ta-bort/").content.decode()
    client.post(f"{LIST}{north.pk}/ta-bort/", {"version": "1"})
    assert (LearningGroup.objects.count(), placed(avby), verbs()) == (0, [("", PARTICIPANT)], ["delete-group"])


# --- Who is where ----------------------------------------------------------------------------------------------------


def test_all_organisations_are_placed_at_once(client, north, avby, beby):
    assert client.post(LIST, row(avby, north) | row(beby, north, MENTOR)).status_code == 302
    assert placed(avby, beby) == [("Norr", PARTICIPANT), ("Norr", MENTOR)]
    assert verbs() == ["place-participation", "place-participation"]


def test_saving_the_same_again_changes_nothing(client, north, avby):
    data = row(avby, north)
    assert [client.post(LIST, data).status_code for _click in range(2)] == [302, 302]
    assert verbs() == ["place-participation"]


def test_colleague_who_placed_the_same_organisation_is_not_overwritten_unseen(client, north, south, avby, beby):
    client.post(LIST, row(avby, south) | row(beby, south))
    response = client.post(LIST, row(avby, north) | row(beby))
    page = response.content.decode()
    assert (response.status_code, placed(avby, beby)) == (409, [("Söder", PARTICIPANT), ("Söder", PARTICIPANT)])
    assert ("Din kollega valde: Söder, Deltagare" in page, f'value="{south.pk}:participant"' in page) == (True, True)
    again = row(avby, north, seen=f"{south.pk}:participant") | row(beby, south, seen=f"{south.pk}:participant")
    client.post(LIST, again)
    assert placed(avby, beby) == [("Norr", PARTICIPANT), ("Söder", PARTICIPANT)]


def test_colleague_who_placed_another_organisation_keeps_it(client, north, avby, beby):
    client.post(LIST, row(avby, north) | row(beby))
    assert client.post(LIST, row(avby) | row(beby, north, MENTOR)).status_code == 302
    assert placed(avby, beby) == [("Norr", PARTICIPANT), ("Norr", MENTOR)]


def test_group_of_another_round_is_no_choice(client, avby):
    foreign = factories.learning_group(factories.learning_round("annan"), "Fjärran")
    response = client.post(LIST, row(avby, foreign))
    assert (response.status_code, placed(avby)) == (422, [("", PARTICIPANT)])
    assert "Välj en grupp i listan för Avby." in response.content.decode()


@pytest.mark.parametrize("field", ["group", "role", "seen"])
@pytest.mark.parametrize("value", ["", "\x00", "−1", "9" * 400, "٣", "x:y", ":"])
def test_nonsense_in_the_table_is_no_server_error(client, avby, field, value):
    response = client.post(LIST, row(avby) | {f"{field}-{avby.pk}": value})
    assert (response.status_code in (200, 302, 409, 422), placed(avby)) == (True, [("", PARTICIPANT)])


def test_missing_rows_are_left_alone(client, north, avby, beby):
    Participation.objects.filter(pk=beby.pk).update(group=north)
    assert client.post(LIST, {}).status_code == 200
    assert placed(avby, beby) == [("", PARTICIPANT), ("Norr", PARTICIPANT)]


def test_what_looks_wrong_is_said_and_stops_nobody(client, learning_round, north, south, avby):
    for code in ("X3", "X4", "X5", "X6"):
        factories.participation(learning_round, factories.organisation(code), group=north)
    page = client.get(LIST).content.decode()
    for sentence in (
        "Norr har ingen mentor.",
        "Norr har 4 deltagare. Grupper fungerar bäst med högst 3.",
        "Söder är tom.",
        "Utan grupp: Avby.",
    ):
        assert sentence in page


def test_organisation_that_has_left_is_not_placed(client, avby):
    factories.withdrawn(avby)
    assert "Avby" not in client.get(LIST).content.decode()


@pytest.mark.parametrize("seen", ["", ":", "x:mentor", "٣:mentor", "9" * 5000 + ":mentor"])
def test_place_that_was_never_shown_moves_nobody_unseen(client, avby, north, seen):
    response = client.post(LIST, row(avby, north, seen=seen))
    assert (response.status_code, placed(avby)) == (409, [("", "participant")])
