"""What an organisation's own people read and write about its participation."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.errors import ActionRefused
from accounts.permissions import Permission, require
from learning_rounds.actions.participations import describe_participation
from learning_rounds.forms.participations import ParticipationForm
from learning_rounds.lock import why_read_only
from learning_rounds.places import own_participation
from learning_rounds.views.answers import refused


@require_safe
def participation_detail(request, slug, code):
    """Decision, goal and contact, for everybody in the organisation."""
    participation = own_participation(request.user, slug, code)
    require(request.user, Permission.VIEW_WORK, participation.organisation)
    closed = why_read_only(participation)
    context = {
        "participation": participation,
        "closed_because": closed,
        "may_edit": not closed and request.user.can(Permission.EDIT_WORK, participation.organisation),
    }
    return render(request, "learning_rounds/participation_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def participation_edit(request, slug, code):
    """The same to write, for the organisation's strategists."""
    participation = own_participation(request.user, slug, code)
    require(request.user, Permission.EDIT_WORK, participation.organisation)
    shown = own_participation(request.user, slug, code)  # the form writes into its own
    form = ParticipationForm(request.POST if request.method == "POST" else None, instance=participation)
    context = {"form": form, "participation": shown}
    if request.method != "POST" or not form.is_valid():
        return render(request, "learning_rounds/participation_edit.html", context)
    try:
        describe_participation(participation=shown, values=form.values(), version=form.seen_version(), by=request.user)
    except ActionRefused as refusal:
        return refused(request, "learning_rounds/participation_edit.html", context, refusal)
    messages.success(request, _("It is saved."))
    return redirect("participation-detail", slug, code)
