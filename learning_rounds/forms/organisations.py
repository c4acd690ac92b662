"""Forms by which organisations are chosen for a round: ticked among search results, or pasted as a list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation
from accounts.offered import OnlyOffered
from learning_rounds.finding import texts_of
from learning_rounds.forms.fields import TOO_LONG

MOST_PASTED = 500


class ChosenOrganisationsForm(OnlyOffered):
    """The codes of those that were ticked, and one of the choices for each text that was unclear (``choice-…``)."""

    code = forms.MultipleChoiceField(
        label=gettext_lazy("Organisations"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": gettext_lazy("One of the organisations does not exist. Search again.")},
    )

    def __init__(self, data, *, organisations: Iterable[Organisation]):
        chosen = [value for name in data for value in data.getlist(name) if name.startswith("choice-") and value]
        self.by_code = {organisation.code: organisation for organisation in organisations}
        super().__init__({"code": data.getlist("code") + chosen})
        cast(forms.MultipleChoiceField, self.fields["code"]).choices = [(code, code) for code in self.by_code]

    def clean_code(self):
        if not self.cleaned_data["code"]:
            raise forms.ValidationError(_("Tick at least one organisation."))
        return self.cleaned_data["code"]

    def refusal(self) -> str:
        """Why nothing can be added, as a sentence."""
        return " ".join(str(error) for error in self.errors["code"])

    def organisations(self) -> list[Organisation]:
        """Those that were chosen."""
        return [self.by_code[code] for code in self.cleaned_data["code"]]


class PasteForm(forms.Form):
    """Names or codes, one on each line or with ; , or tab between."""

    text = forms.CharField(
        label=gettext_lazy("Names or codes"),
        help_text=gettext_lazy("One on each line, or with semicolon, comma or tab between. Paste straight from Excel."),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=20_000,
        error_messages={"required": gettext_lazy("Write at least one name or code."), "max_length": TOO_LONG},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs.pop("maxlength", None)

    def clean_text(self):
        text = self.cleaned_data["text"]
        if len(texts_of(text)) > MOST_PASTED:
            words = {"number": MOST_PASTED}
            raise forms.ValidationError(_("Paste at most %(number)s organisations at a time.") % words)
        return text
