"""Which entries somebody reads, and those they choose among them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import cast

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import AuditEntry, Organisation, User
from learning_rounds.forms.fields import DayField
from learning_rounds.models import LearningRound
from reports.record.words import ROUND_VERBS, heading, somebody

NOT_THERE = {"invalid_choice": gettext_lazy("Choose one from the list.")}
NOBODY = "0"  # what a command did


def entries_of(user: User, organisation: Organisation) -> QuerySet[AuditEntry]:
    """What was done in an organisation, for its strategists."""
    return AuditEntry.objects.visible_to(user).filter(organisation=organisation)


def entries_in(learning_round: LearningRound) -> QuerySet[AuditEntry]:
    """What was done with a round, as whoever leads it may know."""
    return AuditEntry.objects.filter(round=learning_round.pk, verb__in=ROUND_VERBS)


class HistoryForm(forms.Form):
    """Which entries are shown. Choices are what is there; what can't be read shows everything and says so."""

    person = forms.ChoiceField(label=gettext_lazy("Person"), required=False, error_messages=NOT_THERE)
    vad = forms.ChoiceField(label=gettext_lazy("What"), required=False, error_messages=NOT_THERE)
    fran = DayField(label=gettext_lazy("From"), required=False)
    till = DayField(label=gettext_lazy("Until"), required=False)

    def __init__(self, data: Mapping[str, str], entries: QuerySet[AuditEntry]):
        super().__init__({name: data.get(name, "") for name in self.base_fields})
        self.entries = entries
        people = User.objects.filter(pk__in=entries.exclude(actor=None).values("actor").distinct())
        named = sorted(((str(person.pk), str(person)) for person in people), key=lambda choice: choice[1].casefold())
        verbs = entries.values_list("verb", flat=True).order_by("verb").distinct()
        done = sorted(((verb, heading(verb)) for verb in verbs), key=lambda choice: choice[1].casefold())
        every = ("", _("All"))
        cast(forms.ChoiceField, self.fields["person"]).choices = [every, *named, (NOBODY, somebody(None, "command"))]
        cast(forms.ChoiceField, self.fields["vad"]).choices = [every, *done]

    def chosen(self) -> QuerySet[AuditEntry]:
        """The entries that are asked for, the latest first, with their people."""
        found = self.entries.select_related("actor").order_by("-pk")
        if not self.is_valid():
            return found
        asked = self.cleaned_data
        if asked["person"]:
            found = found.filter(actor=None if asked["person"] == NOBODY else asked["person"])
        if asked["vad"]:
            found = found.filter(verb=asked["vad"])
        if asked["fran"]:
            found = found.filter(at__gte=_midnight(asked["fran"]))
        if asked["till"]:
            found = found.filter(at__lt=_midnight(asked["till"] + timedelta(days=1)))
        return found


def _midnight(day) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
