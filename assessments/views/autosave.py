"""Saving a step while it is being written: htmx sends the form, the answer is one line about saving, never a page."""

from django.shortcuts import render
from django.utils import timezone

from accounts import second_factor
from accounts.errors import ActionRefused
from accounts.saving import SavedMeanwhile
from assessments import actions
from assessments.forms import StepForm
from assessments.worksheet import Worksheet
from learning_rounds.views.answers import conflict_of


def is_autosave(request) -> bool:
    """Did the page save by itself, so that it waits for a line?"""
    return request.method == "POST" and request.headers.get("HX-Request") == "true"


def autosave(request, worksheet: Worksheet, form: StepForm):
    """Save what can be saved of a form that may be half written; faults are left until the person goes on."""
    if form.row.score is None and not form.has_changed():
        return _line(request, "untouched")
    left_out, draft = form.left_out(), form.draft()
    try:
        score = actions.save_step(
            participation=worksheet.participation,
            meeting=worksheet.meeting,
            step=form.row.step,
            answer=draft,
            by=request.user,
        )
    except SavedMeanwhile as conflict:
        return _line(request, "conflict", status=409, **conflict_of(form, conflict))
    except ActionRefused as refusal:
        return _line(request, "refused", refusal=str(refusal), status=409)
    # An answer without content has no row yet; who saves first then starts from version 0.
    version = score.version if score.pk else 0
    state, shown_done = "partly" if left_out else "saved", " ".join(form.cleaned_data.get("done", []))
    return _line(request, state, version=version, shown_done=shown_done, at=timezone.now())


def not_saved_line(request):
    """The line when the login or the form has run out; with a fresh token, so that the next try may succeed."""
    state = "failed" if request.user.is_authenticated else "logged_out"
    if second_factor.is_missing(request):
        state = "second_factor"
    return _line(request, state, renew_token=True, status=403)


def _line(request, state: str, *, status: int = 200, **context):
    return render(request, "assessments/_saving.html", {"state": state} | context, status=status)
