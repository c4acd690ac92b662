"""What people write for the reports: what the politicians are asked to decide, and whom to ask."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.permissions import Permission
from assessments.models import Submission, participations_where
from learning_rounds.models import LearningMeeting, Participation


class BriefQuerySet(models.QuerySet):
    """Which briefs."""

    def visible_to(self, user) -> BriefQuerySet:
        """For those who write it always, for the organisation's readers once the assessment is submitted."""
        submitted = Submission.objects.filter(
            assessment__participation=OuterRef("participation"), assessment__meeting=OuterRef("meeting")
        )
        writes = Q(participation__in=participations_where(user, Permission.EDIT_BRIEF))
        reads = Q(participation__in=participations_where(user, Permission.VIEW_SUMMARY))
        return self.filter(writes | reads & Exists(submitted))


class Brief(models.Model):
    """Up to three questions for the politicians before one meeting, and a contact."""

    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="briefs")
    meeting = models.ForeignKey(LearningMeeting, on_delete=models.PROTECT, related_name="briefs")
    question_1 = models.CharField(_("First question"), max_length=200, blank=True)
    question_2 = models.CharField(_("Second question"), max_length=200, blank=True)
    question_3 = models.CharField(_("Third question"), max_length=200, blank=True)
    contact = models.CharField(_("Contact"), max_length=120, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = BriefQuerySet.as_manager()

    class Meta:
        """One brief per participation and meeting."""

        constraints = [
            models.UniqueConstraint(fields=["participation", "meeting"], name="brief_unique_participation_meeting")
        ]

    def __str__(self):
        return f"{self.participation}, {self.meeting}"

    @property
    def questions(self) -> list[str]:
        """The questions that were written, in order."""
        return [text for text in (self.question_1, self.question_2, self.question_3) if text.strip()]
