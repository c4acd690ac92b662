"""The forms of a pilot activity and of a note in its log."""

from __future__ import annotations

from typing import cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Unit
from learning_rounds.forms.fields import TOO_LONG, DayField, LineField, VersionedForm
from learning_rounds.models import PilotActivity, PilotNote

LONG_TEXT = {"max_length": TOO_LONG}


class WorkForm(VersionedForm):
    """A form of an organisation's own work; people may paste too much into it and shorten it then."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("maxlength", None)


class PilotForm(WorkForm):
    """What is tried out, where, by whom and when. Only the name is needed."""

    name = LineField(
        label=gettext_lazy("What is the pilot called?"),
        help_text=gettext_lazy("An improvement area of one department is a pilot too."),
        max_length=120,
        error_messages={"required": gettext_lazy("Write what the pilot is called.")},
    )
    area = LineField(label=gettext_lazy("Service or area (optional)"), max_length=120, required=False)
    department = LineField(label=gettext_lazy("Department (optional)"), max_length=120, required=False)
    responsible = LineField(
        label=gettext_lazy("Who is responsible? (optional)"),
        help_text=gettext_lazy("Rather a function than the name of a person."),
        max_length=120,
        required=False,
    )
    starts_on = DayField(label=gettext_lazy("Starts (YYYY-MM-DD, optional)"), required=False)
    ends_on = DayField(label=gettext_lazy("Ends (YYYY-MM-DD, optional)"), required=False)

    class Meta:
        """Whose pilot it is comes from the address."""

        model = PilotActivity
        fields = [
            *("name", "status", "area", "department", "unit", "problem", "goal", "responsible", "starts_on", "ends_on"),
        ]
        labels = {
            "unit": gettext_lazy("Which part of the organisation? (optional)"),
            "problem": gettext_lazy("What is the problem? (optional)"),
            "goal": gettext_lazy("What do you want to achieve? (optional)"),
        }
        help_texts = {
            "problem": gettext_lazy("For example a difference between women and men, or girls and boys, in a service."),
            "goal": gettext_lazy("The difference that residents or users should notice."),
        }
        widgets = {
            "status": forms.RadioSelect,
            "problem": forms.Textarea(attrs={"rows": 3}),
            "goal": forms.Textarea(attrs={"rows": 3}),
        }
        error_messages = {
            "status": dict.fromkeys(["required", "invalid_choice"], gettext_lazy("Choose how far it has come.")),
            "unit": {"invalid_choice": gettext_lazy("Choose one of the parts of the organisation.")},
            "problem": LONG_TEXT,
            "goal": LONG_TEXT,
        }

    def __init__(self, *args, parts: list[Unit], **kwargs):
        """``parts`` are those of the organisation to choose from; without any there is nothing to choose."""
        super().__init__(*args, **kwargs)
        if not parts:
            del self.fields["unit"]
            return
        field = cast(forms.ModelChoiceField, self.fields["unit"])
        field.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in parts])
        field.empty_label = _("Not chosen")

    def clean(self):
        data = super().clean()
        starts_on, ends_on = data.get("starts_on"), data.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("The pilot ends before it starts."))
        return data


class PilotNoteForm(WorkForm):
    """A dated note in the log."""

    on = DayField(
        label=gettext_lazy("Day (YYYY-MM-DD)"),
        error_messages={"required": gettext_lazy("Write the date as year-month-day, for example 2027-02-15.")},
    )

    class Meta:
        """Which pilot it is about comes from the address."""

        model = PilotNote
        fields = ["on", "text"]
        help_texts = {"text": gettext_lazy("What you did, what you saw, what you decided.")}
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}
        error_messages = {"text": LONG_TEXT | {"required": gettext_lazy("Write what happened.")}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("on", timezone.localdate())
