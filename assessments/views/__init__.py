"""Pages on which an organisation assesses itself: task list, one step per page, check, submit, and what was sent in."""

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
    "sheet_edit",
    "step_edit",
    "submission_detail",
]
