"""The form of a group, and the one that places all organisations of a round at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.offered import OnlyOffered
from learning_rounds.actions.groups import Placement
from learning_rounds.forms.fields import LineField, VersionedForm
from learning_rounds.models import LearningGroup, Participation

LONGEST_NUMBER = 20  # of digits: Python refuses to read numbers of thousands


class GroupForm(VersionedForm):
    """Name and basis of a group."""

    name = LineField(
        label=gettext_lazy("Name"),
        max_length=60,
        error_messages={"required": gettext_lazy("Write what the group is called.")},
    )
    basis = forms.ChoiceField(
        label=gettext_lazy("What brings the group together? (optional)"),
        choices=[("", gettext_lazy("Not said")), *LearningGroup.Basis.choices],
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose from the list.")},
    )

    class Meta:
        """Who is in it is chosen for all organisations at once."""

        model = LearningGroup
        fields = ["name", "basis"]


@dataclass(frozen=True)
class PlacementRow:
    """The fields of one organisation; ``theirs`` is what a colleague chose meanwhile, in words."""

    participation: Participation
    group: BoundField
    role: BoundField
    seen: BoundField
    theirs: str


class PlacementForm(OnlyOffered):
    """Group and role of every organisation. ``seen-…`` is where it was when the page was shown."""

    def __init__(self, *args, participations: Sequence[Participation], groups: Sequence[LearningGroup], **kwargs):
        super().__init__(*args, **kwargs)
        self.participations = participations
        self.theirs: dict[int, str] = {}
        self.group_names = {group.pk: group.name for group in groups}
        choices = [("", _("No group")), *((str(pk), name) for pk, name in self.group_names.items())]
        for participation in participations:
            self._add_fields(participation, choices)

    def _add_fields(self, participation: Participation, choices: list[tuple[str, str]]) -> None:
        wrong = {"organisation": participation.organisation}
        self.fields[f"group-{participation.pk}"] = forms.ChoiceField(
            choices=choices,
            required=False,
            initial=str(participation.group_id or ""),
            error_messages={"invalid_choice": _("Choose a group from the list for %(organisation)s.") % wrong},
        )
        message = _("Choose participant or mentor for %(organisation)s.") % wrong
        self.fields[f"role-{participation.pk}"] = forms.ChoiceField(
            choices=Participation.Role.choices,
            widget=forms.RadioSelect,
            initial=participation.role,
            error_messages={"required": message, "invalid_choice": message},
        )
        self.fields[f"seen-{participation.pk}"] = forms.CharField(
            widget=forms.HiddenInput, required=False, initial=_written(Placement.of(participation))
        )

    def rows(self) -> list[PlacementRow]:
        """The fields by organisation."""
        return [
            PlacementRow(
                participation=each,
                group=self[f"group-{each.pk}"],
                role=self[f"role-{each.pk}"],
                seen=self[f"seen-{each.pk}"],
                theirs=self.theirs.get(each.pk, ""),
            )
            for each in self.participations
        ]

    def chosen(self) -> dict[int, Placement]:
        """Where each organisation shall be."""
        data = self.cleaned_data
        return {
            each.pk: Placement(int(data[f"group-{each.pk}"] or 0) or None, data[f"role-{each.pk}"])
            for each in self.participations
        }

    def seen(self) -> dict[int, Placement]:
        """Where each organisation was when the page was shown."""
        return {each.pk: _read(self.cleaned_data[f"seen-{each.pk}"]) for each in self.participations}

    def show_beside(self, overtaken: Sequence[Participation]) -> None:
        """Say what a colleague chose for ``overtaken``, and show all that the writer left alone as it is now."""
        self.theirs = {each.pk: self._in_words(Placement.of(each)) for each in overtaken}
        seen, chosen, data = self.seen(), self.chosen(), QueryDict(mutable=True)
        data.update(self.data)
        for each in self.participations:
            now = Placement.of(each)
            data[f"seen-{each.pk}"] = _written(now)
            if chosen[each.pk] == seen[each.pk]:
                data[f"group-{each.pk}"], data[f"role-{each.pk}"] = str(now.group or ""), now.role
        self.data = data

    def _in_words(self, placement: Placement) -> str:
        group = self.group_names.get(placement.group or 0, _("No group"))
        return f"{group}, {Participation.Role(placement.role).label}"


def _written(placement: Placement) -> str:
    return f"{placement.group or ''}:{placement.role}"


def _read(text: str) -> Placement:
    group, _colon, role = text.partition(":")
    is_number = group.isascii() and group.isdigit() and len(group) < LONGEST_NUMBER
    return Placement(int(group) if is_number else None, role)
