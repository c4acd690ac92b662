"""The tables of one organisation in a round: levels for those who see its dashboard, the rest for its own people."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments.models import Measure
from learning_rounds.models import ChainEntry, Participation, PilotActivity
from reports.dashboard import dashboard_for
from reports.exports.cells import (
    CHANGE,
    Cell,
    Count,
    Missing,
    Table,
    Text,
    change_of,
    day_or_missing,
    level_of,
    text_or_missing,
)
from reports.tables import FootRow, StepRow

Builder = Callable[[Participation, object], Table]


def organisation_table(participation: Participation, name: str, user) -> Table:
    """A table of reports.exports.places.ORGANISATION_TABLES as a person may see it, in the active language.

    A constant number of queries. Texts reach it only through what the person sees.
    """
    builders: dict[str, Builder] = {
        "nivaer": _levels,
        "nasta-steg": _measures,
        "pilotverksamheter": _pilots,
        "resultatkedja": _chain,
    }
    return builders[name](participation, user)


def _table(participation: Participation, name: str, title: str, **parts) -> Table:
    """With a name, notes and language in common; ``parts`` are the rest."""
    organisation, learning_round = participation.organisation, participation.round
    today = date_format(timezone.localdate())
    words = {"organisation": organisation.name, "round": learning_round.name, "date": today}
    about = _("%(organisation)s, %(round)s. Exported %(date)s.") % words
    return Table(
        name=slugify(f"{organisation.code}-{learning_round.slug}-{name}"),
        title=f"{organisation.name}: {title}",
        notes=(about, *parts.pop("notes", ())),
        language=get_language() or "sv",
        **parts,
    )


def _levels(participation: Participation, user) -> Table:
    """The dashboard's table, with the full names of the steps."""
    printed = dashboard_for(participation, user).table
    names = {step.number: step.name for step in participation.round.checklist.steps.all()}
    steps = [(Count(row.number), Text(names[row.number]), *_figures(row)) for row in printed.rows]
    foot = [(Text(row.name), Missing(""), *_figures(row)) for row in printed.foot]
    return _table(
        participation,
        "nivaer",
        _("level per step and meeting"),
        headings=(_("Step"), _("Name"), *printed.heads, CHANGE),
        rows=(*steps, *foot),
        notes=(_("The levels are self-assessments. Nobody else has reviewed them."), *printed.notes),
        sums=len(foot),
    )


def _figures(row: StepRow | FootRow) -> tuple[Cell, ...]:
    return (*(level_of(cell) for cell in row.cells), change_of(row))


def _measures(participation: Participation, user) -> Table:
    found = Measure.objects.visible_to(user).filter(participation=participation)
    return _table(
        participation,
        "nasta-steg",
        _("next actions"),
        headings=(
            *(_("Step"), _("Name"), _("What"), _("Responsible"), _("Done by")),
            *(_("Status"), _("Dropped because"), _("Written before")),
        ),
        rows=tuple(
            (
                Count(measure.step.number),
                Text(measure.step.name),
                Text(measure.text),
                text_or_missing(measure.responsible),
                day_or_missing(measure.due_on),
                Text(measure.get_state_display()),
                text_or_missing(measure.dropped_because),
                Text(measure.meeting.title),
            )
            for measure in found.select_related("step", "meeting").in_order()
        ),
    )


def _pilots(participation: Participation, user) -> Table:
    found = PilotActivity.objects.visible_to(user).filter(participation=participation)
    return _table(
        participation,
        "pilotverksamheter",
        _("pilot activities"),
        headings=(
            _("Name"),
            _("Service or area"),
            _("Department or unit"),
            _("Problem"),
            _("Goal"),
            _("Responsible"),
            _("Starts"),
            _("Ends"),
            _("Status"),
        ),
        rows=tuple(
            (
                Text(pilot.name),
                text_or_missing(pilot.area),
                text_or_missing(pilot.department),
                text_or_missing(pilot.problem),
                text_or_missing(pilot.goal),
                text_or_missing(pilot.responsible),
                day_or_missing(pilot.starts_on),
                day_or_missing(pilot.ends_on),
                Text(pilot.get_status_display()),
            )
            for pilot in found.in_order()
        ),
    )


def _chain(participation: Participation, user) -> Table:
    """One row for each entry, numbered, so that "leads to" can name others by their numbers."""
    found = ChainEntry.objects.visible_to(user).filter(participation=participation).in_order()
    entries = list(found.select_related("pilot").prefetch_related("steps", "goals", "links_out"))
    numbers = {entry.pk: number for number, entry in enumerate(entries, start=1)}
    return _table(
        participation,
        "resultatkedja",
        _("results chain"),
        headings=(
            _("No."),
            _("Level in the chain"),
            _("What"),
            _("State"),
            _("Pilot activity"),
            _("Steps"),
            _("Policy goals"),
            _("Leads to no."),
        ),
        rows=tuple(_entry(entry, numbers) for entry in entries),
    )


def _entry(entry: ChainEntry, numbers: dict[int, int]) -> tuple[Cell, ...]:
    steps = sorted(step.number for step in entry.steps.all())
    goals = sorted(entry.goals.all(), key=lambda found: found.goal)
    targets = sorted(numbers[link.target_id] for link in entry.links_out.all())
    return (
        Count(numbers[entry.pk]),
        Text(entry.get_level_display()),
        Text(entry.text),
        Text(entry.get_state_display()),
        Missing() if entry.pilot is None else Text(entry.pilot.name),
        text_or_missing(", ".join(map(str, steps))),
        text_or_missing("; ".join(found.get_goal_display() for found in goals)),
        text_or_missing(", ".join(map(str, targets))),
    )
