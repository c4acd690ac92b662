"""What people do with their own account: name and language, leaving an organisation, closing the account."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.actions.erasing import erase_person
from accounts.actions.memberships import end_membership, refuse_if_last
from accounts.audit import record
from accounts.mail import send_soon
from accounts.models import Membership, Organisation, User
from accounts.permissions import Role


@transaction.atomic
def save_own_details(*, person: User, display_name: str, language: str) -> None:
    """Change what others see of oneself, and the language of the interface."""
    given = {"display_name": display_name, "language": language}
    changed = [name for name, value in given.items() if getattr(person, name) != value]
    for name in changed:
        setattr(person, name, given[name])
    if changed:
        person.save(update_fields=changed)
        record("save-own-details", person, by=person, fields=changed)


@transaction.atomic
def leave_organisation(*, person: User, organisation: Organisation) -> None:
    """End all one's roles in an organisation; what one has written there stays.

    Raises ActionRefused for the last administrator: nobody could let another in.
    """
    for membership in Membership.objects.filter(user=person, organisation=organisation, ended_at=None):
        end_membership(membership=membership, by=person, as_last=True)


@transaction.atomic
def close_own_account(*, person: User) -> None:
    """Erase oneself, and tell the address that was used so far, in case it was somebody else.

    Raises ActionRefused for the last administrator.
    """
    for membership in person.current_memberships():
        refuse_if_last(membership, as_last=True)
    message = _closing_mail(person)
    erase_person(person=person, everywhere=False, by=person)
    transaction.on_commit(lambda: send_soon(message))


def roles_of_nobody_else(memberships: Iterable[Membership]) -> list[Membership]:
    """Those roles, but readers', that nobody else holds in the organisation; administrators count everywhere."""
    return [membership for membership in memberships if membership.role != Role.READER and _is_last(membership)]


def _is_last(membership: Membership) -> bool:
    others = Membership.objects.current().filter(role=membership.role).exclude(user=membership.user_id)
    if membership.role != Role.ADMINISTRATOR:
        others = others.filter(organisation=membership.organisation_id)
    return not others.exists()


def _closing_mail(person: User) -> EmailMessage:
    with translation.override(person.language or translation.get_language()):
        subject = _("Your account in Jämsteg has been closed")
        text = render_to_string("accounts/mail/closed.txt", {"operator_email": settings.OPERATOR_EMAIL})
        return EmailMessage(subject, text, to=[person.email])
