"""The record of what was changed."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from accounts.models.append_only import AppendOnlyModel, AppendOnlyQuerySet
from accounts.models.organisations import Organisation
from accounts.models.people import Membership, User
from accounts.permissions import Permission


def own_organisations(user) -> list[int]:
    """The organisations whose history a person reads: where one is a strategist."""
    return Membership.objects.organisations_where(user, Permission.EDIT_ASSESSMENT)


class AuditEntryQuerySet(AppendOnlyQuerySet):
    """Which audit entries."""

    def visible_to(self, user) -> AuditEntryQuerySet:
        """What was done in the organisations where one is a strategist."""
        return self.filter(organisation__in=own_organisations(user))


class AuditEntry(AppendOnlyModel):
    """That somebody changed something: who, when, what and where, never the text itself.

    ``values``: by field name [before, now] or [now], for what nobody has typed (accounts/recorded_values.py). ``round``
    is a number and no foreign key, since this app does not know what a round is, and since entries outlive it.
    """

    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="audit_entries")
    source = models.CharField(max_length=20)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="audit_entries"
    )
    verb = models.CharField(max_length=40)
    object = models.CharField(max_length=200)
    fields = models.CharField(max_length=300, blank=True)
    values = models.JSONField(default=dict, blank=True)
    round = models.PositiveBigIntegerField(null=True, blank=True)
    request_id = models.CharField(max_length=36, blank=True)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        """Histories are read from the latest entry on."""

        indexes = [
            models.Index(fields=["organisation", "-id"], name="audit_of_organisation"),
            models.Index(fields=["round", "-id"], name="audit_of_round"),
            models.Index(fields=["verb", "-id"], name="audit_of_verb"),
        ]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.object}"
