"""Whose login belongs to an address, and which account to what a login says."""

from __future__ import annotations

from accounts.models import Identity, IdentityProvider, Membership, User
from accounts.single_sign_on.client import Claims
from accounts.single_sign_on.refusals import NOT_A_MEMBER, NOT_CONNECTED, WRONG_ADDRESS, SignInRefused


def is_there_any() -> bool:
    """Has any organisation a login of its own here?"""
    return IdentityProvider.objects.active().exists()


def origins() -> list[str]:
    """Where forms that begin a login may lead to."""
    return sorted({provider.origin for provider in IdentityProvider.objects.active()})


def provider_of(email: str) -> IdentityProvider | None:
    """The login that people with this address use."""
    found = IdentityProvider.objects.active().filter(domains__name=domain_of(email))
    return found.select_related("organisation").first()


def provider_at(code: str) -> IdentityProvider | None:
    """The login of an organisation, if it is in use."""
    return IdentityProvider.objects.active().filter(organisation__code=code).select_related("organisation").first()


def account_of(provider: IdentityProvider, claims: Claims) -> User:
    """The account that the login is connected to; SignInRefused if there is none that may be used here."""
    check_address(provider, claims)
    identity = Identity.objects.filter(issuer=claims.issuer, subject=claims.subject).select_related("user").first()
    if identity is None:
        raise SignInRefused(NOT_CONNECTED)
    if not is_member(identity.user, provider):
        raise SignInRefused(NOT_A_MEMBER)
    return identity.user


def check_address(provider: IdentityProvider, claims: Claims) -> None:
    """Guests of an organisation are not its people: the address must be one of its own."""
    if domain_of(claims.email) not in {domain.name for domain in provider.domains.all()}:
        raise SignInRefused(WRONG_ADDRESS)


def is_member(user: User, provider: IdentityProvider) -> bool:
    """Has the person a role in the organisation at this moment?"""
    return Membership.objects.current().filter(user=user, organisation=provider.organisation_id).exists()


def domain_of(email: str) -> str:
    return email.rpartition("@")[2].strip().lower()
