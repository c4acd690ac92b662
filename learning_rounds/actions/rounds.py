"""Make a round and change what it is called, when it runs, who owns it and what is asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.errors import ActionRefused
from accounts.models import Organisation, User
from accounts.saving import save_changes, validate
from checklists.models import Checklist
from learning_rounds.lock import lock_writers, locked
from learning_rounds.models import RESERVED_SLUGS, LearningRound
from learning_rounds.written import participations_written_in

SLUG_LENGTH = 60


@transaction.atomic
def create_round(
    *, name: str, starts_on: date, ends_on: date, owner: Organisation, checklist: Checklist | None, by: User
) -> LearningRound:
    """Make a draft that nobody but those who coordinate for ``owner`` can see; its address comes from the name.

    The same draft asked for again (a double click) is given back. ``checklist`` can be changed until somebody writes.
    Raises ActionRefused when the owner does not coordinate rounds or there is no checklist.
    """
    Organisation.objects.select_for_update().get(pk=owner.pk)  # two clicks at once make one round
    if not owner.can_coordinate:
        raise ActionRefused(_("%(organisation)s does not coordinate rounds.") % {"organisation": owner})
    if checklist is None:
        raise ActionRefused(_("There is no checklist to choose. An administrator has to load one first."))
    asked = {"name": name, "starts_on": starts_on, "ends_on": ends_on, "owner": owner}
    same = LearningRound.objects.filter(**asked, state=LearningRound.State.DRAFT).first()
    if same is not None:
        return same
    made = LearningRound(slug=free_slug(name), checklist=checklist, saved_by=by, **asked)
    validate(made)
    _save_unless_taken(made)
    record("create-round", made, by=by, organisation=owner, fields=asked)
    return made


def free_slug(name: str, of: LearningRound | None = None) -> str:
    """An address made from a name, with a number behind it when another round than ``of`` has it."""
    stem = slugify(name)[: SLUG_LENGTH - 4].strip("-_") or "omgang"
    others = LearningRound.objects.filter(slug__startswith=stem)
    taken = {*others.values_list("slug", flat=True), *RESERVED_SLUGS} - {of.slug if of else ""}
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (stem, *numbered) if slug not in taken)


def _save_unless_taken(learning_round: LearningRound) -> None:
    try:
        with transaction.atomic():
            learning_round.save()
    except IntegrityError as error:
        raise ActionRefused(_("Another round was given the same address just now. Save again.")) from error


@transaction.atomic
def change_round(
    *, learning_round: LearningRound, values: Mapping[str, object], version: int, by: User
) -> LearningRound:
    """Change name, dates or owner (``values`` by field name). The address follows the name until it is published.

    Raises SavedMeanwhile when somebody else saved since ``version``.
    """
    found = locked(learning_round)
    if found.is_draft and values.get("name", found.name) != found.name:
        values = {**values, "slug": free_slug(str(values["name"]), of=found)}
    if changed := save_changes(found, values, version=version, by=by):
        record("change-round", found, by=by, organisation=found.owner, fields=changed)
    return found


@transaction.atomic
def choose_checklist(*, learning_round: LearningRound, checklist: Checklist, version: int, by: User) -> LearningRound:
    """Choose what is asked, as long as nobody has written anything in the round."""
    found = locked(learning_round)
    lock_writers(found)
    if found.checklist_id != checklist.pk and (reason := why_checklist_kept(found)):
        raise ActionRefused(reason)
    if changed := save_changes(found, {"checklist": checklist}, version=version, by=by):
        record("change-round", found, by=by, organisation=found.owner, fields=changed)
    return found


def why_checklist_kept(learning_round: LearningRound) -> str:
    """Why another checklist can't be chosen any more, as a sentence; "" when it can."""
    if participations_written_in(learning_round):
        return _("Organisations have begun to write, so the round keeps its checklist.")
    return ""
