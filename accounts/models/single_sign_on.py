"""Single sign-on: the login of an organisation, and who somebody is there."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.organisations import Organisation
from accounts.models.people import User, is_administrator
from accounts.models.versioned import Versioned
from accounts.sealed import seal, unseal

LOOPBACK = ("127.0.0.1", "localhost")
# Parts of addresses that stand for the login of everybody at Microsoft, not of one organisation.
OF_EVERYBODY = {"common", "organizations", "consumers", "{tenantid}", "{tenant}"}
validate_domain = RegexValidator(
    r"^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]\Z", _("Write a domain as in kommun.se.")
)


def origin_of(address: str) -> str:
    """Scheme, host and port of an address, as browsers compare them; ValueError for what is no address."""
    parts = urlsplit(address)
    port = parts.port if (parts.scheme, parts.port) not in (("https", 443), ("http", 80)) else None
    return f"{parts.scheme}://{parts.hostname or ''}" + (f":{port}" if port else "")


def validate_issuer(address: str) -> None:
    """An address over HTTPS (or of this machine) that stands for the login of one organisation."""
    try:
        parts = urlsplit(address)
        is_plain = not (parts.query or parts.fragment or parts.username or parts.password) and parts.port != 0
    except ValueError:
        raise ValidationError(_("Write a whole address that begins with https://.")) from None
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    if not (is_safe and is_plain and parts.hostname):
        raise ValidationError(_("Write a whole address that begins with https://."))
    if OF_EVERYBODY & set(parts.path.lower().split("/")):
        raise ValidationError(_("This is the login of everybody. Write the address of the organisation's own tenant."))


class IdentityProviderQuerySet(models.QuerySet):
    """Which logins of organisations."""

    def active(self) -> IdentityProviderQuerySet:
        """Those that people can log in with at present."""
        return self.filter(is_active=True)

    def visible_to(self, user) -> IdentityProviderQuerySet:
        """All for administrators; for others those of their own organisations."""
        return self.all() if is_administrator(user) else self.of_own_organisations(user)

    def of_own_organisations(self, user) -> IdentityProviderQuerySet:
        """Those of the organisations that somebody belongs to."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(organisation__in=[found.organisation_id for found in user.current_memberships()])


class IdentityProvider(Versioned):
    """An organisation's own login (OpenID Connect). Its secret is stored sealed and never shown."""

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="identity_provider")
    issuer = models.CharField(max_length=255, validators=[validate_issuer])
    client_id = models.CharField(max_length=255)
    sealed_secret = models.TextField(editable=False)
    is_active = models.BooleanField(default=True)

    objects = IdentityProviderQuerySet.as_manager()

    class Meta:
        """Nobody's secret travels in the clear, except on this machine."""

        constraints = [
            models.CheckConstraint(
                condition=Q(issuer__startswith="https://")
                | Q(issuer__startswith="http://127.0.0.1:")
                | Q(issuer__startswith="http://localhost:"),
                name="identity_provider_over_https",
                violation_error_message=_("Write a whole address that begins with https://."),
            ),
        ]

    def __str__(self):
        return f"{self.organisation}, {self.issuer}"

    @property
    def secret(self) -> str:
        return unseal(self.sealed_secret)

    @secret.setter
    def secret(self, value: str) -> None:
        self.sealed_secret = seal(value)

    @property
    def origin(self) -> str:
        """Where people are sent to, and the only place that we fetch anything from."""
        return origin_of(self.issuer)


class EmailDomainQuerySet(models.QuerySet):
    """Which domains."""

    def visible_to(self, user) -> EmailDomainQuerySet:
        """Those of the logins that one sees."""
        return self.filter(provider__in=IdentityProvider.objects.visible_to(user))


class EmailDomain(models.Model):
    """What stands after the @ in addresses of an organisation; it leads to one login only."""

    provider = models.ForeignKey(IdentityProvider, on_delete=models.CASCADE, related_name="domains")
    name = models.CharField(max_length=253, unique=True, validators=[validate_domain])

    objects = EmailDomainQuerySet.as_manager()

    def __str__(self):
        return self.name


class IdentityQuerySet(models.QuerySet):
    """Which connections."""

    def visible_to(self, user) -> IdentityQuerySet:
        """One's own."""
        return self.filter(user=user) if user.is_authenticated else self.none()


class Identity(models.Model):
    """Who a person is at the login of an organisation: what it calls them, never their e-mail address."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="identities")
    issuer = models.CharField(max_length=255)
    subject = models.CharField(max_length=255)
    connected_at = models.DateTimeField(default=timezone.now)

    objects = IdentityQuerySet.as_manager()

    class Meta:
        """What one login calls a person leads to one account."""

        constraints = [models.UniqueConstraint(fields=["issuer", "subject"], name="identity_leads_to_one_account")]

    def __str__(self):
        return origin_of(self.issuer)
