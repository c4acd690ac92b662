"""All steps on one page: a form for each, and rows pasted from a spreadsheet."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.actions import SheetSavedMeanwhile, StepAnswer
from assessments.forms import CANNOT_JUDGE, AnswerForm, initial_of
from assessments.models import StepScore
from assessments.pasting import Pasted, read_pasted
from assessments.worksheet import Worksheet, WorksheetRow
from checklists.models import Checklist, Step
from checklists.scale import from_half_steps, show

PASTE_LIMIT = 120_000  # less than the longest cell that the csv module reads
CONTENT = ("score", "reason", "evidence", "next_action", "responsible", "due_on")
MOST_PROBLEMS = 12
NAMES = {
    "score": _("level"),
    "reason": _("reason"),
    "evidence": _("evidence"),
    "next_action": _("next action"),
    "responsible": _("responsible"),
    "due_on": _("last day"),
}


class RowForm(AnswerForm):
    """One step as a row among the others, with the whole scale in one list.

    ``theirs`` is what a colleague saved meanwhile, ``pasted`` says what came from a spreadsheet, ``replaced`` which
    texts that took the place of.
    """

    # What the row held when the page was opened, so that a row that nobody touched is left to whoever else saves it.
    opened_as = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    score = forms.ChoiceField(
        label=_("Level"),
        required=False,
        error_messages={"invalid_choice": _("Choose how far you have come.")},
    )
    field_order = ["version", "opened_with", "opened_as", "score", "confirm_fall"]

    def __init__(self, *args, choices: list[tuple[str, str]], row: WorksheetRow, **kwargs):
        kwargs.setdefault("initial", opened_row(row))
        super().__init__(*args, row=row, prefix=f"step-{row.step.number}", **kwargs)
        self.choices = choices
        cast(forms.ChoiceField, self.fields["score"]).choices = choices
        self.fields["reason"].help_text = self.fields["evidence"].help_text = ""
        self.fields["reason"].widget.attrs["rows"] = 2
        self.theirs: list[tuple[str, str]] = []
        self.saved: StepScore | None = None
        self.pasted: list[str] = []
        self.replaced: dict[str, str] = {}

    @property
    def heading(self) -> str:
        """Which row it is, before each of its errors."""
        return gettext("Step %(number)s") % {"number": self.row.step.number}

    @property
    def is_touched(self) -> bool:
        """Does it hold anything else than when the page was opened?"""
        posted = {name: self.data.get(self.add_prefix(name), "") for name in CONTENT}
        if not any(self.add_prefix(name) in self.data for name in CONTENT):
            return False
        return self.data.get(self.add_prefix("opened_as")) != fingerprint(posted)

    @property
    def has_action(self) -> bool:
        """Is anything written about a next action, so that it is unfolded?"""
        return any(self[name].value() or self[name].errors for name in ("next_action", "responsible", "due_on"))

    def half_steps(self) -> int | None:
        score = self.cleaned_data.get("score")
        return int(score) if score and score != CANNOT_JUDGE else None

    def cannot_judge(self) -> bool:
        return self.cleaned_data["score"] == CANNOT_JUDGE

    def shown(self, name: str) -> str:
        """What stands in a field, as people read it."""
        value = self[name].value()
        return dict(self.choices).get(str(value), str(value)) if name == "score" else str(value)

    @property
    def keep_button(self) -> str:
        """What the button sends that lets go of what was written in this row."""
        return f"keep-{self.row.step.number}"

    def keep_mine(self, theirs: StepScore) -> None:
        """Show what a colleague saved; saving again then means keeping mine."""
        self.theirs, self.saved = self.show_beside(theirs), theirs


def score_choices(checklist: Checklist) -> list[tuple[str, str]]:
    """Every score of the scale in half steps, "cannot judge yet", and nothing."""
    allowed = filter(checklist.allows, range(2 * checklist.scale_min, 2 * checklist.scale_max + 1))
    levels = {level.value: level.short for level in checklist.levels.all()}
    scores = [(str(half), _score_name(half, levels)) for half in allowed]
    return [("", "–"), *scores, (CANNOT_JUDGE, str(_("Cannot judge yet")))]


def _score_name(half_steps: int, levels: dict[int, str]) -> str:
    if half_steps % 2:
        return show(from_half_steps(half_steps))
    level = half_steps // 2
    return f"{level} – {levels[level]}" if level in levels else str(level)


def opened_row(row: WorksheetRow) -> dict[str, str]:
    """The saved draft as first values of a row, as text."""
    values = initial_of(row)
    score = row.score
    values["score"] = CANNOT_JUDGE if score and score.cannot_judge else values.get("opened_with")
    texts = {name: str(values.get(name) or "") for name in CONTENT}
    hidden = {"version": values["version"], "opened_with": values.get("opened_with")}
    return texts | hidden | {"opened_as": fingerprint(texts)}


def fingerprint(values: dict[str, str]) -> str:
    """A short text that differs when what a row holds differs."""
    text = "\0".join(values[name].replace("\r\n", "\n").strip() for name in CONTENT)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:20]


class PasteForm(forms.Form):
    """Rows of a spreadsheet as text."""

    pasted = forms.CharField(
        label=_("Paste rows from Excel"),
        help_text=_("One row per step: step, level, reason, evidence, next action, responsible, done by."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=PASTE_LIMIT,
        required=False,
        strip=False,
    )


class Sheet:
    """The forms of all steps and the box for pasting; for templates one form: errors and fields of all of them."""

    def __init__(self, worksheet: Worksheet, data=None):
        self.worksheet, self.checklist = worksheet, worksheet.participation.round.checklist
        self.data = {} if data is None else data
        self.paste = PasteForm() if data is None else PasteForm(data)
        self.refusal = ""
        self.filled: list[RowForm] = []
        self.choices = score_choices(self.checklist)
        self.rows = [self._as_sent(row) for row in worksheet.rows]

    def _row_form(self, row: WorksheetRow, **kwargs) -> RowForm:
        return RowForm(choices=self.choices, checklist=self.checklist, row=row, **kwargs)

    def _as_sent(self, row: WorksheetRow) -> RowForm:
        """The form as it was sent; a row that was not touched shows what is saved by now."""
        sent = self._row_form(row, data=self.data) if self.data else None
        return sent if sent is not None and sent.is_touched else self._row_form(row)

    def __iter__(self) -> Iterator[forms.BoundField]:
        for form in (self.paste, *self.rows):
            yield from form

    @property
    def errors(self) -> bool:
        return bool(self.refusal) or any(form.errors for form in (self.paste, *self.rows))

    @property
    def non_field_errors(self) -> list[str]:
        return [self.refusal] if self.refusal else []

    @property
    def has_pasted(self) -> bool:
        """Is anything in the box that has not been put into the rows?"""
        return bool(self.data.get("pasted", "").strip())

    def is_valid(self) -> bool:
        """Is every row that was touched right?"""
        return all(form.is_valid() for form in self.rows if form.is_bound)

    def answers(self) -> dict[Step, StepAnswer]:
        """What was written in the rows that were touched."""
        return {form.row.step: form.answer() for form in self.rows if form.is_bound}

    def refuse(self, refusal: Exception) -> None:
        """Say why nothing was saved, and show what colleagues saved beside what was written here."""
        self.refusal = str(refusal)
        if isinstance(refusal, SheetSavedMeanwhile):
            for form in self.rows:
                if form.row.step.pk in refusal.scores:
                    form.keep_mine(refusal.scores[form.row.step.pk])

    def keep_saved(self, button: str) -> bool:
        """Let go of what was written in the row of this button, and show what is saved; False if there is none."""
        kept = [form.keep_button == button for form in self.rows]
        self.rows = [
            self._row_form(form.row) if is_kept else form for form, is_kept in zip(self.rows, kept, strict=True)
        ]
        return any(kept)

    def take_pasted(self) -> None:
        """Put what was pasted into the rows, to be looked at and saved; what can't be read stays in its box."""
        if not self.paste.is_valid():
            return
        steps = [row.step for row in self.worksheet.rows]
        pasted = read_pasted(self.paste.cleaned_data["pasted"], self.checklist, steps)
        self._show_problems(pasted)
        self.rows = [self._with(form, pasted.rows.get(form.row.step.number, {})) for form in self.rows]
        self.filled = [form for form in self.rows if form.row.step.number in pasted.rows]

    def _show_problems(self, pasted: Pasted) -> None:
        problems = pasted.problems[:MOST_PROBLEMS]
        if not pasted.rows and not problems:
            problems = [gettext("There are no rows to fill in.")]
        self.paste = PasteForm({"pasted": "\n".join(pasted.unread)}) if problems else PasteForm()
        for problem in problems:
            self.paste.add_error("pasted", problem)

    def _with(self, form: RowForm, pasted: dict[str, str]) -> RowForm:
        """The row with what was written in it, and with pasted cells in place of that."""
        names = (*CONTENT, "version", "opened_with", "opened_as")
        written = {name: form[name].value() for name in names}
        made = self._row_form(form.row, initial=written | pasted)
        made.pasted = [str(NAMES[name]) for name in pasted]
        made.replaced = {
            name: form.shown(name) for name, value in pasted.items() if written[name] not in (None, "", value)
        }
        return made
