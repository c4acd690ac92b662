"""The forms of the list of next actions: what is shown, what an action says, why it was dropped."""

from __future__ import annotations

from typing import cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from assessments.models import Measure
from checklists.models import Step
from learning_rounds.forms.fields import TOO_LONG, DayField, LineField, VersionedForm

ALL = "alla"
NOT_THERE = {"invalid_choice": _("Choose one of the alternatives.")}


class StepField(forms.ModelChoiceField):
    """A step by number and short name."""

    def label_from_instance(self, step: Step) -> str:
        return f"{step.number}. {step.short}"


class MeasureForm(VersionedForm):
    """What is to be done, for which step, by whom and when. Step and text are needed."""

    step = StepField(
        label=_("For which step?"),
        queryset=Step.objects.none(),
        to_field_name="number",
        empty_label=_("Choose a step"),
        error_messages=dict.fromkeys(["required", "invalid_choice"], _("Choose the step that it is for.")),
    )
    responsible = LineField(
        label=_("Who is responsible? (optional)"),
        help_text=_("Rather a function than the name of a person."),
        max_length=120,
        required=False,
    )
    due_on = DayField(label=_("Done by (YYYY-MM-DD, optional)"), required=False)

    class Meta:
        """Whose action it is comes from the address."""

        model = Measure
        fields = ["step", "text", "responsible", "due_on"]
        labels = {"text": _("What will you do?")}
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}
        error_messages = {"text": {"required": _("Write what you will do."), "max_length": TOO_LONG}}

    def __init__(self, *args, steps: QuerySet[Step], **kwargs):
        super().__init__(*args, **kwargs)
        cast(StepField, self.fields["step"]).queryset = steps
        self.initial["step"] = self.instance.step.number if self.instance.pk else None
        self.fields["text"].widget.attrs.pop("maxlength", None)  # people may paste too much and shorten it then


class DropForm(VersionedForm):
    """Why an action is dropped."""

    class Meta:
        """Which action it is comes from the address."""

        model = Measure
        fields = ["dropped_because"]
        labels = {"dropped_because": _("Why is it dropped?")}
        help_texts = {"dropped_because": _("One sentence is enough. It stays in the list with the reason.")}
        widgets = {"dropped_because": forms.Textarea(attrs={"rows": 3})}
        error_messages = {"dropped_because": {"required": _("Write why it is dropped."), "max_length": TOO_LONG}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["dropped_because"].required = True
        self.fields["dropped_because"].widget.attrs.pop("maxlength", None)


class MeasureFilter(forms.Form):
    """Which actions are shown; what cannot be read shows all of that kind."""

    lage = forms.ChoiceField(
        label=_("State"), choices=[(ALL, _("All")), *Measure.State.choices], required=False, error_messages=NOT_THERE
    )
    moment = forms.ChoiceField(label=_("Step"), required=False, error_messages=NOT_THERE)
    ansvarig = forms.ChoiceField(label=_("Responsible"), required=False, error_messages=NOT_THERE)

    def __init__(self, data, *, measures: list[Measure]):
        """``data`` comes from the address; ``measures`` are all that the reader may see, with their steps."""
        chosen = {"lage": data.get("lage", Measure.State.OPEN)}
        chosen |= {name: data.get(name, "") for name in ("moment", "ansvarig")}
        super().__init__(chosen)
        steps = {measure.step.number: measure.step.short for measure in measures}
        people = sorted({measure.responsible for measure in measures if measure.responsible}, key=str.casefold)
        every = ("", _("All"))
        named = [(str(number), f"{number}. {short}") for number, short in sorted(steps.items())]
        cast(forms.ChoiceField, self.fields["moment"]).choices = [every, *named]
        cast(forms.ChoiceField, self.fields["ansvarig"]).choices = [every, *((name, name) for name in people)]
        self.measures = measures
        self.full_clean()

    def chosen(self) -> list[Measure]:
        """The actions that are shown."""
        state, step, responsible = (self.cleaned_data.get(name, "") for name in ("lage", "moment", "ansvarig"))
        return [
            measure
            for measure in self.measures
            if (state in ("", ALL) or measure.state == state)
            and (not step or str(measure.step.number) == step)
            and (not responsible or measure.responsible == responsible)
        ]
