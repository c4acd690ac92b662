"""Erasing a person: the account becomes "former user", and the texts of organisations stay without the name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.memberships import end_at_once
from accounts.audit import record
from accounts.errors import ActionRefused
from accounts.models import Membership, User
from accounts.privacy.finding import Mention, mentions, rows_that_go, writing
from accounts.privacy.naming import Naming, naming_of
from accounts.privacy.registry import Table, all_tables
from accounts.security_log import security_event


@dataclass
class Erased:
    """What was done: how many rows went, by table, in which texts the person was named, and what is left."""

    removed: Counter[str] = field(default_factory=Counter)
    changed: list[Mention] = field(default_factory=list)
    left: list[Mention] = field(default_factory=list)


@transaction.atomic
def erase_person(*, person: User, names: Collection[str] = (), everywhere: bool, by: User | None) -> Erased:
    """Remove everything that says who a person was; what they wrote stays, by "former user".

    The e-mail address is taken out of every text. The name (what looks like one, and all of ``names``) is taken out
    ``everywhere``, or else in the organisations that the person has belonged to: elsewhere it may be somebody else's.
    Raises ActionRefused when that has been done already.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    if person.anonymised_at:
        raise ActionRefused(_("The account has been erased already."))
    done, naming = Erased(), naming_of(person, names)
    _end_memberships(person, by)
    _take_out_of_texts(person, naming, everywhere, done, by)
    _remove_rows(person, naming, done)
    _make_anonymous(person)
    record("erase-person", person, by=by)
    security_event("erase-person", user=by, person=person)
    done.left = list(mentions(naming, all_tables()))
    return done


def _end_memberships(person: User, by: User | None) -> None:
    for membership in Membership.objects.filter(user=person, ended_at=None).select_related("user", "organisation"):
        end_at_once(membership=membership, by=by)


def _take_out_of_texts(person: User, naming: Naming, everywhere: bool, done: Erased, by: User | None) -> None:
    own = list(Membership.objects.filter(user=person).values_list("organisation", flat=True))
    for table in writing():
        if everywhere:
            _change(table, naming, None, done, by)
            continue
        if table.organisation:
            _change(table, naming, Q(**{f"{table.organisation}__in": own}), done, by)
        _change(table, naming.only_addresses(), None, done, by)


def _change(table: Table, naming: Naming, where: Q | None, done: Erased, by: User | None) -> None:
    for mention in list(mentions(naming, [table], ("personal", "free_text"), where)):
        _rewrite(mention, naming, by)
        done.changed.append(mention)


def _rewrite(mention: Mention, naming: Naming, by: User | None) -> None:
    """The one place where a submitted text is changed: the plain query set knows nothing of append-only rows.

    The row is read again and locked, so that nobody's later save is lost; the version counts up, so that a form that
    somebody has open does not bring the name back unseen.
    """
    table, model = mention.table, mention.table.model_class
    row: models.Model = models.QuerySet(model).select_for_update().get(pk=mention.pk)
    values: dict[str, Any] = {name: _fitting(row, name, naming) for name in mention.values}
    if _counts_saves(table):
        values["version"] = F("version") + 1
    models.QuerySet(model).filter(pk=row.pk).update(**values)
    row.refresh_from_db()  # so that the record keeps the text without the name
    record("erase-name", row, by=by, organisation=_organisation_of(table, row), fields=list(mention.values))


def _counts_saves(table: Table) -> bool:
    """Has a row a version of its own? That of an earlier text is the version of the row it belonged to."""
    return "version" in table.fields("none") and table.model != "accounts.TextRevision"


def _fitting(row: models.Model, name: str, naming: Naming) -> Any:
    """The text without the person, in the space that the field has."""
    value = naming.taken_out(getattr(row, name))
    return value[: row._meta.get_field(name).max_length] if isinstance(value, str) else value


def _organisation_of(table: Table, row: models.Model) -> Any:
    """The organisation that a row belongs to, by the way that its table declares."""
    found: Any = row
    for part in table.organisation.split("__") if table.organisation else ():
        found = getattr(found, part)
    return found if found is not row else None


def _remove_rows(person: User, naming: Naming, done: Erased) -> None:
    for table in all_tables():
        if table.goes_with:
            done.removed[table.model] += rows_that_go(table, person).delete()[0]
    for session in Session.objects.iterator():
        data = session.get_decoded()
        if data.get("_auth_user_id") == str(person.pk) or naming.only_addresses().is_in(data):
            session.delete()
            done.removed["sessions.Session"] += 1


def _make_anonymous(person: User) -> None:
    """All that the account says, but that it was there and since when."""
    person.email = f"former-user-{person.pk}@erased.invalid"
    person.display_name = person.language = ""
    person.last_login = person.warned_at = person.closed_at = None
    person.is_active, person.anonymised_at = False, timezone.now()
    person.set_unusable_password()
    person.save()
