"""Pages of learning rounds: setting one up, pilot activities, the results chain."""

from learning_rounds.views.meetings import (
    meeting_create,
    meeting_delete,
    meeting_edit,
    meetings_suggest,
    round_meetings,
)
from learning_rounds.views.rounds import round_create, round_edit, round_setup

__all__ = [
    "meeting_create",
    "meeting_delete",
    "meeting_edit",
    "meetings_suggest",
    "round_create",
    "round_edit",
    "round_meetings",
    "round_setup",
]
