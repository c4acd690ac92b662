"""Verbs of assessments: save a step, submit the whole. The lock sits here and in constraints, never in a view."""

from assessments.actions.checks import refuse_unless_open
from assessments.actions.steps import SavedMeanwhile, SheetSavedMeanwhile, StepAnswer, save_sheet, save_step
from assessments.actions.submitting import Incomplete, freeze, submit_assessment

__all__ = [
    "Incomplete",
    "SavedMeanwhile",
    "SheetSavedMeanwhile",
    "StepAnswer",
    "freeze",
    "refuse_unless_open",
    "save_sheet",
    "save_step",
    "submit_assessment",
]
