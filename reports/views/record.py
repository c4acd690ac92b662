"""What has been done: in an organisation for its strategists, with a round for whoever leads it."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import Organisation
from accounts.permissions import Permission, require
from learning_rounds.places import round_to_set_up
from reports.exports.places import SPREADSHEETS
from reports.exports.writing import table_response
from reports.record.history import HistoryForm, entries_in, entries_of
from reports.record.lines import lines_of
from reports.record.table import history_table

PER_PAGE = 50


@require_safe
def organisation_record(request, code):
    """What was done in one's own organisation."""
    organisation = _own_organisation(request, code)
    form = HistoryForm(request.GET, entries_of(request.user, organisation))
    return _page(request, form, {"organisation": organisation, "files": ("organisation-record-file", code)})


@require_safe
def organisation_record_file(request, code, format):
    """The same as a file."""
    organisation = _own_organisation(request, code)
    form = HistoryForm(request.GET, entries_of(request.user, organisation))
    return _file(form, format, code, organisation)


@require_safe
def round_record(request, slug):
    """What was done with a round: its set-up, and which organisation submitted when; nothing that they wrote."""
    learning_round = round_to_set_up(request.user, slug)
    form = HistoryForm(request.GET, entries_in(learning_round))
    return _page(request, form, {"learning_round": learning_round, "files": ("round-record-file", slug)})


@require_safe
def round_record_file(request, slug, format):
    """The same as a file."""
    learning_round = round_to_set_up(request.user, slug)
    return _file(HistoryForm(request.GET, entries_in(learning_round)), format, slug, learning_round)


def _own_organisation(request, code: str) -> Organisation:
    """An organisation of one's own, for its strategists: 403 for its readers, 404 for everybody else."""
    own = [membership.organisation_id for membership in request.user.current_memberships()]
    organisation = get_object_or_404(Organisation.objects.visible_to(request.user), code=code, pk__in=own)
    require(request.user, Permission.EDIT_ASSESSMENT, organisation)
    return organisation


def _page(request, form: HistoryForm, context: dict):
    page = Paginator(form.chosen(), PER_PAGE).get_page(request.GET.get("sida"))
    query = request.GET.copy()
    query.pop("sida", None)
    address, place = context.pop("files")
    context |= {
        "form": form,
        "page": page,
        "lines": lines_of(page.object_list, get_language() or "sv"),
        "query": query.urlencode(),
        "formats": SPREADSHEETS,
        "file_address": address,
        "file_place": place,
        "is_chosen": form.is_valid() and any(form.cleaned_data.values()),
    }
    return render(request, "reports/record.html", context)


def _file(form: HistoryForm, format: str, name: str, what):
    if format not in SPREADSHEETS or not form.is_valid():
        raise Http404("No such format or choice")
    title, history = _("What has been done: %(what)s") % {"what": what}, _("History")
    return table_response(history_table(form, f"{name}-{history}", title), format)
