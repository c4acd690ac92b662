"""The pages of administrators: organisations and their own logins; changes in the audit log, no secret shown."""

import pytest

from accounts.models import AuditEntry, EmailDomain, IdentityProvider
from tests import factories

pytestmark = pytest.mark.django_db

LIST = "/administration/"
EDIT, LOGIN = f"{LIST}X001/", f"{LIST}X001/inloggning/"
DETAILS = {
    "issuer": "https://login.example/ala",
    "client_id": "jamsteg",
    "secret": "very-secret",
    "domains": "ALA.example, skola.ala.example",
    "is_active": "on",
    "version": "0",
}


@pytest.fixture
def ala():
    return factories.organisation("X001", "Ala", county="Gävleborgs län")


@pytest.fixture
def administrator(client_of, ala):
    return client_of(factories.administrator())


def entries() -> list[tuple[str, str]]:
    return [(entry.verb, entry.fields) for entry in AuditEntry.objects.order_by("pk")]


def saved() -> dict:
    found = IdentityProvider.objects.get()
    domains = sorted(domain.name for domain in found.domains.all())
    return {
        "issuer": found.issuer,
        "client_id": found.client_id,
        "secret": found.secret,
        "domains": domains,
        "is_active": found.is_active,
        "version": found.version,
    }


def test_organisations_are_searched(administrator):
    factories.organisation("X002", "Bro")
    factories.identity_provider(factories.organisation("X003", "Alby"))
    found = administrator.get(f"{LIST}?sok=AL").context["organisations"]
    assert [organisation.name for organisation in found] == ["Ala", "Alby"]
    assert "Ingen organisation" in administrator.get(f"{LIST}?sok=finns-inte").content.decode()


def test_organisation_is_changed_with_an_audit_entry(administrator, ala):
    assert administrator.post(EDIT, {"name": "Ala stad", "county": "", "can_coordinate": "on"}).status_code == 302
    ala.refresh_from_db()
    assert (ala.name, ala.county, ala.can_coordinate, ala.search_key) == ("Ala stad", "", True, "ala stad")
    assert entries() == [("change-organisation", "name, county, can_coordinate")]


@pytest.mark.parametrize("name", ["", "x" * 121])
def test_organisation_without_a_usable_name_is_refused(administrator, ala, name):
    assert administrator.post(EDIT, {"name": name}).status_code == 200
    ala.refresh_from_db()
    assert (ala.name, entries()) == ("Ala", [])


def test_login_is_entered(administrator):
    assert administrator.post(LOGIN, DETAILS).status_code == 302
    assert saved() == {
        "issuer": "https://login.example/ala",
        "client_id": "jamsteg",
        "secret": "very-secret",
        "domains": ["ala.example", "skola.ala.example"],
        "is_active": True,
        "version": 1,
    }
    assert entries() == [("add-identity-provider", "")]


def test_login_is_changed_and_keeps_its_secret(administrator):
    administrator.post(LOGIN, DETAILS)
    changed = {
        "issuer": DETAILS["issuer"],
        "client_id": "other",
        "secret": "",
        "domains": "ala.example",
        "version": "1",
    }
    administrator.post(LOGIN, changed)
    kept = saved()
    assert (kept["client_id"], kept["secret"], kept["domains"]) == ("other", "very-secret", ["ala.example"])
    assert (kept["is_active"], kept["version"]) == (False, 2)
    assert entries()[1:] == [("change-identity-provider", "client_id, is_active, domains")]


def test_login_saved_as_it_is_changes_nothing(administrator):
    administrator.post(LOGIN, DETAILS)
    administrator.post(LOGIN, DETAILS | {"secret": "", "version": "1"})
    assert (saved()["version"], len(entries())) == (1, 1)


def test_secret_is_never_shown_nor_written_down(administrator):
    administrator.post(LOGIN, DETAILS)
    administrator.post(LOGIN, DETAILS | {"secret": "another-secret", "version": "1"})
    assert saved()["secret"] == "another-secret"
    refused = administrator.post(LOGIN, DETAILS | {"issuer": ""})
    pages = [
        administrator.get(LOGIN).content.decode(),
        refused.content.decode(),
        str(list(AuditEntry.objects.values())),
    ]
    assert [("very-secret" in page, "another-secret" in page) for page in pages] == [(False, False)] * 3
    assert entries()[1:] == [("change-identity-provider", "sealed_secret")]


def test_login_saved_meanwhile_is_not_overwritten(administrator):
    administrator.post(LOGIN, DETAILS)
    administrator.post(LOGIN, DETAILS | {"client_id": "colleague", "version": "1"})
    page = administrator.post(LOGIN, DETAILS | {"client_id": "mine", "version": "1"})
    text = page.content.decode()
    assert (page.status_code, "colleague" in text, 'value="mine"' in text) == (409, True, True)
    assert saved()["client_id"] == "colleague"


def test_domain_of_another_login_is_refused(administrator):
    factories.email_domain(name="ala.example")
    page = administrator.post(LOGIN, DETAILS)
    assert (page.status_code, "ala.example leder redan till" in page.content.decode()) == (409, True)
    assert not EmailDomain.objects.filter(provider__organisation__code="X001").exists()
    assert entries() == []


@pytest.mark.parametrize(
    "fault",
    [
        {"issuer": "http://login.example"},
        {"issuer": "https://login.microsoftonline.com/common/v2.0"},
        {"issuer": "x" * 300},
        {"client_id": ""},
        {"secret": ""},
        {"domains": ""},
        {"domains": "@ala.example"},
        {"domains": "ala"},
        {"version": "x"},
    ],
    ids=str,
)
def test_login_with_a_fault_is_refused_at_its_field(administrator, fault):
    page = administrator.post(LOGIN, DETAILS | fault)
    assert (page.status_code, list(page.context["form"].errors)) == (200, list(fault))
    assert not IdentityProvider.objects.exists()


def test_only_administrators_find_the_way(client_of, administrator, ala):
    assert f'href="{LIST}"' in administrator.get("/").content.decode()
    assert f'href="{LIST}"' not in client_of(factories.member(ala)).get("/").content.decode()
