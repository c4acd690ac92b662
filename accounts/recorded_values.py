"""Which values the record may hold: numbers, days, choices and which row, never anything that somebody has typed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time

from django.core.exceptions import FieldDoesNotExist
from django.db import models

# A text field is recorded only when its values are chosen from a list.
PLAIN_FIELDS = (models.BooleanField, models.IntegerField, models.DateField, models.TimeField, models.ForeignKey)
# The ways from a row to the round that it belongs to.
TO_THE_ROUND = ("participation", "assessment", "submission", "group", "pilot", "meeting")


class Before(dict[str, object]):
    """The names of changed fields, each with what it held before."""


def recorded_values(what: models.Model, fields: Iterable[str]) -> dict[str, list]:
    """For each of the fields that may be recorded what it holds now, as [now] or, from ``Before``, [before, now]."""
    values = {}
    for name in fields:
        if (field := _plain_field(what, name)) is not None:
            now = _written(getattr(what, field.attname))
            values[name] = [_written(fields[name]), now] if isinstance(fields, Before) else [now]
    return values


def _plain_field(what: models.Model, name: str) -> models.Field | None:
    try:
        field = what._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return field if isinstance(field, PLAIN_FIELDS) or getattr(field, "choices", None) else None  # type: ignore[return-value]


def _written(value: object) -> str | int | bool | None:
    """A value as JSON holds it; a row by its number."""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, date | time):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int) else str(value)


def round_of(what: models.Model) -> int | None:
    """The number of the learning round that a row belongs to, if any. This app can't import what a round is."""
    if what._meta.model_name == "learninground":
        return what.pk
    if hasattr(what, "round_id"):
        return what.round_id
    way = next((name for name in TO_THE_ROUND if hasattr(what.__class__, name)), None)
    return round_of(getattr(what, way)) if way else None
