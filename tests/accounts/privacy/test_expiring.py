"""Accounts that nobody uses: warned after 12 months, closed after 13, erased after 24; a login starts the time anew."""

from datetime import timedelta

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError
from django.utils import timezone

from accounts.models import AuditEntry, Invitation, Membership, User
from learning_rounds.models import Participation
from tests import factories
from tests.logins import sent_mails

pytestmark = pytest.mark.django_db


def used(days_ago: int, email: str = "", **fields) -> User:
    """Somebody who last logged in some days ago."""
    return factories.user(email, **({"last_login": days(days_ago)} | fields))


def days(ago: int):
    return timezone.now() - timedelta(days=ago)


def state(person: User) -> str:
    person = User.objects.get(pk=person.pk)
    if person.anonymised_at:
        return "erased"
    if not person.is_active:
        return "closed"
    return "warned" if person.warned_at else "open"


def verbs() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"last_login": days(364)}, "open"),
        ({"last_login": days(366)}, "warned"),
        ({"last_login": days(800)}, "warned"),
        ({"last_login": None, "joined_at": days(364)}, "open"),
        ({"last_login": None, "joined_at": days(366)}, "warned"),
        ({"last_login": days(10), "joined_at": days(900)}, "open"),
        ({"last_login": days(394), "warned_at": days(29)}, "warned"),
        ({"last_login": days(394), "warned_at": days(31)}, "warned"),
        ({"last_login": days(396), "warned_at": days(29)}, "warned"),
        ({"last_login": days(396), "warned_at": days(31)}, "closed"),
        ({"last_login": days(396), "warned_at": days(500)}, "warned"),
        ({"last_login": days(729), "closed_at": days(300), "is_active": False}, "closed"),
        ({"last_login": days(731), "closed_at": days(29), "is_active": False}, "closed"),
        ({"last_login": days(731), "closed_at": days(31), "is_active": False}, "erased"),
        ({"last_login": days(731), "is_active": False}, "erased"),
    ],
)
def test_each_step_has_its_time(run, mailoutbox, fields, expected):
    person = factories.user(**fields)
    run("expire_accounts")
    assert state(person) == expected


def test_warning_says_what_happens_in_the_language_of_the_person(run, mailoutbox, on_day):
    on_day("2028-03-01")
    used(366, "ebba@example.org", language="en")
    used(366, "sara@example.org")
    run("expire_accounts")
    english, swedish = mailoutbox
    assert (english.to, english.subject) == (["ebba@example.org"], "Your account in Jämsteg will be closed")
    assert (swedish.to, swedish.subject) == (["sara@example.org"], "Ditt konto i Jämsteg stängs snart")
    assert "Log in before 31 March 2028 if you want to keep the account." in english.body
    assert "Logga in före den 31 mars 2028 om du vill ha kvar kontot." in swedish.body


def test_whole_way_from_warning_to_erasing(run, mailoutbox, on_day):
    person = used(0, "ebba@example.org", display_name="Ebba Lundqvist", last_login=on_day("2027-01-01"))
    membership = factories.membership(person)
    row = factories.participation(organisation=membership.organisation, contact="Ebba Lundqvist")
    seen = {}
    for day in ("2027-12-31", "2028-01-02", "2028-01-31", "2028-02-02", "2028-12-30", "2029-01-01"):
        on_day(day)
        for _time in range(2):
            run("expire_accounts")
        seen[day] = state(person)
    assert list(seen.values()) == ["open", "warned", "warned", "closed", "closed", "erased"]
    assert verbs() == ["warn-unused", "close-account", "end-membership", "erase-name", "erase-person"]
    assert len(mailoutbox) == 1
    assert Participation.objects.get(pk=row.pk).contact == "tidigare användare"
    assert Membership.objects.get(pk=membership.pk).ended_at is not None


def test_login_starts_the_time_anew(run, mailoutbox, client, on_day):
    person = used(366, "ebba@example.org")
    run("expire_accounts")
    assert state(person) == "warned"
    client.post("/konto/logga-in/", {"login": "ebba@example.org", "password": factories.PASSWORD})
    on_day(timezone.localdate() + timedelta(days=40))
    run("expire_accounts")
    assert (state(person), len(sent_mails())) == ("warned", 2)  # the other mail is about the login
    on_day(timezone.localdate() + timedelta(days=330))
    run("expire_accounts")
    assert (User.objects.get(pk=person.pk).warned_at.date(), len(mailoutbox)) == (timezone.now().date(), 3)


def test_closed_account_gives_no_rights_and_lets_nobody_in(run, client, client_of):
    person = used(396, "ebba@example.org", warned_at=days(31))
    factories.membership(person)
    inside = client_of(person)
    User.objects.filter(pk=person.pk).update(last_login=days(396))
    run("expire_accounts")
    assert inside.get("/").status_code == 302
    answer = client.post("/konto/logga-in/", {"login": "ebba@example.org", "password": factories.PASSWORD})
    assert ("_auth_user_id" in client.session, answer.status_code) == (False, 302)
    assert not Membership.objects.current().exists()


def test_dry_run_says_the_same_and_changes_nothing(run, mailoutbox):
    people = [
        used(366),
        used(396, warned_at=days(31)),
        used(731, closed_at=days(300), is_active=False),
    ]
    before = [state(person) for person in people]
    dry = run("expire_accounts", dry_run=True)
    assert ([state(person) for person in people], len(mailoutbox), verbs()) == (before, 0, [])
    assert dry == run("expire_accounts") + "Nothing was changed (--dry-run).\n"
    assert [state(person) for person in people] == ["warned", "closed", "erased"]


def test_old_invitations_are_removed(run):
    factories.invitation(invited_at=days(373), expires_at=days(366))
    new = factories.invitation(invited_at=days(371), expires_at=days(364))
    assert run("expire_accounts", dry_run=True).startswith("removed  1 old invitations\n")
    assert Invitation.objects.count() == 2
    run("expire_accounts")
    assert list(Invitation.objects.all()) == [new]


def test_mail_that_cannot_be_sent_holds_up_nobody_else(run, mailoutbox, monkeypatch, capsys):
    broken, fine = used(366, "broken@example.org"), used(366, "fine@example.org")
    send = EmailBackend.send_messages

    def refuse(self, messages):
        if messages[0].to == ["broken@example.org"]:
            raise ConnectionRefusedError("no mail server")
        return send(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    with pytest.raises(CommandError, match="did not work for 1 accounts"):
        run("expire_accounts")
    assert (state(broken), state(fine), verbs()) == ("open", "warned", ["warn-unused"])


# --- reopen_account --------------------------------------------------------------------------------------------------


def test_closed_account_is_opened_again_and_warned_anew(run, mailoutbox):
    person = used(396, "ebba@example.org", warned_at=days(31))
    run("expire_accounts")
    assert run("reopen_account", "Ebba@example.org") == "ebba@example.org can log in again.\n"
    assert state(person) == "open"
    run("expire_accounts")
    assert (state(person), verbs()) == ("warned", ["close-account", "reopen-account", "warn-unused"])


@pytest.mark.parametrize(
    ("fields", "words"),
    [({}, "The account is open."), ({"is_active": False, "anonymised_at": days(1)}, "The account is erased.")],
)
def test_other_accounts_are_not_reopened(run, fields, words):
    person = factories.user("ebba@example.org", **fields)
    with pytest.raises(CommandError, match=words):
        run("reopen_account", "ebba@example.org")
    assert (User.objects.get(pk=person.pk).is_active, verbs()) == (not fields, [])
