"""The whole assessment: task list, check, submit, and what was sent in."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.errors import ActionRefused
from accounts.permissions import Permission, require
from assessments import actions
from assessments.models import Submission, SubmissionText
from assessments.views.places import own_place, own_worksheet
from learning_rounds.lock import why_read_only


@require_safe
def assessment_detail(request, slug, code, meeting):
    """Task list: every step with its state, its level and last time's level."""
    worksheet = own_worksheet(request, slug, code, meeting)
    return render(request, "assessments/assessment_detail.html", {"worksheet": worksheet})


@require_safe
def checklist_blank(request, slug, code, meeting):
    """The checklist to be printed and filled in by hand, with last time's levels."""
    worksheet = own_worksheet(request, slug, code, meeting)
    checklist = worksheet.participation.round.checklist
    levels = checklist.described_steps()
    context = {
        "worksheet": worksheet,
        "checklist": checklist,
        "rows": [(row, levels[row.step.pk]) for row in worksheet.rows],
    }
    return render(request, "assessments/checklist_blank.html", context)


@require_safe
def assessment_check(request, slug, code, meeting):
    """Check answers: everything on one page; while it is open with ways to change it and the button that submits."""
    worksheet = own_worksheet(request, slug, code, meeting)
    return render(request, "assessments/assessment_check.html", {"worksheet": worksheet})


@require_http_methods(["GET", "HEAD", "POST"])
def assessment_submit(request, slug, code, meeting):
    """Submit the draft; refused with the reasons on the check page, where a reload and a new login lead too."""
    worksheet = own_worksheet(request, slug, code, meeting)
    require(request.user, Permission.SUBMIT_ASSESSMENT, worksheet.participation.organisation)
    if request.method != "POST":
        return redirect("assessment-check", slug, code, meeting)
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
    may_share = request.user.can(Permission.SHARE, participation.organisation)
    context = {
        "participation": participation,
        "meeting": found,
        "submission": submission,
        "rows": submission.rows({text.step_id: text for text in texts}) if submission else [],
        "may_edit": request.user.can(Permission.EDIT_ASSESSMENT, participation.organisation),
        "may_share": may_share and not why_read_only(participation),
    }
    return render(request, "assessments/submission_detail.html", context)
