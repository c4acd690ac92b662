"""What people write for the reports: what the politicians are asked to decide, and the texts of the results report."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Versioned
from accounts.permissions import Permission
from assessments.models import TEXT_LIMIT, Submission, SubmissionText, participations_where
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


class Brief(Versioned):
    """Up to three questions for the politicians before one meeting, and a contact."""

    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="briefs")
    meeting = models.ForeignKey(LearningMeeting, on_delete=models.PROTECT, related_name="briefs")
    question_1 = models.CharField(_("First question"), max_length=200, blank=True)
    question_2 = models.CharField(_("Second question"), max_length=200, blank=True)
    question_3 = models.CharField(_("Third question"), max_length=200, blank=True)
    contact = models.CharField(_("Contact"), max_length=120, blank=True)

    revised = ("question_1", "question_2", "question_3")

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


class ReportQuerySet(models.QuerySet):
    """Which results reports."""

    def visible_to(self, user) -> ReportQuerySet:
        """For those who write it always, for the organisation's readers once anything has been submitted."""
        submitted = Submission.objects.whole().filter(assessment__participation=OuterRef("participation"))
        writes = Q(participation__in=participations_where(user, Permission.EDIT_REPORT))
        reads = Q(participation__in=participations_where(user, Permission.VIEW_SUBMISSION))
        return self.filter(writes | reads & Exists(submitted))


class Report(Versioned):
    """What an organisation writes in its results report, and the submitted reasons that it chooses to show there.

    All of it is optional. Figures, pilot activities, the results chain and next actions come from where they are kept.
    """

    participation = models.OneToOneField(Participation, on_delete=models.PROTECT, related_name="report")
    background = models.TextField(_("Background"), max_length=TEXT_LIMIT, blank=True)
    goal = models.TextField(_("Goal of taking part"), max_length=TEXT_LIMIT, blank=True)
    work = models.TextField(_("How we have worked"), max_length=TEXT_LIMIT, blank=True)
    thoughts = models.TextField(_("Thoughts about the results"), max_length=TEXT_LIMIT, blank=True)
    lessons = models.TextField(_("Lessons"), max_length=TEXT_LIMIT, blank=True)
    way_forward = models.TextField(_("The way forward"), max_length=TEXT_LIMIT, blank=True)
    contact = models.CharField(_("Contact"), max_length=120, blank=True)
    reasons = models.ManyToManyField(SubmissionText, blank=True, related_name="reports")

    revised = ("background", "goal", "work", "thoughts", "lessons", "way_forward")

    objects = ReportQuerySet.as_manager()

    def __str__(self):
        return str(self.participation)
