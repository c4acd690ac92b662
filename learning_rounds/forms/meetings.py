"""The form of a meeting."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learning_rounds.forms.fields import DayField, LineField, VersionedForm
from learning_rounds.models import LearningMeeting


class MeetingForm(VersionedForm):
    """Kind, name, day and place of a meeting, and the last day of the self-assessment before it, if there is one."""

    name = LineField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("It stands above the column of the meeting in every table, so keep it short."),
        max_length=60,
        error_messages={"required": gettext_lazy("Write what the meeting is called.")},
    )
    held_on = DayField(label=gettext_lazy("Date of the meeting (YYYY-MM-DD, optional)"), required=False)
    place = LineField(label=gettext_lazy("Place or link (optional)"), max_length=300, required=False)
    assessment_due_on = DayField(
        label=gettext_lazy("Last day of the self-assessment (YYYY-MM-DD)"),
        help_text=gettext_lazy("Leave it empty if nobody assesses themselves before this meeting."),
        required=False,
    )

    class Meta:
        """The number follows the day."""

        model = LearningMeeting
        fields = ["kind", "name", "held_on", "place", "assessment_due_on"]
        error_messages = {
            "kind": dict.fromkeys(["required", "invalid_choice"], gettext_lazy("Choose the kind of meeting."))
        }

    def clean(self):
        data = super().clean()
        held_on, last_day = data.get("held_on"), data.get("assessment_due_on")
        if held_on and last_day and held_on < last_day:
            self.add_error(
                "assessment_due_on", _("The last day is after the meeting. Choose a day before it, or the same day.")
            )
        return data

    def moves_last_day(self) -> bool:
        """Is there a last day, and another one now?"""
        return "assessment_due_on" in self.changed_data and None not in (
            self.initial["assessment_due_on"],
            self.cleaned_data["assessment_due_on"],
        )
