"""Make a round, see how far its set-up is, and change what it is called and when it runs."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.errors import ActionRefused
from learning_rounds.actions.rounds import change_round, create_round
from learning_rounds.forms.rounds import RoundForm
from learning_rounds.places import newest_checklist, possible_owners, round_to_set_up
from learning_rounds.set_up import set_up_of
from learning_rounds.views.answers import refused


@require_http_methods(["GET", "HEAD", "POST"])
def round_create(request):
    """A new round: name and dates; everything else comes on its task list."""
    owners = possible_owners(request.user)
    if not owners:
        raise PermissionDenied("Only coordinators set up rounds")
    form = RoundForm(request.POST if request.method == "POST" else None, owners=owners)
    if request.method != "POST" or not form.is_valid():
        return render(request, "learning_rounds/round_create.html", {"form": form})
    try:
        made = create_round(**form.asked(), checklist=newest_checklist(request.user), by=request.user)
    except ActionRefused as refusal:
        return refused(request, "learning_rounds/round_create.html", {"form": form}, refusal)
    messages.success(request, _("The round is created. Nobody but coordinators can see it until it is published."))
    return redirect("round-setup", made.slug)


@require_safe
def round_setup(request, slug):
    """The task list of setting up a round."""
    learning_round = round_to_set_up(request.user, slug)
    return render(request, "learning_rounds/round_setup.html", {"set_up": set_up_of(learning_round)})


@require_http_methods(["GET", "HEAD", "POST"])
def round_edit(request, slug):
    """Name, dates and owner."""
    learning_round = round_to_set_up(request.user, slug)
    shown = round_to_set_up(request.user, slug)  # the form writes into its own
    form = RoundForm(
        request.POST if request.method == "POST" else None,
        instance=learning_round,
        owners=possible_owners(request.user),
    )
    context = {"form": form, "learning_round": shown}
    if request.method != "POST" or not form.is_valid():
        return render(request, "learning_rounds/round_edit.html", context)
    try:
        saved = change_round(learning_round=shown, values=form.values(), version=form.seen_version(), by=request.user)
    except ActionRefused as refusal:
        return refused(request, "learning_rounds/round_edit.html", context, refusal)
    messages.success(request, _("Name and dates are saved."))
    return redirect("round-setup", saved.slug)
