"""Verbs of single sign-on: enter an organisation's login, connect it to one's account, and take it away again."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.errors import ActionRefused
from accounts.models import EmailDomain, Identity, IdentityProvider, Organisation, User
from accounts.saving import save_changes, validate
from accounts.sealed import seal


@transaction.atomic
def connect_identity(*, provider: IdentityProvider, subject: str, user: User) -> Identity:
    """From now on the person gets in with the login of an organisation they belong to. Done again it does nothing.

    Raises ActionRefused when it leads to somebody else's account.
    """
    identity, is_new = Identity.objects.get_or_create(issuer=provider.issuer, subject=subject, defaults={"user": user})
    if identity.user_id != user.pk:
        raise ActionRefused(_("This login is connected to another account. Remove it there first."))
    if is_new:
        record("connect-identity", identity, by=user, organisation=provider.organisation)
    return identity


@transaction.atomic
def remove_identity(*, identity: Identity, by: User) -> None:
    """The login does not lead to the account any more."""
    record("remove-identity", identity, by=by)
    identity.delete()


@dataclass(frozen=True)
class LoginDetails:
    """The login of an organisation as it was entered; without a secret the one that is stored stays."""

    issuer: str
    client_id: str
    secret: str
    domains: Collection[str]
    is_active: bool
    version: int = 0

    def values(self) -> dict[str, object]:
        """What is stored of it in one row."""
        kept = {"issuer": self.issuer, "client_id": self.client_id, "is_active": self.is_active}
        return kept | ({"sealed_secret": seal(self.secret)} if self.secret else {})


@transaction.atomic
def save_identity_provider(*, organisation: Organisation, details: LoginDetails, by: User) -> IdentityProvider:
    """Enter the login of an organisation, or change it.

    Raises SavedMeanwhile when somebody else did since the page was opened, ActionRefused when a domain leads to the
    login of another organisation already.
    """
    provider = IdentityProvider.objects.select_for_update().filter(organisation=organisation).first()
    _refuse_taken(details.domains, organisation)
    if provider is None:
        provider = IdentityProvider(organisation=organisation, saved_by=by, **details.values())
        validate(provider)
        provider.save()
        _set_domains(provider, details.domains)
        record("add-identity-provider", provider, by=by, organisation=organisation)
        return provider
    also = ["domains"] if _set_domains(provider, details.domains) else []
    changed = save_changes(provider, details.values(), version=details.version, by=by, also=also)
    if changed:
        record("change-identity-provider", provider, by=by, organisation=organisation, fields=changed)
    return provider


def _refuse_taken(domains: Collection[str], organisation: Organisation) -> None:
    taken = EmailDomain.objects.filter(name__in=domains).exclude(provider__organisation=organisation).first()
    if taken:
        raise ActionRefused(_("%(domain)s leads to the login of another organisation already.") % {"domain": taken})


def _set_domains(provider: IdentityProvider, domains: Collection[str]) -> bool:
    """Give the login these domains and no others; False if it has them already."""
    present = {domain.name for domain in provider.domains.all()}
    provider.domains.exclude(name__in=domains).delete()
    EmailDomain.objects.bulk_create(EmailDomain(provider=provider, name=name) for name in set(domains) - present)
    return present != set(domains)
