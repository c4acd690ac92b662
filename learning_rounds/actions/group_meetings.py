"""Write and delete when and where a group meets."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import deletion_of, record
from accounts.errors import ActionRefused
from accounts.models import User
from accounts.saving import DeletedMeanwhile, SavedMeanwhile, refuse_if_changed, save_changes, validate
from learning_rounds.lock import locked
from learning_rounds.models import GroupMeeting, LearningGroup, LearningMeeting


@transaction.atomic
def save_group_meeting(
    *, group: LearningGroup, meeting: LearningMeeting, values: Mapping[str, object], version: int, by: User
) -> GroupMeeting | None:
    """Write when and where a group holds a meeting (``values`` by field name); None when there is nothing to write.

    Raises SavedMeanwhile when somebody else saved since ``version`` (0: nothing was there), DeletedMeanwhile when
    somebody deleted what was there, ActionRefused when the round is archived or the host is of another group.
    """
    learning_round = locked(group.round)
    _refuse_foreign(group, meeting, values.get("host"))
    found = GroupMeeting.objects.filter(group=group, meeting=meeting).first()
    if found is None and version:
        raise DeletedMeanwhile(deletion_of(GroupMeeting, object__endswith=f": {group}, {meeting}"))
    if found is None:
        return _add(group, meeting, values, by)
    if version == 0 and any(getattr(found, name) != value for name, value in values.items()):
        raise SavedMeanwhile(found)
    if changed := save_changes(found, values, version=version, by=by):
        record("change-group-meeting", found, by=by, organisation=learning_round.owner, fields=changed)
    return found


def _add(group: LearningGroup, meeting: LearningMeeting, values: Mapping[str, object], by: User) -> GroupMeeting | None:
    if not any(values.values()):
        return None
    made = GroupMeeting(group=group, meeting=meeting, saved_by=by, **values)
    validate(made)
    made.save()
    record("add-group-meeting", made, by=by, organisation=group.round.owner, fields=values)
    return made


def _refuse_foreign(group: LearningGroup, meeting: LearningMeeting, host: object) -> None:
    if meeting.round_id != group.round_id:
        raise ActionRefused(_("The meeting belongs to another round."))
    if host is not None and not group.participations.active().filter(organisation=host).exists():
        raise ActionRefused(_("Choose a host from the group."))


@transaction.atomic
def delete_group_meeting(*, group: LearningGroup, meeting: LearningMeeting, version: int, by: User) -> None:
    """Take away what a group has written for a meeting; nothing happens where there is nothing.

    Raises ChangedBeforeDeletion when it has been saved since it was shown with this ``version``.
    """
    learning_round = locked(group.round)
    found = GroupMeeting.objects.filter(group=group, meeting=meeting).first()
    if found is None:
        return
    refuse_if_changed(found, version)
    record("delete-group-meeting", found, by=by, organisation=learning_round.owner)
    found.delete()
