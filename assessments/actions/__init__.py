"""Verbs of assessments: save a step, submit the whole, work on the list of next actions.

The lock sits here and in constraints, never in a view.
"""

from assessments.actions.measure_list import (
    add_measure,
    drop_measure,
    mark_measure,
    save_measure,
)
from assessments.actions.steps import SheetSavedMeanwhile, StepAnswer, save_sheet, save_step
from assessments.actions.submitting import Incomplete, freeze, submit_assessment

__all__ = [
    "Incomplete",
    "SheetSavedMeanwhile",
    "StepAnswer",
    "add_measure",
    "drop_measure",
    "freeze",
    "mark_measure",
    "save_measure",
    "save_sheet",
    "save_step",
    "submit_assessment",
]
