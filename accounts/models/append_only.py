"""Rows that are written once."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class AppendOnlyError(TypeError):
    """Raised when something that is never changed is about to be changed."""


class AppendOnlyQuerySet(models.QuerySet):
    """Rows that are written once."""

    def update(self, **kwargs):
        raise AppendOnlyError(f"{self.model.__name__} rows are never changed")

    def delete(self):
        raise AppendOnlyError(f"{self.model.__name__} rows are never deleted")

    def bulk_create(self, *args, update_conflicts=False, **kwargs):
        if update_conflicts:
            raise AppendOnlyError(f"{self.model.__name__} rows are never changed")
        return super().bulk_create(*args, **kwargs)

    def bulk_update(self, *args, **kwargs):
        raise AppendOnlyError(f"{self.model.__name__} rows are never changed")


class AppendOnlyModel(models.Model):
    """A row that is written once and then stays as it is. The database refuses changes too (accounts/triggers.py)."""

    # Names of fields with free text, which the database lets somebody empty when the law demands it.
    erasable: ClassVar[frozenset[str]] = frozenset()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise AppendOnlyError(f"{type(self).__name__} rows are never changed")
        super().save(*args, **(kwargs | {"force_insert": True}))

    def delete(self, *args, **kwargs):
        raise AppendOnlyError(f"{type(self).__name__} rows are never deleted")
