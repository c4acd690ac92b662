"""Forms of reports: what the strategist writes for the politicians."""

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.models import Brief

TOO_LONG = {"max_length": _("Write at most %(limit_value)d characters. Now there are %(show_value)d.")}


class BriefForm(forms.ModelForm):
    """Up to three questions to decide, and a contact. All of it is optional.

    ``version`` is that of the brief that the page showed (0: none yet), so that no colleague is overwritten unseen.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=10**9)

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
        self.initial["version"] = self.instance.version if self.instance.pk else 0
        for field in self.fields.values():
            field.widget.attrs.pop("maxlength", None)  # people may paste too much and shorten it then

    def texts(self) -> dict[str, str]:
        """What was written, each text on one line."""
        return {name: " ".join(self.cleaned_data[name].split()) for name in self.Meta.fields}
