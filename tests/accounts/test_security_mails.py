"""Mails about changes of how one logs in: fixed words, in the language of the account, to its address."""

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings
from django.core import signing
from django.test import Client

from accounts.models import User
from accounts.permissions import Role
from tests import factories
from tests.logins import code_of, give_app, give_passkey, log_in, mailed_code, sent_mails

pytestmark = pytest.mark.django_db(transaction=True)
TWO_STEPS = "/konto/tva-steg/"
NEW = "another-long-sentence"
NEW_BROWSER = "Någon loggade in på ditt konto i Jämsteg"


@pytest.fixture
def person():
    return factories.member(email="asa@example.org")


def by_password(client, person, **more):
    return client.post("/konto/logga-in/", {"login": person.email, "password": factories.PASSWORD}, **more)


def change_password(client, _person):
    client.post("/konto/losenord/", {"oldpassword": factories.PASSWORD, "password1": NEW, "password2": NEW})


def add_app(client, _person):
    client.get(TWO_STEPS + "app/")
    client.post(TWO_STEPS + "app/", {"code": code_of(client.session["mfa.totp.secret"])})


def remove_app(client, person):
    give_app(person)
    client.post(TWO_STEPS + "app/ta-bort/")


def remove_passkey(client, person):
    client.post(f"{TWO_STEPS}nyckel/{give_passkey(person).pk}/ta-bort/")


def make_new_codes(client, person):
    give_app(person)
    client.post(TWO_STEPS + "koder/nya/")


def use_a_code(_client, person):
    give_app(person)
    elsewhere = Client()
    elsewhere.cookies[settings.KNOWN_BROWSER_COOKIE_NAME] = signing.dumps([person.pk], salt="accounts.known_browsers")
    by_password(elsewhere, person)
    elsewhere.post(TWO_STEPS + "visa/", {"code": RecoveryCodes.activate(person).generate_codes()[0]})


CHANGES = {
    change_password: "Ditt lösenord i Jämsteg är ändrat",
    add_app: "En app är ditt andra steg i Jämsteg",
    remove_app: "Appen är inte längre ditt andra steg i Jämsteg",
    remove_passkey: "En nyckel är borttagen i Jämsteg",
    make_new_codes: "Nya reservkoder i Jämsteg",
    use_a_code: "En reservkod är använd i Jämsteg",
}


@pytest.mark.parametrize(("change", "subject"), CHANGES.items())
def test_change_is_told_by_mail(person, change, subject):
    log_in(client := Client(headers={"user-agent": "Köp billigt nu"}), person)
    change(client, person)
    (message,) = sent_mails()
    assert (message.subject, message.to, message.alternatives) == (subject, ["asa@example.org"], [])
    assert ["test@example.org" in message.body, "Köp" in message.body, "http://" in message.body] == [True, False, True]


def test_mail_is_in_the_language_of_the_account(person):
    User.objects.update(language="en")
    log_in(client := Client(), person)
    change_password(client, person)
    (message,) = sent_mails()
    assert message.subject == "Your password in Jämsteg is changed"
    assert message.body.startswith("Hello!\n\nThe password of your account in Jämsteg was changed.")


def test_password_that_was_chosen_with_a_link_is_told_too(client, person):
    client.post("/konto/glomt-losenord/", {"email": person.email})
    path = sent_mails()[-1].body.split("http://testserver")[1].split()[0]
    client.post(client.get(path).headers["Location"], {"password1": NEW, "password2": NEW})
    assert sent_mails()[-1].body.splitlines()[2] == (
        "Ett nytt lösenord har valts för ditt konto i Jämsteg, med en länk i mejl."
    )


@pytest.mark.parametrize(
    ("language", "subject", "greeting"),
    [
        ("sv", "Ditt andra steg i Jämsteg är borttaget", "Hej!"),
        ("en", "Your second step in Jämsteg was taken away", "Hello!"),
    ],
)
def test_second_step_that_was_taken_away_by_those_who_run_the_installation_is_told(
    run, person, language, subject, greeting
):
    User.objects.update(language=language)
    give_app(person)
    run("reset_second_factor", person.email)
    (message,) = sent_mails()
    assert (message.subject, message.to, message.body.split("\n")[0]) == (subject, ["asa@example.org"], greeting)
    assert ["test@example.org" in message.body, "http" in message.body] == [True, False]


# --- Logging in with a browser that is new ----------------------------------------------------------------------------


@pytest.fixture
def reader():
    return factories.member(role=Role.READER, email="rut@example.org")


def subjects() -> list[str]:
    return [message.subject for message in sent_mails()]


def test_login_in_a_new_browser_is_told_once(reader):
    browser = Client(headers={"user-agent": "Köp billigt nu"})
    for _time in range(2):
        assert by_password(browser, reader).status_code == 302
        browser.post("/konto/logga-ut/")
    (message,) = sent_mails()
    assert (message.subject, message.to) == (NEW_BROWSER, ["rut@example.org"])
    assert ["test@example.org" in message.body, "Köp" in message.body, "127.0.0.1" in message.body] == [
        True,
        False,
        False,
    ]


def test_mail_about_a_new_browser_is_in_the_language_of_the_account(reader):
    User.objects.update(language="en")
    by_password(Client(), reader)
    assert subjects() == ["Somebody logged in to your account in Jämsteg"]


def test_every_browser_and_every_person_in_it_is_told_of(reader, person):
    shared = Client()
    by_password(shared, reader)
    shared.post("/konto/logga-ut/")
    by_password(shared, person)
    shared.post("/konto/logga-ut/")
    by_password(shared, reader)
    assert [message.to for message in sent_mails()] == [["rut@example.org"], ["asa@example.org"]]
    by_password(Client(), reader)
    assert len(sent_mails()) == 3


def test_whoever_was_let_in_by_a_mail_gets_no_other_and_the_browser_is_known(client, reader):
    client.post("/konto/logga-in/kod/", {"email": reader.email})
    client.post("/konto/logga-in/kod/visa/", {"code": mailed_code()})
    assert client.get("/").status_code == 200
    client.post("/konto/logga-ut/")
    by_password(client, reader)
    assert len(sent_mails()) == 1


def test_wrong_password_and_a_login_without_its_second_step_tell_of_no_browser(person):
    give_app(person)
    browser = Client()
    browser.post("/konto/logga-in/", {"login": person.email, "password": "wrong"})
    by_password(browser, person)
    assert (subjects(), settings.KNOWN_BROWSER_COOKIE_NAME in browser.cookies) == ([], False)


@pytest.mark.parametrize("cookie", ["", "x", "[1]:a:b", "\xff"])
def test_invented_cookie_is_no_known_browser(reader, cookie):
    browser = Client()
    browser.cookies[settings.KNOWN_BROWSER_COOKIE_NAME] = cookie
    by_password(browser, reader)
    assert subjects() == [NEW_BROWSER]
