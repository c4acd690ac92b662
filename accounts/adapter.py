"""What we decide differently from django-allauth."""

import base64
import hashlib
import secrets

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from accounts import second_factor
from accounts.mail import send_soon
from accounts.models import User

UNKNOWN_ACCOUNT = "account/email/unknown_account"


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by an administrator, never by signing up."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("The e-mail address or the password is wrong. Check both and try again."),
        "incorrect_code": _("The code is wrong. Check it and write it again."),
        "enter_current_password": _("The present password is wrong. Write it again."),
        "incorrect_password": _("The password is wrong. Write it again."),
        "rate_limited": _("There were too many attempts. Try again in a few minutes."),
        "too_many_login_attempts": _("There were too many attempts to log in. Try again in a few minutes."),
    }

    def is_open_for_signup(self, request) -> bool:
        return False

    def _get_login_attempts_cache_key(self, request, **credentials) -> str:
        """Count attempts by address alone. django-allauth adds the Host header, which whoever guesses can vary."""
        return credentials.get("email", "").strip().lower()

    def send_password_reset_mail(self, user: User, email: str, context: dict) -> None:
        """To the address of the account, in the language of its owner: whoever asks may have written another alike."""
        self.send_mail("account/email/password_reset_key", user.email, context)

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """To the address of an account, in the language of its owner, without making anybody wait.

        For other addresses django-allauth has a mail too. It is written and thrown away: the time tells nothing.
        """
        user = User.objects.filter(email=email.strip().lower()).first()
        with translation.override((user and user.language) or translation.get_language()):
            message = self.render_mail(template_prefix, user.email if user else email, context)
        send_soon(message if user and template_prefix != UNKNOWN_ACCOUNT else None)

    def send_notification_mail(self, template_prefix: str, user, context: dict | None = None, email=None) -> None:
        """That somebody changed how one logs in: fixed words, nothing that whoever did it could have chosen."""
        url = self.request.build_absolute_uri(reverse("account_reset_password"))
        self.send_mail(template_prefix, user.email, {"at": timezone.now(), "password_reset_url": url})

    def get_password_change_redirect_url(self, request) -> str:
        return reverse("mfa_index")

    def forget_failed_logins(self, user: User) -> None:
        """Let somebody with a new password in at once, however many wrong ones were tried before."""
        self._delete_login_attempts_cached_email(self.request, email=user.email)

    def is_reauthentication_required(self, *, app: str, **kwargs) -> bool:
        """Before the account is changed, unless one has just logged in; with the second factor, if there is one."""
        return not second_factor.was_shown_lately(self.request)

    def get_reauthentication_methods(self, user) -> list[dict]:
        """A password is not enough for those who have a second factor."""
        ways = super().get_reauthentication_methods(user)
        return [way for way in ways if way["id"].startswith("mfa_")] or ways


class MFAAdapter(DefaultMFAAdapter):
    """The same for second factors. The keys of apps and the seeds of paper codes are stored encrypted."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("The code is wrong or used already. Wait for the next one and write it."),
        "incorrect_passkey": _("The passkey could not be read. Try again, or choose another way."),
    }

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """With a key that nobody has when SECRET_KEY was changed without SECRET_KEY_FALLBACKS: no code fits then."""
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return base64.b32encode(secrets.token_bytes(20)).decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": settings.MFA_TOTP_ISSUER}


def _cipher() -> MultiFernet:
    """Encrypts with the secret key, and reads what was encrypted with those before it."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(f"second factor {key}".encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
