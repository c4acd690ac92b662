"""What is asked in a round, and publishing it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.errors import ActionRefused
from learning_rounds.actions.publishing import publish_round, unpublish_round, why_published_for_good
from learning_rounds.actions.rounds import choose_checklist, why_checklist_kept
from learning_rounds.forms.checklists import ChecklistForm
from learning_rounds.places import offered_checklists, round_to_set_up
from learning_rounds.set_up import set_up_of
from learning_rounds.views.answers import refused


@require_http_methods(["GET", "HEAD", "POST"])
def round_checklist(request, slug):
    """Choose what is asked, with the steps of each checklist to look at; kept once somebody has written."""
    learning_round = round_to_set_up(request.user, slug)
    shown = round_to_set_up(request.user, slug)  # the form writes into its own
    form = ChecklistForm(
        request.POST if request.method == "POST" else None,
        instance=learning_round,
        offered=offered_checklists(request.user, shown),
    )
    context = {"form": form, "learning_round": shown, "kept_because": why_checklist_kept(shown)}
    if request.method != "POST" or not form.is_valid():
        return render(request, "learning_rounds/round_checklist.html", context)
    checklist, version = form.cleaned_data["checklist"], form.seen_version()
    try:
        choose_checklist(learning_round=shown, checklist=checklist, version=version, by=request.user)
    except ActionRefused as refusal:
        return refused(request, "learning_rounds/round_checklist.html", context, refusal)
    messages.success(request, _("The checklist is chosen."))
    return redirect("round-setup", slug)


@require_http_methods(["GET", "HEAD", "POST"])
def round_publish(request, slug):
    """What is missing, what those who take part will see, and the button that publishes."""
    learning_round = round_to_set_up(request.user, slug)
    context = {"set_up": set_up_of(learning_round), "learning_round": learning_round}
    context["published_for_good"] = why_published_for_good(learning_round)
    if request.method != "POST":
        return render(request, "learning_rounds/round_publish.html", context)
    try:
        publish_round(learning_round=learning_round, by=request.user)
    except ActionRefused as refusal:
        return render(request, "learning_rounds/round_publish.html", context | {"refusal": str(refusal)}, status=409)
    messages.success(request, _("The round is published. Those who take part can see it now."))
    return redirect("round-detail", slug)


@require_http_methods(["GET", "HEAD", "POST"])
def round_unpublish(request, slug):
    """Ask, then make a draft of the round again."""
    learning_round = round_to_set_up(request.user, slug)
    context = {"learning_round": learning_round, "refusal": why_published_for_good(learning_round)}
    if request.method != "POST":
        return render(request, "learning_rounds/round_unpublish.html", context)
    try:
        unpublish_round(learning_round=learning_round, by=request.user)
    except ActionRefused as refusal:
        return render(request, "learning_rounds/round_unpublish.html", context | {"refusal": refusal}, status=409)
    messages.success(request, _("The round is a draft again. Those who take part can't see it any more."))
    return redirect("round-setup", slug)
