"""One step per page."""

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.errors import ActionRefused
from assessments import actions
from assessments.forms import StepForm
from assessments.views.autosave import autosave, is_autosave
from assessments.views.places import own_worksheet
from assessments.worksheet import Worksheet, WorksheetRow
from learning_rounds.views.answers import conflict_of


@require_http_methods(["GET", "HEAD", "POST"])
def step_edit(request, slug, code, meeting, step):
    """One step: how far, why, evidence and next action, with last time's answer beside."""
    worksheet = own_worksheet(request, slug, code, meeting)
    row = worksheet.row(step)
    if row is None:
        raise Http404("No such step in this checklist")
    if request.method == "POST":
        return _save(request, worksheet, row)
    if not worksheet.is_open:
        return redirect("assessment-detail", slug, code, meeting)
    form = StepForm(checklist=worksheet.participation.round.checklist, row=row)
    return _step_page(request, worksheet, row, form)


def _save(request, worksheet: Worksheet, row: WorksheetRow):
    form = StepForm(request.POST, checklist=worksheet.participation.round.checklist, row=row)
    if is_autosave(request):
        return autosave(request, worksheet, form)
    if not form.is_valid():
        return _step_page(request, worksheet, row, form)
    try:
        actions.save_step(
            participation=worksheet.participation,
            meeting=worksheet.meeting,
            step=row.step,
            answer=_answer(request, form),
            by=request.user,
        )
    except ActionRefused as refusal:
        return _step_page(request, worksheet, row, form, status=409, **conflict_of(form, refusal))
    return HttpResponseRedirect(_next_url(request.POST.get("then"), worksheet, row))


def _answer(request, form: StepForm) -> actions.StepAnswer:
    """The answer of the form; with "start from last time's text" the earlier reason is put first."""
    answer = form.answer()
    if request.POST.get("then") == "reuse" and form.row.previous:
        return answer.starting_from(form.row.previous)
    return answer


def _next_url(then: str | None, worksheet: Worksheet, row: WorksheetRow) -> str:
    place = worksheet.address
    if then == "reuse":
        return reverse("step-edit", args=[*place, row.step.number]) + "#id_reason"
    following = worksheet.after(row.step.number)
    if then == "overview":
        return reverse("assessment-detail", args=place)
    if following is None:
        return reverse("assessment-check", args=place)
    return reverse("step-edit", args=[*place, following.step.number])


def _step_page(request, worksheet: Worksheet, row: WorksheetRow, form: StepForm, *, status: int = 200, **conflict):
    context = {
        **conflict,
        "worksheet": worksheet,
        "row": row,
        "form": form,
        "next_meeting": worksheet.meeting.following(),
        "following": worksheet.after(row.step.number),
        "segments": worksheet.segments_at(row.step.number),
        "levels": worksheet.participation.round.checklist.described_levels(row.step),
        "hints": row.step.hints_by_kind(),
    }
    return render(request, "assessments/step_edit.html", context, status=status)
