"""How far one organisation has come."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from learning_rounds.models import Participation
from reports.dashboard import dashboard_for


@require_safe
def organisation_dashboard(request, slug, code):
    """The progress dashboard: for the organisation itself, its group and the round's coordinator (levels only)."""
    participation = get_object_or_404(
        Participation.objects.visible_to(request.user).select_related("round__checklist", "organisation", "group"),
        round__slug=slug,
        organisation__code=code,
    )
    dashboard = dashboard_for(participation, request.user)
    return render(request, "reports/organisation_dashboard.html", {"dashboard": dashboard})
