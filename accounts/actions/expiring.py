"""Accounts that nobody uses: a warning, then they are closed, then erased. A login starts the time anew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.errors import ActionRefused
from accounts.models import Invitation, User
from accounts.security_log import security_event

# After 12, 13 and 24 months without a login; and never faster than this, however seldom the command is run.
WARN_AFTER, CLOSE_AFTER, ERASE_AFTER = timedelta(days=365), timedelta(days=395), timedelta(days=730)
BETWEEN = timedelta(days=30)


@dataclass(frozen=True)
class Unused:
    """The accounts whose time has come, by what happens to them."""

    to_warn: list[User]
    to_close: list[User]
    to_erase: list[User]


def unused_accounts(now: datetime | None = None) -> Unused:
    """By the last login, or the day the account was made; a warning before the last login is worth nothing."""
    now = now or timezone.now()
    active = _accounts().filter(is_active=True)
    warned_since = Q(warned_at__gt=F("used_at"))
    closed_long_ago = Q(closed_at=None) | Q(closed_at__lte=now - BETWEEN)
    return Unused(
        to_warn=list(active.filter(~warned_since | Q(warned_at=None), used_at__lte=now - WARN_AFTER)),
        to_close=list(active.filter(warned_since, used_at__lte=now - CLOSE_AFTER, warned_at__lte=now - BETWEEN)),
        to_erase=list(_accounts().filter(closed_long_ago, is_active=False, used_at__lte=now - ERASE_AFTER)),
    )


def _accounts() -> QuerySet:
    accounts = User.objects.filter(anonymised_at=None)
    return accounts.annotate(used_at=Coalesce("last_login", "joined_at")).order_by("pk")


@transaction.atomic
def warn_unused(*, person: User, by: User | None) -> None:
    """Mail to a person that the account will be closed. If the mail can't be sent, nothing has happened."""
    person.warned_at = timezone.now()
    person.save(update_fields=["warned_at"])
    record("warn-unused", person, by=by, fields=["warned_at"])
    with translation.override(person.language or "sv"):
        closes_on = timezone.localdate() + BETWEEN
        subject = _("Your account in Jämsteg will be closed")
        text = render_to_string("accounts/mail/unused.txt", {"closes_on": closes_on, "email": person.email})
    EmailMessage(subject, text, to=[person.email]).send()


@transaction.atomic
def close_unused(*, person: User, by: User | None) -> None:
    """Close an account that nobody uses: whoever has it can't log in, and its memberships give no rights."""
    person.is_active, person.closed_at = False, timezone.now()
    person.save(update_fields=["is_active", "closed_at"])
    record("close-account", person, by=by, fields=["is_active", "closed_at"])
    security_event("close-account", user=by, person=person)


def old_invitations() -> QuerySet[Invitation]:
    """Those that stopped working a year ago; what came of them stands in the record."""
    return Invitation.objects.filter(expires_at__lte=timezone.now() - WARN_AFTER)


@transaction.atomic
def reopen_account(*, person: User, by: User | None) -> None:
    """Let somebody in again whose account was closed; an erased account stays erased."""
    if person.anonymised_at or person.is_active:
        raise ActionRefused(_("The account is erased.") if person.anonymised_at else _("The account is open."))
    person.is_active, person.closed_at, person.warned_at = True, None, None
    person.save(update_fields=["is_active", "closed_at", "warned_at"])
    record("reopen-account", person, by=by, fields=["is_active", "closed_at"])
    security_event("reopen-account", user=by, person=person)
