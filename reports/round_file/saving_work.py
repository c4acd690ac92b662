"""Saves what organisations do between the meetings: pilot activities and the results chain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict

from accounts.models import Unit
from checklists.models import Step
from learning_rounds.models import (
    ChainEntry,
    ChainEntryGoal,
    ChainLink,
    Participation,
    PilotActivity,
    PilotNote,
)
from reports.round_file.rows import ParticipationRow, StepKey, UnitRow

Parts = Iterable[tuple[Participation, ParticipationRow]]
# By participation and the id in the file.
Pilots = Mapping[tuple[int, int | None], PilotActivity]


def save_pilots(parts: Parts, units: Mapping[tuple[int, UnitRow], Unit]) -> Pilots:
    """The pilot activities with their logs. Two queries."""
    rows = [(participation, row) for participation, part in parts for row in part.pilots]
    made = PilotActivity.objects.bulk_create(
        PilotActivity(
            participation=participation,
            unit=units[participation.organisation_id, row.unit] if row.unit else None,
            **{name: value for name, value in asdict(row).items() if name not in ("id", "unit", "notes")},
        )
        for participation, row in rows
    )
    PilotNote.objects.bulk_create(
        PilotNote(pilot=pilot, on=note.on, text=note.text)
        for pilot, (_participation, row) in zip(made, rows, strict=True)
        for note in row.notes
    )
    return {(pilot.participation_id, row.id): pilot for pilot, (_, row) in zip(made, rows, strict=True)}


def save_chains(parts: Parts, pilots: Pilots, steps: Mapping[StepKey, Step]) -> None:
    """The results chains: entries, their steps and policy goals, and what leads to what. Four queries."""
    rows = [(participation, row) for participation, part in parts for row in part.chain]
    made = ChainEntry.objects.bulk_create(
        ChainEntry(
            participation=participation,
            pilot=pilots.get((participation.pk, row.pilot)),
            level=row.level,
            state=row.state,
            text=row.text,
        )
        for participation, row in rows
    )
    entries = [(entry, row) for entry, (_participation, row) in zip(made, rows, strict=True)]
    by_id = {(entry.participation_id, row.id): entry for entry, row in entries}
    between = ChainEntry.steps.through
    between.objects.bulk_create(
        between(chainentry=entry, step=steps[step]) for entry, row in entries for step in row.steps
    )
    ChainEntryGoal.objects.bulk_create(
        ChainEntryGoal(entry=entry, goal=goal) for entry, row in entries for goal in row.goals
    )
    ChainLink.objects.bulk_create(
        ChainLink(source=entry, target=by_id[entry.participation_id, target])
        for entry, row in entries
        for target in row.leads_to
    )
