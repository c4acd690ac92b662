"""Pages on which an organisation assesses itself: task list, one step per page, check, submit, and what was sent in."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.errors import ActionRefused
from accounts.permissions import Permission, require
from assessments import actions
from assessments.forms import StepForm
from assessments.models import Submission, SubmissionText
from assessments.worksheet import Worksheet, WorksheetRow, worksheet_for
from learning_rounds.models import LearningMeeting, Participation
from learning_rounds.places import own_participation


def own_place(request, slug: str, code: str, meeting: int) -> tuple[Participation, LearningMeeting]:
    """One's own organisation's participation and the meeting that the address names; 404 for everything else."""
    participation = own_participation(request.user, slug, code)
    meetings = LearningMeeting.objects.visible_to(request.user).with_assessment().select_related("round")
    return participation, get_object_or_404(meetings, round=participation.round, number=meeting)


def own_worksheet(request, slug: str, code: str, meeting: int) -> Worksheet:
    """The worksheet of one's own organisation, for those who may write; 404 or 403 for everybody else."""
    participation, found = own_place(request, slug, code, meeting)
    require(request.user, Permission.EDIT_ASSESSMENT, participation.organisation)
    return worksheet_for(participation, found)


@require_safe
def assessment_detail(request, slug, code, meeting):
    """Task list: every step with its state, its level and last time's level."""
    worksheet = own_worksheet(request, slug, code, meeting)
    return render(request, "assessments/assessment_detail.html", {"worksheet": worksheet})


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
        form.add_error(None, str(refusal))
        return _step_page(request, worksheet, row, form, theirs=getattr(refusal, "score", None), status=409)
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


def _step_page(request, worksheet: Worksheet, row: WorksheetRow, form: StepForm, *, theirs=None, status: int = 200):
    """The page of a step. ``theirs`` is what somebody else saved meanwhile; saving again then means keeping mine."""
    if theirs is not None:
        data = request.POST.copy()
        data["version"] = str(theirs.version)
        form.data = data
    context = {
        "worksheet": worksheet,
        "row": row,
        "form": form,
        "theirs": theirs,
        "next_meeting": worksheet.meeting.following(),
        "following": worksheet.after(row.step.number),
        "segments": worksheet.segments_at(row.step.number),
        "levels": worksheet.participation.round.checklist.described_levels(row.step),
        "hints": row.step.hints_by_kind(),
    }
    return render(request, "assessments/step_edit.html", context, status=status)


@require_safe
def assessment_check(request, slug, code, meeting):
    """Check answers: everything on one page; while it is open with ways to change it and the button that submits."""
    worksheet = own_worksheet(request, slug, code, meeting)
    return render(request, "assessments/assessment_check.html", {"worksheet": worksheet})


@require_http_methods(["GET", "HEAD", "POST"])
def assessment_submit(request, slug, code, meeting):
    """Submit the draft; refused with the reasons on the check page, where a reload and a new login lead too."""
    worksheet = own_worksheet(request, slug, code, meeting)
    if request.method != "POST":
        return redirect("assessment-check", slug, code, meeting)
    require(request.user, Permission.SUBMIT_ASSESSMENT, worksheet.participation.organisation)
    try:
        actions.submit_assessment(participation=worksheet.participation, meeting=worksheet.meeting, by=request.user)
    except ActionRefused as refusal:
        context = {"worksheet": worksheet, "refusal": str(refusal)}
        return render(request, "assessments/assessment_check.html", context, status=409)
    messages.success(request, _("The assessment is submitted."))
    return redirect("assessment-done", slug, code, meeting)


@require_safe
def assessment_done(request, slug, code, meeting):
    """What happens now that the assessment is submitted."""
    worksheet = own_worksheet(request, slug, code, meeting)
    if worksheet.submission is None:
        return redirect("assessment-detail", slug, code, meeting)
    return render(request, "assessments/assessment_done.html", {"worksheet": worksheet})


@require_safe
def submission_detail(request, slug, code, meeting):
    """What was submitted last, with its reasons, for everybody in the organisation."""
    participation, found = own_place(request, slug, code, meeting)
    require(request.user, Permission.VIEW_SUBMISSION, participation.organisation)
    submission = (
        Submission.objects.visible_to(request.user)
        .whole()
        .latest()
        .filter(assessment__participation=participation, assessment__meeting=found)
        .select_related("by")
        .first()
    )
    texts = SubmissionText.objects.visible_to(request.user).filter(submission=submission)
    context = {
        "participation": participation,
        "meeting": found,
        "submission": submission,
        "rows": submission.rows({text.step_id: text for text in texts}) if submission else [],
        "may_edit": request.user.can(Permission.EDIT_ASSESSMENT, participation.organisation),
    }
    return render(request, "assessments/submission_detail.html", context)
