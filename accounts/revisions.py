"""Keeping what texts said: written with every entry of the record, by ``record`` itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db import models
from django.utils import timezone

from accounts.models import Organisation, TextRevision, User, Versioned
from accounts.recorded_values import Before

# What somebody writes without a longer break is one version, however often the page saves it.
BREAK = timedelta(minutes=10)


def keep_texts(
    what: models.Model, fields: Iterable[str], *, by: User | None, organisation: Organisation | None
) -> None:
    """Keep the changed texts of a row that is ``revised``; the first time also what they said before."""
    if organisation is None or not isinstance(what, Versioned):
        return
    kept = [name for name in fields if name in what.revised]
    latest = {found.field: found for found in TextRevision.objects.of(what).filter(field__in=kept)} if kept else {}
    new = []
    for name in kept:
        about = {"organisation": organisation, "kind": what._meta.model_name, "row": what.pk, "field": name}
        last, text, before = latest.get(name), getattr(what, name), fields[name] if isinstance(fields, Before) else ""
        if last is None and before:
            new.append(TextRevision(**about, version=max(what.version - 1, 1), text=str(before)))
        now = TextRevision(**about, version=what.version, text=text, saved_at=timezone.now(), saved_by=by)
        if last is not None and _goes_on(last, now):
            now.pk = last.pk
            now.save(force_update=True)
        elif text or before or last:
            new.append(now)
    TextRevision.objects.bulk_create(new)


def _goes_on(last: TextRevision, now: TextRevision) -> bool:
    """Is this the same person, who has not stopped writing?"""
    if last.saved_at is None or now.saved_at is None or now.saved_by is None:
        return False
    return last.saved_by_id == now.saved_by.pk and now.saved_at - last.saved_at < BREAK


def forget_texts(*rows: models.Model) -> None:
    """Take away what rows that are deleted have said."""
    for row in rows:
        TextRevision.objects.of(row).delete()
