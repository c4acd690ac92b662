"""Forms of reports: what the strategist writes for the politicians and in the results report, and what is shared."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.offered import OnlyOffered
from learning_rounds.forms.fields import LineField, VersionedForm, WithVersion
from reports.models import Brief, Report
from reports.sharing import Choice, Offer

TOO_LONG = {"max_length": _("Write at most %(limit_value)d characters. Now there are %(show_value)d.")}


class BriefForm(VersionedForm):
    """Up to three questions to decide, and a contact. All of it is optional."""

    class Meta:
        """Only what is written; whose brief it is, and for which meeting, come from the address."""

        model = Brief
        fields = ["question_1", "question_2", "question_3", "contact"]
        help_texts = {
            "question_1": _("One sentence that can be answered with yes or no. At most 200 characters."),
            "contact": _("Rather a function with e-mail or telephone than the name of a person."),
        }
        error_messages = dict.fromkeys(fields, TOO_LONG)
        widgets = dict.fromkeys(fields[:3], forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("maxlength", None)  # people may paste too much and shorten it then

    def values(self) -> dict[str, object]:
        """What was written, each text on one line."""
        return {name: " ".join(self.cleaned_data[name].split()) for name in self.Meta.fields}


class ReportForm(VersionedForm):
    """The texts of the results report, all of them optional."""

    class Meta:
        """Only what is written; the reasons have a page of their own."""

        model = Report
        fields = ["background", "goal", "work", "thoughts", "lessons", "way_forward", "contact"]
        help_texts = {
            "background": _("Who you are, and why you take part. Say what you had done before the round began."),
            "goal": _("What should be different for residents, staff and politicians when the round is over?"),
            "work": _("Who has taken part, how you have organised the work, and what has helped or got in the way."),
            "thoughts": _("What do the levels say, and what do they not say? What surprised you?"),
            "lessons": _("What would you do again, what would you do otherwise, and what do you want to tell others?"),
            "way_forward": _("What happens now, who owns it, and how will you know that it goes on?"),
            "contact": _("Rather a function with e-mail or telephone than the name of a person."),
        }
        error_messages = dict.fromkeys(fields, TOO_LONG)
        widgets = dict.fromkeys(fields[:-1], forms.Textarea(attrs={"rows": 6}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("maxlength", None)  # people may paste too much and shorten it then


class ReasonsForm(WithVersion):
    """Which of the submitted ``reasons`` the results report shows (ShownReason of reports/results_report.py)."""

    reasons = forms.MultipleChoiceField(
        label=_("Reasons in the report"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": _("Choose among the reasons on this page.")},
    )

    def __init__(self, *args, reasons, **kwargs):
        super().__init__(*args, **kwargs)
        self.offered = reasons
        choices = [(reason.id, reason.text) for reason in reasons]
        cast(forms.MultipleChoiceField, self.fields["reasons"]).choices = choices

    def chosen(self) -> set[int]:
        """The ids of those that were ticked."""
        return {int(pk) for pk in self.cleaned_data["reasons"]}

    def show_beside(self, report: Report) -> list[tuple[str, str]]:
        """What a colleague chose; saving this form again then means replacing it."""
        self.show_version(report.version)
        chosen = set(report.reasons.values_list("pk", flat=True))
        texts = [f"{reason.meeting}: {reason.text}" for reason in self.offered if int(reason.id) in chosen]
        return [(str(self.fields["reasons"].label), "\n".join(texts) or str(_("No reason is chosen.")))]


# What can be chosen to be shared.
CHOSEN = ("reasons", "evidence", "measures", "pilots", "chain")


class Ticks(forms.MultipleChoiceField):
    """Some of what the page offers, by number."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages = {"invalid_choice": _("Choose among the texts on this page.")}

    def offer(self, numbers: Iterable[int]) -> None:
        """What can be ticked."""
        self.choices = [(str(number), str(number)) for number in numbers]

    def clean(self, value):
        return frozenset(int(number) for number in super().clean(value))


def _offered(offer: Offer | None) -> dict[str, list[int]]:
    """The numbers that can be chosen, by field."""
    steps = offer.steps if offer else []
    return {
        "reasons": [each.step.number for each in steps if each.reason],
        "evidence": [each.step.number for each in steps if each.evidence],
        "measures": [action.pk for each in steps for action in each.actions],
        "pilots": [pilot.pk for pilot in offer.pilots] if offer else [],
    }


class ShareForm(OnlyOffered):
    """Which of the submitted texts the group shall see. ``shown`` is the fingerprint of the preview that was seen."""

    reasons = Ticks(label=_("Reasons"), required=False)
    evidence = Ticks(label=_("Evidence"), required=False)
    measures = Ticks(label=_("Next actions"), required=False)
    pilots = Ticks(label=_("Pilot activities"), required=False)
    chain = forms.BooleanField(label=_("The whole results chain"), required=False)
    diary_number = LineField(
        label=_("Diary number (optional)"),
        max_length=60,
        required=False,
        help_text=_("What you share with another authority is often a public record. Write its number if it has one."),
    )
    shown = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args, offer: Offer | None, **kwargs):
        super().__init__(*args, **kwargs)
        for name, numbers in _offered(offer).items():
            cast(Ticks, self.fields[name]).offer(numbers)

    @classmethod
    def with_all(cls, offer: Offer, diary_number: str) -> ShareForm:
        """With everything chosen that can be, to be looked through."""
        chosen = {name: [str(number) for number in numbers] for name, numbers in _offered(offer).items()}
        return cls(offer=offer, initial=chosen | {"chain": True, "diary_number": diary_number})

    def clean(self):
        """Something has to be chosen."""
        if not self.errors and not any(self.cleaned_data[name] for name in CHOSEN):
            self.add_error("reasons", _("Choose at least one text to share."))

    def choice(self) -> Choice:
        return Choice(**{name: self.cleaned_data[name] for name in CHOSEN})
