"""Verbs of organisations: keep them in step with what is given."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass

from django.db import transaction

from accounts.audit import record
from accounts.models import Organisation, Unit, User, fold, sort_key
from accounts.recorded_values import Before


@dataclass(frozen=True)
class OrganisationRow:
    """An organisation as reference data or a round file gives it; a code that begins with X makes it fictive."""

    code: str
    name: str
    kind: str = Organisation.Kind.MUNICIPALITY
    county: str = ""
    can_coordinate: bool = False


@transaction.atomic
def save_organisations(*, rows: Collection[OrganisationRow], by: User | None) -> list[Organisation]:
    """Make the organisations that are missing, each with its whole unit, and correct those that differ.

    Gives back the organisations that were made or changed, in the order of the rows. Run again it does nothing, in
    two queries.
    """
    known = Organisation.objects.filter(code__in=[row.code for row in rows]).in_bulk(field_name="code")
    made = [_organisation(row) for row in rows if row.code not in known]
    Organisation.objects.bulk_create(made)
    for organisation in made:
        record("add-organisation", organisation, by=by, organisation=organisation)
    changed = [known[row.code] for row in rows if row.code in known and _correct(known[row.code], row, by)]
    _add_whole_units([*known.values(), *made])
    return made + changed


def _organisation(row: OrganisationRow) -> Organisation:
    """A new organisation, ready for bulk_create, which does not call save()."""
    keys = {"sort_key": sort_key(row.name), "search_key": fold(row.name)}
    return Organisation(**asdict(row), **keys, is_fictive=row.code.startswith("X"))


def _correct(organisation: Organisation, row: OrganisationRow, by: User | None) -> bool:
    old = {name: getattr(organisation, name) for name in asdict(row)}
    fields = Before((name, old[name]) for name, value in asdict(row).items() if old[name] != value)
    for name in fields:
        setattr(organisation, name, getattr(row, name))
    if fields:
        organisation.save()
        record("change-organisation", organisation, by=by, organisation=organisation, fields=fields)
    return bool(fields)


def _add_whole_units(organisations: list[Organisation]) -> None:
    whole = set(Unit.objects.filter(kind=Unit.Kind.WHOLE).values_list("organisation_id", flat=True))
    Unit.objects.bulk_create(
        Unit(organisation=organisation) for organisation in organisations if organisation.pk not in whole
    )
