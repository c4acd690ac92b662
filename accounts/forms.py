"""The forms of django-allauth with error messages that say what to do."""

from typing import cast

from allauth.account import forms
from allauth.account.adapter import get_adapter
from django.utils.translation import gettext_lazy as _

from accounts.actions import reset_password
from accounts.adapter import AccountAdapter
from accounts.models import User


class LoginForm(forms.LoginForm):
    """E-mail and password; the session is never longer than a working day, so nothing is to be remembered."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].error_messages["required"] = _("Write your e-mail address.")
        self.fields["password"].error_messages["required"] = _("Write your password.")
        # The page has the link to a new one.
        self.fields["password"].help_text = ""


class RequestLoginCodeForm(forms.RequestLoginCodeForm):
    """The address that a code is mailed to; the login page sends it as what it is called there."""

    def __init__(self, *args, data=None, **kwargs):
        if data is not None and "email" not in data:
            data = data.copy()
            data["email"] = data.get("login", "")
        super().__init__(*args, data=data, **kwargs)
        wrong = {"required": _("Write your e-mail address."), "invalid": _("Write a whole e-mail address.")}
        self.fields["email"].error_messages |= wrong


class ConfirmLoginCodeForm(forms.ConfirmLoginCodeForm):
    """The code of the mail."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].error_messages["required"] = _("Write the code.")


class ReauthenticateForm(forms.ReauthenticateForm):
    """The password once more."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"].error_messages["required"] = _("Write your password.")
        self.fields["password"].help_text = ""


class ChangePasswordForm(forms.ChangePasswordForm):
    """The present password, and the new one twice."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].error_messages["required"] = _("Write your present password.")
        self.fields["password1"].error_messages["required"] = _("Write a new password.")
        self.fields["password1"].help_text = _("At least 12 characters. Do not choose a common password.")
        self.fields["password2"].error_messages["required"] = _("Write the new password once more.")


class SetPasswordForm(forms.SetPasswordForm):
    """A first password, twice, for those who have logged in with codes."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password1"].error_messages["required"] = _("Write a password.")
        self.fields["password1"].help_text = _("At least 12 characters. Do not choose a common password.")
        self.fields["password2"].error_messages["required"] = _("Write the password once more.")


class ResetPasswordForm(forms.ResetPasswordForm):
    """The address that a link to choose a new password is mailed to."""

    users: list[User]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        wrong = {"required": _("Write your e-mail address."), "invalid": _("Write a whole e-mail address.")}
        self.fields["email"].error_messages |= wrong

    def clean_email(self) -> str:
        email = super().clean_email()
        self.users = [user for user in self.users if user.anonymised_at is None]
        return email


class ResetPasswordKeyForm(forms.ResetPasswordKeyForm):
    """The new password, twice."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password1"].error_messages["required"] = _("Write a new password.")
        self.fields["password1"].help_text = _("At least 12 characters. Do not choose a common password.")
        self.fields["password2"].error_messages["required"] = _("Write the new password once more.")

    def save(self) -> None:
        reset_password(user=self.user, password=self.cleaned_data["password1"])
        cast(AccountAdapter, get_adapter()).forget_failed_logins(self.user)


class UserTokenForm(forms.UserTokenForm):
    """A link of a mail; that of an account which was closed meanwhile is worth nothing."""

    def _get_user(self, uidb36):
        user = super()._get_user(uidb36)
        return user if user is not None and user.is_active and user.anonymised_at is None else None
