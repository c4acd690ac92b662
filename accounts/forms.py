"""The forms of django-allauth with error messages that say what to do."""

import hashlib
from typing import cast

from allauth.account import app_settings, forms
from allauth.account.adapter import get_adapter
from allauth.core import context
from django.core.cache import cache
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
    """The code of the mail, tried three times and taken once, however many answers are sent at the same time.

    django-allauth counts in the session, which answers at the same time all find as it was.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].error_messages["required"] = _("Write the code.")

    def clean_code(self) -> str:
        attempts = [f"attempt-{number}" for number in range(app_settings.LOGIN_BY_CODE_MAX_ATTEMPTS)]
        if not any(_is_first(name) for name in attempts):
            raise get_adapter().validation_error("incorrect_code")
        code = super().clean_code()
        if not _is_first("taken"):
            raise get_adapter().validation_error("incorrect_code")
        return code


def _is_first(name: str) -> bool:
    """Has nobody else done this with the login that is waiting in the session? Asked of the cache that all share."""
    request = context.request
    login = f"{request.session.session_key} {request._login_stage.state['at']}"
    key = hashlib.sha256(login.encode()).hexdigest()
    return cache.add(f"login-code:{key}:{name}", True, 2 * app_settings.LOGIN_BY_CODE_TIMEOUT)


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
