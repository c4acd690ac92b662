"""What organisations have shared with their group: dated, and never changed afterwards."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import AppendOnlyModel, AppendOnlyQuerySet, Membership, User
from accounts.permissions import Permission
from assessments.models import Submission, participations_where
from checklists.models import Step
from learning_rounds.models import LearningGroup, Participation


class ShareQuerySet(AppendOnlyQuerySet):
    """Which shares."""

    def standing(self) -> ShareQuerySet:
        """Those that have not been taken back."""
        return self.filter(withdrawal__isnull=True)

    def in_order(self) -> ShareQuerySet:
        """The latest first."""
        return self.order_by("-at", "-pk")

    def visible_to(self, user) -> ShareQuerySet:
        """All of one's own; of others what stands, in the group that it was shared with and in rounds one leads.

        An organisation that has moved to another group is seen by neither.
        """
        own = participations_where(user, Permission.VIEW_SUBMISSION)
        groups = Participation.objects.own(user).active().exclude(group=None).values("group")
        led = Membership.objects.organisations_where(user, Permission.VIEW_SHARED)
        in_group = Q(group__in=groups, participation__group=F("group"), participation__status="active")
        others = in_group | Q(participation__round__owner__in=led)
        return self.filter(Q(participation__in=own) | others & Q(withdrawal__isnull=True))


class Share(AppendOnlyModel):
    """That an organisation showed its group some of what it had submitted: what exactly is in its SharedTexts."""

    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="shares")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="shares")
    group = models.ForeignKey(LearningGroup, on_delete=models.PROTECT, related_name="shares")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="shares")
    diary_number = models.CharField(_("Diary number"), max_length=60, blank=True)

    erasable = frozenset({"diary_number"})

    objects = ShareQuerySet.as_manager()

    def __str__(self):
        return f"{self.participation}, {self.submission.assessment.meeting}"

    def get_absolute_url(self) -> str:
        place = [self.participation.round.slug, self.participation.organisation.code, self.pk]
        return reverse("share-detail", args=place)

    @property
    def is_withdrawn(self) -> bool:
        return hasattr(self, "withdrawal")


class ShareWithdrawalQuerySet(AppendOnlyQuerySet):
    """Which withdrawals."""

    def visible_to(self, user) -> ShareWithdrawalQuerySet:
        """As the shares they end: for everybody but the own organisation those are gone."""
        return self.filter(share__in=Share.objects.visible_to(user))


class ShareWithdrawal(AppendOnlyModel):
    """That a share was taken back; the share itself stays for the record."""

    share = models.OneToOneField(Share, on_delete=models.PROTECT, related_name="withdrawal")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="share_withdrawals")

    objects = ShareWithdrawalQuerySet.as_manager()

    def __str__(self):
        return f"{self.share}, {self.at:%Y-%m-%d}"


class SharedTextQuerySet(AppendOnlyQuerySet):
    """Which shared texts."""

    def visible_to(self, user) -> SharedTextQuerySet:
        """As the shares they belong to."""
        return self.filter(share__in=Share.objects.visible_to(user))


class SharedText(AppendOnlyModel):
    """One text of a share as it was on that day, in the order in which it is read."""

    class Kind(models.TextChoices):
        """What sort of text it is."""

        REASON = "reason", _("Reason")
        EVIDENCE = "evidence", _("Evidence")
        MEASURE = "measure", _("Next action")
        PILOT = "pilot", _("Pilot activity")
        PROBLEM = "problem", _("The problem")
        GOAL = "goal", _("What we want to achieve")
        ACTIVITY = "activity", _("Activity")
        PRODUCT = "product", _("New or changed product")
        WAY = "way", _("New or changed way of working")
        OUTCOME = "outcome", _("New or changed outcome")
        EFFECT = "effect", _("Societal effect")
        LEADS = "leads", _("Leads to")

    # The kinds that are about a step; and those that belong to the text before them.
    OF_STEPS = (Kind.REASON, Kind.EVIDENCE, Kind.MEASURE)
    BELOW = (Kind.PROBLEM, Kind.GOAL, Kind.LEADS)

    share = models.ForeignKey(Share, on_delete=models.PROTECT, related_name="texts")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=Kind)
    step = models.ForeignKey(Step, on_delete=models.PROTECT, null=True, blank=True, related_name="shared_texts")
    text = models.TextField()

    erasable = frozenset({"text"})

    objects = SharedTextQuerySet.as_manager()

    class Meta:
        """Texts of a share are numbered, and those of a self-assessment are about a step."""

        constraints = [
            models.UniqueConstraint(fields=["share", "number"], name="shared_text_unique_share_number"),
            models.CheckConstraint(
                condition=Q(kind__in=("reason", "evidence", "measure"), step__isnull=False)
                | ~Q(kind__in=("reason", "evidence", "measure")) & Q(step=None),
                name="shared_text_step_where_it_is_about_one",
            ),
        ]

    def __str__(self):
        return f"{self.share}, {self.number}"
