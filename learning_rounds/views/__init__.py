"""Pages of learning rounds: setting one up and running it, pilot activities, the results chain."""

from learning_rounds.views.archive import round_archive, round_unarchive
from learning_rounds.views.chain import chain_detail, chain_entry_create, chain_entry_delete, chain_entry_edit
from learning_rounds.views.group_meetings import (
    group_meeting_delete,
    group_meeting_edit,
    group_meeting_list,
    round_group_meetings,
)
from learning_rounds.views.groups import group_create, group_delete, group_edit, round_groups
from learning_rounds.views.meetings import (
    meeting_create,
    meeting_delete,
    meeting_edit,
    meetings_suggest,
    round_meetings,
)
from learning_rounds.views.next_round import round_next
from learning_rounds.views.organisations import organisation_remove, organisations_paste, round_organisations
from learning_rounds.views.participants import (
    last_day_extend,
    last_day_restore,
    participant_detail,
    participant_edit,
    participant_list,
    participant_return,
    participant_withdraw,
)
from learning_rounds.views.participations import participation_detail, participation_edit
from learning_rounds.views.pilots import (
    pilot_create,
    pilot_delete,
    pilot_detail,
    pilot_edit,
    pilot_list,
    pilot_note_create,
    pilot_note_delete,
    pilot_note_edit,
)
from learning_rounds.views.publishing import round_checklist, round_publish, round_unpublish
from learning_rounds.views.rounds import round_create, round_edit, round_setup
from learning_rounds.views.strategists import (
    strategist_end,
    strategist_invitation_resend,
    strategist_invitation_revoke,
    strategist_invite,
)

__all__ = [
    "chain_detail",
    "chain_entry_create",
    "chain_entry_delete",
    "chain_entry_edit",
    "group_create",
    "group_delete",
    "group_edit",
    "group_meeting_delete",
    "group_meeting_edit",
    "group_meeting_list",
    "last_day_extend",
    "last_day_restore",
    "meeting_create",
    "meeting_delete",
    "meeting_edit",
    "meetings_suggest",
    "organisation_remove",
    "organisations_paste",
    "participant_detail",
    "participant_edit",
    "participant_list",
    "participant_return",
    "participant_withdraw",
    "participation_detail",
    "participation_edit",
    "pilot_create",
    "pilot_delete",
    "pilot_detail",
    "pilot_edit",
    "pilot_list",
    "pilot_note_create",
    "pilot_note_delete",
    "pilot_note_edit",
    "round_archive",
    "round_checklist",
    "round_create",
    "round_edit",
    "round_group_meetings",
    "round_groups",
    "round_meetings",
    "round_next",
    "round_organisations",
    "round_publish",
    "round_setup",
    "round_unarchive",
    "round_unpublish",
    "strategist_end",
    "strategist_invitation_resend",
    "strategist_invitation_revoke",
    "strategist_invite",
]
