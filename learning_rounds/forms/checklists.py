"""The form that chooses what is asked in a round."""

from __future__ import annotations

from typing import cast

from django import forms
from django.utils.translation import gettext_lazy

from checklists.models import Checklist
from learning_rounds.forms.fields import VersionedForm
from learning_rounds.models import LearningRound

CHOOSE = gettext_lazy("Choose a checklist.")


class ChecklistForm(VersionedForm):
    """One of the checklists that are offered, as a radio button for each."""

    class Meta:
        """Everything else of the round has forms of its own."""

        model = LearningRound
        fields = ["checklist"]
        labels = {"checklist": gettext_lazy("Checklist")}
        widgets = {"checklist": forms.RadioSelect}
        error_messages = {"checklist": {"required": CHOOSE, "invalid_choice": CHOOSE}}

    def __init__(self, *args, offered: list[Checklist], **kwargs):
        super().__init__(*args, **kwargs)
        choice = cast(forms.ModelChoiceField, self.fields["checklist"])
        choice.empty_label = None
        choice.queryset = Checklist.objects.filter(pk__in=[each.pk for each in offered])
        self.offered = offered

    def options(self) -> list[tuple[Checklist, str, bool]]:
        """Each checklist with the id of its radio button, and whether it is chosen."""
        chosen = str(self["checklist"].value() or "")
        return [
            (checklist, f"{self['checklist'].auto_id}_{number}", str(checklist.pk) == chosen)
            for number, checklist in enumerate(self.offered)
        ]
