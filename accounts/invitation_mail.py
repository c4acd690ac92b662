"""The mail of an invitation: always the same words, in both languages. Nobody can use it to say something else."""

from __future__ import annotations

import re

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Invitation, User

# A name with one of these could become a link, or pass for an address.
NO_PLAIN_NAME = re.compile(r"[/:@\\]|\.\w")


def invitation_mail(invitation: Invitation, url: str) -> EmailMessage:
    """The mail with the link, first in the language of the account or else of whoever invites."""
    account = User.objects.filter(email=invitation.email).first()
    first = (account and account.language) or translation.get_language() or settings.LANGUAGE_CODE
    languages = sorted(dict(settings.LANGUAGES), key=lambda language: language != first)
    texts = [_text(invitation, url, language) for language in languages]
    with translation.override(languages[0]):
        subject = _("Invitation to Jämsteg: %(organisation)s") % {
            "organisation": one_line(str(invitation.organisation))
        }
    return EmailMessage(subject, "\n\n---\n\n".join(texts) + "\n", to=[invitation.email])


def _text(invitation: Invitation, url: str, language: str) -> str:
    name = one_line(str(invitation.invited_by))
    context = {
        "organisation": one_line(str(invitation.organisation)),
        "inviter": "" if NO_PLAIN_NAME.search(name) else name,
        "role": invitation.get_role_display,
        "expires_at": invitation.expires_at,
        "url": url,
    }
    with translation.override(language):
        return render_to_string("accounts/email/invitation.txt", context).strip()


def one_line(text: str) -> str:
    """A text without line breaks and other signs that can't be seen."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
