"""Invitations: what is stored and mailed, who may send them, and the page of an organisation's people."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from accounts.actions import end_membership, invite, resend, revoke
from accounts.errors import ActionRefused
from accounts.invitation_mail import invitation_mail
from accounts.models import AuditEntry, Invitation, Membership
from accounts.models.invitations import hashed
from accounts.permissions import Role
from tests import factories
from tests.accounts.test_password_reset import sent_mails

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation():
    return factories.organisation("X001", "Åby")


@pytest.fixture
def strategist(organisation):
    return factories.member(organisation, email="strategist@example.org")


@pytest.fixture
def send(organisation, strategist, django_capture_on_commit_callbacks):
    """``send(email, role)``: invite, and give back the token of the mail with the invitation."""

    def sent(email="ny@example.org", role=Role.READER, verb=invite, **details):
        tokens = []
        details = {"by": strategist, "link": lambda token: tokens.append(token) or f"https://x.se/{token}"} | details
        if verb is invite:
            details = {"email": email, "organisation": organisation, "role": role} | details
        with django_capture_on_commit_callbacks(execute=True):
            verb(**details)
        sent_mails()
        return tokens[0]

    return sent


def verbs() -> list[tuple[str, str]]:
    return list(AuditEntry.objects.order_by("pk").values_list("verb", "fields"))


# --- what is stored ---------------------------------------------------------------------------------------------------


def test_token_is_stored_hashed_and_long_enough(send):
    token = send()
    stored = Invitation.objects.get()
    assert (len(token) >= 43, stored.token_hash) == (True, hashed(token))
    assert token not in str(Invitation.objects.values().get())


def test_address_is_stored_in_lower_case(send):
    send(" Ny@Example.ORG ")
    assert Invitation.objects.get().email == "ny@example.org"


def test_invitation_lasts_seven_days(send, on_day):
    now = on_day("2027-01-11")
    send()
    assert Invitation.objects.get().expires_at == now + timedelta(days=7)


@pytest.mark.parametrize(
    "fields",
    [
        {"accepted_at": timezone.now()},
        {"accepted_at": timezone.now(), "revoked_at": timezone.now(), "accepted_by": "user"},
        {"expires_at": timezone.now() - timedelta(days=1)},
    ],
)
def test_rows_that_make_no_sense_are_refused(fields):
    if "accepted_by" in fields:
        fields = fields | {"accepted_by": factories.user()}
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.invitation(**fields)


def test_one_pending_invitation_for_address_organisation_and_role(organisation):
    place = {"organisation": organisation, "email": "ny@example.org"}
    factories.invitation(**place, revoked_at=timezone.now())
    factories.invitation(**place)
    factories.invitation(**place, role=Role.READER)
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.invitation(**place)


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({}, "sent"),
        ({"invited_at": timezone.now() - timedelta(days=8), "expires_at": timezone.now()}, "expired"),
        ({"revoked_at": timezone.now()}, "revoked"),
    ],
)
def test_state_of_an_invitation(fields, state):
    assert factories.invitation(**fields).state == state


# --- the verbs --------------------------------------------------------------------------------------------------------


def test_verbs_are_written_into_the_audit_log_without_the_address(send, strategist):
    send()
    invitation = Invitation.objects.get()
    send(verb=resend, invitation=invitation)
    revoke(invitation=invitation, by=strategist)
    assert verbs() == [
        ("invite", "role, level, expires_at"),
        ("resend-invitation", "role, level, expires_at"),
        ("revoke-invitation", "revoked_at"),
    ]
    assert set(AuditEntry.objects.values_list("object", "actor")) == {
        (f"invitation {invitation.pk}: Läsare, Åby", strategist.pk)
    }


def test_sending_again_makes_the_first_link_worthless(send, on_day):
    on_day("2027-01-11")
    first = send()
    now = on_day("2027-01-25")
    second = send(verb=resend, invitation=Invitation.objects.get())
    assert not Invitation.objects.opened_with(first).exists()
    assert Invitation.objects.opened_with(second).get().expires_at == now + timedelta(days=7)


def test_inviting_twice_is_refused_until_the_first_has_expired(send, on_day):
    on_day("2027-01-11")
    send()
    with pytest.raises(ActionRefused, match="redan inbjuden"):
        send("NY@example.org")
    on_day("2027-01-25")
    send(level="politics")
    assert list(Invitation.objects.values_list("level", flat=True)) == ["politics"]


def test_who_has_the_role_is_not_invited_to_it(send, organisation):
    factories.member(organisation, Role.READER, "ny@example.org")
    with pytest.raises(ActionRefused, match="redan den rollen"):
        send()
    send(role=Role.STRATEGIST)
    assert Invitation.objects.get().role == Role.STRATEGIST


def test_coordinators_are_invited_where_rounds_are_coordinated(send, organisation):
    with pytest.raises(ActionRefused, match="samordnar inga omgångar"):
        send(role=Role.COORDINATOR)
    send(role=Role.COORDINATOR, organisation=factories.coordinating_body())


def test_what_is_accepted_or_revoked_is_neither_sent_again_nor_revoked(send, strategist):
    done = factories.invitation(revoked_at=timezone.now())
    taken = factories.invitation(accepted_at=timezone.now(), accepted_by=strategist)
    for invitation in (done, taken):
        with pytest.raises(ActionRefused):
            send(verb=resend, invitation=invitation)
        with pytest.raises(ActionRefused):
            revoke(invitation=invitation, by=strategist)
    assert sent_mails() == []


def test_refused_invitation_sends_no_mail(send, django_capture_on_commit_callbacks):
    send()
    with pytest.raises(ActionRefused):
        send()
    assert len(mail.outbox) == 1


def test_invitations_of_who_leaves_are_revoked(send, organisation, strategist):
    factories.member(organisation)
    send()
    factories.invitation(organisation)
    end_membership(membership=strategist.memberships.get(), by=strategist)
    assert [each.state for each in Invitation.objects.order_by("pk")] == ["revoked", "sent"]


# --- the mail ---------------------------------------------------------------------------------------------------------

MAIL = """Hej!

Du är inbjuden till Jämsteg, för att arbeta för Åby.
Roll: Läsare
Inbjuden av: Strategen

Öppna länken för att se inbjudan och tacka ja. Den fungerar en gång, till 18 januari 2027:

https://x.se/token

Väntade du dig inte det här? Då behöver du inte göra något.

---

Hello!

You are invited to Jämsteg, to work for Åby.
Role: Reader
Invited by: Strategen

Open this link to see the invitation and accept it. It works once, until 18 January 2027:

https://x.se/token

Have you not expected this? Then you need not do anything.
"""


def mail_from(name: str, organisation, **fields):
    inviter = factories.user(display_name=name)
    fields = {"organisation": organisation, "role": Role.READER, "invited_by": inviter} | fields
    return invitation_mail(factories.invitation(**fields), "https://x.se/token")


def test_mail_has_fixed_words_in_both_languages(organisation, on_day):
    on_day("2027-01-11")
    message = mail_from("Strategen", organisation, email="ny@example.org")
    assert (message.subject, message.to) == ("Inbjudan till Jämsteg: Åby", ["ny@example.org"])
    assert message.body == MAIL


def test_mail_begins_with_the_language_of_the_account(organisation):
    factories.user("ny@example.org", language="en")
    message = mail_from("Strategen", organisation, email="ny@example.org")
    assert (message.subject, message.body[:6]) == ("Invitation to Jämsteg: Åby", "Hello!")
    with translation.override("en"):
        assert mail_from("Strategen", organisation).body.startswith("Hello!")


@pytest.mark.parametrize(
    "name",
    ["https://evil.example/login", "evil.example", "Ring //x", "a@b.se", "Klicka: här", "x\\y", ""],
)
def test_name_that_could_be_a_link_is_left_out_of_the_mail(organisation, name):
    body = mail_from(name, organisation).body
    assert "Inbjuden av" not in body
    assert re.findall(r"\S+://\S+|\S+@\S+", body) == ["https://x.se/token"] * 2


def test_line_breaks_in_names_do_not_reach_the_mail(organisation):
    organisation.name = "Åby\r\nBcc: alla@example.org\x0b"
    message = mail_from("Strategen\n\nKlicka här\u2028nu", organisation)
    assert message.subject == "Inbjudan till Jämsteg: Åby Bcc: alla@example.org"
    assert "Inbjuden av: Strategen Klicka här nu\n" in message.body
    assert message.message()["Bcc"] is None


# --- who may invite whom ----------------------------------------------------------------------------------------------


def roles_of(person, organisation) -> list[str]:
    return [role.value for role in person.roles_to_give(organisation)]


def test_nobody_gives_a_role_above_their_own(organisation):
    body, other = factories.coordinating_body(), factories.coordinating_body()
    people = {
        "reader": factories.member(organisation, Role.READER),
        "strategist": factories.member(organisation),
        "coordinator": factories.member(body, Role.COORDINATOR),
        "administrator": factories.administrator(),
    }
    given = {
        name: [roles_of(person, place) for place in (organisation, body, other)] for name, person in people.items()
    }
    below = ["strategist", "reader"]
    everything = ["administrator", "coordinator", *below]
    assert given == {
        "reader": [[], [], []],
        "strategist": [below, [], []],
        "coordinator": [[], ["coordinator", *below], []],
        "administrator": [below, everything, everything],
    }


def test_role_above_ones_own_is_not_offered_and_not_taken(client_of):
    body = factories.coordinating_body("XRIKS")
    client = client_of(factories.member(body, Role.COORDINATOR))
    path = "/organisationer/XRIKS/personer/bjud-in/"
    assert 'value="administrator"' not in client.get(path).content.decode()
    page = client.post(path, {"email": "ny@example.org", "role": "administrator"}).content.decode()
    assert "Välj en av rollerna." in page
    assert not Invitation.objects.exists()


# --- the page ---------------------------------------------------------------------------------------------------------

PEOPLE = "/organisationer/X001/personer/"


def test_strategist_invites_a_colleague(client_of, strategist, django_capture_on_commit_callbacks):
    client = client_of(strategist)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(
            f"{PEOPLE}bjud-in/", {"email": "Ny@example.org", "role": "strategist", "level": "operations"}
        )
    (message,) = sent_mails()
    assert (answer.headers["Location"], message.to) == (PEOPLE, ["ny@example.org"])
    assert re.search(r"http://testserver/konto/inbjudan/[\w-]{43}/\n", message.body)
    assert Invitation.objects.values_list("role", "level", "invited_by").get() == (
        "strategist",
        "operations",
        strategist.pk,
    )
    page = client.get(PEOPLE).content.decode()
    assert ("Inbjudan är skickad till ny@example.org." in page, "gäller till" in page) == (True, True)


def test_buttons_send_again_and_revoke(client_of, strategist, organisation):
    invitation = factories.invitation(organisation, token="first")
    client, place = client_of(strategist), f"{PEOPLE}inbjudningar/{invitation.pk}/"
    assert client.post(f"{place}skicka-igen/").status_code == 302
    assert not Invitation.objects.opened_with("first").exists()
    assert client.post(f"{place}ta-tillbaka/").status_code == 302
    assert Invitation.objects.get().state == "revoked"
    assert [client.post(f"{place}{verb}/").status_code for verb in ("skicka-igen", "ta-tillbaka")] == [409, 409]


def test_page_says_how_it_stands_with_each_invitation(client_of, strategist, organisation, on_day):
    on_day("2027-01-11")
    old = {"invited_at": timezone.now() - timedelta(days=9), "expires_at": timezone.now() - timedelta(days=2)}
    factories.invitation(organisation)
    factories.invitation(organisation, **old)
    factories.invitation(organisation, revoked_at=timezone.now())
    factories.invitation(organisation, accepted_at=timezone.now(), accepted_by=strategist)
    page = client_of(strategist).get(PEOPLE).content.decode()
    said = [
        "gäller till 18 januari 2027",
        "Gick ut",
        "9 januari 2027",
        "Tillbakadragen",
        "Tackade ja",
        "11 januari 2027",
    ]
    assert [text for text in said if text not in page] == []
    assert (page.count("Skicka igen"), page.count("Dra tillbaka")) == (2, 2)


def test_fifty_first_invitation_within_an_hour_is_refused_and_kept(client_of, strategist, organisation):
    client, path = client_of(strategist), f"{PEOPLE}bjud-in/"
    sent = [client.post(path, {"email": f"a{n}@example.org", "role": "reader"}).status_code for n in range(50)]
    refused = client.post(path, {"email": "fler@example.org", "role": "reader"})
    again = client.post(f"{PEOPLE}inbjudningar/{Invitation.objects.first().pk}/skicka-igen/")
    assert (set(sent), refused.status_code, again.status_code) == ({302}, 429, 429)
    assert "många inbjudningar på en timme" in refused.content.decode()
    assert 'value="fler@example.org"' in refused.content.decode()
    colleague = client_of(factories.member(organisation))
    assert colleague.post(path, {"email": "fler@example.org", "role": "reader"}).status_code == 302


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("email", "", "Skriv e-postadressen till den ni bjuder in."),
        ("email", "åäö", "Skriv en hel e-postadress."),
        ("email", "a@b.se\r\nBcc: c@d.se", "Skriv en hel e-postadress."),
        ("email", "x" * 300 + "@example.org", "Skriv högst 254 tecken."),
        ("role", "", "Välj en roll."),
        ("role", "king", "Välj en av rollerna."),
        ("level", "court", "Välj en av nivåerna."),
    ],
)
def test_wrong_input_is_explained_at_the_field(client_of, strategist, field, value, message):
    data = {"email": "ny@example.org", "role": "reader", "level": ""} | {field: value}
    answer = client_of(strategist).post(f"{PEOPLE}bjud-in/", data)
    status = 422 if value in ("king", "court") else 200  # what the form did not offer
    assert (answer.status_code, message in answer.content.decode()) == (status, True)
    assert not Invitation.objects.exists()


def test_known_and_unknown_addresses_get_the_same_answer(client_of, strategist):
    factories.user("known@example.org")
    client = client_of(strategist)
    answers = {
        name: client.post(f"{PEOPLE}bjud-in/", {"email": f"{name}@example.org", "role": "reader"})
        for name in ("known", "wrong")
    }
    told = {(answer.status_code, answer.headers["Location"], answer.content) for answer in answers.values()}
    assert told == {(302, PEOPLE, b"")}


def test_invitation_gives_no_membership_by_itself(send):
    send()
    assert not Membership.objects.filter(user__email="ny@example.org").exists()
