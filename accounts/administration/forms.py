"""Forms of the administration."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.actions import LoginDetails
from accounts.models import IdentityProvider, Organisation, validate_domain, validate_issuer


class OrganisationForm(forms.ModelForm):
    """What is written about an organisation everywhere. Its code never changes: addresses and files hold it."""

    class Meta:
        """Kind and code come with the reference data."""

        model = Organisation
        fields = ["name", "county", "can_coordinate"]
        labels = {
            "name": _("Name"),
            "county": _("County (optional)"),
            "can_coordinate": _("Coordinates rounds"),
        }
        error_messages = {"name": {"required": _("Write the name of the organisation.")}}


class LoginForm(forms.Form):
    """The login of an organisation. Its secret is never shown; an empty field keeps the one that is stored."""

    issuer = forms.CharField(
        label=_("Issuer"),
        help_text=_("As the login calls itself, to the letter, for example https://login.microsoftonline.com/…/v2.0"),
        max_length=255,
        validators=[validate_issuer],
        error_messages={"required": _("Write the address of the issuer.")},
    )
    client_id = forms.CharField(
        label=_("Client id"), max_length=255, error_messages={"required": _("Write the client id.")}
    )
    secret = forms.CharField(
        label=_("Client secret"),
        max_length=500,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    domains = forms.CharField(
        label=_("Domains of e-mail addresses"),
        help_text=_("What stands after the @. Several are separated by spaces."),
        max_length=2000,
        error_messages={"required": _("Write at least one domain.")},
    )
    is_active = forms.BooleanField(label=_("People can log in this way"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(self, *args, provider: IdentityProvider | None, **kwargs):
        super().__init__(*args, **kwargs)
        self.provider = provider
        if provider:
            self.fields["secret"].help_text = _("Leave it empty to keep the one that is stored.")

    def clean_domains(self) -> list[str]:
        domains = self.cleaned_data["domains"].lower().replace(",", " ").split()
        for domain in domains:
            try:
                validate_domain(domain)
            except ValidationError as error:
                raise ValidationError(_("Write domains as in kommun.se.")) from error
        return sorted(set(domains))

    def clean_secret(self) -> str:
        if not self.cleaned_data["secret"] and self.provider is None:
            raise ValidationError(_("Write the client secret."))
        return self.cleaned_data["secret"]

    def details(self) -> LoginDetails:
        """What was asked for."""
        values = {name: self.cleaned_data[name] for name in ("issuer", "client_id", "secret", "domains", "is_active")}
        return LoginDetails(**values, version=self.cleaned_data["version"] or 0)


def stored(provider: IdentityProvider | None) -> dict:
    """What the form shows of a login before it is changed; not its secret."""
    if provider is None:
        return {"is_active": True, "version": 0}
    names = sorted(domain.name for domain in provider.domains.all())
    shown = {name: getattr(provider, name) for name in ("issuer", "client_id", "is_active", "version")}
    return shown | {"domains": " ".join(names)}
