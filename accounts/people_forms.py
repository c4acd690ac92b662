"""Forms about the people of an organisation: invite somebody, accept, give another role or level."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import Level, Membership
from accounts.offered import OnlyOffered
from accounts.permissions import Role

ROLE_WORDS = {
    Role.ADMINISTRATOR: _("Administrator: looks after the people of every organisation, sees submitted levels"),
    Role.COORDINATOR: _("Coordinator: leads rounds, sees submitted levels"),
    Role.STRATEGIST: _("Strategist: fills in and submits, invites colleagues"),
    Role.READER: _("Reader: reads what has been submitted"),
}
LEVELS = [("", _("Not stated")), *Level.choices]
NAME_LIMIT = 120


class LevelForm(OnlyOffered):
    """Where in the governance chain somebody works."""

    level = forms.ChoiceField(
        label=_("Level (optional)"),
        help_text=_("Where in the governance chain the person works."),
        choices=LEVELS,
        required=False,
        error_messages={"invalid_choice": _("Choose one of the levels.")},
    )


class RoleForm(LevelForm):
    """A role, among those that may be given, and a level."""

    role = forms.ChoiceField(
        label=_("Role"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a role."), "invalid_choice": _("Choose one of the roles.")},
    )
    field_order = ["email", "role", "level"]

    def __init__(self, *args, roles: Iterable[Role], **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(role.value, ROLE_WORDS[role]) for role in roles]
        cast(forms.ChoiceField, self.fields["role"]).choices = choices


class AddressForm(LevelForm):
    """The address that an invitation is mailed to."""

    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("Only who reads mail at this address can accept."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Write the e-mail address of the person you invite."),
            "invalid": _("Write a whole e-mail address."),
            "max_length": _("Write at most %(limit_value)d characters. Now there are %(show_value)d."),
        },
    )
    field_order = ["email", "role", "level"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].widget.attrs.pop("maxlength", None)  # people may paste too much and shorten it then


class InvitationForm(AddressForm, RoleForm):
    """Whom to invite, to which role."""


class MembershipForm(RoleForm):
    """Another role or level. ``seen`` is what the page showed."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)

    def __init__(self, data: QueryDict | None, *, membership: Membership, roles: Iterable[Role]):
        initial = {"role": membership.role, "level": membership.level, "seen": _seen(membership)}
        super().__init__(data, initial=initial, roles=roles)

    def seen_values(self) -> tuple[str, str]:
        """The role and the level that the writer saw."""
        role, _colon, level = self.cleaned_data["seen"].partition(":")
        return role, level

    def show_beside(self, membership: Membership) -> None:
        """Let saving again mean replacing what a colleague saved meanwhile."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        data["seen"] = _seen(membership)
        self.data = data


class AcceptForm(forms.Form):
    """What a new person is called; optional, and changed at any time."""

    name = forms.CharField(
        label=_("Name or function (optional)"),
        help_text=_("Your colleagues and the coordinator see it. A function such as “Equality strategist” is enough."),
        max_length=NAME_LIMIT,
        required=False,
        error_messages={
            "max_length": _("Write at most %(limit_value)d characters. Now there are %(show_value)d."),
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs.pop("maxlength", None)  # people may paste too much and shorten it then

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())


def _seen(membership: Membership) -> str:
    return f"{membership.role}:{membership.level}"
