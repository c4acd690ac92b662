"""Verbs of single sign-on: connect an organisation's login to one's account, and take it away again."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.errors import ActionRefused
from accounts.models import Identity, IdentityProvider, User


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
