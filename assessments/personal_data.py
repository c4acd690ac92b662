"""What the tables of this app say about people."""

from accounts.privacy.purposes import TEXTS
from accounts.privacy.registry import Table

TABLES = [
    Table(
        "assessments.Assessment",
        free_text="scope",
        none="participation meeting unit checklist",
        purpose=TEXTS,
        organisation="participation__organisation",
    ),
    Table(
        "assessments.StepScore",
        personal="saved_at saved_by",
        free_text="reason evidence",
        none="assessment step half_steps cannot_judge version",
        purpose=TEXTS,
        organisation="assessment__participation__organisation",
    ),
    Table(
        "assessments.Measure",
        personal="responsible saved_at saved_by",
        free_text="text dropped_because",
        none="participation unit meeting step due_on state version",
        purpose=TEXTS,
        organisation="participation__organisation",
    ),
    Table(
        "assessments.Submission",
        personal="at by",
        free_text="scope",
        none="assessment number checklist",
        purpose=TEXTS,
        organisation="assessment__participation__organisation",
    ),
    Table("assessments.SubmissionScore", none="submission step half_steps"),
    Table(
        "assessments.SubmissionText",
        free_text="reason evidence",
        none="submission step",
        purpose=TEXTS,
        organisation="submission__assessment__participation__organisation",
    ),
]
