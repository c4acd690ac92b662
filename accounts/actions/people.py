"""Verbs of people: add somebody, choose a new password."""

from __future__ import annotations

from collections.abc import Collection

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.errors import ActionRefused
from accounts.models import Membership, Organisation, User
from accounts.permissions import Role
from accounts.security_log import security_event


@transaction.atomic
def add_user(
    *,
    email: str,
    organisation: Organisation,
    role: str,
    level: str = "",
    name: str = "",
    password: str | None = None,
    by: User | None,
) -> Membership:
    """Give a person a role in an organisation. A new address makes an account; a known one keeps name and password.

    Without ``password`` a new account can't log in until it is given one. Raises ActionRefused when the role can't be
    held there, is held already, the account was closed, or the address or password will not do.
    """
    refuse_role(role, organisation)
    email = address(email)
    user = User.objects.filter(email=email).first() or _add_account(email, name, password, by)
    if not user.is_active or user.anonymised_at:
        raise ActionRefused(_("The account of %(email)s is closed.") % {"email": user.email})
    if Membership.objects.current().filter(user=user, organisation=organisation, role=role).exists():
        raise ActionRefused(_("%(email)s has that role there already.") % {"email": user.email})
    membership = Membership(user=user, organisation=organisation, role=role, level=level)
    _validate(membership)
    membership.save()
    record("add-membership", membership, by=by, organisation=organisation, fields=["user", "role", "level"])
    security_event("add-membership", user=by, person=membership.user, organisation=organisation, role=role, level=level)
    return membership


@transaction.atomic
def reset_password(*, user: User, password: str) -> None:
    """Give a person the password that they chose with the link of a mail; whoever is logged in with the old is out."""
    user.set_password(password)
    user.save(update_fields=["password"])
    record("reset-password", user, by=user, fields=["password"])


def refuse_role(role: str, organisation: Organisation) -> None:
    """Raise ActionRefused when a role can't be held in an organisation."""
    if role == Role.COORDINATOR and not organisation.can_coordinate:
        raise ActionRefused(_("%(organisation)s does not coordinate rounds.") % {"organisation": organisation})


def address(email: str) -> str:
    """The address in lower case; what is no address is refused before a database is asked about it."""
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise ActionRefused(" ".join(error.messages)) from error
    return email


def _add_account(email: str, name: str, password: str | None, by: User | None) -> User:
    user = User(email=email, display_name=name.strip())
    _validate(user, exclude={"password"})
    if password is not None:
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise ActionRefused(" ".join(error.messages)) from error
    user.set_password(password)
    user.save()
    record("add-user", user, by=by)
    return user


def _validate(instance: User | Membership, exclude: Collection[str] = ()) -> None:
    try:
        instance.full_clean(exclude=exclude)
    except ValidationError as error:
        raise ActionRefused(" ".join(error.messages)) from error
