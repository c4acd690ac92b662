"""The form of an entry of the results chain."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any, cast

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checklists.models import Step
from learning_rounds.actions.chain import EntryAnswer
from learning_rounds.forms.fields import TOO_LONG
from learning_rounds.forms.pilots import WorkForm
from learning_rounds.models import ChainEntry, ChainLevel, PilotActivity, PolicyGoal

TICKED_IS_GONE = gettext_lazy("Something that was ticked is gone. Choose again.")
LONGEST_LABEL = 120


class ChoicesField(forms.TypedMultipleChoiceField):
    """Boxes to tick, each with a number behind it; none is needed."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages = {"invalid_choice": TICKED_IS_GONE, "invalid_list": TICKED_IS_GONE}

    def __init__(self, **kwargs):
        super().__init__(coerce=int, required=False, **kwargs)


class TargetsField(ChoicesField):
    """Entries to lead to. ``understood`` are all that exist, also those that are not offered at the chosen level."""

    understood: frozenset[str] = frozenset()

    def valid_value(self, value):
        return str(value) in self.understood


class PilotField(forms.ModelChoiceField):
    """One of the organisation's pilots, by name."""

    def label_from_instance(self, obj: PilotActivity) -> str:
        return obj.name


class ChainEntryForm(WorkForm):
    """What it is, at which level, how far it has come, and what it belongs to and leads to."""

    steps = ChoicesField(label=gettext_lazy("Which steps of the checklist does it concern? (optional)"))
    goals = ChoicesField(
        label=gettext_lazy("Which gender equality policy goals does it serve? (optional)"), choices=PolicyGoal.choices
    )
    leads_to = TargetsField(label=gettext_lazy("What does it lead to? (optional)"))

    class Meta:
        """Whose entry it is comes from the address."""

        model = ChainEntry
        fields = ["level", "text", "state", "pilot"]
        labels = {
            "level": gettext_lazy("At which level?"),
            "state": gettext_lazy("How far has it come?"),
            "pilot": gettext_lazy("Which pilot activity does it belong to? (optional)"),
        }
        help_texts = {"text": gettext_lazy("One sentence is enough. Say for whom: women and men, girls and boys.")}
        field_classes = {"pilot": PilotField}
        widgets = {
            "level": forms.RadioSelect,
            "state": forms.RadioSelect,
            "text": forms.Textarea(attrs={"rows": 3}),
        }
        error_messages = {
            "level": dict.fromkeys(["required", "invalid_choice"], gettext_lazy("Choose one of the five levels.")),
            "state": dict.fromkeys(["required", "invalid_choice"], gettext_lazy("Choose how far it has come.")),
            "text": {"required": gettext_lazy("Write what it is."), "max_length": TOO_LONG},
            "pilot": {"invalid_choice": gettext_lazy("The pilot activity is gone. Choose another, or none.")},
        }

    def __init__(self, *args, choices: EntryChoices, **kwargs):
        super().__init__(*args, **kwargs)
        self.entries = choices.entries
        self._offer_pilots([pilot.pk for pilot in choices.pilots])
        cast(ChoicesField, self.fields["level"]).choices = ChainLevel.choices
        cast(ChoicesField, self.fields["steps"]).choices = [
            (step.pk, f"{step.number}. {step.short}") for step in choices.steps
        ]
        self._offer_targets()

    def _offer_pilots(self, keys: list[int]) -> None:
        if not keys:
            del self.fields["pilot"]
            return
        field = cast(forms.ModelChoiceField, self.fields["pilot"])
        field.queryset = PilotActivity.objects.filter(pk__in=keys).in_order()
        field.empty_label = _("None")

    def _offer_targets(self) -> None:
        """Offer entries above the chosen level, and those that are ticked already, wherever they stand."""
        field = cast(TargetsField, self.fields["leads_to"])
        field.understood = frozenset(str(entry.pk) for entry in self.entries)
        level = self._level()
        ticked = {str(key) for key in self["leads_to"].value() or []}
        field.choices = [
            (entry.pk, label_of(entry)) for entry in self.entries if entry.level > level or str(entry.pk) in ticked
        ]

    def _level(self) -> int:
        """The level as it is chosen now; the lowest when there is none."""
        written = str(self["level"].value())
        return int(written) if written in {str(level) for level in ChainLevel.values} else ChainLevel.ACTIVITY

    def targets(self) -> list[tuple[str, list]]:
        """The boxes of what it may lead to, under the names of their levels."""
        levels = {str(entry.pk): ChainLevel(entry.level) for entry in self.entries}
        boxes = list(self["leads_to"])
        grouped = groupby(boxes, key=lambda box: levels[str(box.data["value"])])
        return [(str(level.label), list(group)) for level, group in grouped]

    def answer(self) -> EntryAnswer:
        """What was written, for the action that saves it."""
        data = self.cleaned_data
        return EntryAnswer(
            values=self.values(),
            steps=frozenset(data["steps"]),
            goals=frozenset(data["goals"]),
            leads_to=frozenset(data["leads_to"]),
            version=self.seen_version(),
        )

    def show_beside(self, row: ChainEntry) -> list[tuple[str, str]]:
        """What a colleague saved otherwise, also of what belongs to the entry."""
        own, saved = dict(super().show_beside(row)), initial_of(row)
        pilot = str(self.fields["pilot"].label) if "pilot" in self.fields else ""
        if pilot in own:
            own[pilot] = row.pilot.name if row.pilot else "–"
        for name in ("steps", "goals", "leads_to"):
            if set(saved[name]) != set(self.cleaned_data[name]):
                names = [self._names(name)[key] for key in saved[name]]
                own[str(self.fields[name].label)] = ", ".join(names) or "–"
        return list(own.items())

    def _names(self, field: str) -> dict[int, str]:
        """What the boxes of a field are called, also those that are not offered."""
        if field == "leads_to":
            return {entry.pk: label_of(entry) for entry in self.entries}
        return dict(cast(Any, self.fields[field]).choices)


@dataclass(frozen=True)
class EntryChoices:
    """What an entry can belong and lead to: the organisation's pilots, steps and the other entries by level."""

    pilots: list[PilotActivity]
    steps: list[Step]
    entries: list[ChainEntry]


def label_of(entry: ChainEntry) -> str:
    """An entry in a line."""
    return Truncator(" ".join(entry.text.split())).chars(LONGEST_LABEL)


def initial_of(entry: ChainEntry) -> dict[str, list[int]]:
    """What belongs to a saved entry, by the names of the fields."""
    return {
        "steps": list(entry.steps.order_by("number").values_list("pk", flat=True)),
        "goals": list(entry.goals.order_by("goal").values_list("goal", flat=True)),
        "leads_to": list(entry.links_out.order_by("target__level", "target").values_list("target_id", flat=True)),
    }
