"""How a text has changed: its versions, each with the words that came and went."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import TextRevision, Versioned
from assessments.models import Measure, StepScore
from learning_rounds.models import ChainEntry, Participation, PilotActivity, PilotNote
from reports.models import Brief, Report
from reports.text_difference import Effort, Piece, difference

MOST = 20  # versions of a text on the page, the latest ones
NAMES = {
    "reason": gettext_lazy("Reason"),
    "evidence": gettext_lazy("Evidence"),
    "text": gettext_lazy("Text"),
    "dropped_because": gettext_lazy("Reason for dropping it"),
}


@dataclass(frozen=True)
class Version:
    """A text as somebody saved it, in pieces that say what was changed; ``at`` is None for what was there first."""

    at: datetime | None
    by: str
    pieces: list[Piece]


@dataclass(frozen=True)
class TextHistory:
    """The versions of one text, the latest first, and how many earlier ones are not shown."""

    name: str
    versions: list[Version]
    left_out: int


@dataclass(frozen=True)
class Kind:
    """Rows whose texts are kept: how they are found in a participation, and what they are called."""

    rows: Callable[[Participation], QuerySet]
    title: Callable[[Any], str]


# By the word in the address.
KINDS = {
    "moment": Kind(
        lambda own: StepScore.objects.filter(assessment__participation=own).select_related(
            "step", "assessment__meeting"
        ),
        lambda row: _("Step %(number)s, %(meeting)s") % {"number": row.step.number, "meeting": row.assessment.meeting},
    ),
    "nasta-steg": Kind(
        lambda own: Measure.objects.filter(participation=own).select_related("step"),
        lambda row: _("Next action of step %(number)s") % {"number": row.step.number},
    ),
    "pilot": Kind(lambda own: PilotActivity.objects.filter(participation=own), lambda row: row.name),
    "anteckning": Kind(
        lambda own: PilotNote.objects.filter(pilot__participation=own).select_related("pilot"),
        lambda row: _("Note about %(pilot)s") % {"pilot": row.pilot.name},
    ),
    "kedja": Kind(lambda own: ChainEntry.objects.filter(participation=own), lambda row: row.get_level_display()),
    "fragor": Kind(
        lambda own: Brief.objects.filter(participation=own).select_related("meeting"),
        lambda row: _("Questions to the politicians, %(meeting)s") % {"meeting": row.meeting},
    ),
    "rapport": Kind(lambda own: Report.objects.filter(participation=own), lambda row: _("Results report")),
}


def histories_of(row: Versioned, revisions: QuerySet[TextRevision]) -> list[TextHistory]:
    """What each text of a row has said, in the order of its fields. One query."""
    order = {name: place for place, name in enumerate(row.revised)}
    found = [each for each in revisions.select_related("saved_by") if each.field in order]
    found.sort(key=lambda revision: (order[revision.field], revision.pk))
    by_field = groupby(found, key=lambda revision: revision.field)
    effort = Effort()
    return [_history(_name(row, field), list(texts), effort) for field, texts in by_field]


def _name(row: Versioned, field: str) -> str:
    return str(NAMES.get(field) or capfirst(str(row._meta.get_field(field).verbose_name)))


def _history(name: str, revisions: list[TextRevision], effort: Effort) -> TextHistory:
    shown = revisions[-MOST:]
    earlier = revisions[-MOST - 1 : -MOST] if len(revisions) > MOST else []
    texts = [*(revision.text for revision in earlier), *(revision.text for revision in shown)]
    before = texts[:-1] if earlier else [None, *texts[:-1]]
    pairs = list(zip(shown, before, strict=True))
    versions = [_version(revision, old, effort) for revision, old in reversed(pairs)]
    return TextHistory(name, versions, left_out=len(revisions) - len(shown))


def _version(revision: TextRevision, before: str | None, effort: Effort) -> Version:
    pieces = [Piece(revision.text)] if before is None else difference(before, revision.text, effort)
    return Version(revision.saved_at, str(revision.saved_by) if revision.saved_by else _("Somebody"), pieces)
