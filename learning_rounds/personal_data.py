"""What the tables of this app say about people. Names of rounds, meetings and groups are names of a programme."""

from accounts.privacy.purposes import RECORD, TEXTS
from accounts.privacy.registry import Table

TABLES = [
    Table(
        "learning_rounds.LearningRound",
        personal="saved_at saved_by",
        none="slug name owner checklist starts_on ends_on state version",
        purpose=RECORD,
        organisation="owner",
    ),
    Table(
        "learning_rounds.LearningMeeting",
        personal="saved_at saved_by",
        free_text="place",
        none="round number kind name held_on assessment_due_on version",
        purpose=TEXTS,
        organisation="round__owner",
    ),
    Table(
        "learning_rounds.LearningGroup",
        personal="saved_at saved_by",
        none="round name basis version",
        purpose=RECORD,
        organisation="round__owner",
    ),
    Table(
        "learning_rounds.Participation",
        personal="contact saved_at saved_by",
        free_text="goal decision_url",
        none="round organisation group role status withdrawn_on decision decided_on version",
        purpose=TEXTS,
        organisation="organisation",
    ),
    Table("learning_rounds.LastDayExtension", none="participation meeting due_on"),
    Table(
        "learning_rounds.GroupMeeting",
        personal="saved_at saved_by",
        free_text="place",
        none="group meeting starts_at host version",
        purpose=TEXTS,
        organisation="group__round__owner",
    ),
    Table(
        "learning_rounds.PilotActivity",
        personal="responsible saved_at saved_by",
        free_text="name area department problem goal",
        none="participation unit starts_on ends_on status version",
        purpose=TEXTS,
        organisation="participation__organisation",
    ),
    Table(
        "learning_rounds.PilotNote",
        personal="author saved_at saved_by",
        free_text="text",
        none="pilot on version",
        purpose=TEXTS,
        organisation="pilot__participation__organisation",
    ),
    Table(
        "learning_rounds.ChainEntry",
        personal="saved_at saved_by",
        free_text="text",
        none="participation pilot level state version",
        purpose=TEXTS,
        organisation="participation__organisation",
    ),
    Table("learning_rounds.ChainEntryGoal", none="entry goal"),
    Table("learning_rounds.ChainLink", none="source target"),
]
