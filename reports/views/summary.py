"""The politician's page, on the web and as PDF, and the form for what only people can write on it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.errors import ActionRefused
from accounts.permissions import Permission, require
from assessments.views.places import own_place
from learning_rounds.views.answers import refused
from reports.actions import save_brief
from reports.documents import summary_document
from reports.forms import BriefForm
from reports.models import Brief
from reports.summary import summary_of
from reports.views.responses import pdf_response


@require_safe
def summary_detail(request, slug, code, meeting):
    """One page for politicians, or the one thing to do when nothing is submitted."""
    participation, found = own_place(request, slug, code, meeting)
    require(request.user, Permission.VIEW_SUMMARY, participation.organisation)
    context = {
        "participation": participation,
        "meeting": found,
        "summary": summary_of(participation, found),
        "may_edit_brief": request.user.can(Permission.EDIT_BRIEF, participation.organisation),
        "may_edit_assessment": request.user.can(Permission.EDIT_ASSESSMENT, participation.organisation),
    }
    return render(request, "reports/summary_detail.html", context)


@require_safe
def summary_pdf(request, slug, code, meeting):
    """The same page as PDF, in the language of the reader; where PDF can't be made, a page that says what to do."""
    participation, found = own_place(request, slug, code, meeting)
    require(request.user, Permission.VIEW_SUMMARY, participation.organisation)
    summary = summary_of(participation, found)
    if summary is None:
        raise Http404("Nothing is submitted before this meeting")
    return pdf_response(
        request,
        lambda: summary_document(summary, language=get_language()),
        name=f"{code}-{slug}-{found.number}",
        page=reverse("summary-detail", args=[slug, code, found.number]),
        page_name=_("Summary, %(meeting)s") % {"meeting": found},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def brief_edit(request, slug, code, meeting):
    """The questions to decide and the contact."""
    participation, found = own_place(request, slug, code, meeting)
    require(request.user, Permission.EDIT_BRIEF, participation.organisation)
    briefs = Brief.objects.visible_to(request.user)
    brief = briefs.filter(participation=participation, meeting=found).first()
    form = BriefForm(request.POST or None, instance=brief)
    context = {"participation": participation, "meeting": found, "form": form}
    if request.method == "POST" and form.is_valid():
        return _save_brief(request, context)
    return render(request, "reports/brief_edit.html", context)


def _save_brief(request, context):
    """Save and show the page; what the state refuses is shown with everything that was typed."""
    form, participation, meeting = context["form"], context["participation"], context["meeting"]
    try:
        save_brief(
            participation=participation,
            meeting=meeting,
            texts=form.values(),
            version=form.seen_version(),
            by=request.user,
        )
    except ActionRefused as refusal:
        return refused(request, "reports/brief_edit.html", context, refusal)
    messages.success(request, _("The questions are saved."))
    return redirect("summary-detail", participation.round.slug, participation.organisation.code, meeting.number)
