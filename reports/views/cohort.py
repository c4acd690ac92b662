"""How a whole round is going, for its coordinator: the page, and each of its tables of means as a file."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, require
from learning_rounds.models import LearningRound, Participation
from reports.cohort import cohort_for
from reports.exports import cohort_csv

BOM = "\ufeff"  # so that Excel takes the file for UTF-8


def followed_round(request, slug: str) -> LearningRound:
    """The round, for those who may follow it; 403 for those who only take part in it, 404 for everybody else."""
    rounds = LearningRound.objects.visible_to(request.user).select_related("owner", "checklist")
    learning_round = get_object_or_404(rounds, slug=slug)
    require(request.user, Permission.VIEW_ROUND, learning_round.owner)
    return learning_round


@require_safe
def round_detail(request, slug):
    """Who has submitted, the means of participants and mentors, and the levels at one meeting (``?traff=2``)."""
    cohort = cohort_for(followed_round(request, slug), chosen=request.GET.get("traff", ""))
    return render(request, "reports/round_detail.html", {"cohort": cohort})


@require_safe
def round_table_csv(request, slug, role):
    """The means of the participants or the mentors as a file: the same as that of the command cohort_table."""
    learning_round = followed_round(request, slug)
    if role not in Participation.Role.values:
        raise Http404("No such role")
    response = HttpResponse(BOM + cohort_csv(learning_round, role), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slug}-{role}.csv"'
    return response
