"""Putting a round away when it is over, and taking it out again."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.errors import ActionRefused
from learning_rounds.actions.archive import archive_round, unarchive_round
from learning_rounds.places import round_to_set_up


@require_http_methods(["GET", "HEAD", "POST"])
def round_archive(request, slug):
    """Say what happens, then archive the round."""
    learning_round = round_to_set_up(request.user, slug)
    context = {"learning_round": learning_round}
    if request.method != "POST":
        return render(request, "learning_rounds/round_archive.html", context)
    try:
        archive_round(learning_round=learning_round, by=request.user)
    except ActionRefused as refusal:
        return render(request, "learning_rounds/round_archive.html", context | {"refusal": str(refusal)}, status=409)
    messages.success(request, _("The round is archived. Everybody can still read it."))
    return redirect("round-detail", slug)


@require_http_methods(["GET", "HEAD", "POST"])
def round_unarchive(request, slug):
    """Say what happens, then take the round out of the archive."""
    learning_round = round_to_set_up(request.user, slug)
    if request.method != "POST":
        return render(request, "learning_rounds/round_unarchive.html", {"learning_round": learning_round})
    unarchive_round(learning_round=learning_round, by=request.user)
    messages.success(request, _("The round is no longer archived."))
    return redirect("round-detail", slug)
