"""A coordinator makes a round, sees what remains, and changes what it is called and when it runs."""

import pytest

from accounts.models import AuditEntry
from accounts.permissions import Role
from checklists.models import Checklist
from learning_rounds.models import LearningRound
from tests import factories
from tests.factories import day

pytestmark = pytest.mark.django_db

NEW = "/omgangar/skapa/"
FORM = {"name": "Modellkommuner Å 2027–2028", "starts_on": "2027-01-11", "ends_on": "15/6 2028"}


@pytest.fixture
def body():
    return factories.coordinating_body("SKR", name="Riksorganisationen")


@pytest.fixture
def client(client_of, body):
    return client_of(factories.member(body, Role.COORDINATOR))


@pytest.fixture
def draft(body):
    return factories.learning_round(
        "utkast",
        name="Utkast",
        owner=body,
        meetings=0,
        state=LearningRound.State.DRAFT,
        starts_on=day("2027-01-01"),
        ends_on=day("2028-06-30"),
    )


def verbs() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))


# --- Making one ------------------------------------------------------------------------------------------------------


def test_new_round_is_a_draft_with_an_address_made_from_its_name(client, body):
    response = client.post(NEW, FORM)
    made = LearningRound.objects.get()
    assert response["Location"] == "/omgangar/modellkommuner-a-20272028/upplagg/"
    assert (made.name, made.owner, made.state) == (FORM["name"], body, "draft")
    assert (made.starts_on, made.ends_on) == (day("2027-01-11"), day("2028-06-15"))
    assert (str(made.checklist), verbs()) == ("skr-2020", ["create-round"])


def test_round_asked_for_twice_is_made_once(client):
    answers = {client.post(NEW, FORM)["Location"] for _click in range(2)}
    assert (len(answers), LearningRound.objects.count(), verbs()) == (1, 1, ["create-round"])


def test_rounds_with_the_same_name_get_addresses_of_their_own(client):
    for year in ("2027", "2028", "2029"):
        client.post(NEW, {"name": "Skapa", "starts_on": f"{year}-01-01", "ends_on": f"{year}-12-31"})
    slugs = LearningRound.objects.order_by("starts_on").values_list("slug", flat=True)
    assert list(slugs) == ["skapa-2", "skapa-3", "skapa-4"]


@pytest.mark.parametrize(("name", "slug"), [("★ 北京", "omgang"), ("Ö" * 120, "o" * 56), ("-a-", "a")])
def test_any_name_makes_an_address(client, name, slug):
    client.post(NEW, FORM | {"name": name})
    assert LearningRound.objects.get().slug == slug


def test_owner_is_chosen_where_there_are_several(client_of, body):
    person, county = factories.member(body, Role.COORDINATOR), factories.coordinating_body("LST-17", is_fictive=False)
    factories.membership(person, county, Role.COORDINATOR)
    client = client_of(person)
    assert "Välj vem som leder omgången." in client.post(NEW, FORM).content.decode()
    client.post(NEW, FORM | {"owner": str(county.pk)})
    assert LearningRound.objects.get().owner == county


def test_owner_must_be_an_organisation_that_one_coordinates_for(client_of, body):
    person = factories.member(body, Role.COORDINATOR)
    factories.membership(person, factories.coordinating_body("LST-17", is_fictive=False), Role.COORDINATOR)
    foreign = factories.coordinating_body("LST-18", is_fictive=False)
    response = client_of(person).post(NEW, FORM | {"owner": str(foreign.pk)})
    assert (response.status_code, LearningRound.objects.count()) == (422, 0)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"name": " "}, "Skriv vad omgången heter."),
        ({"name": "å" * 121}, "Skriv högst 120 tecken. Nu är det 121."),
        ({"name": "A\x00B"}, None),
        ({"starts_on": ""}, "Skriv när omgången börjar."),
        ({"starts_on": "2027-02-30"}, "Skriv datumet som år-månad-dag, till exempel 2027-02-15."),
        ({"starts_on": "0001-01-01"}, "Året ska vara mellan 1990 och 2099."),
        ({"ends_on": "2027-01-10"}, "Omgången slutar innan den börjar."),
    ],
)
def test_bad_input_is_a_form_error_that_keeps_what_was_typed(client, changed, message):
    response = client.post(NEW, FORM | changed)
    page = response.content.decode()
    assert (response.status_code, LearningRound.objects.count()) == (200, 0)
    assert message is None or message in page
    assert (FORM["name"] if "name" not in changed else FORM["starts_on"]) in page


def test_without_a_published_checklist_no_round_is_made(client):
    Checklist.objects.update(state=Checklist.State.WITHDRAWN)
    response = client.post(NEW, FORM)
    assert (response.status_code, LearningRound.objects.count()) == (409, 0)
    assert "Det finns ingen checklista att välja." in response.content.decode()


# --- Seeing it -------------------------------------------------------------------------------------------------------


def test_start_page_of_a_new_coordinator_has_one_thing_to_do(client):
    page = client.get("/").content.decode()
    assert ("Skapa din första omgång" in page, page.count('href="/omgangar/skapa/"')) == (True, 1)


def test_draft_is_on_the_start_page_of_its_coordinator_and_leads_to_its_set_up(client, draft):
    page = client.get("/").content.decode()
    assert ("Omgången förbereds." in page, 'href="/omgangar/skapa/"' in page) == (True, True)
    assert client.get("/omgangar/utkast/")["Location"] == "/omgangar/utkast/upplagg/"


def test_draft_is_seen_by_no_participant(client_of, draft):
    participation = factories.participation(draft)
    client = client_of(factories.member(participation.organisation))
    code = participation.organisation.code
    paths = ["/omgangar/utkast/", f"/omgangar/utkast/{code}/", "/omgangar/utkast/upplagg/"]
    assert [client.get(path).status_code for path in paths] == [404, 404, 404]
    assert "Utkast" not in client.get("/").content.decode()


def test_administrator_sees_that_a_draft_is_being_set_up_but_not_its_set_up(client_of, draft):
    client = client_of(factories.administrator())
    assert "Omgången förbereds." in client.get("/omgangar/utkast/").content.decode()
    assert client.get("/omgangar/utkast/upplagg/").status_code == 403


def test_page_of_a_published_round_leads_to_its_set_up_for_coordinators_only(client_of, client, draft):
    LearningRound.objects.update(state=LearningRound.State.PUBLISHED)
    pages = [each.get("/omgangar/utkast/").content.decode() for each in (client, client_of(factories.administrator()))]
    assert ["/omgangar/utkast/upplagg/" in page for page in pages] == [True, False]


# --- Changing it -----------------------------------------------------------------------------------------------------

EDIT = "/omgangar/utkast/upplagg/namn/"
CHANGED = {"name": "Nytt namn", "starts_on": "2027-02-01", "ends_on": "2028-06-30", "version": "1"}


def test_address_of_a_draft_follows_its_name(client, draft):
    response = client.post(EDIT, CHANGED)
    draft.refresh_from_db()
    assert (draft.name, draft.slug, draft.version) == ("Nytt namn", "nytt-namn", 2)
    assert response["Location"] == "/omgangar/nytt-namn/upplagg/"
    assert AuditEntry.objects.get().fields == "name, starts_on, slug"


def test_address_of_a_published_round_stays(client, draft):
    LearningRound.objects.update(state=LearningRound.State.PUBLISHED)
    client.post(EDIT, CHANGED)
    draft.refresh_from_db()
    assert (draft.name, draft.slug) == ("Nytt namn", "utkast")


def test_saving_the_same_again_changes_nothing(client, draft):
    same = {"name": "Utkast", "starts_on": "2027-01-01", "ends_on": "2028-06-30", "version": "1"}
    client.post(EDIT, same)
    draft.refresh_from_db()
    assert (draft.version, verbs()) == (1, [])


def test_colleague_is_not_overwritten_unseen(client, draft):
    client.post(EDIT, CHANGED | {"name": "Utkast", "ends_on": "2028-01-01"})
    response = client.post(EDIT, CHANGED | {"name": "Mitt namn"})
    page = response.content.decode()
    draft.refresh_from_db()
    assert (response.status_code, draft.name) == (409, "Utkast")
    assert ("1 januari 2028" in page, "Mitt namn" in page, 'name="version" value="2"' in page) == (True, True, True)
    assert client.post(EDIT, CHANGED | {"name": "Mitt namn", "version": "2"}).status_code == 302


def test_archived_round_is_kept_as_it_is(client, draft):
    LearningRound.objects.update(state=LearningRound.State.ARCHIVED)
    response = client.post(EDIT, CHANGED)
    draft.refresh_from_db()
    assert (response.status_code, draft.name) == (409, "Utkast")
    assert "Omgången är arkiverad, så inget kan ändras." in response.content.decode()
