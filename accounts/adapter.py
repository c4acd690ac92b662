"""What we decide differently from django-allauth."""

from allauth.account.adapter import DefaultAccountAdapter
from django.utils.translation import gettext_lazy as _


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by an administrator, never by signing up."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("The e-mail address or the password is wrong. Check both and try again."),
        "enter_current_password": _("The present password is wrong. Write it again."),
        "incorrect_password": _("The password is wrong. Write it again."),
        "too_many_login_attempts": _("There were too many attempts to log in. Try again in a few minutes."),
    }

    def is_open_for_signup(self, request) -> bool:
        return False

    def _get_login_attempts_cache_key(self, request, **credentials) -> str:
        """Count attempts by address alone. django-allauth adds the Host header, which whoever guesses can vary."""
        return credentials.get("email", "").strip().lower()
