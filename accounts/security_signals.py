"""What the libraries tell about logging in and out, passed on to the security log."""

from allauth.account import signals as account
from django.apps import apps
from django.contrib.auth import signals as auth
from django.dispatch import Signal

from accounts.models import User
from accounts.security_log import security_event

SIGNALS: dict[Signal, str] = {
    auth.user_logged_in: "login",
    auth.user_logged_out: "logout",
    account.login_code_rejected: "login-code-rejected",
    account.password_set: "password-set",
    account.password_changed: "password-changed",
    account.password_reset: "password-reset",
    account.password_reset_code_rejected: "password-reset-code-rejected",
    account.email_changed: "email-changed",
}


def connect() -> None:
    """Listen to the signals. Call it once, when all apps are loaded."""
    signals = SIGNALS | (_mfa_signals() if apps.is_installed("allauth.mfa") else {})
    for signal, verb in signals.items():
        signal.connect(_passing_on(verb), weak=False, dispatch_uid=f"security-log-{verb}")
    auth.user_login_failed.connect(_login_failed, dispatch_uid="security-log-login-failed")


def _mfa_signals() -> dict[Signal, str]:
    from allauth.mfa import signals as mfa

    return {
        mfa.authenticator_added: "mfa-added",
        mfa.authenticator_removed: "mfa-removed",
        mfa.authenticator_reset: "mfa-reset",
        mfa.authentication_failed: "mfa-failed",
    }


def _passing_on(verb: str):
    def receive(sender, request=None, user=None, authenticator=None, **kwargs):
        facts = {"method": authenticator.type} if authenticator is not None else {}
        security_event(verb, request, user, **facts)

    return receive


def _login_failed(sender, credentials, request=None, **kwargs):
    """Whose account it was, if there is one; what was typed as its address may be anything and is not written."""
    address = credentials.get("email") or credentials.get("username") or ""
    user = User.objects.filter(email=address.strip().lower()).first()
    security_event("login-failed", request, user)
