"""Logins of organisations: what may be entered, what the database refuses, who sees them, and that secrets stay so."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from accounts.models import EmailDomain, Identity, IdentityProvider, origin_of, validate_issuer
from accounts.models.single_sign_on import validate_domain
from accounts.permissions import Role
from accounts.sealed import SealBroken, seal, unseal
from tests import factories
from tests.checks import refused

pytestmark = pytest.mark.django_db

TENANT = "https://login.microsoftonline.com/5f8a7c1e-0000-4000-8000-000000000000/v2.0"


@pytest.mark.parametrize(
    "issuer",
    [
        TENANT,
        "https://login.kommun.example",
        "https://a.example:8443/x/",
        "http://127.0.0.1:9400",
        "http://localhost:80",
    ],
)
def test_address_of_a_login_is_accepted(issuer):
    validate_issuer(issuer)


@pytest.mark.parametrize(
    "issuer",
    [
        "",
        "login.kommun.example",
        "http://login.kommun.example",
        "http://127.0.0.1.evil.example:80",
        "http://localhost.evil.example",
        "ftp://login.kommun.example",
        "https://",
        "https://[",
        "https://a.example:99999",
        "https://a.example/?x=1",
        "https://a.example/#x",
        "https://me:secret@a.example",
        "https://login.microsoftonline.com/common/v2.0",
        "https://login.microsoftonline.com/Organizations/v2.0",
        "https://login.microsoftonline.com/consumers/v2.0",
        "https://login.microsoftonline.com/{tenantid}/v2.0",
    ],
)
def test_address_that_stands_for_no_single_login_is_refused(issuer):
    with pytest.raises(ValidationError):
        validate_issuer(issuer)


def test_login_without_https_is_refused_by_the_database():
    provider = IdentityProvider(organisation=factories.organisation(), client_id="x", issuer="http://a.example")
    provider.secret = "x"
    refused(provider)


def test_organisation_has_one_login():
    provider = factories.identity_provider()
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.identity_provider(provider.organisation)


def test_domain_leads_to_one_login():
    factories.email_domain(name="ala.example")
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.email_domain(name="ala.example")


@pytest.mark.parametrize("name", ["kommun.se", "a-b.kommun.se", "xn--hr-eia.se", "a.b.c.example"])
def test_domain_is_accepted(name):
    validate_domain(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "kommun",
        "Kommun.se",
        "åmål.se",
        "@kommun.se",
        "kommun.se\n",
        ".se",
        "-a.se",
        "a..se",
        "kommun.se.",
        "*.se",
        "1.2.3.4",
    ],
)
def test_what_is_no_domain_is_refused(name):
    with pytest.raises(ValidationError):
        validate_domain(name)


def test_subject_of_an_issuer_leads_to_one_account():
    factories.identity(subject="asa")
    factories.identity(subject="asa", issuer="https://other.example")
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.identity(subject="asa")


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        (TENANT, "https://login.microsoftonline.com"),
        ("https://A.example:443/x", "https://a.example"),
        ("https://a.example:8443", "https://a.example:8443"),
        ("http://127.0.0.1:80/", "http://127.0.0.1"),
        ("https://user@a.example/", "https://a.example"),
    ],
)
def test_origin_is_that_of_a_browser(address, origin):
    assert origin_of(address) == origin


def test_secret_is_stored_sealed():
    provider = factories.identity_provider(secret="very-secret")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounts_identityprovider")
        row = str(cursor.fetchone())
    assert (IdentityProvider.objects.get().secret, "very-secret" in row + repr(provider)) == ("very-secret", False)


def test_seal_holds_against_another_key(settings):
    sealed = seal("secret")
    assert (unseal(sealed), seal("secret") == sealed) == ("secret", False)
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another" * 10
    with pytest.raises(SealBroken):
        unseal(sealed)
    settings.SECRET_KEY_FALLBACKS = [old]
    assert unseal(sealed) == "secret"


def test_logins_are_seen_by_their_own_people_and_by_administrators():
    own, other = factories.identity_provider(None, "a.example"), factories.identity_provider(None, "b.example")
    people = {
        "reader": factories.member(own.organisation, Role.READER),
        "coordinator": factories.member(factories.coordinating_body(), Role.COORDINATOR),
        "administrator": factories.administrator(),
    }
    seen = {name: set(IdentityProvider.objects.visible_to(person)) for name, person in people.items()}
    assert seen == {"reader": {own}, "coordinator": set(), "administrator": {own, other}}
    domains = {name: {str(each) for each in EmailDomain.objects.visible_to(person)} for name, person in people.items()}
    assert domains == {"reader": {"a.example"}, "coordinator": set(), "administrator": {"a.example", "b.example"}}


def test_connections_are_seen_by_their_owner_only():
    identity = factories.identity()
    everybody = [identity.user, factories.administrator()]
    assert [set(Identity.objects.visible_to(person)) for person in everybody] == [{identity}, set()]
