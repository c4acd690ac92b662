"""The form that leads somebody to the login of their organisation."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import IdentityProvider
from accounts.single_sign_on.finding import provider_of


class OrganisationLoginForm(forms.Form):
    """An e-mail address at work: what stands after the @ says which login it is."""

    email = forms.EmailField(
        label=_("E-mail address at work"),
        max_length=254,
        error_messages={
            "required": _("Write your e-mail address."),
            "invalid": _("Write a whole e-mail address."),
        },
    )
    provider: IdentityProvider

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        provider = provider_of(email)
        if provider is None:
            raise forms.ValidationError(_("No organisation with this address logs in this way. Log in in another way."))
        self.provider = provider
        return email
