"""The form of one step: level, half step, reason, evidence and next action; everything optional while a draft."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from assessments.actions import StepAnswer
from assessments.models import TEXT_LIMIT, StepScore
from assessments.worksheet import WorksheetRow
from checklists.models import Checklist
from checklists.scale import from_half_steps, show
from learning_rounds.forms.fields import DayField, WithVersion

CANNOT_JUDGE = "cannot_judge"
# From how many half steps down the person is asked whether that is really meant.
STEEP_FALL = 4
# A half step goes with the level it was added to, and an unreadable version must not pass for the latest.
NEVER_AS_SAVED: dict[str, object] = {"half": False, "version": 0}


class AnswerForm(WithVersion):
    """What every form of a step has: texts and next action. How the level is chosen is up to the forms built on it."""

    # The level that the page was opened with: a draft that saved itself doesn't say what was asked.
    opened_with = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=100)
    confirm_fall = forms.BooleanField(label=_("Yes, the level is that much lower than last time."), required=False)
    reason = forms.CharField(
        label=_("Why this level?"),
        help_text=_("One or two sentences are enough."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=TEXT_LIMIT,
        required=False,
    )
    evidence = forms.CharField(
        label=_("Evidence (optional)"),
        help_text=_("Decision, reference number or link"),
        max_length=TEXT_LIMIT,
        required=False,
    )
    next_action = forms.CharField(label=_("What will you do?"), max_length=TEXT_LIMIT, required=False)
    responsible = forms.CharField(label=_("Who is responsible?"), max_length=120, required=False)
    due_on = DayField(label=_("Done by (YYYY-MM-DD)"), required=False)

    def __init__(self, *args, checklist: Checklist, row: WorksheetRow, **kwargs):
        self.checklist, self.row = checklist, row
        super().__init__(*args, **kwargs)

    def clean(self):
        """What can't be combined is refused even in a draft; what is missing is not."""
        data = super().clean()
        if (data.get("responsible") or data.get("due_on")) and not data.get("next_action"):
            self.add_error("next_action", _("Write what you will do."))
        if not self.errors and self.falls_steeply() and not data.get("confirm_fall"):
            self.add_error("confirm_fall", _("The level is two steps lower than last time or more. Is that right?"))
        return data

    def half_steps(self) -> int | None:
        """The chosen score in half steps, None without one."""
        raise NotImplementedError

    def cannot_judge(self) -> bool:
        """Was "cannot judge yet" chosen?"""
        raise NotImplementedError

    def falls_steeply(self) -> bool:
        """Is the level so much lower than last time that it may be a slip?"""
        now, previous = self.half_steps(), self.row.previous
        if now is None or previous is None or previous.half_steps is None:
            return False
        return self.cleaned_data.get("opened_with") != now and previous.half_steps - now >= STEEP_FALL

    def answer(self) -> StepAnswer:
        """What was written, for the action that saves it."""
        data = self.cleaned_data
        return StepAnswer(
            half_steps=self.half_steps(),
            cannot_judge=self.cannot_judge(),
            reason=data["reason"],
            evidence=data["evidence"],
            next_action=data["next_action"],
            responsible=data["responsible"],
            due_on=data["due_on"],
            version=self.seen_version(),
        )

    def show_beside(self, score: StepScore) -> list[tuple[str, str]]:
        """What somebody else saved, label by label; saving this form again then means replacing it."""
        self.show_version(score.version)
        texts = {"reason": score.reason, "evidence": score.evidence}
        if measure := self.row.measure:
            day = date_format(measure.due_on) if measure.due_on else ""
            texts["next_action"] = " · ".join(filter(None, [measure.text, measure.responsible, day]))
        texts = {name: text for name, text in texts.items() if text}
        return [(str(_("Level")), _level_of(score)), *((str(self.fields[name].label), texts[name]) for name in texts)]


def _level_of(score: StepScore) -> str:
    if score.cannot_judge:
        return str(_("Cannot judge yet"))
    return show(from_half_steps(score.half_steps)) if score.half_steps is not None else "–"


class StepForm(AnswerForm):
    """One step on a page of its own, with its earlier actions. ``row`` is what the worksheet knows of the step."""

    level = forms.ChoiceField(
        label=_("How far have you come?"),
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": _("Choose how far you have come.")},
    )
    half = forms.BooleanField(label=_("Add half a step (+0.5)"), required=False)
    # The earlier actions that the page showed as done: what a colleague has ticked since is left alone.
    shown_done = forms.CharField(widget=forms.HiddenInput, required=False)
    field_order = ["version", "opened_with", "shown_done", "level", "half", "confirm_fall"]

    def __init__(self, *args, checklist: Checklist, row: WorksheetRow, **kwargs):
        kwargs.setdefault("initial", initial_of(row))
        super().__init__(*args, checklist=checklist, row=row, **kwargs)
        whole = [(str(value), str(value)) for value in range(checklist.scale_min, checklist.scale_max + 1)]
        cast(forms.ChoiceField, self.fields["level"]).choices = [*whole, (CANNOT_JUDGE, _("Cannot judge yet"))]
        if row.earlier_measures:
            self._offer_earlier_measures()

    def _offer_earlier_measures(self) -> None:
        measures = self.row.earlier_measures
        self.fields["done"] = forms.MultipleChoiceField(
            label=_("Tick what is done"),
            choices=[(str(measure.pk), measure.text) for measure in measures],
            widget=forms.CheckboxSelectMultiple,
            initial=self.initial["shown_done"].split(),
            required=False,
        )

    def clean(self):
        """Half a step is added to a level below the highest, and to nothing else."""
        if self.cleaned_data.get("half"):
            self._check_half(self.cleaned_data.get("level"))
        return super().clean()

    def _check_half(self, level: str | None) -> None:
        if level == str(self.checklist.scale_max):
            self.add_error("half", _("Half a step cannot be added to level %(level)s.") % {"level": level})
        elif level == CANNOT_JUDGE:
            self.add_error("half", _("Half a step cannot be added when you cannot judge yet."))
        elif not level and "level" not in self.errors:
            self.add_error("level", _("Choose the level that half a step is added to."))

    def half_steps(self) -> int | None:
        """The chosen score in half steps, None without one."""
        level = self.cleaned_data.get("level")
        if not level or level == CANNOT_JUDGE:
            return None
        return 2 * int(level) + bool(self.cleaned_data.get("half"))

    def cannot_judge(self) -> bool:
        """Was "cannot judge yet" chosen?"""
        return self.cleaned_data["level"] == CANNOT_JUDGE

    def left_out(self) -> set[str]:
        """The fields that a save in the middle of writing leaves as they are saved.

        Faults wait until the person goes on. So does an emptied next action, which may be about to be written anew.
        """
        faulty = set(self.errors) - {"confirm_fall"}
        emptied = self.initial.get("next_action") and not self.cleaned_data.get("next_action")
        return faulty | {"next_action"} if emptied else faulty

    def draft(self) -> StepAnswer:
        """What can be saved in the middle of writing: what is right as it was written, the rest as it is saved."""
        for name in self.left_out():
            field = self.fields[name]
            saved = field.to_python(self.get_initial_for_field(field, name))
            self.cleaned_data[name] = NEVER_AS_SAVED.get(name, saved)
        return self.answer()

    def answer(self) -> StepAnswer:
        """What was written, with the ticks of the earlier actions that were changed on the page."""
        own = {str(measure.pk): measure.pk for measure in self.row.earlier_measures}
        before, now = set(self.cleaned_data["shown_done"].split()), set(self.cleaned_data.get("done", []))
        return replace(
            super().answer(),
            earlier_done=frozenset(own[pk] for pk in now - before if pk in own),
            earlier_reopened=frozenset(own[pk] for pk in before - now if pk in own),
        )


def initial_of(row: WorksheetRow) -> dict:
    """The saved draft as first values of the form."""
    done = [str(measure.pk) for measure in row.earlier_measures if measure.state == measure.State.DONE]
    initial: dict = {"version": 0, "shown_done": " ".join(done)}
    if row.score is not None:
        score = row.score
        initial |= {"version": score.version, "reason": score.reason, "evidence": score.evidence}
        if score.cannot_judge:
            initial["level"] = CANNOT_JUDGE
        elif score.half_steps is not None:
            level = {"level": str(score.half_steps // 2), "half": bool(score.half_steps % 2)}
            initial |= level | {"opened_with": score.half_steps}
    if row.measure is not None:
        measure = row.measure
        initial |= {"next_action": measure.text, "responsible": measure.responsible, "due_on": measure.due_on}
    return initial
