"""Forms that have been carried out."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from accounts.models.people import User


class AppliedSaveQuerySet(models.QuerySet["AppliedSave"]):
    """Which forms that were carried out."""

    def visible_to(self, user) -> AppliedSaveQuerySet:
        """One's own."""
        return self.filter(user=user)


class AppliedSave(models.Model):
    """That somebody's form was carried out, and what was answered, for when the same form comes once more.

    ``key`` stands for the form's number, address and content; ``answer`` is the address that was led to, or the line
    that a page which saves itself got back.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="applied_saves")
    key = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now, db_index=True)
    answer = models.TextField(blank=True)

    objects = AppliedSaveQuerySet.as_manager()

    class Meta:
        """A person's form is carried out once."""

        constraints = [models.UniqueConstraint(fields=["user", "key"], name="applied_save_unique_user_key")]

    def __str__(self):
        return f"{self.user_id}, {self.key[:8]}"
