"""Who: people, organisations and their parts, who belongs where, and the record of what was changed."""

from __future__ import annotations

import unicodedata

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.permissions import ROLE_PERMISSIONS, Permission, Role

ALPHABET = " 0123456789abcdefghijklmnopqrstuvwxyzåäö"


def fold(text: str) -> str:
    """Text as it is searched: one case, composed characters, single spaces. å, ä and ö stay letters of their own."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def sort_key(name: str) -> str:
    """A key of hexadecimal digits that every database orders alike, with å, ä and ö last as in Swedish."""
    key = ""
    for character in fold(name):
        if character not in ALPHABET:
            character = unicodedata.normalize("NFD", character)[0]
        key += f"{ALPHABET.find(character) + 1:02x}"
    return key


class Language(models.TextChoices):
    """The languages of the interface."""

    SWEDISH = "sv", _("Swedish")
    ENGLISH = "en", _("English")


class Level(models.TextChoices):
    """Where in the governance chain a person works."""

    POLITICS = "politics", _("Politics")
    ADMINISTRATION = "administration", _("Administration")
    OPERATIONS = "operations", _("Operations")


class OrganisationQuerySet(models.QuerySet):
    """Which organisations."""

    def visible_to(self, user) -> OrganisationQuerySet:
        """All organisations: that they exist is public knowledge. Their content is not."""
        return self.all() if user.is_authenticated else self.none()

    def search(self, text: str) -> OrganisationQuerySet:
        """Organisations whose name contains the text, whatever the case, on every database."""
        return self.filter(search_key__contains=fold(text))

    def in_order(self) -> OrganisationQuerySet:
        """By name as in Swedish."""
        return self.order_by("sort_key", "code")


class Organisation(models.Model):
    """A municipality, region, agency or association that takes part in rounds or coordinates them."""

    class Kind(models.TextChoices):
        """What sort of organisation it is."""

        MUNICIPALITY = "municipality", _("Municipality")
        REGION = "region", _("Region")
        AGENCY = "agency", _("Government agency")
        ASSOCIATION = "association", _("Association")

    code = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=20, choices=Kind)
    name = models.CharField(max_length=120)
    county = models.CharField(max_length=60, blank=True)
    sort_key = models.CharField(max_length=800, editable=False)
    search_key = models.CharField(max_length=400, editable=False)
    can_coordinate = models.BooleanField(default=False)
    is_fictive = models.BooleanField(default=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        """Codes are written the same way everywhere, and fictive organisations are recognised by theirs."""

        indexes = [models.Index(fields=["sort_key"], name="organisation_sort_key")]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_fictive=True, code__startswith="X") | Q(is_fictive=False) & ~Q(code__startswith="X"),
                name="organisation_fictive_has_x_code",
                violation_error_message=_("Codes of fictive organisations, and only those, begin with X."),
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        """Keep the keys for sorting and searching in step with the name."""
        self.sort_key, self.search_key = sort_key(self.name), fold(self.name)
        super().save(*args, **kwargs)


class UnitQuerySet(models.QuerySet):
    """Which parts of organisations."""

    def visible_to(self, user) -> UnitQuerySet:
        """Units are as public as their organisations."""
        return self.all() if user.is_authenticated else self.none()


class Unit(models.Model):
    """The part of an organisation that is assessed; one unit stands for the whole."""

    class Kind(models.TextChoices):
        """The whole organisation, or which sort of part."""

        WHOLE = "whole", _("The whole organisation")
        COMMITTEE = "committee", _("Committee")
        DEPARTMENT = "department", _("Department")
        COMPANY = "company", _("Company")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="units")
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.WHOLE)
    name = models.CharField(max_length=120, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        """Exactly one unit stands for the whole organisation."""

        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(kind="whole"), name="unit_one_whole_per_organisation"
            ),
        ]

    def __str__(self):
        return self.name or str(self.organisation)


class UserManager(BaseUserManager["User"]):
    """Makes users; e-mail addresses are compared in lower case on every database."""

    def create_user(self, email: str, password: str | None = None, **fields) -> User:
        """Make a user; without a password the account can't log in with one."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str) -> User:
        return self.get(email=username.strip().lower())

    def visible_to(self, user) -> models.QuerySet[User]:
        """Oneself and the people of one's own organisations."""
        if not user.is_authenticated:
            return self.none()
        own = Membership.objects.current().filter(user=user).values("organisation")
        colleagues = Membership.objects.filter(organisation__in=own).values("user")
        return self.filter(Q(pk=user.pk) | Q(pk__in=colleagues))


class User(AbstractBaseUser):
    """A person who logs in. People who leave are made anonymous, never deleted, so that their work stays."""

    email = models.EmailField(_("E-mail"), unique=True)
    display_name = models.CharField(_("Name or function"), max_length=120, blank=True)
    language = models.CharField(max_length=2, choices=Language, blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)
    anonymised_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    objects = UserManager()

    def __str__(self):
        return self.display_name or self.email

    def save(self, *args, **kwargs):
        """Lower-case the address in Python: SQLite only knows the case of a–z."""
        self.email = self.email.strip().lower()
        super().save(*args, **kwargs)

    def can(self, permission: Permission, organisation: Organisation) -> bool:
        """May this person do this there? Administrators may do in every organisation what their role allows."""
        if not self.is_active:
            return False
        return any(
            permission in ROLE_PERMISSIONS[membership.role]
            for membership in self.current_memberships()
            if membership.organisation_id == organisation.pk or membership.role == Role.ADMINISTRATOR
        )

    def current_memberships(self) -> list[Membership]:
        """The memberships that have not ended, fetched once per request."""
        if not hasattr(self, "_current_memberships"):
            found = Membership.objects.current().filter(user=self).select_related("organisation").order_by("pk")
            self._current_memberships = list(found)
        return self._current_memberships


class MembershipQuerySet(models.QuerySet):
    """Which memberships."""

    def current(self) -> MembershipQuerySet:
        """Those that have not ended, of accounts that are active."""
        return self.filter(ended_at=None, user__is_active=True)

    def visible_to(self, user) -> MembershipQuerySet:
        """One's own."""
        return self.filter(user=user) if user.is_authenticated else self.none()

    def organisations_where(self, user, permission: Permission) -> list[int]:
        """Ids of the organisations in which a user's own role carries a permission; memberships are fetched once."""
        if not user.is_authenticated:
            return []
        return [
            found.organisation_id for found in user.current_memberships() if permission in ROLE_PERMISSIONS[found.role]
        ]


class Membership(models.Model):
    """That a person has a role in an organisation; one person may hold several."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    level = models.CharField(max_length=20, choices=Level, blank=True)
    started_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        """The same role is held once at a time."""

        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=Q(ended_at=None),
                name="membership_unique_while_current",
            ),
        ]

    def __str__(self):
        return f"{self.user}, {self.get_role_display()}, {self.organisation}"


class AppendOnlyError(TypeError):
    """Raised when something that is never changed is about to be changed."""


class AppendOnlyQuerySet(models.QuerySet):
    """Rows that are written once."""

    def update(self, **kwargs):
        raise AppendOnlyError(f"{self.model.__name__} rows are never changed")

    def delete(self):
        raise AppendOnlyError(f"{self.model.__name__} rows are never deleted")

    def bulk_create(self, *args, update_conflicts=False, **kwargs):
        if update_conflicts:
            raise AppendOnlyError(f"{self.model.__name__} rows are never changed")
        return super().bulk_create(*args, **kwargs)

    def bulk_update(self, *args, **kwargs):
        raise AppendOnlyError(f"{self.model.__name__} rows are never changed")


class AppendOnlyModel(models.Model):
    """A row that is written once and then stays as it is."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise AppendOnlyError(f"{type(self).__name__} rows are never changed")
        super().save(*args, **(kwargs | {"force_insert": True}))

    def delete(self, *args, **kwargs):
        raise AppendOnlyError(f"{type(self).__name__} rows are never deleted")


class AuditEntryQuerySet(AppendOnlyQuerySet):
    """Which audit entries."""

    def visible_to(self, user) -> AuditEntryQuerySet:
        """What was done in the organisations where one is a strategist."""
        own = Membership.objects.organisations_where(user, Permission.EDIT_ASSESSMENT)
        return self.filter(organisation__in=own)


class AuditEntry(AppendOnlyModel):
    """That somebody changed something: who, when, what and where, never the text itself."""

    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="audit_entries")
    source = models.CharField(max_length=20)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="audit_entries"
    )
    verb = models.CharField(max_length=40)
    object = models.CharField(max_length=200)
    fields = models.CharField(max_length=300, blank=True)
    request_id = models.CharField(max_length=36, blank=True)

    objects = AuditEntryQuerySet.as_manager()

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.object}"
