"""What is asked: checklists as versioned data, with their scale levels and steps."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation


class TextInBothLanguages:
    """For models with ``<field>_sv`` and ``<field>_en``: the text in the language of the reader."""

    def text_of(self, field: str) -> str:
        """The Swedish or the English text of a field; Swedish where the language is neither."""
        language = "en" if (get_language() or "sv").startswith("en") else "sv"
        return getattr(self, f"{field}_{language}")


class ChecklistQuerySet(models.QuerySet["Checklist"]):
    """Which checklists."""

    def visible_to(self, user) -> ChecklistQuerySet:
        """Published checklists are common property."""
        return self.exclude(state=Checklist.State.DRAFT) if user.is_authenticated else self.none()

    def get_by_reference(self, reference: str) -> Checklist:
        """The checklist that a text such as "skr-2020" names; raises Checklist.DoesNotExist."""
        key, _separator, version = reference.rpartition("-")
        return self.get(key=key, version=version)


class Checklist(TextInBothLanguages, models.Model):
    """One version of a checklist. Once published its keys, numbers, names and scale never change."""

    class State(models.TextChoices):
        """From being written to no longer offered."""

        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    key = models.SlugField(max_length=40)
    version = models.SlugField(max_length=20)
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="checklists")
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    name_sv = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    scale_min = models.PositiveSmallIntegerField(default=1)
    scale_max = models.PositiveSmallIntegerField(default=4)
    scale_step = models.PositiveSmallIntegerField(default=1, help_text=_("In half steps: 1 allows half steps."))

    objects = ChecklistQuerySet.as_manager()

    class Meta:
        """A version exists once, and its scale has a bottom below its top."""

        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="checklist_unique_key_version"),
            models.CheckConstraint(condition=Q(scale_min__lt=F("scale_max")), name="checklist_scale_min_below_max"),
            models.CheckConstraint(condition=Q(scale_step__in=[1, 2]), name="checklist_scale_step_half_or_whole"),
        ]

    def __str__(self):
        return f"{self.key}-{self.version}"

    @property
    def name(self) -> str:
        return self.text_of("name")

    def described_levels(self, step: Step) -> list[tuple[ScaleLevel, str]]:
        """Every level of the scale with what it can look like for a step; "" where nothing is written."""
        texts = {level.value: level.text for level in step.levels.all()}
        return [(level, texts.get(level.value, "")) for level in self.levels.order_by("value")]

    def described_steps(self) -> dict[int, list[tuple[ScaleLevel, str]]]:
        """The described levels of every step, by step id; three queries."""
        levels = list(self.levels.order_by("value"))
        found = StepLevel.objects.filter(step__checklist=self)
        texts = {(level.step_id, level.value): level.text for level in found}
        steps = self.steps.values_list("pk", flat=True)
        return {step: [(level, texts.get((step, level.value), "")) for level in levels] for step in steps}

    @property
    def has_half_steps(self) -> bool:
        return self.scale_step == 1

    def allows(self, half_steps: int) -> bool:
        """Is this number of half steps a score on the scale?"""
        in_range = 2 * self.scale_min <= half_steps <= 2 * self.scale_max
        return in_range and (half_steps - 2 * self.scale_min) % self.scale_step == 0


class ScaleLevelQuerySet(models.QuerySet):
    """Which levels of a scale."""

    def visible_to(self, user) -> ScaleLevelQuerySet:
        return self.filter(checklist__in=Checklist.objects.visible_to(user))


class ScaleLevel(TextInBothLanguages, models.Model):
    """A whole level of a checklist's scale and what it is called."""

    checklist = models.ForeignKey(Checklist, on_delete=models.CASCADE, related_name="levels")
    value = models.PositiveSmallIntegerField()
    label_sv = models.CharField(max_length=120)
    label_en = models.CharField(max_length=120)
    short_sv = models.CharField(max_length=40)
    short_en = models.CharField(max_length=40)

    objects = ScaleLevelQuerySet.as_manager()

    class Meta:
        """A level exists once."""

        constraints = [
            models.UniqueConstraint(fields=["checklist", "value"], name="scale_level_unique_checklist_value")
        ]

    def __str__(self):
        return f"{self.value} – {self.short}"

    @property
    def label(self) -> str:
        return self.text_of("label")

    @property
    def short(self) -> str:
        return self.text_of("short")


class StepQuerySet(models.QuerySet):
    """Which steps."""

    def visible_to(self, user) -> StepQuerySet:
        return self.filter(checklist__in=Checklist.objects.visible_to(user))


class Step(TextInBothLanguages, models.Model):
    """One step of a checklist ("moment"): what it is called and what it means."""

    checklist = models.ForeignKey(Checklist, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField()
    key = models.SlugField(max_length=60)
    name_sv = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    short_sv = models.CharField(max_length=60)
    short_en = models.CharField(max_length=60)
    meaning_sv = models.TextField(blank=True)
    meaning_en = models.TextField(blank=True)

    objects = StepQuerySet.as_manager()

    class Meta:
        """Numbers and keys are unique within a checklist."""

        constraints = [
            models.UniqueConstraint(fields=["checklist", "number"], name="step_unique_checklist_number"),
            models.UniqueConstraint(fields=["checklist", "key"], name="step_unique_checklist_key"),
        ]

    def __str__(self):
        return f"{self.number}. {self.name}"

    @property
    def name(self) -> str:
        return self.text_of("name")

    @property
    def short(self) -> str:
        return self.text_of("short")

    @property
    def meaning(self) -> str:
        return self.text_of("meaning")

    def hints_by_kind(self) -> dict[str, list[StepHint]]:
        """Its probing questions and its examples of measures, in order; one query."""
        found: dict[str, list[StepHint]] = {kind: [] for kind in StepHint.Kind.values}
        for hint in self.hints.order_by("kind", "number"):
            found[hint.kind].append(hint)
        return found


class StepLevelQuerySet(models.QuerySet):
    """Which level descriptions."""

    def visible_to(self, user) -> StepLevelQuerySet:
        return self.filter(step__in=Step.objects.visible_to(user))


class StepLevel(TextInBothLanguages, models.Model):
    """What one level of a step can look like in practice."""

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="levels")
    value = models.PositiveSmallIntegerField()
    text_sv = models.TextField()
    text_en = models.TextField()

    objects = StepLevelQuerySet.as_manager()

    class Meta:
        """One description per level."""

        constraints = [models.UniqueConstraint(fields=["step", "value"], name="step_level_unique_step_value")]

    def __str__(self):
        return f"{self.step.number}: {self.value}"

    @property
    def text(self) -> str:
        return self.text_of("text")


class StepHintQuerySet(models.QuerySet["StepHint"]):
    """Which hints."""

    def visible_to(self, user) -> StepHintQuerySet:
        return self.filter(step__in=Step.objects.visible_to(user))


class StepHint(TextInBothLanguages, models.Model):
    """A probing question about a step, or an example of a measure; both may be rewritten at any time."""

    class Kind(models.TextChoices):
        """What it helps with."""

        QUESTION = "question", _("Probing question")
        MEASURE = "measure", _("Example of a measure")

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="hints")
    kind = models.CharField(max_length=10, choices=Kind)
    number = models.PositiveSmallIntegerField()
    text_sv = models.TextField()
    text_en = models.TextField()

    objects = StepHintQuerySet.as_manager()

    class Meta:
        """Numbered within a step and kind."""

        constraints = [
            models.UniqueConstraint(fields=["step", "kind", "number"], name="step_hint_unique_step_kind_number")
        ]

    def __str__(self):
        return f"{self.step_id}, {self.kind} {self.number}"

    @property
    def text(self) -> str:
        return self.text_of("text")
