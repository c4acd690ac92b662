"""Rows that several people may write."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from accounts.models.people import User


class Versioned(models.Model):
    """A row that counts how often it was saved, and says who saved it last and when (accounts/saving.py)."""

    # Names of texts that are kept as they were before every change (accounts/revisions.py).
    revised: ClassVar[tuple[str, ...]] = ()

    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(default=timezone.now)
    saved_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="saved_%(class)s_rows"
    )

    class Meta:
        abstract = True
