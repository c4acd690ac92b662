"""The form of the next round: what it is called, when it runs, and what goes along."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.offered import OnlyOffered
from checklists.models import Checklist
from learning_rounds.forms.fields import DayField, LineField
from learning_rounds.models import LearningRound, Participation
from learning_rounds.next_round import NextRound


class NextRoundForm(OnlyOffered):
    """Name and dates, a tick for each part that goes along, and a role for each organisation that there is."""

    name = LineField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("What everybody will call it, for example “Modellkommuner 2027–2028”."),
        max_length=120,
        error_messages={"required": gettext_lazy("Write what the round is called.")},
    )
    starts_on = DayField(
        label=gettext_lazy("Starts (YYYY-MM-DD)"),
        error_messages={"required": gettext_lazy("Write when the round starts.")},
    )
    ends_on = DayField(
        label=gettext_lazy("Ends (YYYY-MM-DD)"),
        help_text=gettext_lazy("A round usually takes about 18 months."),
        error_messages={"required": gettext_lazy("Write when the round ends.")},
    )
    meetings = forms.BooleanField(
        label=gettext_lazy("The meetings, moved to the new start on the same days of the week"),
        required=False,
        initial=True,
    )
    checklist = forms.BooleanField(label=gettext_lazy("The same checklist"), required=False, initial=True)
    groups = forms.BooleanField(label=gettext_lazy("The groups"), required=False, initial=True)

    def __init__(
        self, data, *, source: LearningRound, participations: Iterable[Participation], newest: Checklist | None
    ):
        super().__init__(data)
        self.source, self.newest = source, newest
        self.participations = list(participations)
        for each in self.participations:
            self.fields[f"role_{each.pk}"] = forms.ChoiceField(
                label=each.organisation.name,
                choices=[*Participation.Role.choices, ("", _("Not along"))],
                widget=forms.Select(attrs={"class": "form-select"}),
                required=False,
                initial=each.role if each.is_active else "",
                error_messages={"invalid_choice": _("Choose participant, mentor or not along.")},
            )

    def clean(self):
        data = super().clean()
        starts_on, ends_on = data.get("starts_on"), data.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("The round ends before it starts."))
        return data

    def general(self) -> list[forms.BoundField]:
        """The fields that are not about one organisation."""
        return [self[name] for name in self.fields if not name.startswith("role_")]

    def roles(self) -> list[tuple[Participation, forms.BoundField]]:
        """Each organisation with its field."""
        return [(each, self[f"role_{each.pk}"]) for each in self.participations]

    def plan(self) -> NextRound:
        """What was asked for. Without the same checklist it is the newest."""
        data = self.cleaned_data
        chosen = {each.pk: data[f"role_{each.pk}"] for each in self.participations}
        return NextRound(
            source=self.source,
            name=data["name"],
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
            checklist=self.source.checklist if data["checklist"] or not self.newest else self.newest,
            with_meetings=data["meetings"],
            with_groups=data["groups"],
            roles={pk: role for pk, role in chosen.items() if role},
        )
