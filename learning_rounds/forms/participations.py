"""Forms of a participation: what it rests on, more time, and leaving."""

from __future__ import annotations

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learning_rounds.actions.participations import why_not_later
from learning_rounds.forms.fields import TOO_LONG, DayField, LineField, VersionedForm
from learning_rounds.models import LearningMeeting, Participation

NO_ADDRESS = gettext_lazy("Write the whole web address, for example https://www.example.org/decision.")


class WebAddressField(forms.URLField):
    """The address of a page. Only http and https: other kinds could do something else than open a page."""

    default_error_messages = {"invalid": NO_ADDRESS, "max_length": TOO_LONG}
    default_validators = [URLValidator(schemes=["http", "https"], message=NO_ADDRESS)]

    def __init__(self, **kwargs):
        super().__init__(assume_scheme="https", **kwargs)


class ParticipationForm(VersionedForm):
    """Decision with date and link, goal and contact. All of it is optional and can be filled in over time."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Which decision is the participation based on?"),
        choices=[
            (Participation.Decision.POLITICAL, gettext_lazy("A political decision")),
            (Participation.Decision.CEMR, gettext_lazy("The CEMR declaration")),
            ("", gettext_lazy("None yet")),
        ],
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose which decision it is.")},
    )
    decided_on = DayField(label=gettext_lazy("Date of the decision (YYYY-MM-DD)"), required=False)
    decision_url = WebAddressField(
        label=gettext_lazy("Link to the decision"),
        help_text=gettext_lazy("For example to the minutes."),
        max_length=300,
        required=False,
    )
    goal = forms.CharField(
        label=gettext_lazy("Goal of taking part"),
        help_text=gettext_lazy("What is to be achieved when the round ends?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=20_000,
        error_messages={"max_length": TOO_LONG},
        required=False,
    )
    contact = LineField(
        label=gettext_lazy("Contact"),
        help_text=gettext_lazy("Rather a function with e-mail or telephone than the name of a person."),
        max_length=120,
        required=False,
    )

    class Meta:
        """Role and group are chosen when the round is set up; leaving has a page of its own."""

        model = Participation
        fields = ["decision", "decided_on", "decision_url", "goal", "contact"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("maxlength", None)  # people may paste too much and shorten it then

    def clean(self):
        data = super().clean()
        if (data.get("decided_on") or data.get("decision_url")) and not data.get("decision"):
            self.add_error("decision", _("Choose which decision it is."))
        return data


class ExtensionForm(forms.Form):
    """The last day of one organisation's assessment. ``seen`` is the longer time that the page showed."""

    due_on = DayField(
        label=gettext_lazy("New last day (YYYY-MM-DD)"),
        error_messages={"required": gettext_lazy("Write the new last day.")},
    )
    seen = forms.DateField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: QueryDict | None, *, meeting: LearningMeeting, extended_to: date | None):
        self.ordinary = meeting.assessment_due_on
        super().__init__(data, initial={"due_on": extended_to, "seen": extended_to})

    def clean_due_on(self):
        due_on = self.cleaned_data["due_on"]
        if self.ordinary and due_on <= self.ordinary:
            raise ValidationError(why_not_later(self.ordinary))
        if due_on < timezone.localdate():
            raise ValidationError(_("The day has already passed. Choose today or a later day."))
        return due_on

    def show_beside(self, due_on: date | None) -> None:
        """Let saving again mean replacing what a colleague saved meanwhile."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        data["seen"] = due_on.isoformat() if due_on else ""
        self.data = data


class WithdrawalForm(forms.Form):
    """The day on which an organisation left."""

    withdrawn_on = DayField(
        label=gettext_lazy("Day of leaving (YYYY-MM-DD)"),
        error_messages={"required": gettext_lazy("Write the day on which the organisation left.")},
    )

    def clean_withdrawn_on(self):
        day = self.cleaned_data["withdrawn_on"]
        if day > timezone.localdate():
            raise ValidationError(_("The day has not come yet. Choose today or an earlier day."))
        return day
