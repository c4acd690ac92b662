"""Logging in with an organisation's login, against a provider that runs on this machine."""

import logging
import socket
import time
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone
from joserfc.jwk import OctKey

from accounts.models import AuditEntry, Identity, IdentityProvider, Membership, User
from accounts.permissions import Role
from accounts.single_sign_on import answers
from tests import factories
from tests.accounts.single_sign_on.conftest import BACK, LOGIN, way_back
from tests.accounts.single_sign_on.provider import CLIENT, OTHER_KEY, SECRET
from tests.logins import code_of, give_app

pytestmark = pytest.mark.django_db

ASA = {"email": "asa@ala.example"}


def heading(response) -> str:
    return response.content.decode().split("<h1>")[1].split("</h1>")[0]


def is_in(client) -> bool:
    return client.get("/").status_code == 200


def test_person_who_is_known_gets_in(client, visit, known):
    assert visit(data=ASA | {"next": "/hjalp/"}).headers["Location"] == "/hjalp/"
    assert client.get("/").context["user"] == known.user


@pytest.mark.parametrize("elsewhere", ["https://example.com/", "//example.com/", "javascript:alert(1)", "http://["])
def test_login_leads_to_pages_of_ours_only(visit, known, elsewhere):
    assert visit(data=ASA | {"next": elsewhere}).headers["Location"] == "/"


def test_login_asks_for_as_little_as_it_can_and_proves_itself(client, ala):
    sent = client.post(LOGIN, ASA).headers["Location"]
    asked = {name: values[0] for name, values in parse_qs(urlsplit(sent).query).items()}
    secrets = {name: asked.pop(name) for name in ("state", "nonce", "code_challenge")}
    assert asked == {
        "response_type": "code",
        "client_id": CLIENT,
        "redirect_uri": f"http://testserver{BACK}",
        "scope": "openid email",
        "code_challenge_method": "S256",
        "login_hint": "asa@ala.example",
    }
    assert all(len(secret) >= 20 for secret in secrets.values())


def test_looking_at_the_page_sends_nobody_away(client, provider, ala):
    assert client.get(LOGIN + "?email=asa@ala.example").status_code == 200
    assert provider.asked == []


def test_login_that_also_wants_the_secret_in_the_form_gets_it(client, visit, provider, known):
    provider.discovery = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    visit()
    assert is_in(client)


def test_changed_address_at_the_provider_is_the_same_person(client, visit, provider, known):
    provider.person["email"] = "asa.lind@ala.example"
    visit()
    assert client.get("/").context["user"] == known.user
    assert User.objects.get().email == "asa@ala.example"


def test_address_of_somebody_else_does_not_lead_to_their_account(client, visit, provider, asa):
    """The subject decides: whoever can write another's address at the provider gets nowhere."""
    provider.person = {"sub": "mallory", "email": asa.email, "email_verified": True}
    answer = visit()
    assert (answer.status_code, heading(answer), is_in(client)) == (
        403,
        "Vi känner inte den här inloggningen än",
        False,
    )


def test_unknown_person_gets_no_account_and_reads_what_to_do(client, visit, ala):
    page = visit()
    text = page.content.decode()
    connect = "/konto/logga-in/?next=/konto/organisationens-inloggning/X001/koppla/"
    assert (page.status_code, "Be om en inbjudan" in text, f'href="{connect}"' in text) == (403, True, True)
    assert (User.objects.count(), Identity.objects.count(), AuditEntry.objects.count()) == (0, 0, 0)


def test_subject_of_another_provider_is_another_person(client, visit, asa):
    factories.identity(asa, "https://login.example/other", "asa")
    assert visit().status_code == 403
    assert not is_in(client)


@pytest.mark.parametrize(
    "person",
    [
        {"sub": "asa", "email": "asa@gmail.example"},
        {"sub": "asa", "email": "asa@ala.example.evil.example"},
        {"sub": "asa", "email": "asa@ala.example@evil.example"},
        {"sub": "asa", "email": "ala.example"},
        {"sub": "asa", "email": ["asa@ala.example"]},
        {"sub": "asa", "email": "asa@ala.example", "email_verified": False},
        {"sub": "asa"},
    ],
)
def test_guest_with_an_address_of_elsewhere_is_refused(client, visit, provider, known, person):
    provider.person = person
    answer = visit()
    assert (answer.status_code, heading(answer)) == (403, "Adressen hör inte till organisationen")
    assert not is_in(client)


@pytest.mark.parametrize("claim", ["preferred_username", "upn"])
def test_name_to_log_in_with_stands_in_for_a_missing_address(client, visit, provider, known, claim):
    provider.person = {"sub": "asa", claim: "asa@ALA.example"}
    visit()
    assert is_in(client)


def test_address_that_is_told_on_request_counts_for_the_same_person_only(client, visit, provider, known):
    provider.person = {"sub": "asa"}
    provider.userinfo = {"sub": "bo", "email": "bo@ala.example"}
    assert visit().status_code == 403
    provider.userinfo["sub"] = "asa"
    visit()
    assert is_in(client)


LIES = [
    {"iss": "http://127.0.0.1:1"},
    {"iss": "https://login.microsoftonline.com/another-tenant/v2.0"},
    {"iss": None},
    {"aud": "another-client"},
    {"aud": "another-client", "azp": CLIENT},
    {"aud": [CLIENT, "another-client"]},
    {"aud": None},
    {"nonce": "another"},
    {"nonce": None},
    {"exp": 1},
    {"exp": None},
    {"iat": 9999999999},
    {"sub": None},
    {"sub": ""},
    {"sub": 7},
    {"sub": "x" * 256},
    {"answer": {"id_token": None}},
    {"answer": {"id_token": "nonsense"}},
    {"answer": {"error": "server_error"}},
]


@pytest.mark.parametrize("lies", LIES, ids=str)
def test_token_with_a_lie_in_it_is_refused(client, visit, provider, known, lies):
    provider.lies = lies
    answer = visit()
    assert (answer.status_code, heading(answer)) == (400, "Inloggningen kunde inte slutföras")
    assert not is_in(client)


def test_token_signed_by_somebody_else_is_refused(client, visit, provider, known):
    provider.key = OTHER_KEY
    assert visit().status_code == 400
    assert not is_in(client)


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_token_that_others_could_have_made_is_refused(client, visit, provider, known, algorithm):
    provider.algorithm, provider.key = algorithm, OctKey.import_key(SECRET * 2)
    assert visit().status_code == 400
    assert not is_in(client)


@pytest.mark.parametrize(
    "discovery",
    [
        {"issuer": "http://127.0.0.1:1"},
        {"issuer": "https://login.microsoftonline.com/{tenantid}/v2.0"},
        {"authorization_endpoint": "https://evil.example/authorize"},
        {"authorization_endpoint": None},
        {"token_endpoint": 7},
    ],
    ids=str,
)
def test_login_that_is_another_than_was_entered_is_not_used(client, provider, ala, discovery):
    provider.discovery = discovery
    answer = client.post(LOGIN, ASA)
    assert (answer.status_code, heading(answer)) == (400, "Inloggningen kunde inte slutföras")


@pytest.mark.parametrize("name", ["token_endpoint", "jwks_uri"])
def test_nothing_is_fetched_from_elsewhere(client, visit, provider, known, name):
    provider.discovery = {name: "http://127.0.0.1:1/x"}
    assert visit().status_code == 503
    provider.discovery = {name: provider.issuer + "/elsewhere"}
    assert visit().status_code in (400, 503)
    assert not is_in(client)


def test_redirect_is_not_followed(client, provider, ala):
    IdentityProvider.objects.update(issuer=provider.issuer + "/elsewhere?")
    provider.discovery = {"issuer": provider.issuer + "/elsewhere?"}
    assert client.post(LOGIN, ASA).status_code == 503
    assert provider.asked == ["/elsewhere"]


def test_way_back_works_once(client, visit, known):
    sent = client.post(LOGIN, ASA).headers["Location"]
    back = way_back(sent)
    client.get(back)
    client.post("/konto/logga-ut/")
    assert client.get(back).status_code == 400
    assert not is_in(client)


def test_way_back_of_another_browser_leads_nowhere(client, client_of, visit, known):
    back = way_back(client.post(LOGIN, ASA).headers["Location"])
    other = client_of(None)
    assert other.get(back).status_code == 400
    assert not is_in(other)


def test_way_back_to_another_organisation_leads_nowhere(client, visit, provider, known):
    factories.identity_provider(factories.organisation("X002"), "bro.example", issuer=provider.issuer)
    back = way_back(client.post(LOGIN, ASA).headers["Location"])
    assert client.get(back.replace("X001", "X002")).status_code == 400
    assert not is_in(client)


def test_way_back_that_names_another_issuer_is_refused(client, visit, known):
    back = way_back(client.post(LOGIN, ASA).headers["Location"])
    assert client.get(back + "&iss=https://evil.example").status_code == 400
    assert not is_in(client)


def test_way_back_is_forgotten_after_ten_minutes(client, visit, known, monkeypatch):
    back, later = way_back(client.post(LOGIN, ASA).headers["Location"]), time.time() + 601
    monkeypatch.setattr("authlib.integrations.base_client.framework_integration.time.time", lambda: later)
    assert client.get(back).status_code == 400


@pytest.mark.parametrize(
    "query", ["", "?state=x", "?code=x", "?state=x&code=y", "?error=server_error", "?state=%27&code="]
)
def test_way_back_that_nobody_was_sent_is_a_clear_page(client, ala, query):
    answer = client.get(BACK + query)
    assert (answer.status_code, heading(answer)) == (400, "Inloggningen kunde inte slutföras")


def test_person_who_changes_their_mind_reads_that_they_are_not_in(client, ala):
    answer = client.get(BACK + "?error=access_denied&state=x")
    assert (answer.status_code, heading(answer)) == (400, "Du loggades inte in")


def test_login_that_is_switched_off_lets_nobody_in(client, visit, known):
    back = way_back(client.post(LOGIN, ASA).headers["Location"])
    IdentityProvider.objects.update(is_active=False)
    assert (client.get(back).status_code, client.get(LOGIN).status_code, client.post(LOGIN, ASA).status_code) == (
        404,
    ) * 3
    assert not is_in(client)


def test_provider_that_is_down_is_a_clear_page(client, provider, ala):
    provider.close()
    answer = client.post(LOGIN, ASA)
    assert (answer.status_code, heading(answer)) == (503, "Er organisations inloggning svarar inte")


def test_provider_that_goes_down_meanwhile_is_a_clear_page(client, provider, known):
    back = way_back(client.post(LOGIN, ASA).headers["Location"])
    provider.close()
    assert client.get(back).status_code == 503


def test_provider_that_says_nothing_is_not_waited_for(client, provider, ala):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        IdentityProvider.objects.update(issuer=f"http://127.0.0.1:{silent.getsockname()[1]}")
        began = time.monotonic()
        assert client.post(LOGIN, ASA).status_code == 503
        assert time.monotonic() - began < 5


PLACES = ["/.well-known/openid-configuration", "/token", "/keys", "/userinfo"]
HEAD = b"HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n"


def dripping(start: bytes, drop: bytes):
    """A little at a time, for half a minute."""
    yield start
    for _time in range(150):
        time.sleep(0.2)
        yield drop


def status_with(client, provider, place: str, answer) -> int:
    """What our page says when the login answers like that at one of its addresses."""
    provider.person = {"sub": "asa"}
    provider.userinfo = {"sub": "asa", "email": "asa.berg@ala.example"}
    provider.broken = {place: answer}
    sent = client.post(LOGIN, ASA)
    return client.get(way_back(sent.headers["Location"])).status_code if sent.status_code == 302 else sent.status_code


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("body", [b"[" * 100_000, b" " * 300_000 + b"{}"], ids=["deep", "big"])
def test_answer_that_is_deep_or_big_is_a_clear_page(client, provider, known, place, body):
    assert status_with(client, provider, place, [HEAD, b"\r\n", body]) == 503


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("start", [HEAD, HEAD + b"\r\n"], ids=["head", "body"])
def test_answer_that_drips_is_hung_up_on(client, provider, known, monkeypatch, place, start):
    monkeypatch.setattr(answers, "SECONDS", 1)
    began = time.monotonic()
    assert status_with(client, provider, place, dripping(start, b"X-A: b\r\n" if start == HEAD else b" ")) == 503
    assert time.monotonic() - began < 15


def test_secret_that_cannot_be_read_any_more_is_a_clear_page(client, ala, settings):
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another" * 10
    assert client.post(LOGIN, ASA).status_code == 503
    settings.SECRET_KEY_FALLBACKS = [old]
    assert client.post(LOGIN, ASA).status_code == 302


def test_person_whose_role_has_ended_is_not_let_in(client, visit, known):
    Membership.objects.update(ended_at=timezone.now())
    factories.membership(known.user, factories.organisation())
    answer = visit()
    assert (answer.status_code, heading(answer)) == (403, "Du hör inte längre till organisationen")
    assert not is_in(client)


def test_account_that_was_closed_is_not_let_in(client, visit, known):
    User.objects.update(is_active=False)
    assert visit().status_code == 403
    assert not is_in(client)


def test_somebody_else_who_was_logged_in_is_out(client, visit, known):
    back = way_back(client.post(LOGIN, ASA).headers["Location"])
    client.force_login(factories.user())
    client.get(back)
    assert client.get("/").context["user"] == known.user


def test_page_needs_no_second_look_by_those_who_are_in(client_of, asa):
    assert client_of(asa).get(LOGIN).headers["Location"] == "/"


@pytest.mark.parametrize(
    "email", ["bo@unknown.example", "bo@sub.ala.example", "", "åäö", "a\x00@ala.example", "x" * 5000]
)
def test_address_that_leads_to_no_login_is_told_so(client, ala, email):
    answer = client.post(LOGIN, {"email": email})
    assert (answer.status_code, len(answer.context["form"].errors)) == (200, 1)


def test_login_page_offers_it_only_where_there_is_one(client, db):
    assert LOGIN not in client.get("/konto/logga-in/").content.decode()
    factories.identity_provider()
    assert f'href="{LOGIN}?next=/hjalp/"' in client.get("/konto/logga-in/?next=/hjalp/").content.decode()


def test_forms_lead_to_the_provider_from_its_own_pages_only(client, client_of, ala, asa):
    def form_action(response) -> str:
        policy = dict(part.strip().split(" ", 1) for part in response.headers["Content-Security-Policy"].split(";"))
        return policy["form-action"]

    other = factories.identity_provider(None, "bro.example", issuer="https://login.example:443/x")
    assert form_action(client.get(LOGIN)) == f"'self' {ala.issuer} https://login.example"
    assert form_action(client.post(LOGIN, {"email": "x"})) == f"'self' {ala.issuer} https://login.example"
    own = client_of(asa)
    assert form_action(own.get(f"{LOGIN}X001/koppla/")) == f"'self' {ala.issuer}"
    elsewhere = ["/konto/logga-in/", "/hjalp/", f"{LOGIN}mina/", "/"]
    assert {form_action(own.get(path)) for path in elsewhere} | {form_action(client.get("/konto/logga-in/"))} == {
        "'self'"
    }
    other.is_active = False
    other.save()
    assert form_action(client.get(LOGIN)) == f"'self' {ala.issuer}"


def test_second_factor_is_asked_for_as_everywhere(client, visit, known):
    secret = give_app(known.user)
    assert visit().headers["Location"] == "/konto/tva-steg/visa/"
    assert not is_in(client)
    client.post("/konto/tva-steg/visa/", {"code": code_of(secret)})
    assert is_in(client)


def test_second_factor_of_the_provider_does_not_count(client, visit, provider, known):
    """A strategist who used two factors over there still has to have one here."""
    Membership.objects.update(role=Role.STRATEGIST)
    provider.person |= {"amr": ["pwd", "mfa"], "acr": "high"}
    visit()
    assert client.get("/").headers["Location"] == "/konto/andra-steget/?next=%2F"


def test_secret_is_in_no_log(client, visit, provider, known, caplog):
    with caplog.at_level(logging.DEBUG):
        visit()
        provider.lies = {"aud": "x"}
        client.post("/konto/logga-ut/")
        visit()
    assert SECRET not in caplog.text
