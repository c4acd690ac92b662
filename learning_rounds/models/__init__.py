"""Together: learning rounds with their meetings, groups and participations; pilot activities; the results chain."""

from learning_rounds.models.chain import ChainEntry, ChainEntryGoal, ChainLevel, ChainLink, PolicyGoal
from learning_rounds.models.pilots import PilotActivity, PilotNote
from learning_rounds.models.rounds import (
    RESERVED_SLUGS,
    GroupMeeting,
    LastDayExtension,
    LearningGroup,
    LearningMeeting,
    LearningRound,
    Participation,
)

__all__ = [
    "RESERVED_SLUGS",
    "ChainEntry",
    "ChainEntryGoal",
    "ChainLevel",
    "ChainLink",
    "GroupMeeting",
    "LastDayExtension",
    "LearningGroup",
    "LearningMeeting",
    "LearningRound",
    "Participation",
    "PilotActivity",
    "PilotNote",
    "PolicyGoal",
]
