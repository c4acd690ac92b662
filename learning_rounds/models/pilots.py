"""What organisations try out: pilot activities and their log."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Unit, User, Versioned
from learning_rounds.models.rounds import Participation

TEXT_LIMIT = 20_000


class PilotActivityQuerySet(models.QuerySet["PilotActivity"]):
    """Which pilot activities."""

    def visible_to(self, user) -> PilotActivityQuerySet:
        """Those of one's own organisations; others see none of their texts."""
        return self.filter(participation__in=Participation.objects.own(user))

    def in_order(self) -> PilotActivityQuerySet:
        """By start, those without one last."""
        return self.order_by(F("starts_on").asc(nulls_last=True), "pk")


class PilotActivity(Versioned):
    """Something an organisation tries out in a part of its services, or an improvement area of one department."""

    class Status(models.TextChoices):
        """How far it has come."""

        PLANNED = "planned", pgettext_lazy("pilot", "Planned")
        UNDER_WAY = "under-way", _("Under way")
        DONE = "done", _("Finished")
        STOPPED = "stopped", pgettext_lazy("pilot", "Stopped")

    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="pilots")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="pilots")
    name = models.CharField(_("Name"), max_length=120)
    area = models.CharField(_("Service or area"), max_length=120, blank=True)
    department = models.CharField(_("Department or unit"), max_length=120, blank=True)
    problem = models.TextField(_("What is the problem?"), max_length=TEXT_LIMIT, blank=True)
    goal = models.TextField(_("What do you want to achieve?"), max_length=TEXT_LIMIT, blank=True)
    responsible = models.CharField(_("Who is responsible?"), max_length=120, blank=True)
    starts_on = models.DateField(_("Starts"), null=True, blank=True)
    ends_on = models.DateField(_("Ends"), null=True, blank=True)
    status = models.CharField(_("Status"), max_length=12, choices=Status, default=Status.PLANNED)

    revised = ("problem", "goal")

    objects = PilotActivityQuerySet.as_manager()

    class Meta:
        """A pilot is called something, and ends after it starts."""

        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""),
                name="pilot_has_name",
                violation_error_message=_("Write what the pilot is called."),
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(starts_on__lte=F("ends_on")),
                name="pilot_ends_after_start",
                violation_error_message=_("The pilot ends before it starts."),
            ),
        ]

    def __str__(self):
        return f"{self.participation}, {self.pk}"

    def get_absolute_url(self) -> str:
        place = [self.participation.round.slug, self.participation.organisation.code, self.pk]
        return reverse("pilot-detail", args=place)


class PilotNoteQuerySet(models.QuerySet["PilotNote"]):
    """Which log notes."""

    def visible_to(self, user) -> PilotNoteQuerySet:
        """As the pilots they belong to."""
        return self.filter(pilot__in=PilotActivity.objects.visible_to(user))

    def in_order(self) -> PilotNoteQuerySet:
        """The latest first."""
        return self.order_by("-on", "-pk")


class PilotNote(Versioned):
    """A dated line in the log of a pilot activity."""

    pilot = models.ForeignKey(PilotActivity, on_delete=models.CASCADE, related_name="notes")
    on = models.DateField(_("Day"), default=timezone.localdate)
    text = models.TextField(_("What happened?"), max_length=TEXT_LIMIT)
    author = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="pilot_notes")

    revised = ("text",)

    objects = PilotNoteQuerySet.as_manager()

    class Meta:
        """A note says something."""

        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="pilot_note_has_text",
                violation_error_message=_("Write what happened."),
            ),
        ]

    def __str__(self):
        return f"{self.pilot}, {self.on}"
