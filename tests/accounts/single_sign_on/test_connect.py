"""Connecting an organisation's login to one's account, on purpose, and taking it away again."""

import pytest
from django.utils import timezone

from accounts.models import AuditEntry, Identity, IdentityProvider, Membership
from tests import factories
from tests.accounts.single_sign_on.conftest import CONNECT, LOGIN, way_back
from tests.logins import sent_mails

pytestmark = pytest.mark.django_db

LIST = f"{LOGIN}mina/"


@pytest.fixture
def logged_in(client, asa):
    """Åsa has just logged in with her password, and shown that it is her."""
    client.post("/konto/logga-in/", {"login": asa.email, "password": factories.PASSWORD})
    client.post("/konto/bekrafta/", {"password": factories.PASSWORD})
    return client


def entries() -> list[tuple]:
    found = AuditEntry.objects.exclude(verb="add-user").order_by("pk")
    return [(entry.verb, entry.actor, entry.organisation) for entry in found]


def test_login_is_connected_once_and_then_leads_in(logged_in, visit, ala, asa):
    assert visit(CONNECT, {"then": "go"}).headers["Location"] == LIST
    assert visit_again(logged_in, visit).headers["Location"] == LIST
    identity = Identity.objects.get()
    assert (identity.user, identity.issuer, identity.subject) == (asa, ala.issuer, "asa")
    assert entries() == [("connect-identity", asa, ala.organisation)]
    logged_in.post("/konto/logga-ut/")
    visit()
    assert logged_in.get("/").context["user"] == asa


def test_owner_is_told_by_mail(logged_in, visit, ala, asa):
    visit(CONNECT, {"then": "go"})
    logged_in.post(f"{LOGIN}{Identity.objects.get().pk}/ta-bort/")
    sent = [(message.subject, message.to) for message in sent_mails()]
    assert sent == [
        ("Någon loggade in på ditt konto i Jämsteg", [asa.email]),
        ("En inloggning kopplades till ditt konto i Jämsteg", [asa.email]),
        ("En inloggning togs bort från ditt konto i Jämsteg", [asa.email]),
    ]


def visit_again(client, visit):
    return visit(CONNECT, {"then": "go"}, client)


def test_audit_log_does_not_say_what_the_login_calls_the_person(logged_in, visit, ala):
    visit(CONNECT, {"then": "go"})
    entry = AuditEntry.objects.get(verb="connect-identity")
    assert entry.object == f"identity {Identity.objects.get().pk}"


def test_somebody_who_logged_in_long_ago_shows_first_that_it_is_them(client_of, asa):
    answer = client_of(asa).post(CONNECT, {"then": "go"})
    assert answer.headers["Location"] == f"/konto/bekrafta/?next={CONNECT.replace('/', '%2F')}"


def test_login_of_somebody_else_is_not_taken_over(logged_in, visit, ala):
    other = factories.identity(factories.member(ala.organisation), ala.issuer, "asa")
    answer = visit(CONNECT, {"then": "go"})
    assert (answer.status_code, "kopplad till ett annat konto" in answer.content.decode()) == (409, True)
    assert Identity.objects.get() == other


def test_address_of_elsewhere_is_not_connected(logged_in, visit, provider, ala):
    provider.person["email"] = "asa@gmail.example"
    assert visit(CONNECT, {"then": "go"}).status_code == 403
    assert not Identity.objects.exists()


def test_person_who_has_logged_out_meanwhile_connects_nothing(logged_in, visit, ala):
    back = way_back(logged_in.post(CONNECT, {"then": "go"}).headers["Location"])
    other = factories.member(ala.organisation)
    logged_in.force_login(other)
    assert logged_in.get(back).status_code == 400
    assert not Identity.objects.exists()


def test_role_that_ended_meanwhile_connects_nothing(logged_in, visit, ala):
    back = way_back(logged_in.post(CONNECT, {"then": "go"}).headers["Location"])
    Membership.objects.update(ended_at=timezone.now())
    assert logged_in.get(back).status_code == 403
    assert not Identity.objects.exists()


def test_way_back_from_connecting_lets_nobody_in(client, logged_in, visit, known):
    back = way_back(logged_in.post(CONNECT, {"then": "go"}).headers["Location"])
    logged_in.post("/konto/logga-ut/")
    assert logged_in.get(back).status_code == 400
    assert client.get("/").status_code == 302


@pytest.mark.parametrize("path", [CONNECT, f"{LOGIN}X999/koppla/"])
def test_login_of_other_organisations_is_not_there(client_of, ala, path):
    other = client_of(factories.administrator())
    assert [getattr(other, method)(path).status_code for method in ("get", "post")] == [404, 404]


def test_login_that_is_switched_off_is_not_there(client_of, asa):
    IdentityProvider.objects.update(is_active=False)
    assert client_of(asa).get(CONNECT).status_code == 404
    assert "Ingen av dina organisationer" in client_of(asa).get(LIST).content.decode()


def test_own_logins_are_listed_with_what_can_be_connected(client_of, asa, known):
    second = factories.membership(asa, factories.organisation("X002", "Bro")).organisation
    factories.identity_provider(second)
    factories.identity(asa, "https://login.example/old", "asa")
    factories.identity(factories.user(), "https://login.example/other")
    page = client_of(asa).get(LIST)
    assert [name for _identity, name in page.context["connected"]] == ["Ala", "https://login.example"]
    assert [str(provider.organisation) for provider in page.context["missing"]] == ["Bro"]


def test_login_is_removed_after_a_question(client_of, asa, known):
    client, path = client_of(asa), f"{LOGIN}{known.pk}/ta-bort/"
    assert client.get(path).status_code == 200
    assert Identity.objects.exists()
    assert client.post(path).headers["Location"] == LIST
    assert not Identity.objects.exists()
    assert entries() == [("remove-identity", asa, None)]


def test_login_of_others_is_not_removed(client_of, known):
    client = client_of(factories.member(factories.organisation()))
    assert client.post(f"{LOGIN}{known.pk}/ta-bort/").status_code == 404
    assert Identity.objects.exists()
