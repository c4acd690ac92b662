"""The people of an organisation: who sees them, another role, leaving, and that somebody can always go on."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actions import ChangedMeanwhile, change_membership, end_membership
from accounts.errors import ActionRefused
from accounts.models import AuditEntry, Membership, User
from accounts.permissions import Role
from tests import factories

pytestmark = pytest.mark.django_db

PEOPLE = "/organisationer/X001/personer/"


@pytest.fixture
def organisation():
    return factories.organisation("X001", "Åby")


@pytest.fixture
def strategist(organisation):
    return factories.member(organisation, email="strategist@example.org", level="administration")


def held(person) -> Membership:
    return person.memberships.get()


def roles() -> list[tuple[str, str, bool]]:
    rows = Membership.objects.order_by("pk").values_list("role", "level", "ended_at")
    return [(role, level, ended is None) for role, level, ended in rows]


def test_page_shows_people_with_role_level_and_last_login(client_of, organisation, strategist):
    User.objects.filter(pk=strategist.pk).update(last_login=timezone.now() - timedelta(days=400))
    person = factories.user("reader@example.org", display_name="Ordföranden")
    factories.membership(person, organisation, Role.READER, level="politics")
    gone = factories.user(display_name="Förra strategen")
    factories.membership(gone, organisation, ended_at=timezone.now())
    elsewhere = factories.member(email="elsewhere@example.org")
    page = client_of(strategist).get(PEOPLE).content.decode()
    for text in (
        "Ordföranden",
        "reader@example.org",
        "Politik",
        "Aldrig",
        "1 person som har slutat",
        "Förra strategen",
    ):
        assert text in page, text
    assert (elsewhere.email in page, gone.email in page) == (False, False)


def test_names_sort_as_in_swedish_within_their_role(client_of, organisation, strategist):
    for name in ("Örjan", "Åsa", "Anna"):
        factories.membership(factories.user(display_name=name), organisation, Role.READER)
    page = client_of(strategist).get(PEOPLE).content.decode()
    places = [page.index(name) for name in ("Anna", "Åsa", "Örjan")]
    assert places == sorted(places)


def test_page_is_closed_to_readers_peers_and_coordinators(client_of, organisation, strategist):
    participation = factories.participation(organisation=organisation)
    others = [
        factories.member(organisation, Role.READER),
        factories.member(factories.participation(participation.round).organisation),
        factories.member(participation.round.owner, Role.COORDINATOR),
    ]
    assert [client_of(person).get(PEOPLE).status_code for person in others] == [403, 403, 403]
    assert client_of(factories.administrator()).get(PEOPLE).status_code == 200
    assert client_of(strategist).get("/organisationer/FINNS-INTE/personer/").status_code == 404


def test_role_that_ends_takes_effect_at_the_next_request(client_of, organisation, strategist):
    participation = factories.participation(factories.learning_round("omgang"), organisation)
    leaving = factories.member(organisation)
    client, page = client_of(leaving), participation.get_absolute_url()
    assert [client.get(path).status_code for path in (page, PEOPLE)] == [200, 200]
    assert client_of(strategist).post(f"{PEOPLE}{held(leaving).pk}/avsluta/").headers["Location"] == PEOPLE
    assert [client.get(path).status_code for path in (page, PEOPLE)] == [404, 403]
    assert client.post(f"{page}traffar/0/moment/1/", {"level": "3"}).status_code == 404


def test_role_that_changes_takes_effect_at_the_next_request(client_of, organisation, strategist):
    participation = factories.participation(factories.learning_round("omgang"), organisation)
    other = factories.member(organisation)
    client, step = client_of(other), f"{participation.get_absolute_url()}traffar/0/moment/1/"
    assert client.get(step).status_code == 200
    answer = {"role": "reader", "level": "politics", "seen": "strategist:"}
    assert client_of(strategist).post(f"{PEOPLE}{held(other).pk}/", answer).headers["Location"] == PEOPLE
    assert [client.get(step).status_code, client.get(participation.get_absolute_url()).status_code] == [403, 200]
    assert roles() == [("strategist", "administration", True), ("reader", "politics", True)]


def test_texts_of_who_leaves_stay(organisation, strategist):
    participation = factories.participation(organisation=organisation)
    score = factories.step_score(factories.assessment(participation), saved_by=factories.member(organisation))
    end_membership(membership=held(score.saved_by), by=strategist)
    score.refresh_from_db()
    assert (score.reason, score.saved_by.display_name) == ("Skäl 1", score.saved_by.display_name)


def test_last_strategist_neither_leaves_nor_becomes_reader(client_of, strategist):
    client, place = client_of(strategist), f"{PEOPLE}{held(strategist).pk}/"
    left = client.post(f"{place}avsluta/")
    changed = client.post(place, {"role": "reader", "level": "", "seen": "strategist:administration"})
    assert (left.status_code, changed.status_code) == (409, 409)
    assert "är den sista med rollen strateg" in left.content.decode()
    assert roles() == [("strategist", "administration", True)]


def test_administrator_lets_the_last_strategist_leave(client_of, strategist):
    client = client_of(factories.administrator())
    assert client.post(f"{PEOPLE}{held(strategist).pk}/avsluta/").status_code == 302
    assert held(strategist).ended_at is not None


def test_last_administrator_stays():
    administrator = factories.administrator()
    with pytest.raises(ActionRefused):
        end_membership(membership=held(administrator), by=administrator, as_last=True)
    end_membership(membership=held(factories.administrator()), by=administrator)
    assert held(administrator).ended_at is None


def test_who_leaves_by_themselves_comes_to_the_start_page(client_of, organisation, strategist):
    factories.member(organisation)
    client = client_of(strategist)
    assert client.post(f"{PEOPLE}{held(strategist).pk}/avsluta/").headers["Location"] == "/"
    assert client.get("/").status_code == 200


def test_leaving_twice_is_refused(client_of, organisation, strategist):
    other = held(factories.member(organisation))
    end_membership(membership=other, by=strategist)
    with pytest.raises(ActionRefused, match="hör inte längre"):
        end_membership(membership=other, by=strategist)
    assert client_of(strategist).get(f"{PEOPLE}{other.pk}/avsluta/").status_code == 404


def test_changes_are_written_into_the_audit_log(organisation, strategist):
    other = held(factories.member(organisation))
    change_membership(membership=other, role="reader", level="politics", seen=("strategist", ""), by=strategist)
    change_membership(membership=other, role="reader", level="politics", seen=("reader", "politics"), by=strategist)
    end_membership(membership=other, by=strategist)
    assert list(AuditEntry.objects.order_by("pk").values_list("verb", "fields", "actor", "organisation")) == [
        ("change-membership", "role, level", strategist.pk, organisation.pk),
        ("end-membership", "ended_at", strategist.pk, organisation.pk),
    ]


def test_change_that_a_colleague_made_meanwhile_is_shown_before_it_is_replaced(client_of, organisation, strategist):
    other = held(factories.member(organisation, Role.READER))
    with pytest.raises(ChangedMeanwhile):
        change_membership(
            membership=other, role="reader", level="politics", seen=("reader", "operations"), by=strategist
        )
    client, path = client_of(strategist), f"{PEOPLE}{other.pk}/"
    answer = {"role": "strategist", "level": "", "seen": "reader:politics"}
    page = client.post(path, answer)
    assert (page.status_code, "har under tiden sparat Läsare, ingen nivå" in page.content.decode()) == (409, True)
    assert 'name="seen" value="reader:"' in page.content.decode()
    assert client.post(path, answer | {"seen": "reader:"}).status_code == 302
    assert held(other.user).role == Role.STRATEGIST


def test_role_that_the_person_has_already_is_refused(organisation, strategist):
    person = factories.member(organisation, Role.READER)
    factories.membership(person, organisation)
    reader = person.memberships.get(role=Role.READER)
    with pytest.raises(ActionRefused, match="redan den rollen"):
        change_membership(membership=reader, role="strategist", level="", seen=("reader", ""), by=strategist)


def test_role_above_ones_own_is_neither_changed_nor_ended(client_of):
    body = factories.coordinating_body("X001")
    client = client_of(factories.member(body, Role.COORDINATOR))
    above, beside = (held(factories.member(body, role)) for role in (Role.ADMINISTRATOR, Role.COORDINATOR))
    paths = [f"{PEOPLE}{above.pk}/", f"{PEOPLE}{above.pk}/avsluta/"]
    assert [client.get(path).status_code for path in paths] == [403, 403]
    assert [client.post(path, {"role": "reader"}).status_code for path in paths] == [403, 403]
    client.post(f"{PEOPLE}{beside.pk}/", {"role": "administrator", "level": "", "seen": "coordinator:"})
    assert (held(above.user).role, held(beside.user).role) == ("administrator", "coordinator")
    page = client.get(PEOPLE).content.decode()
    assert (f'href="{PEOPLE}{above.pk}/"' in page, f'href="{PEOPLE}{beside.pk}/"' in page) == (False, True)


def test_account_that_was_closed_counts_as_gone(client_of, organisation, strategist):
    closed = factories.member(organisation)
    User.objects.filter(pk=closed.pk).update(is_active=False)
    assert "1 person som har slutat" in client_of(strategist).get(PEOPLE).content.decode()
    with pytest.raises(ActionRefused):
        end_membership(membership=held(strategist), by=strategist)


@pytest.mark.parametrize("data", [{}, {"role": "king"}, {"role": "reader", "level": "court"}, {"role": "coordinator"}])
def test_wrong_input_changes_nothing(client_of, organisation, strategist, data):
    other = held(factories.member(organisation, Role.READER))
    answer = client_of(strategist).post(f"{PEOPLE}{other.pk}/", {"seen": "reader:"} | data)
    assert (answer.status_code, held(other.user).role) == (422 if data else 200, "reader")
