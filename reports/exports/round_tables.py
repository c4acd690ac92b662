"""The tables of a round for those who follow it: means, who has submitted, levels at one meeting, organisations."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from learning_rounds.models import LearningRound, Participation
from reports.cohort import Cohort, RoleHeat, cohort_for, role_table
from reports.cohort_source import Source, fetch
from reports.exports.cells import (
    CHANGE,
    Cell,
    Change,
    Count,
    Level,
    Missing,
    Table,
    Text,
    change_of,
    day_or_missing,
    level_of,
    text_or_missing,
)
from reports.exports.places import TABLE_OF_ROLE
from reports.tables import NO_VALUE, FootRow, OrganisationRow, StepRow

Role = Participation.Role


def round_table(learning_round: LearningRound, name: str, *, chosen: str = "") -> Table:
    """A table of reports.exports.places.ROUND_TABLES, in the active language.

    ``chosen`` is the meeting of the table of levels, as in reports.cohort.cohort_for. A constant number of queries.
    """
    builders: dict[str, Callable[[], Table]] = {
        "deltagare": lambda: means(fetch(learning_round, timezone.localdate()), Role.PARTICIPANT),
        "mentorer": lambda: means(fetch(learning_round, timezone.localdate()), Role.MENTOR),
        "status": lambda: _status(cohort_for(learning_round)),
        "nivaer": lambda: _levels(cohort_for(learning_round, chosen=chosen)),
        "svarast": lambda: _hardest(cohort_for(learning_round, chosen=chosen)),
        "organisationer": lambda: _organisations(learning_round),
    }
    return builders[name]()


def means(source: Source, role: str) -> Table:
    """Table 1 of a round: the means of its active participants, or of its mentors, by step and meeting."""
    part = role_table(source, role)
    printed = part.table
    return Table(
        name=_file_name(source.round, TABLE_OF_ROLE[Role(role)]),
        title=_("Table 2. The mentors' means") if role == Role.MENTOR else _("Table 1. The participants' means"),
        headings=(_("Step"), _("Name"), *printed.heads, CHANGE),
        rows=(
            *((Count(row.number), Text(row.name), *figures(row)) for row in printed.rows),
            (Text(_("Total")), Missing(""), *figures(printed.total)),
        ),
        notes=(*_about(source.round), printed.title, *part.notes),
        language=get_language() or "sv",
        sums=1,
    )


def figures(row: StepRow | FootRow) -> Iterator[Cell]:
    """The levels of a row at each meeting, and their change."""
    yield from (level_of(cell) for cell in row.cells)
    yield change_of(row)


def _status(cohort: Cohort) -> Table:
    return Table(
        name=_file_name(cohort.round, "status"),
        title=_("How far each organisation is before each meeting"),
        headings=(_("Organisation"), _("Role and group"), *cohort.meetings, _("Last change")),
        rows=tuple(
            (
                Text(row.name),
                Text(row.place),
                *(Text(", ".join(filter(None, [cell.text, cell.note]))) for cell in row.cells),
                day_or_missing(row.changed_on),
            )
            for row in cohort.rows
        ),
        notes=(*_about(cohort.round), cohort.sentence),
        language=get_language() or "sv",
    )


def _levels(cohort: Cohort) -> Table:
    if cohort.levels is None:
        return _no_levels(cohort.round)
    parts, meeting = cohort.levels.parts, cohort.levels.meeting
    return Table(
        name=_file_name(cohort.round, "nivaer", meeting),
        title=_("Level per step and organisation at %(meeting)s") % {"meeting": meeting},
        headings=(_("Step"), _("Name"), *(heading for part in parts for heading in _heads(part))),
        rows=tuple(
            (Count(row[0].number), Text(row[0].name), *(cell for part in row for cell in _levels_of(part)))
            for row in cohort.levels.rows
        ),
        notes=(*_about(cohort.round), *parts[0].heat.notes),
        language=get_language() or "sv",
    )


def _no_levels(learning_round: LearningRound) -> Table:
    return Table(
        name=_file_name(learning_round, "nivaer"),
        title=_("Level per step and organisation"),
        headings=(_("Step"), _("Name")),
        rows=(),
        notes=(*_about(learning_round), _("No level has been submitted yet.")),
        language=get_language() or "sv",
    )


def _heads(part: RoleHeat) -> Iterator[str]:
    yield from (head.name for head in part.heat.heads)
    yield _("Mentors' mean") if part.role == Role.MENTOR else _("Participants' mean")
    yield _("Mentors' spread") if part.role == Role.MENTOR else _("Participants' spread")


def _levels_of(row: OrganisationRow) -> Iterator[Cell]:
    yield from map(level_of, row.cells)
    yield level_of(row.mean)
    yield Missing() if row.spread_value is None else Level(row.spread_value)


def _hardest(cohort: Cohort) -> Table:
    cards = cohort.hardest.cards if cohort.hardest else ()
    notes = (
        (cohort.hardest.counted, *cohort.hardest.notes) if cohort.hardest else (_("No level has been submitted yet."),)
    )
    return Table(
        name=_file_name(cohort.round, "svarast", cohort.hardest.meeting if cohort.hardest else ""),
        title=_("The hardest steps at %(meeting)s")
        % {"meeting": cohort.hardest.meeting if cohort.hardest else NO_VALUE},
        headings=(_("What"), _("Step"), _("Name"), _("Value"), "n"),
        rows=tuple(
            (
                Text(card.label),
                Count(step.number),
                Text(step.name),
                Change(step.value) if card.is_change else Level(step.value),
                Count(step.n),
            )
            for card in cards
            for step in card.steps
        ),
        notes=(*_about(cohort.round), *notes),
        language=get_language() or "sv",
    )


def _organisations(learning_round: LearningRound) -> Table:
    participations = learning_round.participations.select_related("organisation", "group").in_order()
    return Table(
        name=_file_name(learning_round, "organisationer"),
        title=_("Organisations in the round"),
        headings=(
            _("Code"),
            _("Organisation"),
            _("Kind"),
            _("County"),
            _("Role"),
            _("Group"),
            _("Status"),
            _("Left the round"),
        ),
        rows=tuple(_organisation(participation) for participation in participations),
        notes=_about(learning_round),
        language=get_language() or "sv",
    )


def _organisation(participation: Participation) -> tuple[Cell, ...]:
    organisation, group = participation.organisation, participation.group
    return (
        Text(organisation.code),
        Text(organisation.name),
        Text(organisation.get_kind_display()),
        text_or_missing(organisation.county),
        Text(participation.get_role_display()),
        Missing() if group is None else Text(group.name),
        Text(participation.get_status_display()),
        day_or_missing(participation.withdrawn_on),
    )


def _file_name(learning_round: LearningRound, *parts: str) -> str:
    return slugify("-".join(filter(None, [learning_round.slug, *parts])))


def _about(learning_round: LearningRound) -> tuple[str, str]:
    return (
        _("%(round)s. Exported %(date)s.") % {"round": learning_round.name, "date": date_format(timezone.localdate())},
        _("The levels are self-assessments. Nobody else has reviewed them."),
    )
