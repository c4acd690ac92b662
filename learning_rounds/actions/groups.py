"""Groups of a round, and who is in which of them as participant or mentor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts.audit import last_entry, record, record_all
from accounts.errors import ActionRefused
from accounts.models import User, fold
from accounts.recorded_values import Before
from accounts.saving import refresh, refuse_if_changed, save_changes, validate, who_did
from learning_rounds.lock import locked
from learning_rounds.models import LearningGroup, LearningRound, Participation


@dataclass(frozen=True)
class Placement:
    """Where an organisation is: the id of its group (None: in none) and its role."""

    group: int | None
    role: str

    @classmethod
    def of(cls, participation: Participation) -> Placement:
        """Where it is now."""
        return cls(participation.group_id, participation.role)


class PlacedMeanwhile(ActionRefused):
    """Somebody else placed the same organisations after the form was opened; ``participations`` are those."""

    def __init__(self, participations: list[Participation]):
        self.participations = participations
        names = ", ".join(str(participation.organisation) for participation in participations)
        entry = last_entry(verb="place-participation", object__startswith=f"participation {participations[0].pk}:")
        super().__init__(
            _("%(person)s changed %(organisations)s on %(when)s. Choose again and save.")
            % (who_did(entry) | {"organisations": names})
        )


@transaction.atomic
def add_group(*, learning_round: LearningRound, values: Mapping[str, object], by: User) -> LearningGroup:
    """Add a group (``values`` by field name); the same one asked for again (a double click) is given back."""
    found = locked(learning_round)
    same = found.groups.filter(**values).first()
    if same is not None:
        return same
    _refuse_taken_name(found, str(values["name"]))
    made = LearningGroup(round=found, saved_by=by, **values)
    validate(made)
    made.save()
    record("add-group", made, by=by, organisation=found.owner, fields=values)
    return made


@transaction.atomic
def change_group(*, group: LearningGroup, values: Mapping[str, object], version: int, by: User) -> None:
    """Change name or basis. Raises SavedMeanwhile when somebody else saved since ``version``."""
    found = locked(group.round)
    refresh(group)
    _refuse_taken_name(found, str(values["name"]), group)
    if changed := save_changes(group, values, version=version, by=by):
        record("change-group", group, by=by, organisation=found.owner, fields=changed)


@transaction.atomic
def delete_group(*, group: LearningGroup, version: int, by: User) -> None:
    """Delete a group with its own dates of meetings; its organisations stay in the round, in no group.

    Raises ChangedBeforeDeletion when it has been saved since it was shown with this ``version``, ActionRefused when its
    organisations have shared something with each other.
    """
    found = locked(group.round)
    refresh(group)
    refuse_if_changed(group, version)
    record("delete-group", group, by=by, organisation=found.owner)
    try:
        group.delete()
    except models.ProtectedError as error:
        raise ActionRefused(_("Something has been shared with this group, so it can't be deleted.")) from error


@transaction.atomic
def place_organisations(
    *, learning_round: LearningRound, seen: Mapping[int, Placement], chosen: Mapping[int, Placement], by: User
) -> list[Participation]:
    """Put organisations into groups and roles: where each was ``seen``, and where it shall be, by participation id.

    Only what the writer changed is saved. Raises PlacedMeanwhile when somebody else changed one of those otherwise.
    """
    found = locked(learning_round)
    participations = found.participations.select_related("organisation").in_order()
    moved = [each for each in participations if each.pk in chosen and chosen[each.pk] != seen.get(each.pk)]
    changed = [each for each in moved if Placement.of(each) != chosen[each.pk]]
    if overtaken := [each for each in changed if Placement.of(each) != seen.get(each.pk)]:
        raise PlacedMeanwhile(overtaken)
    _refuse_unknown_groups(found, (chosen[each.pk] for each in changed))
    before = {each.pk: Before(group=each.group_id, role=each.role) for each in changed}
    for participation in changed:
        participation.group_id, participation.role = chosen[participation.pk].group, chosen[participation.pk].role
    Participation.objects.bulk_update(changed, ["group", "role"])
    record_all("place-participation", changed, by=by, organisation=found.owner, before=lambda each: before[each.pk])
    return changed


def _refuse_unknown_groups(learning_round: LearningRound, placements: Iterable[Placement]) -> None:
    known = {None, *learning_round.groups.values_list("pk", flat=True)}
    if any(placement.group not in known for placement in placements):
        raise ActionRefused(_("A group that you chose has been deleted meanwhile. Choose again and save."))


def _refuse_taken_name(learning_round: LearningRound, name: str, of: LearningGroup | None = None) -> None:
    if fold(name) in {fold(other.name) for other in learning_round.groups.all() if other != of}:
        raise ActionRefused(_("There is a group called “%(name)s” already.") % {"name": name})
