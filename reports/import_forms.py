"""The form of a score import: a file, and what is to happen where levels are submitted already."""

from __future__ import annotations

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from learning_rounds.models import LearningRound
from reports.score_import.cells import MAX_BYTES
from reports.score_import.rows import Place, Plan, Sheet

SALT = "reports.score_import"
MAX_AGE = 3600


class ImportForm(forms.Form):
    """The spreadsheet. It is read in memory and kept nowhere."""

    file = forms.FileField(
        label=_("The file (Excel or CSV, at most 2 MB)"),
        help_text=_("Four columns: organisation code, meeting, step and level."),
        allow_empty_file=True,
        error_messages={"required": _("Choose a file.")},
    )
    replace = forms.BooleanField(
        label=_("Replace levels that are submitted already"),
        help_text=_("The earlier submission stays in the history. Drafts and reasons are left alone."),
        required=False,
    )

    def content(self) -> bytes:
        """The bytes of the file, but no more than is needed to see that it is too big."""
        return self.cleaned_data["file"].read(MAX_BYTES + 1)

    def name(self) -> str:
        """What the file is called on the computer that it comes from."""
        return self.cleaned_data["file"].name


def sealed(plan: Plan, learning_round: LearningRound, user: User) -> str:
    """What was looked at, signed, for the form that confirms it: for this person, this round as it is, and an hour."""
    sheets = [[*sheet.place, sheet.organisation, sheet.meeting, sheet.latest, sheet.scores] for sheet in plan.to_save]
    return signing.dumps([learning_round.pk, learning_round.checklist_id, user.pk, sheets], salt=SALT, compress=True)


def unsealed(text: str, learning_round: LearningRound, user: User) -> list[Sheet] | None:
    """The sheets that were looked at; None when the text is not what this person got for this round within the hour."""
    try:
        *of, sheets = signing.loads(text, salt=SALT, max_age=MAX_AGE)
    except signing.BadSignature:
        return None
    if of != [learning_round.pk, learning_round.checklist_id, user.pk]:
        return None
    return [
        Sheet(
            Place(participation, meeting),
            organisation,
            name,
            scores={int(step): half_steps for step, half_steps in scores.items()},
            latest=latest,
        )
        for participation, meeting, organisation, name, latest, scores in sheets
    ]
