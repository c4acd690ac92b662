"""The second factor: nobody with a role that demands one gets anywhere without, however they log in."""

import html
import re
import time

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.management.base import CommandError
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEntry
from accounts.permissions import Role
from tests import factories
from tests.addresses import by_name
from tests.logins import code_of, give_app, give_passkey, log_in, mailed_code
from tests.test_project import PUBLIC

pytestmark = pytest.mark.django_db

GATE, TWO_STEPS = "/konto/andra-steget/", "/konto/tva-steg/"
DEMANDING = [Role.ADMINISTRATOR, Role.COORDINATOR, Role.STRATEGIST]
# What is open to whoever has logged in, beside what is open to everybody: the pages on which one gets a second factor.
SET_UP = {"second-factor-needed", "account_reauthenticate", "mfa_index", "mfa_activate_totp", "mfa_add_webauthn"}


def person_with(role: str):
    """A person with a role, and where it counts."""
    if role == Role.COORDINATOR:
        return factories.member(factories.coordinating_body(), role)
    return factories.administrator() if role == Role.ADMINISTRATOR else factories.member(role=role)


def by_password(client, person) -> None:
    client.post("/konto/logga-in/", {"login": person.email, "password": factories.PASSWORD})


def by_code(client, person) -> None:
    client.post("/konto/logga-in/kod/", {"email": person.email})
    client.post("/konto/logga-in/kod/visa/", {"code": mailed_code()})


def by_another_backend(client, person) -> None:
    """As any other way of Django would: single sign-on, the admin."""
    client.force_login(person)


PATHS = [by_password, by_code, by_another_backend]


def gets_through(response) -> bool:
    return not response.headers.get("Location", "").startswith(GATE)


@pytest.mark.parametrize("role", DEMANDING)
@pytest.mark.parametrize("enter", PATHS)
def test_no_way_in_leads_past_the_second_factor(enter, role):
    client, bypasses = Client(), set()
    enter(client, person_with(role))
    for name, address in by_name().items():
        if name == "account_logout":
            continue
        answers = [client.get(address.path()), client.post(address.path(), {"text": "Ny"})]
        bypasses |= {name for answer in answers if gets_through(answer)}
    assert bypasses == (PUBLIC | SET_UP) - {"account_logout"}


@pytest.mark.parametrize("enter", PATHS)
@pytest.mark.parametrize("role", [Role.READER, None])
def test_readers_and_people_without_a_role_need_none(enter, role):
    client = Client()
    enter(client, person_with(role) if role else factories.user())
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("role", DEMANDING)
def test_second_factor_lets_in(client, role):
    person = person_with(role)
    secret = give_app(person)
    by_password(client, person)
    assert client.get("/").headers["Location"].startswith("/konto/logga-in/")
    answer = client.post(TWO_STEPS + "visa/", {"code": code_of(secret)})
    assert [answer.headers["Location"], client.get("/").status_code] == ["/", 200]


def test_role_that_is_given_or_ends_counts_from_the_next_request(client_of):
    person = factories.user()
    client = client_of(person)
    assert client.get("/").status_code == 200
    held = factories.membership(person)
    assert client.get("/").headers["Location"] == f"{GATE}?next=%2F"
    held.ended_at = timezone.now()
    held.save()
    assert client.get("/").status_code == 200


def test_page_says_what_is_needed_and_shows_nothing_else(client_of):
    participation = factories.participation(factories.learning_round("omgang"))
    client = client_of(factories.member(participation.organisation), with_factor=False)
    page = client.get(participation.get_absolute_url(), follow=True).content.decode()
    assert "<h1>Du behöver ett andra steg</h1>" in page
    assert participation.organisation.name not in page


def test_what_was_typed_is_kept(client_of):
    participation = factories.participation()
    url = f"/omgangar/{participation.round.slug}/{participation.organisation.code}/traffar/0/moment/7/"
    client = client_of(factories.member(participation.organisation), with_factor=False)
    answer = client.post(url, {"reason": "Två av sex nämnder"}, headers={"sec-fetch-site": "same-origin"})
    page = answer.content.decode()
    assert [answer.status_code, "Två av sex nämnder" in page, f'href="{GATE}"' in page] == [403, True, True]


@pytest.mark.django_db(transaction=True)
def test_app_that_is_set_up_counts_at_once_and_gives_codes_for_paper(client):
    by_password(client, person := factories.member())
    page = client.get(TWO_STEPS + "app/").content.decode()
    secret = re.search(r'class="secret">(\w+)<', page)[1]
    answer = client.post(TWO_STEPS + "app/", {"code": code_of(secret)})
    assert answer.headers["Location"] == TWO_STEPS + "koder/"
    codes = re.findall(r"<code>(\d{8})</code>", client.get(TWO_STEPS + "koder/").content.decode())
    assert codes == RecoveryCodes.activate(person).generate_codes()
    assert client.get("/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_whoever_removes_the_last_factor_needs_a_new_one(client_of):
    person = factories.member()
    give_app(person)
    client = client_of(person)
    assert client.post(TWO_STEPS + "app/ta-bort/").headers["Location"] == TWO_STEPS
    assert [client.get("/").headers["Location"], Authenticator.objects.count()] == [f"{GATE}?next=%2F", 0]


def test_passkey_beside_the_app_can_be_removed(client_of):
    person = factories.member()
    give_app(person)
    key = give_passkey(person)
    client = client_of(person)
    assert client.get(f"{TWO_STEPS}nyckel/{key.pk}/ta-bort/").status_code == 200
    assert client.post(f"{TWO_STEPS}nyckel/{key.pk}/ta-bort/").headers["Location"] == TWO_STEPS
    assert client.get("/").status_code == 200


def test_passkeys_of_others_are_not_found(client_of):
    key = give_passkey(factories.member())
    assert client_of(factories.member()).post(f"{TWO_STEPS}nyckel/{key.pk}/ta-bort/").status_code == 404


@pytest.mark.parametrize("page", ["", "app/", "nyckel/", "koder/", "koder/nya/", "koder/fil/", "app/ta-bort/"])
def test_session_from_before_the_factor_can_neither_add_another_nor_remove_it(client_of, page):
    """Whoever knows the password only and has a login from before can't make themselves a second factor."""
    person = factories.member()
    client = client_of(person, with_factor=False)
    give_app(person)
    assert client.get(TWO_STEPS + page).headers["Location"].startswith(GATE)
    assert client.post("/konto/bekrafta/", {"password": factories.PASSWORD}).headers["Location"].startswith(GATE)
    asked = client.get(GATE, {"next": "/omgangar/"})
    assert asked.headers["Location"] == TWO_STEPS + "bekrafta/?next=%2Fomgangar%2F"


def test_session_from_before_the_factor_may_show_it(client_of):
    person = factories.member()
    client = client_of(person, with_factor=False)
    secret = give_app(person)
    answer = client.post(TWO_STEPS + "bekrafta/", {"code": code_of(secret), "next": "/hjalp/"})
    assert [answer.headers["Location"], client.get("/").status_code] == ["/hjalp/", 200]


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_page_never_leads_to_another_site(client_of, elsewhere):
    person = factories.member()
    client = client_of(person, with_factor=False)
    give_passkey(person)
    assert client.get(GATE, {"next": elsewhere}).headers["Location"] == TWO_STEPS + "nyckel/bekrafta/?next=%2F"


def test_password_alone_does_not_confirm_who_has_a_factor(client_of):
    """A reader who has one by choice: it is asked for before the account is changed."""
    person = factories.member(role=Role.READER)
    client = client_of(person)
    give_app(person)
    assert client.get(TWO_STEPS + "app/ta-bort/").headers["Location"].startswith(TWO_STEPS + "bekrafta/")
    assert client.get("/konto/bekrafta/").headers["Location"] == TWO_STEPS + "bekrafta/"


def test_login_of_some_time_ago_is_confirmed_before_the_factor_is_changed(client_of):
    person = factories.member()
    give_app(person)
    client = client_of(person)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "type": "totp", "at": time.time() - 901}]
    session.save()
    assert client.get(TWO_STEPS + "koder/nya/").headers["Location"].startswith(TWO_STEPS + "bekrafta/")
    assert client.get("/").status_code == 200


def test_code_of_the_app_is_taken_once(client):
    person = factories.member()
    secret = give_app(person)
    code = code_of(secret)
    for entered in (client, Client()):
        by_password(entered, person)
        entered.post(TWO_STEPS + "visa/", {"code": code})
    assert [client.get("/").status_code, entered.get("/").status_code] == [200, 302]


@pytest.mark.parametrize(("later", "status"), [(-1, 302), (0, 302), (1, 302), (2, 200), (-2, 200)])
def test_code_may_be_half_a_minute_late_or_early(client, later, status):
    person = factories.member()
    secret = give_app(person)
    by_password(client, person)
    assert client.post(TWO_STEPS + "visa/", {"code": code_of(secret, later)}).status_code == status


def test_code_on_paper_works_once(client):
    person = factories.member()
    give_app(person)
    code = RecoveryCodes.activate(person).generate_codes()[3]
    for entered in (client, Client()):
        by_password(entered, person)
        entered.post(TWO_STEPS + "visa/", {"code": code})
    assert [client.get("/").status_code, entered.get("/").status_code] == [200, 302]


def test_guessing_codes_is_stopped_after_five_attempts(client):
    person = factories.member()
    secret = give_app(person)
    by_password(client, person)
    for guess in range(5):
        client.post(TWO_STEPS + "visa/", {"code": f"00000{guess}"})
    page = client.post(TWO_STEPS + "visa/", {"code": code_of(secret)}).content.decode()
    assert ["många försök att logga in" in page, client.get("/").status_code] == [True, 302]


@pytest.mark.parametrize("code", ["", "12345", "å" * 30_000, "<b>", "१२३४५६"])
def test_wrong_code_is_refused_in_words(client, code):
    person = factories.member()
    give_app(person)
    by_password(client, person)
    page = html.unescape(client.post(TWO_STEPS + "visa/", {"code": code}).content.decode())
    assert ("Koden är fel eller redan använd." if code else "Skriv koden.") in page


BROKEN = ["", "{}", "[]", "1", '"x"', "{", '{"response": []}', '{"id": "x", "rawId": 1}']
DEEP = ["[" * 900, '{"id":' * 20_000, *("[" * depth + "]" * depth for depth in (500, 700, 900, 960))]


@pytest.mark.parametrize("credential", [*BROKEN, *DEEP], ids=lambda text: f"{text[:20]}-{len(text)}")
@pytest.mark.parametrize("page", ["nyckel/", "nyckel/logga-in/", "nyckel/bekrafta/", "visa/"])
def test_broken_passkey_is_no_server_error(client_of, page, credential):
    person = factories.member()
    client = client_of(person)
    give_passkey(person)
    if page in ("visa/", "nyckel/logga-in/"):
        by_password(client := Client(), person)
    client.get(TWO_STEPS + page, headers={"accept": "application/json"})
    answer = client.post(TWO_STEPS + page, {"name": "x" * 70, "credential": credential, "next": "/"})
    assert answer.status_code in (200, 302)
    assert Authenticator.objects.count() == 1


def test_secret_of_the_app_is_in_no_log_of_changes_and_shown_once(client_of):
    person = factories.member()
    secret = give_app(person)
    page = client_of(person).get(TWO_STEPS).content.decode()
    assert secret not in page


def test_demo_needs_none(client_of, settings):
    settings.SECOND_FACTOR_OPTIONAL = True
    assert client_of(factories.member(), with_factor=False).get("/").status_code == 200


def test_logins_elsewhere_are_listed_and_ended(client):
    person, elsewhere = factories.user(), Client(headers={"user-agent": "Firefox, Windows i biblioteket"})
    by_password(client, person)
    by_password(elsewhere, person)
    assert "Firefox, Windows" in client.get("/konto/inloggningar/").content.decode()
    client.post("/konto/inloggningar/")
    assert [client.get("/").status_code, elsewhere.get("/").status_code] == [200, 302]


def test_login_is_asked_once_per_request_for_memberships(client_of, django_assert_max_num_queries):
    """A session that has shown its factor costs no query; one that has not costs the one that pages need anyway."""
    reader = client_of(factories.member(role=Role.READER))
    with django_assert_max_num_queries(40) as counted:
        reader.get("/")
    asked = [query for query in counted.captured_queries if 'FROM "accounts_membership"' in query["sql"]]
    assert len([query for query in asked if "INNER JOIN" in query["sql"] and "ORDER BY" in query["sql"]]) == 1


def test_log_in_of_tests_shows_the_factor_where_it_is_demanded():
    for role, shown in [(Role.READER, False), (Role.STRATEGIST, True)]:
        log_in(client := Client(), person_with(role))
        assert (AUTHENTICATION_METHODS_SESSION_KEY in client.session) == shown


def test_secrets_are_stored_encrypted(settings):
    """A copy of the database is no second factor; a new secret key keeps the old ones working, if they are named."""
    person = factories.member()
    secret = give_app(person)
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    codes = RecoveryCodes.activate(person).generate_codes()
    assert secret not in stored
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another-key-" * 6, [settings.SECRET_KEY]
    assert RecoveryCodes.activate(person).generate_codes() == codes


def test_factor_of_a_forgotten_secret_key_lets_nobody_in(client, settings):
    person = factories.member()
    secret = give_app(person)
    settings.SECRET_KEY = "another-key-" * 6
    by_password(client, person)
    assert client.post(TWO_STEPS + "visa/", {"code": code_of(secret)}).status_code == 200
    assert client.get("/").status_code == 302


def test_lost_factor_is_taken_away_by_whoever_runs_the_installation(client, run):
    person = factories.member(email="asa@example.org")
    secret = give_app(person)
    by_password(client, person)
    client.post(TWO_STEPS + "visa/", {"code": code_of(secret)})
    assert client.get("/").status_code == 200
    run("reset_second_factor", "ASA@example.org")
    assert [client.get("/").headers["Location"], Authenticator.objects.count()] == ["/konto/logga-in/?next=/", 0]
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.actor) == ("reset-second-factor", None)


@pytest.mark.parametrize(("email", "fault"), [("b@c.se", "There is no account"), ("asa@example.org", "no second step")])
def test_nothing_is_taken_from_who_has_nothing(run, email, fault):
    factories.user("asa@example.org")
    with pytest.raises(CommandError, match=fault):
        run("reset_second_factor", email)
