"""The results report of one organisation: the page, the PDF and what people write in it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.errors import ActionRefused
from accounts.permissions import Permission, require
from learning_rounds.lock import why_read_only
from learning_rounds.models import Participation
from learning_rounds.places import own_participation
from learning_rounds.views.answers import refused
from reports.actions import choose_reasons, save_report
from reports.documents import report_document
from reports.forms import ReasonsForm, ReportForm
from reports.models import Report
from reports.results_report import latest_meeting, results_report_of, steps_with_reasons
from reports.views.responses import pdf_response


@require_safe
def report_detail(request, slug, code):
    """The report as it stands; for readers once anything has been submitted."""
    participation = _readable(request, slug, code)
    may_write = request.user.can(Permission.EDIT_REPORT, participation.organisation)
    report = results_report_of(participation)
    context = {
        "participation": participation,
        "report": report if may_write or report.summary else None,
        "may_write": may_write and not why_read_only(participation),
    }
    return render(request, "reports/report_detail.html", context)


@require_safe
def report_pdf(request, slug, code):
    """The same as PDF, in the language of the reader."""
    participation = _readable(request, slug, code)
    report = results_report_of(participation)
    if report.summary is None and not request.user.can(Permission.EDIT_REPORT, participation.organisation):
        raise Http404("Nothing is submitted yet")
    return pdf_response(
        request,
        lambda: report_document(report, language=get_language()),
        name=f"{code}-{slug}-{_('Results report')}",
        page=reverse("report-detail", args=[slug, code]),
        page_name=_("Results report"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def report_edit(request, slug, code):
    """The texts of the report, all on one page; saved from any chapter."""
    participation = _writable(request, slug, code)
    report = _saved_report(request, participation)
    form = ReportForm(request.POST if request.method == "POST" else None, instance=report)
    context = {"participation": participation, "form": form, "meeting": latest_meeting(participation)}
    if request.method == "POST" and form.is_valid():
        return _save_texts(request, context)
    return render(request, "reports/report_edit.html", context)


def _save_texts(request, context):
    """Save and go back to the chapter, or on to the report; a refusal keeps everything that was typed."""
    form, participation = context["form"], context["participation"]
    texts, version = form.values(), form.seen_version()
    try:
        save_report(participation=participation, texts=texts, version=version, by=request.user)
    except ActionRefused as refusal:
        return refused(request, "reports/report_edit.html", context, refusal)
    messages.success(request, _("The report is saved."))
    place = [participation.round.slug, participation.organisation.code]
    if request.POST.get("then") in texts:
        return redirect(reverse("report-edit", args=place) + f"#id_{request.POST['then']}")
    return redirect("report-detail", *place)


@require_http_methods(["GET", "HEAD", "POST"])
def report_reasons(request, slug, code):
    """Which of the submitted reasons the report shows."""
    participation = _writable(request, slug, code)
    report = _saved_report(request, participation) or Report(participation=participation)
    steps = list(steps_with_reasons(report))
    reasons = [reason for step in steps for reason in step.reasons]
    initial = {"version": report.version if report.pk else 0, "reasons": [r.id for r in reasons if r.is_chosen]}
    form = ReasonsForm(request.POST if request.method == "POST" else None, reasons=reasons, initial=initial)
    context = {"participation": participation, "form": form, "steps": steps}
    if request.method == "POST" and form.is_valid():
        return _save_reasons(request, context)
    return render(request, "reports/report_reasons.html", context)


def _save_reasons(request, context):
    form, participation = context["form"], context["participation"]
    try:
        choose_reasons(participation=participation, chosen=form.chosen(), version=form.seen_version(), by=request.user)
    except ActionRefused as refusal:
        return refused(request, "reports/report_reasons.html", context, refusal)
    messages.success(request, _("The report is saved."))
    place = [participation.round.slug, participation.organisation.code]
    return redirect(reverse("report-detail", args=place) + "#results")


def _readable(request, slug: str, code: str) -> Participation:
    """One's own organisation's participation; 404 for everybody else."""
    participation = own_participation(request.user, slug, code)
    require(request.user, Permission.VIEW_SUBMISSION, participation.organisation)
    return participation


def _writable(request, slug: str, code: str) -> Participation:
    """The same for those who may write in its report; 403 for its readers."""
    participation = own_participation(request.user, slug, code)
    require(request.user, Permission.EDIT_REPORT, participation.organisation)
    return participation


def _saved_report(request, participation: Participation) -> Report | None:
    reports = Report.objects.visible_to(request.user).select_related("participation")
    return reports.filter(participation=participation).first()
