"""Invitations: that somebody with a certain e-mail address may take a role in an organisation."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.organisations import Organisation
from accounts.models.people import Level, User, managed_by
from accounts.permissions import Role

LASTS = timedelta(days=7)


def new_token() -> str:
    """The secret of a link: 256 bits that nobody can guess."""
    return secrets.token_urlsafe(32)


def hashed(token: str) -> str:
    """What is stored of a token: whoever reads the database can't make a link of it."""
    return hashlib.sha256(token.encode()).hexdigest()


def expiry() -> datetime:
    """When an invitation that is sent now stops working."""
    return timezone.now() + LASTS


class InvitationQuerySet(models.QuerySet):
    """Which invitations."""

    def visible_to(self, user) -> InvitationQuerySet:
        """Those to the organisations whose people one looks after."""
        return self.filter(managed_by(user)) if user.is_authenticated else self.none()

    def pending(self) -> InvitationQuerySet:
        """Those that nobody has accepted or revoked; they may have expired."""
        return self.filter(accepted_at=None, revoked_at=None)

    def opened_with(self, token: str) -> InvitationQuerySet:
        """The invitation of a token, if it can be accepted now."""
        return self.pending().filter(token_hash=hashed(token), expires_at__gt=timezone.now())


class Invitation(models.Model):
    """An offer of a role in an organisation, to one address, for seven days, to be accepted once."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField(_("E-mail"))
    role = models.CharField(max_length=20, choices=Role)
    level = models.CharField(max_length=20, choices=Level, blank=True)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="invitations_sent")
    invited_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(default=expiry)
    token_hash = models.CharField(max_length=64, unique=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="invitations_accepted"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        """One at a time for an address and a role; what has been accepted can't be revoked."""

        constraints = [
            models.UniqueConstraint(
                fields=["email", "organisation", "role"],
                condition=Q(accepted_at=None, revoked_at=None),
                name="invitation_unique_while_pending",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="invitation_accepted_at_by_together",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(revoked_at=None), name="invitation_accepted_or_revoked"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("invited_at")), name="invitation_expires_after_it_is_sent"
            ),
        ]

    def __str__(self):
        """Without the address: this stands in the record of changes, which is never erased."""
        return f"{self.get_role_display()}, {self.organisation}"

    def save(self, *args, **kwargs):
        """Lower-case the address, as that of an account."""
        self.email = self.email.strip().lower()
        super().save(*args, **kwargs)

    @property
    def is_pending(self) -> bool:
        """Can it still be sent again or revoked?"""
        return self.accepted_at is None and self.revoked_at is None

    @property
    def state(self) -> str:
        """accepted, revoked, expired or sent."""
        if self.accepted_at:
            return "accepted"
        if self.revoked_at:
            return "revoked"
        return "expired" if self.expires_at <= timezone.now() else "sent"
