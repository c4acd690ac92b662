"""The form of one's own page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Language, User


class OwnDetailsForm(forms.ModelForm):
    """What others see of a person, and the language of the interface."""

    display_name = forms.CharField(
        label=_("Name or function"),
        help_text=_(
            "Colleagues see it beside what you save. You may write a function instead, for example “Gender equality "
            "strategist”. Do that if your identity is protected."
        ),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={
            "required": _("Write your name or your function."),
            "max_length": _("Write at most %(limit_value)d characters. Now there are %(show_value)d."),
        },
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=Language.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a language."), "invalid_choice": _("Choose a language.")},
    )

    class Meta:
        """The address is not changed here: login services and invitations go by it."""

        model = User
        fields = ["display_name", "language"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["display_name"].widget.attrs.pop("maxlength", None)  # people may paste too much and shorten it

    def clean_display_name(self) -> str:
        return " ".join(self.cleaned_data["display_name"].split())
