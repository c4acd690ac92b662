"""How the texts of one row have changed, for those who may write them."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.models import TextRevision
from accounts.permissions import Permission
from learning_rounds.places import own_work
from reports.text_history import KINDS, histories_of


@require_safe
def text_history(request, slug, code, kind, row):
    """Every version of a step's, a pilot activity's … texts, with what was added and removed since the one before."""
    participation = own_work(request.user, slug, code, Permission.EDIT_ASSESSMENT)
    if kind not in KINDS:
        raise Http404("No such texts")
    found = get_object_or_404(KINDS[kind].rows(participation), pk=row)
    histories = histories_of(found, TextRevision.objects.visible_to(request.user).of(found))
    context = {"participation": participation, "title": KINDS[kind].title(found), "histories": histories}
    return render(request, "reports/text_history.html", context)
