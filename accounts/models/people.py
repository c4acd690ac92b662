"""People, and where they belong."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models.organisations import Organisation
from accounts.permissions import COORDINATING_ROLES, ROLE_PERMISSIONS, Permission, Role, roles_up_to


class Language(models.TextChoices):
    """The languages of the interface."""

    SWEDISH = "sv", _("Swedish")
    ENGLISH = "en", _("English")


class Level(models.TextChoices):
    """Where in the governance chain a person works."""

    POLITICS = "politics", _("Politics")
    ADMINISTRATION = "administration", _("Administration")
    OPERATIONS = "operations", _("Operations")


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
    warned_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    anonymised_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    objects = UserManager()

    class Meta:
        """An account that was closed since nobody used it can't be used, nor one without a person."""

        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None, anonymised_at=None) | Q(is_active=False), name="user_closed_is_inactive"
            ),
        ]

    def __str__(self):
        return gettext("former user") if self.anonymised_at else self.display_name or self.email

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

    def roles_to_give(self, organisation: Organisation) -> list[Role]:
        """The roles that this person may give and take in an organisation: none above their own."""
        held = [
            membership.role
            for membership in self.current_memberships()
            if Permission.MANAGE_PEOPLE in ROLE_PERMISSIONS[membership.role]
            and (membership.organisation_id == organisation.pk or membership.role == Role.ADMINISTRATOR)
        ]
        below = [role for role in Role if any(role in roles_up_to(each) for each in held)]
        return [role for role in below if organisation.can_coordinate or role not in COORDINATING_ROLES]

    def current_memberships(self) -> list[Membership]:
        """The memberships that have not ended, fetched once per request."""
        if not hasattr(self, "_current_memberships"):
            found = Membership.objects.current().filter(user=self).select_related("organisation").order_by("pk")
            self._current_memberships = list(found)
        return self._current_memberships


def is_administrator(user) -> bool:
    """Administrators see every round (levels only) and the people of every organisation."""
    return user.is_authenticated and any(m.role == Role.ADMINISTRATOR for m in user.current_memberships())


def managed_by(user) -> Q:
    """For rows that have an organisation: those of the organisations whose people a person looks after."""
    if is_administrator(user):
        return ~Q(pk__in=[])  # an empty Q would vanish beside another
    return Q(organisation__in=Membership.objects.organisations_where(user, Permission.MANAGE_PEOPLE))


class MembershipQuerySet(models.QuerySet):
    """Which memberships."""

    def current(self) -> MembershipQuerySet:
        """Those that have not ended, of accounts that are active."""
        return self.filter(ended_at=None, user__is_active=True)

    def visible_to(self, user) -> MembershipQuerySet:
        """One's own, and those in the organisations whose people one looks after."""
        return self.filter(Q(user=user) | managed_by(user)) if user.is_authenticated else self.none()

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
