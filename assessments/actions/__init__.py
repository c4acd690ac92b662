"""Verbs of assessments: save a step, submit the whole, work on the list of next actions.

The lock sits here and in constraints, never in a view.
"""

from assessments.actions.checks import refuse_unless_open
from assessments.actions.measure_list import (
    MeasureSavedMeanwhile,
    add_measure,
    drop_measure,
    mark_measure,
    save_measure,
)
from assessments.actions.steps import SavedMeanwhile, SheetSavedMeanwhile, StepAnswer, save_sheet, save_step
from assessments.actions.submitting import Incomplete, freeze, submit_assessment

__all__ = [
    "Incomplete",
    "MeasureSavedMeanwhile",
    "SavedMeanwhile",
    "SheetSavedMeanwhile",
    "StepAnswer",
    "add_measure",
    "drop_measure",
    "freeze",
    "mark_measure",
    "refuse_unless_open",
    "save_measure",
    "save_sheet",
    "save_step",
    "submit_assessment",
]
