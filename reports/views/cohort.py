"""How a whole round is going, for its coordinator: the page, and each of its tables of means as a file."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
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
def round_table_csv(request, slug, role):
    """The means of the participants or the mentors as a file: the same as that of the command cohort_table."""
    learning_round = followed_round(request, slug)
    if role not in Participation.Role.values:
        raise Http404("No such role")
    response = HttpResponse(BOM + cohort_csv(learning_round, role), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slug}-{role}.csv"'
    return response
