"""The form of a round: what it is called, when it runs, who owns it."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation
from learning_rounds.forms.fields import DayField, LineField, VersionedForm
from learning_rounds.models import LearningRound


class RoundForm(VersionedForm):
    """Name, start, end, and the owner for those who coordinate for several organisations (``owners``)."""

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
    owner = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=gettext_lazy("Who leads the round?"),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages=dict.fromkeys(["required", "invalid_choice"], gettext_lazy("Choose who leads the round.")),
    )

    class Meta:
        """Address, checklist and state have verbs of their own."""

        model = LearningRound
        fields = ["name", "starts_on", "ends_on", "owner"]

    def __init__(self, *args, owners, **kwargs):
        super().__init__(*args, **kwargs)
        self.owners = list(owners)
        if len(self.owners) > 1:
            choice = cast(forms.ModelChoiceField, self.fields["owner"])
            choice.queryset = Organisation.objects.filter(pk__in=[owner.pk for owner in self.owners])
        else:
            del self.fields["owner"]

    def clean(self):
        data = super().clean()
        starts_on, ends_on = data.get("starts_on"), data.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("The round ends before it starts."))
        return data

    def asked(self) -> dict[str, Any]:
        """What a new round shall be; the owner is the chosen one, or the only one there is."""
        return {"owner": self.owners[0]} | self.values()
