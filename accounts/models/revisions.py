"""What texts said before."""

from __future__ import annotations

from django.db import models

from accounts.models.organisations import Organisation
from accounts.models.people import User
from accounts.models.record import own_organisations


class TextRevisionQuerySet(models.QuerySet):
    """Which earlier texts."""

    def visible_to(self, user) -> TextRevisionQuerySet:
        """Those of the organisations where one is a strategist: drafts are among them."""
        return self.filter(organisation__in=own_organisations(user))

    def of(self, row: models.Model) -> TextRevisionQuerySet:
        """Those of one row, the earliest first."""
        return self.filter(kind=row._meta.model_name, row=row.pk).order_by("pk")


class TextRevision(models.Model):
    """A text of a row as it was saved. Unlike the record it can be erased, since people may be named in it.

    ``kind`` and ``row`` are the name of the model and the number of the row. Without ``saved_at`` it is what a text
    said when the first change was noted.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="text_revisions")
    kind = models.CharField(max_length=40)
    row = models.PositiveBigIntegerField()
    field = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    saved_at = models.DateTimeField(null=True, blank=True)
    saved_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="saved_text_revisions"
    )

    objects = TextRevisionQuerySet.as_manager()

    class Meta:
        """The texts of a row are read together."""

        indexes = [models.Index(fields=["kind", "row"], name="text_revision_of_row")]

    def __str__(self):
        return f"{self.kind} {self.row}, {self.field} ({self.version})"
