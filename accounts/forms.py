"""The forms of django-allauth with error messages that say what to do."""

from allauth.account import forms
from django.utils.translation import gettext_lazy as _


class LoginForm(forms.LoginForm):
    """E-mail and password; the session is never longer than a working day, so nothing is to be remembered."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].error_messages["required"] = _("Write your e-mail address.")
        self.fields["password"].error_messages["required"] = _("Write your password.")


class ChangePasswordForm(forms.ChangePasswordForm):
    """The present password, and the new one twice."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].error_messages["required"] = _("Write your present password.")
        self.fields["password1"].error_messages["required"] = _("Write a new password.")
        self.fields["password1"].help_text = _("At least 12 characters. Do not choose a common password.")
        self.fields["password2"].error_messages["required"] = _("Write the new password once more.")
