"""Files to take along."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, require
from learning_rounds.models import Participation
from learning_rounds.places import own_participation
from reports.exports.organisation_tables import organisation_table as table_of_organisation
from reports.exports.places import ORGANISATION_TABLES, ROUND_TABLES, SEEN_BY_OTHERS
from reports.exports.round_tables import round_table as table_of_round
from reports.exports.writing import table_response
from reports.round_file.fetching import fetch_round
from reports.round_file.levels import levels_only
from reports.round_file.writing import written
from reports.views.cohort import followed_round
from reports.views.dashboard import seen_participation


@require_safe
def round_file(request, slug):
    """The round as a round file for those who follow it: submitted levels only, nothing that organisations wrote."""
    learning_round = followed_round(request, slug)
    headers = {"Content-Disposition": f'attachment; filename="{slug}.json"'}
    content = written(levels_only(fetch_round(learning_round)))
    return HttpResponse(content, content_type="application/json", headers=headers)


@require_safe
def round_table(request, slug, table, format):
    """One table of a round as a file, for those who follow it; that of levels is of one meeting (``?traff=2``)."""
    learning_round = followed_round(request, slug)
    if format not in ROUND_TABLES.get(table, ()):
        raise Http404("No such table or format")
    return table_response(table_of_round(learning_round, table, chosen=request.GET.get("traff", "")), format)


@require_safe
def organisation_table(request, slug, code, table, format):
    """One table of an organisation as a file: levels for those who see its dashboard, the rest for its own people."""
    if format not in ORGANISATION_TABLES.get(table, ()):
        raise Http404("No such table or format")
    find = seen_participation if table in SEEN_BY_OTHERS else _own_participation
    participation = find(request, slug, code)
    return table_response(table_of_organisation(participation, table, request.user), format)


def _own_participation(request, slug: str, code: str) -> Participation:
    participation = own_participation(request.user, slug, code)
    require(request.user, Permission.VIEW_WORK, participation.organisation)
    return participation
