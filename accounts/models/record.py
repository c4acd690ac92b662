"""The record of what was changed."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from accounts.models.append_only import AppendOnlyModel, AppendOnlyQuerySet
from accounts.models.organisations import Organisation
from accounts.models.people import Membership, User
from accounts.permissions import Permission


class AuditEntryQuerySet(AppendOnlyQuerySet):
    """Which audit entries."""

    def visible_to(self, user) -> AuditEntryQuerySet:
        """What was done in the organisations where one is a strategist."""
        own = Membership.objects.organisations_where(user, Permission.EDIT_ASSESSMENT)
        return self.filter(organisation__in=own)


class AuditEntry(AppendOnlyModel):
    """That somebody changed something: who, when, what and where, never the text itself."""

    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="audit_entries")
    source = models.CharField(max_length=20)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="audit_entries"
    )
    verb = models.CharField(max_length=40)
    object = models.CharField(max_length=200)
    fields = models.CharField(max_length=300, blank=True)
    request_id = models.CharField(max_length=36, blank=True)

    objects = AuditEntryQuerySet.as_manager()

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.object}"
