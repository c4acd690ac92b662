"""The language switch, the headers of every answer and the addresses that are refused."""

import pytest

from accounts.models import AuditEntry
from accounts.permissions import Role
from tests import factories

pytestmark = pytest.mark.django_db

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
)


def language_of(response) -> str:
    return response.content.decode().split('<html lang="')[1][:2]


def test_language_is_remembered_in_the_browser(client):
    client.post("/sprak/", {"language": "en", "next": "/hjalp/"})
    assert language_of(client.get("/hjalp/")) == "en"
    client.post("/sprak/", {"language": "sv"})
    assert language_of(client.get("/hjalp/")) == "sv"


def test_language_is_remembered_for_the_account(client_of):
    person = factories.user()
    client_of(person).post("/sprak/", {"language": "en"})
    person.refresh_from_db()
    assert (person.language, language_of(client_of(person).get("/"))) == ("en", "en")
    assert AuditEntry.objects.values_list("verb", "actor", "fields").get() == ("set-language", person.pk, "language")


def test_browser_that_chose_a_language_keeps_it(client_of):
    person = factories.user(language="en")
    client = client_of(person)
    client.cookies["django_language"] = "sv"
    assert language_of(client.get("/")) == "sv"


@pytest.mark.parametrize("language", ["", "de", "../../etc", "sv\x00", "x" * 5000])
def test_unknown_language_changes_nothing(client, language):
    response = client.post("/sprak/", {"language": language})
    assert (response.status_code, "django_language" in response.cookies) == (302, False)


@pytest.mark.parametrize("target", ["https://example.org/", "//example.org", "javascript:alert(1)", "", "\\\\evil.org"])
def test_language_switch_leads_to_pages_of_ours_only(client, target):
    assert client.post("/sprak/", {"language": "en", "next": target}).headers["Location"] == "/"


def test_every_answer_carries_the_strict_policy(client_of):
    answers = [client_of(None).get("/hjalp/"), client_of(factories.user()).get("/"), client_of(None).get("/finns-inte")]
    for response in answers:
        policy = response.headers["Content-Security-Policy"]
        assert sorted(policy.split("; ")) == sorted(POLICY.split("; "))
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["X-Frame-Options"] == "DENY"
        assert response.headers["Referrer-Policy"] == "same-origin"


def test_personal_pages_are_not_cached(client_of):
    client = client_of(factories.user())
    assert client.get("/").headers["Cache-Control"] == "private, no-store"
    assert client.get("/hjalp/").headers["Cache-Control"] == "private, no-store"
    assert "Cache-Control" not in client_of(None).get("/hjalp/").headers


def test_other_host_is_refused(client):
    assert client.get("/hjalp/", headers={"host": "evil.example"}).status_code == 400


def test_form_without_token_is_refused(client_of):
    client = client_of(None)
    client.handler.enforce_csrf_checks = True
    assert client.post("/sprak/", {"language": "en"}).status_code == 403


def test_demo_says_so_on_every_page(client, settings):
    settings.DEMO = True
    assert 'class="demo-banner"' in client.get("/hjalp/").content.decode()
    settings.DEMO = False
    assert 'class="demo-banner"' not in client.get("/hjalp/").content.decode()


def test_responsible_operator_stands_on_the_pages_about_it(client, settings):
    settings.OPERATOR_NAME, settings.OPERATOR_EMAIL = "Ådala kommun", "fraga@adala.example"
    for path in ("/tillganglighet/", "/personuppgifter/"):
        page = client.get(path).content.decode()
        assert ("Ådala kommun" in page, "fraga@adala.example" in page) == (True, True)


@pytest.mark.parametrize("charset", ["rot13", "hex", "idna", "unicode_escape", "latin-1"])
def test_forms_in_other_encodings_are_refused(client, charset):
    kind = f"multipart/form-data; boundary=XX; charset={charset}"
    assert client.generic("POST", "/sprak/", b"--XX--", content_type=kind).status_code == 400


@pytest.mark.parametrize(("ends_on", "word"), [("2026-11-20", "Avslutad"), ("2026-11-21", "Pågår"), (None, "Pågår")])
def test_start_page_says_whether_a_round_has_ended(client_of, on_day, ends_on, word):
    on_day("2026-11-21")
    learning_round = factories.learning_round(ends_on=ends_on)
    page = client_of(factories.member(learning_round.owner, Role.COORDINATOR)).get("/").content.decode()
    assert f"{learning_round.owner} · {word}</p>" in page
