"""The verb for those who have lost their second factor."""

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.errors import ActionRefused
from accounts.models import User


@transaction.atomic
def reset_second_factor(*, person: User, by: User | None) -> None:
    """Take away the app, passkeys and codes that somebody has lost, and end their logins. They set up new ones.

    They are told by mail, should somebody else have asked for it in their name.
    """
    if not Authenticator.objects.filter(user=person).exists():
        raise ActionRefused(_("%(email)s has no second step.") % {"email": person.email})
    Authenticator.objects.filter(user=person).delete()
    for session in UserSession.objects.filter(user=person):
        session.end()
    record("reset-second-factor", person, by=by)
    context = {"at": timezone.now(), "operator_email": settings.OPERATOR_EMAIL}
    transaction.on_commit(lambda: get_adapter().send_mail("mfa/email/second_factor_reset", person.email, context))
