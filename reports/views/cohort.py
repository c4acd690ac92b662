"""How a whole round is going, for its coordinator."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, require
from learning_rounds.models import LearningRound
from reports.cohort import cohort_for
from reports.cohort_report import cohort_report_of
from reports.documents import cohort_document
from reports.views.responses import pdf_response


def followed_round(request, slug: str) -> LearningRound:
    """The round, for those who may follow it; 403 for those who only take part in it, 404 for everybody else."""
    rounds = LearningRound.objects.visible_to(request.user).select_related("owner", "checklist")
    learning_round = get_object_or_404(rounds, slug=slug)
    require(request.user, Permission.VIEW_ROUND, learning_round.owner)
    return learning_round


@require_safe
def round_detail(request, slug):
    """Who has submitted, the means of participants and mentors, and the levels at one meeting (``?traff=2``).

    A draft has nothing to show yet: those who set it up are sent on to its task list.
    """
    learning_round = followed_round(request, slug)
    may_set_up = request.user.can(Permission.EDIT_ROUND, learning_round.owner)
    if learning_round.is_draft and may_set_up:
        return redirect("round-setup", slug)
    cohort = cohort_for(learning_round, chosen=request.GET.get("traff", ""))
    return render(request, "reports/round_detail.html", {"cohort": cohort, "may_set_up": may_set_up})


@require_safe
def round_report(request, slug):
    """The same with counts of what is being done, as PDF in the language of the reader."""
    report = cohort_report_of(followed_round(request, slug))
    return pdf_response(
        request,
        lambda: cohort_document(report, language=get_language()),
        name=f"{slug}-{_('Progress report')}",
        page=reverse("round-detail", args=[slug]),
        page_name=report.cohort.round.name,
    )
