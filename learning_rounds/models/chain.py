"""The results chain: activity → new product → new way of working → outcome → societal effect."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Versioned
from checklists.models import Step
from learning_rounds.models.pilots import TEXT_LIMIT, PilotActivity
from learning_rounds.models.rounds import Participation


class ChainLevel(models.IntegerChoices):
    """The five levels, from what is done to what it means for society."""

    ACTIVITY = 1, _("Activity")
    PRODUCT = 2, _("New or changed product")
    WAY_OF_WORKING = 3, _("New or changed way of working")
    OUTCOME = 4, _("New or changed outcome")
    EFFECT = 5, _("Societal effect")


class PolicyGoal(models.IntegerChoices):
    """The six sub-goals of the Swedish gender equality policy."""

    POWER = 1, _("Equal division of power and influence")
    ECONOMY = 2, _("Economic equality")
    EDUCATION = 3, _("Equal education")
    UNPAID_WORK = 4, _("Equal distribution of unpaid housework and provision of care")
    HEALTH = 5, _("Equal health")
    VIOLENCE = 6, _("Men's violence against women must stop")


class ChainEntryQuerySet(models.QuerySet["ChainEntry"]):
    """Which entries."""

    def visible_to(self, user) -> ChainEntryQuerySet:
        """Those of one's own organisations; others see none of their texts."""
        return self.filter(participation__in=Participation.objects.own(user))

    def in_order(self) -> ChainEntryQuerySet:
        """By level, then in the order they were written."""
        return self.order_by("level", "pk")


class ChainEntry(Versioned):
    """One result, planned or achieved, at one level of the chain."""

    class State(models.TextChoices):
        """Whether it has been seen yet; "not yet visible" is a fair answer for outcomes and effects."""

        PLANNED = "planned", _("Planned")
        UNDER_WAY = "under-way", _("Under way")
        ACHIEVED = "achieved", _("Achieved")
        NOT_VISIBLE = "not-visible", _("Not yet visible")

    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="chain_entries")
    pilot = models.ForeignKey(
        PilotActivity, on_delete=models.SET_NULL, null=True, blank=True, related_name="chain_entries"
    )
    level = models.PositiveSmallIntegerField(_("Level"), choices=ChainLevel)
    state = models.CharField(_("State"), max_length=12, choices=State, default=State.PLANNED)
    text = models.TextField(_("What is it?"), max_length=TEXT_LIMIT)
    steps = models.ManyToManyField(Step, blank=True, related_name="chain_entries")

    revised = ("text",)

    objects = ChainEntryQuerySet.as_manager()

    class Meta:
        """An entry says something, at one of the five levels."""

        constraints = [
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=5),
                name="chain_entry_level_one_to_five",
                violation_error_message=_("Choose one of the five levels."),
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="chain_entry_has_text",
                violation_error_message=_("Write what it is."),
            ),
        ]

    def __str__(self):
        return f"{self.participation}, {self.level}, {self.pk}"


class ChainEntryGoalQuerySet(models.QuerySet["ChainEntryGoal"]):
    """Which policy goals of entries."""

    def visible_to(self, user) -> ChainEntryGoalQuerySet:
        """As the entries they belong to."""
        return self.filter(entry__in=ChainEntry.objects.visible_to(user))


class ChainEntryGoal(models.Model):
    """That an entry serves one of the policy goals."""

    entry = models.ForeignKey(ChainEntry, on_delete=models.CASCADE, related_name="goals")
    goal = models.PositiveSmallIntegerField(choices=PolicyGoal)

    objects = ChainEntryGoalQuerySet.as_manager()

    class Meta:
        """Each goal once, among the six."""

        constraints = [
            models.UniqueConstraint(fields=["entry", "goal"], name="chain_entry_goal_unique_entry_goal"),
            models.CheckConstraint(condition=Q(goal__gte=1, goal__lte=6), name="chain_entry_goal_one_to_six"),
        ]

    def __str__(self):
        return f"{self.entry}: {self.goal}"


class ChainLinkQuerySet(models.QuerySet["ChainLink"]):
    """Which links."""

    def visible_to(self, user) -> ChainLinkQuerySet:
        """As the entries they lead from."""
        return self.filter(source__in=ChainEntry.objects.visible_to(user))


class ChainLink(models.Model):
    """That one entry leads to another at a higher level; that the level is higher is seen to by the action."""

    source = models.ForeignKey(ChainEntry, on_delete=models.CASCADE, related_name="links_out")
    target = models.ForeignKey(ChainEntry, on_delete=models.CASCADE, related_name="links_in")

    objects = ChainLinkQuerySet.as_manager()

    class Meta:
        """Each link once, never to itself."""

        constraints = [
            models.UniqueConstraint(fields=["source", "target"], name="chain_link_unique_source_target"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="chain_link_not_to_itself"),
        ]

    def __str__(self):
        return f"{self.source_id} → {self.target_id}"
