"""Accepting an invitation: by a button, once, by who reads mail at the address; looking changes nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import AuditEntry, Invitation, Membership, User
from accounts.permissions import Role
from tests import factories
from tests.logins import give_app, log_in
from tests.strict import StrictClient

pytestmark = pytest.mark.django_db

PAGE, TOKEN = "/konto/inbjudan/", "a-token-of-a-test"
LINK = f"{PAGE}{TOKEN}/"


@pytest.fixture
def invitation():
    organisation = factories.organisation("X001", "Åby")
    return factories.invitation(organisation, "ny@example.org", Role.READER, TOKEN, level="politics")


def accepted(client, link: str = LINK, **data):
    """Follow the link and press the button."""
    assert client.get(link).headers["Location"] == PAGE
    return client.post(PAGE, data)


def test_new_person_gets_account_and_membership_and_is_logged_in(client, invitation):
    assert "Åby" in client.get(LINK, follow=True).content.decode()
    assert client.post(PAGE, {"name": "  Jämställdhets\u00a0strateg "}).headers["Location"] == "/"
    person = User.objects.get(email="ny@example.org")
    membership = Membership.objects.get(user=person)
    assert (person.display_name, person.has_usable_password()) == ("Jämställdhets strateg", False)
    assert (membership.organisation.code, membership.role, membership.level) == ("X001", "reader", "politics")
    assert "Du hör nu till Åby." in client.get("/").content.decode()


def test_name_is_optional_and_asked_of_new_people_only(client, invitation):
    assert 'name="name"' in client.get(LINK, follow=True).content.decode()
    factories.user("ny@example.org", display_name="Nils")
    assert 'name="name"' not in client.get(LINK, follow=True).content.decode()
    client.post(PAGE, {"name": "Någon annan"})
    assert User.objects.get(email="ny@example.org").display_name == "Nils"


def test_accepting_is_written_into_the_audit_log_by_who_accepts(client, invitation):
    accepted(client)
    person = User.objects.get(email="ny@example.org")
    assert list(AuditEntry.objects.order_by("pk").values_list("verb", "actor", "source")) == [
        ("add-user", person.pk, "web"),
        ("accept-invitation", person.pk, "web"),
        ("add-membership", person.pk, "web"),
    ]
    invitation.refresh_from_db()
    assert (invitation.state, invitation.accepted_by) == ("accepted", person)


def test_looking_changes_nothing(client, invitation):
    """Scanners of mail open every link, also with HEAD, and follow where it leads."""
    before = Invitation.objects.values().get()
    for _time in range(3):
        client.get(LINK, follow=True)
        client.head(LINK, follow=True)
    assert Invitation.objects.values().get() == before
    assert (AuditEntry.objects.count(), User.objects.filter(email="ny@example.org").count()) == (0, 0)
    assert accepted(StrictClient()).status_code == 302


def test_secret_of_the_link_is_in_no_page_and_no_cache(client, invitation):
    opened, page = client.get(LINK), client.get(PAGE)
    assert (opened.headers["Location"], TOKEN in page.content.decode()) == (PAGE, False)
    for response in (opened, page):
        assert "no-store" in response.headers["Cache-Control"]
        assert response.headers["Referrer-Policy"] == "same-origin"


def test_account_that_is_there_gets_the_membership_and_is_logged_in(client, invitation):
    person = factories.user("ny@example.org")
    assert accepted(client).headers["Location"] == "/"
    assert (Membership.objects.get(user=person).role, client.get("/").status_code) == ("reader", 200)
    assert User.objects.filter(email="ny@example.org").count() == 1


def test_who_is_logged_in_with_that_address_just_joins(client_of, invitation):
    client = client_of(factories.user("ny@example.org"))
    session = client.session.session_key
    assert accepted(client).headers["Location"] == "/"
    assert (Membership.objects.filter(user__email="ny@example.org").count(), client.session.session_key) == (1, session)


def test_inviter_who_may_not_invite_any_more_lets_nobody_in(client, invitation):
    """But the first of an organisation, whom the coordinator of a round invites."""
    factories.member(invitation.organisation)
    assert accepted(client).status_code == 404
    assert not User.objects.filter(email="ny@example.org").exists()


def test_role_that_was_given_meanwhile_is_no_fault(client, invitation):
    factories.membership(invitation.invited_by, invitation.organisation)
    person = factories.member(invitation.organisation, Role.READER, "ny@example.org")
    assert accepted(client).status_code == 302
    assert (Membership.objects.filter(user=person).count(), Invitation.objects.get().state) == (1, "accepted")


def test_session_is_a_new_one_after_accepting(client, invitation):
    client.get(LINK)
    before = client.session.session_key
    client.post(PAGE)
    assert client.session.session_key not in (None, before)
    assert "invitation" not in client.session


def gone(client, link: str = LINK) -> tuple:
    """What somebody is told: status and page, without the tokens of its forms."""
    from tests.accounts.test_login import without_tokens

    looked = client.get(link, follow=True)
    client.get(link)
    pressed = client.post(PAGE)
    assert (looked.status_code, pressed.status_code) == (404, 404)
    assert without_tokens(looked) == without_tokens(pressed)
    return without_tokens(looked)


def test_all_that_cannot_be_accepted_gets_one_answer(invitation):
    now, place = timezone.now(), {"organisation": invitation.organisation}
    week = {"invited_at": now - timedelta(days=8), "expires_at": now - timedelta(seconds=1)}
    factories.invitation(**place, token="expired", **week)
    factories.invitation(**place, token="revoked", revoked_at=now)
    factories.invitation(**place, token="used", accepted_at=now, accepted_by=factories.user())
    factories.user("closed@example.org", is_active=False)
    factories.user("gone@example.org", anonymised_at=now, is_active=False)
    factories.invitation(**place, token="closed", email="closed@example.org")
    factories.invitation(**place, token="anonymised", email="gone@example.org")
    kinds = ("expired", "revoked", "used", "closed", "anonymised", "unknown", "x" * 5000, invitation.token_hash)
    assert len({gone(StrictClient(), f"{PAGE}{kind}/") for kind in kinds}) == 1


def test_somebody_else_who_is_logged_in_is_told_to_log_out(client_of, invitation):
    """The page does not tell whether the link would work for another."""
    client = client_of(factories.user("annan@example.org"))
    page = gone(client)
    assert page == gone(client, f"{PAGE}unknown/")
    assert ("inloggad som annan@example.org" in page, 'action="/konto/logga-ut/"' in page) == (True, True)
    assert Invitation.objects.get().state == "sent"
    client.post("/konto/logga-ut/")
    assert accepted(client).headers["Location"] == "/"


def test_link_works_once(client, invitation):
    accepted(client)
    gone(StrictClient())
    assert (Membership.objects.count(), User.objects.filter(email="ny@example.org").count()) == (1, 1)


def test_twenty_posts_one_after_the_other_are_one_success(invitation):
    clients = [StrictClient() for _number in range(20)]
    for client in clients:
        client.get(LINK)
    answers = sorted(client.post(PAGE).status_code for client in clients)
    assert (answers, Membership.objects.count()) == ([302] + [404] * 19, 1)


def test_page_without_a_link_is_the_same_as_with_a_wrong_one(client):
    assert client.get(PAGE).status_code == client.post(PAGE).status_code == 404


@pytest.mark.parametrize("name", ["x" * 121, "å" * 30_000])
def test_name_that_is_too_long_is_explained_and_kept(client, invitation, name):
    page = accepted(client, name=name)
    assert (page.status_code, "Skriv högst 120 tecken." in page.content.decode(), name in page.content.decode()) == (
        200,
        True,
        True,
    )
    assert not Membership.objects.exists()


def test_new_strategist_is_asked_for_a_second_factor_first(client):
    participation = factories.participation(factories.learning_round("omgang"))
    factories.invitation(participation.organisation, token=TOKEN)
    assert accepted(client).headers["Location"] == "/"
    assert client.get(participation.get_absolute_url()).headers["Location"].startswith("/konto/andra-steget/")
    assert client.get("/", follow=True).status_code == 200


def test_who_has_a_second_factor_logs_in_with_it_before_accepting(client, invitation):
    person = factories.user("ny@example.org")
    give_app(person)
    page = client.get(LINK, follow=True).content.decode()
    assert f'href="/konto/logga-in/?next={PAGE}"' in page
    assert (client.post(PAGE).status_code, Membership.objects.count()) == (200, 0)
    assert client.get("/").status_code == 302
    log_in(client, person, with_factor=True)
    client.get(LINK)
    assert (client.post(PAGE).status_code, Membership.objects.get().user) == (302, person)
