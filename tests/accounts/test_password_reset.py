"""A new password by mail: for those who have an account, once, within an hour, and without telling who has one."""

import logging
import re
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts.mail import send_soon
from accounts.models import AuditEntry, User
from tests import factories
from tests.logins import sent_mails

pytestmark = pytest.mark.django_db

ASK, SENT = "/konto/glomt-losenord/", "/konto/glomt-losenord/skickat/"
NEW = "another-long-password"


def ask(client, email: str = "asa@example.org"):
    return client.post(ASK, {"email": email})


def link() -> str:
    """The path in the last mail that has one."""
    return re.findall(r"http://[^/]+(/konto/glomt-losenord/\S+-\S+)", "\n".join(mail.body for mail in sent_mails()))[-1]


def choose(client, path: str, password: str = NEW, again: str | None = None):
    """Follow the link and send the form that it leads to."""
    opened = client.get(path)
    return client.post(opened.headers.get("Location", path), {"password1": password, "password2": again or password})


def has_password(email: str = "asa@example.org", password: str = NEW) -> bool:
    return User.objects.get(email=email).check_password(password)


@pytest.fixture
def person():
    return factories.user("asa@example.org")


def test_login_page_leads_to_a_new_password(client):
    assert f'href="{ASK}"' in client.get("/konto/logga-in/").content.decode()


def test_new_password_is_chosen_with_the_link_of_a_mail(client, person):
    assert ask(client, "ASA@example.org").headers["Location"] == SENT
    assert choose(client, link()).headers["Location"] == "/konto/glomt-losenord/klart/"
    assert has_password()
    assert client.get("/").status_code == 302
    client.post("/konto/logga-in/", {"login": "asa@example.org", "password": NEW})
    assert client.get("/").status_code == 200


def test_mail_is_plain_text_in_the_language_of_its_owner(client, person):
    User.objects.update(language="en")
    ask(client)
    (message,) = sent_mails()
    assert (message.subject, message.to, message.from_email) == (
        "New password in Jämsteg",
        ["asa@example.org"],
        "test@example.org",
    )
    assert (message.body.splitlines()[0], message.alternatives) == ("Hello!", [])


def test_known_unknown_and_closed_addresses_get_the_same_answer(client, person):
    factories.user("closed@example.org", is_active=False)
    factories.user("gone@example.org", anonymised_at=timezone.now(), is_active=False)
    answers = [ask(client, f"{name}@example.org") for name in ("asa", "unknown", "closed", "gone")]
    told = {(answer.status_code, answer.headers["Location"], answer.content) for answer in answers}
    assert told == {(302, SENT, b"")}
    assert [message.to for message in sent_mails()] == [["asa@example.org"]]


def test_mail_that_cannot_be_sent_is_logged_and_nobody_learns_of_it(client, person, settings, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    with caplog.at_level(logging.ERROR):
        assert ask(client).headers["Location"] == SENT
        sent_mails()
    assert [record.getMessage() for record in caplog.records] == ["A mail could not be sent"]


def test_link_works_once(client, person):
    ask(client)
    choose(client, link())
    assert "fungerar inte längre" in client.get(link()).content.decode()
    choose(client, link(), "a-third-long-password")
    assert has_password()


def test_opening_the_link_changes_nothing(client, person):
    """Scanners of mail open every link: it works afterwards, and nothing has been written."""
    ask(client)
    for _time in range(3):
        client.get(client.get(link()).headers["Location"])
    assert has_password(password=factories.PASSWORD)
    assert not AuditEntry.objects.exists()
    choose(client, link())
    assert has_password()


def test_secret_of_the_link_is_in_no_page_and_no_cache(client, person):
    ask(client)
    secret = link().rstrip("/").split("-", 2)[-1]
    opened = client.get(link())
    page = client.get(opened.headers["Location"])
    assert (page.status_code, secret in page.content.decode(), secret in opened.headers["Location"]) == (
        200,
        False,
        False,
    )
    for response in (opened, page):
        assert "no-store" in response.headers["Cache-Control"]
        assert response.headers["Referrer-Policy"] == "same-origin"


def test_link_of_an_hour_ago_does_not_work(client, person, monkeypatch):
    ask(client)
    path, late = link(), datetime.now() + timedelta(hours=1, seconds=5)
    monkeypatch.setattr("django.contrib.auth.tokens.PasswordResetTokenGenerator._now", lambda generator: late)
    choose(client, path)
    assert has_password(password=factories.PASSWORD)


def test_link_of_an_account_that_was_closed_meanwhile_does_not_work(client, person):
    ask(client)
    User.objects.update(is_active=False)
    choose(client, link())
    assert has_password(password=factories.PASSWORD)


@pytest.mark.parametrize("path", ["1-set-password", "1-x", "zzzzzzzzzzzzzzzzzzzz-abc", "0-0", "9999999999999-c-d"])
def test_invented_link_does_not_work(client, person, path):
    assert "fungerar inte längre" in client.get(f"{ASK}{path}/").content.decode()


@pytest.mark.parametrize(
    ("password", "again"), [("short", None), ("qwerty123456", None), (NEW, "something-else"), ("", None)]
)
def test_weak_password_is_refused_and_the_link_works_on(client, person, password, again):
    ask(client)
    assert choose(client, link(), password, again).status_code == 200
    assert has_password(password=factories.PASSWORD)
    assert choose(client, link()).status_code == 302


def test_everybody_with_the_old_password_is_out(client, client_of, person):
    elsewhere = client_of(person)
    assert elsewhere.get("/").status_code == 200
    ask(client)
    choose(client, link())
    assert elsewhere.get("/").status_code == 302


def test_new_password_is_written_into_the_audit_log(client, person):
    ask(client)
    choose(client, link())
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.actor, entry.fields) == ("reset-password", person, "password")


def test_new_password_lets_in_after_too_many_wrong_ones(client, person):
    for _attempt in range(6):
        client.post("/konto/logga-in/", {"login": "asa@example.org", "password": "wrong"})
    ask(client)
    choose(client, link())
    client.post("/konto/logga-in/", {"login": "asa@example.org", "password": NEW})
    assert client.get("/").status_code == 200


def test_sixth_mail_within_a_quarter_is_refused_for_known_and_unknown_alike(client, person):
    answers = {email: [ask(client, email).status_code for _time in range(6)] for email in ("asa@example.org", "b@c.se")}
    assert answers == dict.fromkeys(answers, [302] * 5 + [429])
    assert len(sent_mails()) == 5


@pytest.mark.parametrize("email", ["", "åäö", "a\x00@example.org", "x" * 5000 + "@example.org", "a@b\r\nBcc: c@d.se"])
def test_broken_address_is_refused(client, person, email):
    assert ask(client, email).status_code == 200
    assert sent_mails() == []


def test_page_says_when_mails_are_only_printed(client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert "skrivs ut där servern startades" in client.get(SENT).content.decode()


def test_mail_is_sent_without_waiting_for_it():
    thread = send_soon(mail.EmailMessage("Ämne", "Text", "a@example.org", ["b@example.org"]))
    thread.join()
    assert [message.subject for message in mail.outbox] == ["Ämne"]
