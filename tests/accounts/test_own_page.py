"""A person's own page: what one sees of oneself, changes, takes along, and how one leaves."""

import json
import re
import threading

import pytest
from django.conf import settings

from accounts.actions import roles_of_nobody_else
from accounts.mail import NAME as MAIL_THREAD
from accounts.models import AuditEntry, Membership, User
from accounts.permissions import Role
from tests import factories
from tests.accounts.privacy.named import places_with

pytestmark = pytest.mark.django_db
PAGE, CLOSE = "/konto/mina-sidor/", "/konto/mina-sidor/avsluta/"


@pytest.fixture
def sara():
    """A strategist of Ådal, with a colleague."""
    organisation = factories.organisation("X100", "Ådal")
    factories.membership(organisation=organisation)
    return factories.membership(
        factories.user("sara@example.org", display_name="Sara Lind"), organisation, level="administration"
    ).user


def verbs() -> list[tuple]:
    return list(AuditEntry.objects.order_by("pk").values_list("verb", "actor", "fields"))


def roles(person: User) -> list[str]:
    return list(Membership.objects.filter(user=person, ended_at=None).values_list("role", flat=True))


def page_of(client, path: str = PAGE) -> str:
    return re.sub(r"\s+", " ", client.get(path).content.decode())


# --- the page --------------------------------------------------------------------------------------------------------


def test_name_at_the_top_leads_to_the_page(client_of, sara):
    assert f'<a href="{PAGE}">Sara Lind</a>' in page_of(client_of(sara), "/")


def test_page_shows_roles_and_ways_on(client_of, sara):
    page = page_of(client_of(sara))
    assert 'href="/konto/mina-sidor/lamna/X100/"' in page
    assert "Strateg <span" in page
    assert 'href="/konto/losenord/"' in page
    for path in (
        "/konto/tva-steg/",
        "/konto/inloggningar/",
        "/konto/mina-sidor/uppgifter/",
        CLOSE,
        "/personuppgifter/",
    ):
        assert f'href="{path}"' in page


def test_page_without_roles_or_password_says_so(client_of):
    person = factories.user(password=None)
    page = page_of(client_of(person))
    assert "Du hör inte till någon organisation nu." in page
    assert "/konto/losenord/" not in page


def test_name_and_language_are_saved(client_of, sara):
    client = client_of(sara)
    response = client.post(PAGE, {"display_name": "  Equality \t strategist ", "language": "en"}, follow=True)
    sara.refresh_from_db()
    assert (sara.display_name, sara.language) == ("Equality strategist", "en")
    assert verbs() == [("save-own-details", sara.pk, "display_name, language")]
    assert "It is saved." in response.content.decode()
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"


def test_saving_the_same_changes_nothing(client_of, sara):
    User.objects.filter(pk=sara.pk).update(language="sv")
    client_of(sara).post(PAGE, {"display_name": "Sara Lind", "language": "sv"})
    assert verbs() == []


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"display_name": " ", "language": "sv"}, "Skriv ditt namn eller din funktion."),
        ({"display_name": "å" * 121, "language": "sv"}, "Skriv högst 120 tecken. Nu är det 121."),
        ({"display_name": "a\x00b", "language": "sv"}, "Null-tecken är inte tillåtna."),
        ({"display_name": "Sara", "language": "fi"}, "Välj ett språk."),
        ({"display_name": "Sara"}, "Välj ett språk."),
    ],
)
def test_wrong_details_are_explained_and_not_saved(client_of, sara, data, words):
    response = client_of(sara).post(PAGE, data)
    assert (response.status_code, words in response.content.decode()) == (200, True)
    assert (User.objects.get(pk=sara.pk).display_name, verbs()) == ("Sara Lind", [])


def test_nothing_else_of_the_account_can_be_changed(client_of, sara):
    everything = {"email": "x@example.org", "is_active": "", "password": "x", "warned_at": "2026-01-01", "id": "1"}
    before = User.objects.filter(pk=sara.pk).values("email", "is_active", "password", "warned_at").get()
    client_of(sara).post(PAGE, everything | {"display_name": "Sara", "language": "sv"})
    assert User.objects.filter(pk=sara.pk).values(*before).get() == before


# --- taking along ----------------------------------------------------------------------------------------------------


def test_own_data_is_a_file_about_oneself(client_of, sara):
    response = client_of(sara).get("/konto/mina-sidor/uppgifter/")
    document = json.loads(response.content)
    assert re.fullmatch(r'attachment; filename="jamsteg-\d{4}-\d\d-\d\d\.json"', response["Content-Disposition"])
    assert (document["account"]["email"], document["rows"]["accounts.Membership"][0]["in"]) == (sara.email, "Ådal")
    assert "Ådal" in response.content.decode()


# --- leaving ---------------------------------------------------------------------------------------------------------


def test_leaving_ends_all_roles_in_that_organisation_only(client_of, sara):
    organisation = sara.current_memberships()[0].organisation
    factories.membership(sara, organisation, Role.READER)
    factories.membership(sara, factories.organisation("X200"), Role.READER)
    assert "Du är den enda" not in page_of(client_of(sara), PAGE + "lamna/X100/")
    response = client_of(sara).post(PAGE + "lamna/X100/", follow=True)
    assert "Du har lämnat Ådal." in response.content.decode()
    assert [each.organisation.code for each in Membership.objects.current().filter(user=sara)] == ["X200"]
    assert verbs() == [("end-membership", sara.pk, "ended_at")] * 2


def test_rights_are_gone_at_the_next_request(client_of, sara):
    client = client_of(sara)
    client.post(PAGE + "lamna/X100/")
    assert [client.get(PAGE + "lamna/X100/").status_code, client.post(PAGE + "lamna/X100/").status_code] == [404, 404]


def test_who_asks_changes_nothing(client_of, sara):
    client = client_of(sara)
    for path in (PAGE + "lamna/X100/", CLOSE):
        assert client.get(path).status_code == 200
    assert (roles(sara), verbs(), User.objects.get(pk=sara.pk).is_active) == (["strategist"], [], True)


@pytest.mark.parametrize(
    ("role", "others", "is_last"),
    [
        (Role.STRATEGIST, [], True),
        (Role.STRATEGIST, [Role.READER], True),
        (Role.STRATEGIST, [Role.STRATEGIST], False),
        (Role.READER, [], False),
    ],
)
def test_last_of_a_role_is_warned_and_may_leave(client_of, role, others, is_last):
    membership = factories.membership(organisation=factories.organisation("X100", "Ådal"), role=role)
    factories.membership(role=role)
    factories.membership(organisation=membership.organisation, role=role, ended_at="2026-01-01T00:00Z")
    for other in others:
        factories.membership(organisation=membership.organisation, role=other)
    assert roles_of_nobody_else([membership]) == [membership] * is_last
    client = client_of(membership.user)
    warned = [
        "Du är den enda i rollen strateg i Ådal." in page_of(client, path) for path in (PAGE + "lamna/X100/", CLOSE)
    ]
    assert warned == [is_last, is_last]
    assert client.post(PAGE + "lamna/X100/").status_code == 302
    assert roles(membership.user) == []


def test_last_administrator_stays(client_of):
    person = factories.administrator()
    code = person.current_memberships()[0].organisation.code
    for path in (f"{PAGE}lamna/{code}/", CLOSE):
        response = client_of(person).post(path)
        assert (response.status_code, "sista med rollen administratör" in response.content.decode()) == (409, True)
    assert (roles(person), User.objects.get(pk=person.pk).anonymised_at, verbs()) == (["administrator"], None, [])
    factories.administrator()
    assert client_of(person).post(f"{PAGE}lamna/{code}/").status_code == 302


# --- closing ---------------------------------------------------------------------------------------------------------


def test_closing_erases_and_logs_out(client_of, sara, mailoutbox, django_capture_on_commit_callbacks):
    score = factories.step_score(saved_by=sara, reason="Vi har en plan.")
    client = client_of(sara)
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(CLOSE, follow=True)
    assert "Ditt konto är avslutat." in response.content.decode()
    assert response.redirect_chain == [("/konto/logga-in/", 302)]
    assert client.get(PAGE).status_code == 302
    assert (places_with("Sara Lind", "sara@example.org"), roles(sara)) == ([], [])
    score.refresh_from_db()
    assert (score.reason, str(score.saved_by)) == ("Vi har en plan.", "tidigare användare")
    assert {verb for verb, _actor, _fields in verbs()} == {"end-membership", "erase-person"}


def test_who_closes_has_just_logged_in(client_of):
    """Whoever finds somebody else's browser open can't erase them."""
    person = factories.member(role=Role.READER)
    client = client_of(person)
    answers = [client.get(CLOSE), client.post(CLOSE)]
    assert [answer["Location"].split("?")[0] for answer in answers] == ["/konto/bekrafta/"] * 2
    assert User.objects.get(pk=person.pk).anonymised_at is None
    client.post("/konto/bekrafta/", {"password": factories.PASSWORD})
    assert client.get(CLOSE).status_code == 200


def test_closing_is_told_to_the_address(client_of, sara, mailoutbox, django_capture_on_commit_callbacks):
    User.objects.filter(pk=sara.pk).update(language="en")
    with django_capture_on_commit_callbacks(execute=True):
        client_of(sara).post(CLOSE)
    for thread in [each for each in threading.enumerate() if each.name == MAIL_THREAD]:
        thread.join()
    assert [(mail.to, mail.subject) for mail in mailoutbox] == [
        (["sara@example.org"], "Your account in Jämsteg has been closed")
    ]
    assert "Was it not you who did this? Write to test@example.org." in mailoutbox[0].body


def test_name_of_others_is_left_where_the_person_never_was(client_of, sara):
    """Whoever calls themselves as a municipality and leaves changes no text of others."""
    sara.display_name = "Karlstads Kommun"
    sara.save()
    foreign = factories.participation(goal="Vi gör som Karlstads kommun.")
    client_of(sara).post(CLOSE)
    foreign.refresh_from_db()
    assert foreign.goal == "Vi gör som Karlstads kommun."
