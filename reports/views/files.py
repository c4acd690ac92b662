"""Files to take along."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from reports.round_file.fetching import fetch_round
from reports.round_file.levels import levels_only
from reports.round_file.writing import written
from reports.views.cohort import followed_round


@require_safe
def round_file(request, slug):
    """The round as a round file for those who follow it: submitted levels only, nothing that organisations wrote."""
    learning_round = followed_round(request, slug)
    headers = {"Content-Disposition": f'attachment; filename="{slug}.json"'}
    content = written(levels_only(fetch_round(learning_round)))
    return HttpResponse(content, content_type="application/json", headers=headers)
