"""What the tables of this app say about people: nothing. Checklists are content that comes with the application."""

from accounts.privacy.registry import Table

TABLES = [
    Table("checklists.Checklist", none="key version owner state name_sv name_en scale_min scale_max scale_step"),
    Table("checklists.ScaleLevel", none="checklist value label_sv label_en short_sv short_en"),
    Table("checklists.Step", none="checklist number key name_sv name_en short_sv short_en meaning_sv meaning_en"),
    Table("checklists.StepLevel", none="step value text_sv text_en"),
    Table("checklists.StepHint", none="step kind number text_sv text_en"),
]
