"""The form of a group's own meeting."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import cast

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation
from learning_rounds.forms.fields import DayField, LineField, VersionedForm
from learning_rounds.models import GroupMeeting


class GroupMeetingForm(VersionedForm):
    """Day and time, host and place. All of it is optional; a time needs its day, and a day its time."""

    held_on = DayField(label=gettext_lazy("Date (YYYY-MM-DD)"), required=False)
    time = forms.TimeField(
        label=gettext_lazy("Time, for example 13.00"),
        input_formats=["%H.%M", "%H:%M", "%H"],
        widget=forms.TimeInput(format="%H.%M", attrs={"autocomplete": "off"}),
        error_messages={"invalid": gettext_lazy("Write the time as hours and minutes, for example 13.00.")},
        required=False,
    )
    host = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=gettext_lazy("Host"),
        empty_label=gettext_lazy("Not decided"),
        error_messages={"invalid_choice": gettext_lazy("Choose a host from the group.")},
        required=False,
    )
    place = LineField(
        label=gettext_lazy("Place or link"),
        help_text=gettext_lazy("An address that begins with https:// becomes a link."),
        max_length=300,
        required=False,
    )

    class Meta:
        """Which group and which meeting it is comes from the address; the moment is made of day and time."""

        model = GroupMeeting
        fields = ["host", "place"]

    def __init__(self, *args, hosts: Iterable[Organisation], **kwargs):
        super().__init__(*args, **kwargs)
        choice = cast(forms.ModelChoiceField, self.fields["host"])
        choice.queryset = Organisation.objects.filter(pk__in=[host.pk for host in hosts]).in_order()
        if self.instance.starts_at:
            starts_at = timezone.localtime(self.instance.starts_at)
            self.initial.update(held_on=starts_at.date(), time=starts_at.time())

    def clean(self):
        data = super().clean()
        held_on, time = data.get("held_on"), data.get("time")
        if time is not None and held_on is None and "held_on" not in self.errors:
            self.add_error("held_on", _("Write the date as well."))
        if held_on is not None and time is None and "time" not in self.errors:
            self.add_error("time", _("Write the time as well."))
        return data

    def values(self) -> dict[str, object]:
        """Moment, host and place, by field name."""
        held_on, time = self.cleaned_data["held_on"], self.cleaned_data["time"]
        starts_at = timezone.make_aware(datetime.combine(held_on, time)) if held_on else None
        return {"starts_at": starts_at} | super().values()

    def show_beside(self, row: GroupMeeting) -> list[tuple[str, str]]:
        """What a colleague saved, with the moment in words."""
        others = super().show_beside(row)
        if row.starts_at == self.values()["starts_at"]:
            return others
        moment = date_format(timezone.localtime(row.starts_at), "DATETIME_FORMAT") if row.starts_at else "–"
        return [(_("Date and time"), moment), *others]
