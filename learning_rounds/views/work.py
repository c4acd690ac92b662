"""What the pages of pilot activities and of the results chain have in common: finding a row, refusing, deleting."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.audit import deletion_of
from accounts.errors import ActionRefused
from accounts.permissions import Permission
from accounts.saving import DeletedMeanwhile
from learning_rounds.lock import why_read_only
from learning_rounds.models import Participation
from learning_rounds.views.answers import refused, shown_version


def about(request, participation: Participation) -> dict:
    """What every page says of the place: may one write, and if nobody may, why."""
    read_only = why_read_only(participation)
    may_write = not read_only and request.user.can(Permission.EDIT_WORK, participation.organisation)
    return {"participation": participation, "read_only": read_only, "may_write": may_write}


def row_or_deleted(request, rows, pk: int, participation):
    """The row that the address names. None if a colleague deleted it while somebody wrote; otherwise 404."""
    row = rows.filter(pk=pk).first()
    if row is None and not (
        request.method == "POST" and deletion_of(rows.model, pk, organisation=participation.organisation)
    ):
        raise Http404("No such row")
    return row


def refused_work(request, template: str, context: dict, refusal: ActionRefused):
    """409 with what was typed; ``is_deleted`` says that there is nothing left to save it in."""
    is_deleted = isinstance(refusal, DeletedMeanwhile)
    return refused(request, template, context | {"is_deleted": is_deleted}, refusal)


def delete_page(request, context: dict, delete):
    """Ask, and on POST delete. ``context`` says what is deleted and where to go then; ``delete`` takes the version."""
    if request.method != "POST":
        return render(request, "learning_rounds/work_delete.html", context)
    try:
        delete(shown_version(request))
    except DeletedMeanwhile:
        return deleted_already(request, context["then"])
    except ActionRefused as refusal:
        return render(request, "learning_rounds/work_delete.html", context | {"refusal": str(refusal)}, status=409)
    messages.success(request, _("It is deleted."))
    return redirect(context["then"])


def deleted_already(request, then: str):
    """What a colleague has deleted is gone, as was wanted."""
    messages.info(request, _("A colleague has deleted it already."))
    return redirect(then)
