"""How far one organisation has come."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from learning_rounds.models import Participation
from reports.dashboard import dashboard_for
from reports.models import Share
from reports.readers import reader_of
from reports.work import work_of


def seen_participation(request, slug: str, code: str) -> Participation:
    """The participation that the address names, if its figures may be seen; 404 for everybody else."""
    participations = Participation.objects.visible_to(request.user)
    return get_object_or_404(
        participations.select_related("round__checklist", "round__owner", "organisation", "group"),
        round__slug=slug,
        organisation__code=code,
    )


def standing_shares(request, participation: Participation) -> list[Share]:
    """What the organisation has shared and not taken back, the latest first; nothing for who may not read it."""
    found = Share.objects.visible_to(request.user).filter(participation=participation).standing().in_order()
    return list(
        found.select_related("participation__round", "participation__organisation", "submission__assessment__meeting")
    )


@require_safe
def organisation_dashboard(request, slug, code):
    """The progress dashboard: for the organisation itself, its group and the round's coordinator (levels only)."""
    participation = seen_participation(request, slug, code)
    dashboard = dashboard_for(participation, request.user)
    context = {
        "dashboard": dashboard,
        "reader": reader_of(request.user, participation),
        "work": work_of(participation, request.user),
        "shares": standing_shares(request, participation),
    }
    return render(request, "reports/organisation_dashboard.html", context)
