"""Who has to show a second factor (an app's code or a passkey), and whether this session has.

What was shown stands in the session, where django-allauth writes it. Roles are read at every request, so that a new
role counts from the next one.
"""

import time

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY, get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings

from accounts.permissions import Role

ROLES = frozenset({Role.ADMINISTRATOR, Role.COORDINATOR, Role.STRATEGIST})
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
# What is open to somebody who has to show a second factor and has one …
TO_SHOW_IT = {"second-factor-needed", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"}
# … and to somebody who has none yet.
TO_GET_ONE = {"second-factor-needed", "account_reauthenticate", "mfa_index", "mfa_activate_totp", "mfa_add_webauthn"}


def is_needed_by(user) -> bool:
    """Does this person hold a role, at this moment, that can't be used without a second factor?"""
    return any(membership.role in ROLES for membership in user.current_memberships())


def is_shown(request) -> bool:
    """Was a second factor shown in this session?"""
    return any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))


def is_missing(request) -> bool:
    """Has a logged-in person still to show the second factor that their role demands?"""
    if settings.SECOND_FACTOR_OPTIONAL or not request.user.is_authenticated:
        return False
    return not is_shown(request) and is_needed_by(request.user)


def is_open_without(request) -> bool:
    """May the address be used before? Somebody who has a factor must show it, and can't just add another."""
    name = request.resolver_match.view_name
    return name in TO_SHOW_IT | TO_GET_ONE and name in (TO_SHOW_IT if has_one(request.user) else TO_GET_ONE)


def has_one(user) -> bool:
    """Has this person an app or a passkey?"""
    return is_mfa_enabled(user, FACTORS)


def was_shown_lately(request) -> bool:
    """Did somebody log in within the last minutes, with the second factor if they have one?"""
    records = get_authentication_records(request, request.user)
    if has_one(request.user):
        records = [record for record in records if record["method"] == "mfa"]
    return bool(records) and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT


def count_the_new_one(request, user, authenticator, **_signal) -> None:
    """Who has just shown that the new app or passkey works has shown a second factor."""
    if authenticator.type in FACTORS:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)


def forget_the_last_one(request, user, **_signal) -> None:
    """Who has removed their last factor has none to have shown."""
    if not has_one(user):
        records = get_authentication_records(request, user)
        kept = [record for record in records if record["method"] != "mfa"]
        request.session[AUTHENTICATION_METHODS_SESSION_KEY] = kept


def tell_of_a_used_paper_code(user, authenticator, **_signal) -> None:
    """A mail: whoever has found the paper can log in with it."""
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        get_adapter().send_notification_mail("mfa/email/recovery_code_used", user)
