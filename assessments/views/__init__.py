"""Pages on which an organisation assesses itself (task list, steps, check, submit), and its list of next actions."""

from assessments.views.measures import measure_create, measure_drop, measure_edit, measure_list, measure_mark
from assessments.views.sheet import sheet_edit
from assessments.views.steps import step_edit
from assessments.views.whole import (
    assessment_check,
    assessment_detail,
    assessment_done,
    assessment_submit,
    checklist_blank,
    submission_detail,
)

__all__ = [
    "assessment_check",
    "assessment_detail",
    "assessment_done",
    "assessment_submit",
    "checklist_blank",
    "measure_create",
    "measure_drop",
    "measure_edit",
    "measure_list",
    "measure_mark",
    "sheet_edit",
    "step_edit",
    "submission_detail",
]
