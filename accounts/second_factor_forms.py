"""The forms of django-allauth for second factors, with error messages that say what to do."""

import struct

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from cryptography.exceptions import InvalidSignature
from django import forms
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from accounts.models import User

# django-allauth remembers a used code for half a minute, but with our tolerance it is valid for three times that.
CODE_LIFETIME = 90
# What the library for passkeys raises at something that is none.
NO_PASSKEY = (AttributeError, InvalidSignature, LookupError, RecursionError, TypeError, ValueError, struct.error)


class _CodeForm(forms.Form):
    """A code that is asked for in words, and taken once."""

    user: User

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].error_messages["required"] = _("Write the code.")

    def clean(self):
        cleaned = super().clean()
        code = self.cleaned_data.get("code")
        if code and not cache.add(f"second-factor:{self.user.pk}:{normalize_user_code(code)}", True, CODE_LIFETIME):
            self.add_error("code", get_adapter().validation_error("incorrect_code"))
        return cleaned


class AuthenticateForm(_CodeForm, base_forms.AuthenticateForm):
    """The code of the app, or one from paper, after the password or the mail."""


class ReauthenticateForm(_CodeForm, base_forms.ReauthenticateForm):
    """The same before the account is changed."""


class ActivateTOTPForm(_CodeForm, totp_forms.ActivateTOTPForm):
    """The first code of a new app."""


class CredentialField(forms.JSONField):
    """JSON, nested as deeply as anybody likes: what is too deep to be read is no passkey. None is shown again."""

    def to_python(self, value):
        try:
            return super().to_python(value)
        except RecursionError as error:
            raise get_adapter().validation_error("incorrect_passkey") from error

    def bound_data(self, data, initial):
        return initial


class _PasskeyForm(forms.Form):
    """What a browser has read from a passkey; anything else that is sent is refused in words."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["credential"] = CredentialField(widget=forms.HiddenInput)

    def full_clean(self):
        try:
            super().full_clean()
        except NO_PASSKEY:
            self.add_error("credential", get_adapter().validation_error("incorrect_passkey"))


class AuthenticateWebAuthnForm(_PasskeyForm, webauthn_forms.AuthenticateWebAuthnForm):
    """The passkey after the password or the mail."""


class ReauthenticateWebAuthnForm(_PasskeyForm, webauthn_forms.ReauthenticateWebAuthnForm):
    """The same before the account is changed."""


class LoginWebAuthnForm(_PasskeyForm, webauthn_forms.LoginWebAuthnForm):
    """The passkey alone."""


class AddWebAuthnForm(_PasskeyForm, webauthn_forms.AddWebAuthnForm):
    """A new passkey; one can log in with it alone unless somebody says no."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(
            label=_("What do you call it?"),
            help_text=_("So that you can tell several apart."),
            max_length=60,
            required=False,
        )
        self.fields["passwordless"].initial = True
