"""Organisations and their parts, sorted and searched as in Swedish."""

from __future__ import annotations

import unicodedata

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

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
