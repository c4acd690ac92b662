"""Verbs of memberships: give somebody another role or level, and end it. What a person has written always stays."""

from __future__ import annotations

from functools import partial

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.actions.people import refuse_role
from accounts.audit import record, record_all
from accounts.errors import ActionRefused
from accounts.invitation_mail import one_line
from accounts.mail import send_soon
from accounts.models import Invitation, Membership, Organisation, User
from accounts.permissions import Role
from accounts.recorded_values import Before
from accounts.security_log import security_event


class ChangedMeanwhile(ActionRefused):
    """Somebody else changed the role or the level after the form was opened; ``membership`` is what is saved."""

    def __init__(self, membership: Membership):
        self.membership = membership
        level = membership.get_level_display() or _("no level")
        words = {"role": membership.get_role_display(), "level": level}
        super().__init__(
            _("A colleague has meanwhile saved %(role)s, %(level)s. Save again to use what you have chosen.") % words
        )


def lock_people(organisation: Organisation) -> None:
    """Let one at a time change who belongs to an organisation, so that two can't remove each other."""
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)


@transaction.atomic
def change_membership(
    *, membership: Membership, role: str, level: str, seen: tuple[str, str], by: User, as_last: bool = False
) -> None:
    """Give a person another role or level in an organisation. ``seen`` is the role and the level that the page showed.

    Raises ChangedMeanwhile when they are others now, ActionRefused when the person has the role already, has left, or
    is the last strategist (but with ``as_last``).
    """
    lock_people(membership.organisation)
    saved = _current(membership)
    if (saved.role, saved.level) != seen:
        raise ChangedMeanwhile(saved)
    old = {"role": saved.role, "level": saved.level}
    fields = Before((name, old[name]) for name, value in (("role", role), ("level", level)) if old[name] != value)
    if "role" in fields:
        _refuse_new_role(saved, role, as_last)
    saved.role, saved.level = role, level
    if fields:
        saved.save(update_fields=list(fields))
        record("change-membership", saved, by=by, organisation=saved.organisation, fields=fields)
        _note("change-membership", saved, by)


@transaction.atomic
def end_membership(*, membership: Membership, by: User, as_last: bool = False) -> None:
    """Let a person leave an organisation; invitations that they sent there and nobody has accepted are revoked.

    A mail tells whoever it is, if somebody else did it.

    Raises ActionRefused when they have left already or are the last strategist (but with ``as_last``).
    """
    lock_people(membership.organisation)
    saved = _current(membership)
    refuse_if_last(saved, as_last)
    end_at_once(membership=saved, by=by)
    if saved.user != by:
        transaction.on_commit(partial(send_soon, _ended_mail(saved)))


@transaction.atomic
def end_at_once(*, membership: Membership, by: User | None) -> None:
    """The same for somebody who goes in any case."""
    membership.ended_at = timezone.now()
    membership.save(update_fields=["ended_at"])
    record("end-membership", membership, by=by, organisation=membership.organisation, fields=["ended_at"])
    _note("end-membership", membership, by)
    _revoke_invitations_of(membership, by)


def _ended_mail(membership: Membership) -> EmailMessage:
    """Fixed words: nobody can use it to say something else."""
    person = membership.user
    words = {"organisation": one_line(str(membership.organisation)), "operator_email": settings.OPERATOR_EMAIL}
    with translation.override(person.language or settings.LANGUAGE_CODE):
        subject = _("Your role in Jämsteg has ended")
        text = render_to_string("accounts/mail/ended.txt", words)
    return EmailMessage(subject, text, to=[person.email])


def _note(verb: str, membership: Membership, by: User | None) -> None:
    place = {"organisation": membership.organisation, "role": membership.role, "level": membership.level}
    security_event(verb, user=by, person=membership.user, **place)


def _current(membership: Membership) -> Membership:
    found = Membership.objects.select_related("user", "organisation").filter(pk=membership.pk, ended_at=None).first()
    if found is None:
        raise ActionRefused(_("The person does not belong to the organisation any more."))
    return found


def _refuse_new_role(membership: Membership, role: str, as_last: bool) -> None:
    refuse_role(role, membership.organisation)
    refuse_if_last(membership, as_last)
    held = Membership.objects.current().filter(user=membership.user, organisation=membership.organisation, role=role)
    if held.exists():
        raise ActionRefused(_("%(person)s has that role there already.") % {"person": membership.user})


def refuse_if_last(membership: Membership, as_last: bool) -> None:
    """An organisation keeps somebody who can go on, unless who decides stands outside; administrators never run out."""
    if membership.role == Role.READER:
        return
    others = Membership.objects.current().filter(role=membership.role).exclude(user=membership.user)
    if membership.role != Role.ADMINISTRATOR:
        others = others.filter(organisation=membership.organisation)
    if others.exists() or (as_last and membership.role != Role.ADMINISTRATOR):
        return
    words = {"person": membership.user, "role": membership.get_role_display().lower()}
    raise ActionRefused(_("%(person)s is the last %(role)s. Invite another one first.") % words)


def _revoke_invitations_of(membership: Membership, by: User | None) -> None:
    sent = Invitation.objects.pending().filter(organisation=membership.organisation, invited_by=membership.user)
    revoked = list(sent.select_related("organisation"))
    sent.update(revoked_at=timezone.now())
    record_all("revoke-invitation", revoked, by=by, organisation=membership.organisation, fields=["revoked_at"])
