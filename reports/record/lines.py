"""Entries of the record as lines to read: who, what and where, and what a value was before and is now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import AuditEntry
from checklists.scale import from_half_steps, show
from reports.record.words import done, field_word, somebody

APPS = ("accounts", "checklists", "learning_rounds", "assessments", "reports")
NUMBERED = ("stepscore", "measure")  # what ends with the number of its step
NOTHING = "–"


@dataclass(frozen=True)
class Line:
    """One entry: "Anna" "saved step 3"; where; and what changed, a short text for each field."""

    at: datetime
    who: str
    done: str
    where: str
    changes: tuple[str, ...]
    request_id: str


def lines_of(entries: Iterable[AuditEntry], language: str) -> list[Line]:
    """The lines of entries that come with their people; one query per kind of row that values lead to."""
    found = list(entries)
    names = _names(found)
    return [_line(entry, names, language) for entry in found]


def _line(entry: AuditEntry, names: dict, language: str) -> Line:
    kind, where = _kind(entry), entry.object.partition(": ")[2]
    number = ""
    if kind in NUMBERED:
        where, _comma, number = where.rpartition(", ")
    changes = tuple(_change(entry, name, names, language) for name in filter(None, entry.fields.split(", ")))
    who = somebody(entry.actor, entry.source)
    return Line(entry.at, who, done(entry.verb, number), where, changes, entry.request_id)


def _kind(entry: AuditEntry) -> str:
    return entry.object.partition(" ")[0]


def _change(entry: AuditEntry, name: str, names: dict, language: str) -> str:
    """ "level: 2 → 2,5" where the values are known, "reason" where somebody has typed them."""
    word = field_word(name)
    values = entry.values.get(name)
    if not values:
        return word
    field = _field(_kind(entry), name)
    return f"{word}: {' → '.join(_shown(field, value, names, language) for value in values)}"


def _shown(field: Any, value: Any, names: dict, language: str) -> str:
    """A value as people read it; what can't be read any more, as it stands."""
    if value is None or value == "":
        return NOTHING
    if field is None:
        return str(value)
    if field.name == "half_steps":
        return show(from_half_steps(value), language)
    if field.remote_field:
        return names.get((field.related_model, value), str(value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(field, models.DateField):
        return _day(str(value))
    return str(dict(field.flatchoices).get(value, value))


def _day(text: str) -> str:
    try:
        return date_format(date.fromisoformat(text[:10]))
    except ValueError:
        return text


def _field(kind: str, name: str) -> Any:
    """The field that an entry is about, None when there is no such field any more."""
    model = next((model for model in _models() if model._meta.model_name == kind), None)
    try:
        return model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        return None


def _models() -> list[type[models.Model]]:
    return [model for app in APPS for model in apps.get_app_config(app).get_models()]


def _names(entries: list[AuditEntry]) -> dict[tuple[Any, Any], str]:
    """What the rows that values lead to are called now, by model and number."""
    keys: dict[Any, set[Any]] = defaultdict(set)
    for entry in entries:
        for name, values in entry.values.items():
            field = _field(_kind(entry), name)
            if field is not None and field.remote_field:
                keys[field.related_model] |= {value for value in values if value is not None}
    return {
        (model, pk): str(row)
        for model, wanted in keys.items()
        for pk, row in model._base_manager.select_related(*_spoken(model)).in_bulk(wanted).items()
    }


def _spoken(model: type[models.Model]) -> list[str]:
    """What is fetched along with rows, since they are called by it."""
    return [name for name in ("participation__organisation", "participation__round") if _has(model, "participation")]


def _has(model: type[models.Model], name: str) -> bool:
    return any(field.name == name for field in model._meta.concrete_fields)
