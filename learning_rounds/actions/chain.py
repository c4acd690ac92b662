"""Verbs of the results chain: save an entry with its steps, policy goals and links, delete one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.errors import ActionRefused
from accounts.models import User
from accounts.revisions import forget_texts
from accounts.saving import refuse_if_changed, save_changes, validate
from learning_rounds.actions.work import current
from learning_rounds.lock import lock_for_writing
from learning_rounds.models import ChainEntry, ChainEntryGoal, ChainLink, Participation


class LevelTooLow(ActionRefused):
    """An entry would lead to one that does not stand at a higher level."""

    def __init__(self):
        super().__init__(_("An entry only leads to entries at higher levels. Choose others, or another level."))


@dataclass(frozen=True)
class EntryAnswer:
    """An entry as it was written: its own fields by name, and by key its steps, policy goals and what it leads to."""

    values: Mapping[str, object]
    steps: frozenset[int] = field(default_factory=frozenset)
    goals: frozenset[int] = field(default_factory=frozenset)
    leads_to: frozenset[int] = field(default_factory=frozenset)
    version: int = 0


@transaction.atomic
def save_entry(*, participation: Participation, entry: int | None, answer: EntryAnswer, by: User) -> ChainEntry:
    """Save an entry of the results chain (``entry``: its key, None for a new one).

    Raises ActionRefused when the organisation can't write any more or something chosen is not its own, LevelTooLow when
    a link would not lead upwards, SavedMeanwhile or DeletedMeanwhile when somebody else was there first.
    """
    lock_for_writing(participation)
    found = None if entry is None else current(participation.chain_entries.all(), entry, participation.organisation)
    _check_choices(participation, found, answer)
    _check_levels(participation, found, answer)
    if found is None:
        found = ChainEntry(participation=participation, saved_by=by, **answer.values)
        validate(found)
        found.save()
        record("add-chain-entry", found, by=by, organisation=participation.organisation, fields=answer.values)
        _save_relations(found, answer)
        return found
    also = _changed_relations(found, answer)
    if changed := save_changes(found, answer.values, version=answer.version, by=by, also=also):
        record("change-chain-entry", found, by=by, organisation=participation.organisation, fields=changed)
        _save_relations(found, answer)
    return found


def _check_choices(participation: Participation, entry: ChainEntry | None, answer: EntryAnswer) -> None:
    """Pilot, steps and targets belong to the organisation and its checklist; steps that it has may stay."""
    pilot = answer.values.get("pilot")
    own_targets = participation.chain_entries.filter(pk__in=answer.leads_to).count()
    new_steps = answer.steps - (_related(entry)["steps"] if entry else frozenset())
    own_steps = participation.round.checklist.steps.filter(pk__in=new_steps).count()
    if pilot is not None and not participation.pilots.filter(pk=pilot.pk).exists():  # type: ignore[attr-defined]
        raise ActionRefused(_("The pilot activity is gone. Choose another, or none."))
    if own_targets != len(answer.leads_to):
        raise ActionRefused(_("Something that it should lead to is gone. Choose again."))
    if own_steps != len(new_steps):
        raise ActionRefused(_("The step does not belong to the checklist of this round."))


def _check_levels(participation: Participation, entry: ChainEntry | None, answer: EntryAnswer) -> None:
    """Everything that it leads to stands higher, and what leads to it stands lower, also after a change of level."""
    level = answer.values["level"]
    lower = participation.chain_entries.filter(pk__in=answer.leads_to, level__lte=level)
    if lower.exists():
        raise LevelTooLow
    if entry is not None and entry.links_in.filter(source__level__gte=level).exists():
        raise ActionRefused(
            _("Entries at this level or higher lead here. Remove those links first, or keep the level.")
        )


def _related(entry: ChainEntry) -> dict[str, frozenset[int]]:
    """The saved steps, policy goals and targets, by the name of the answer's field."""
    return {
        "steps": frozenset(entry.steps.values_list("pk", flat=True)),
        "goals": frozenset(entry.goals.values_list("goal", flat=True)),
        "leads_to": frozenset(entry.links_out.values_list("target_id", flat=True)),
    }


def _changed_relations(entry: ChainEntry, answer: EntryAnswer) -> list[str]:
    return [name for name, keys in _related(entry).items() if getattr(answer, name) != keys]


def _save_relations(entry: ChainEntry, answer: EntryAnswer) -> None:
    """Make steps, policy goals and links what was chosen; what stays is not written again."""
    saved = _related(entry)
    entry.steps.set(answer.steps)
    entry.goals.exclude(goal__in=answer.goals).delete()
    ChainEntryGoal.objects.bulk_create(
        ChainEntryGoal(entry=entry, goal=goal) for goal in sorted(answer.goals - saved["goals"])
    )
    entry.links_out.exclude(target__in=answer.leads_to).delete()
    ChainLink.objects.bulk_create(
        ChainLink(source=entry, target_id=target) for target in sorted(answer.leads_to - saved["leads_to"])
    )


@transaction.atomic
def delete_entry(*, participation: Participation, entry: int, version: int, by: User) -> None:
    """Delete an entry with its links.

    Raises ChangedBeforeDeletion when it has been saved since it was shown with this ``version``.
    """
    lock_for_writing(participation)
    found = current(participation.chain_entries.all(), entry, participation.organisation)
    refuse_if_changed(found, version)
    record("delete-chain-entry", found, by=by, organisation=participation.organisation)
    forget_texts(found)
    found.delete()
