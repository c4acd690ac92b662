"""The figures of one organisation in other ways: choose what to see, step by step or all at once."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from reports.explore import explore
from reports.readers import reader_of
from reports.views.dashboard import seen_participation


@require_safe
def organisation_explore(request, slug, code):
    """One diagram at a time (``?diagram=radar&moment=2``), for everybody who sees the organisation's dashboard."""
    participation = seen_participation(request, slug, code)
    exploration = explore(participation, request.user, request.GET)
    context = {"exploration": exploration, "reader": reader_of(request.user, participation)}
    return render(request, "reports/organisation_explore.html", context)
