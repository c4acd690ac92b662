"""What the tables of this app say about people."""

from accounts.privacy.purposes import TEXTS
from accounts.privacy.registry import Table

TABLES = [
    Table(
        "reports.Brief",
        personal="contact saved_at saved_by",
        free_text="question_1 question_2 question_3",
        none="participation meeting version",
        purpose=TEXTS,
        organisation="participation__organisation",
    ),
    Table(
        "reports.Report",
        personal="contact saved_at saved_by",
        free_text="background goal work thoughts lessons way_forward",
        none="participation version",
        purpose=TEXTS,
        organisation="participation__organisation",
    ),
    Table(
        "reports.Share",
        personal="at by",
        free_text="diary_number",
        none="participation submission group",
        purpose=TEXTS,
        organisation="participation__organisation",
    ),
    Table(
        "reports.ShareWithdrawal",
        personal="at by",
        none="share",
        purpose=TEXTS,
        organisation="share__participation__organisation",
    ),
    Table(
        "reports.SharedText",
        free_text="text",
        none="share number kind step",
        purpose=TEXTS,
        organisation="share__participation__organisation",
    ),
]
