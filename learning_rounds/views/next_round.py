"""Starting the next round from one that there is."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.errors import ActionRefused
from learning_rounds.actions.next_round import start_next_round
from learning_rounds.forms.next_round import NextRoundForm
from learning_rounds.places import newest_checklist, participations_of, round_to_set_up


@require_http_methods(["GET", "HEAD", "POST"])
def round_next(request, slug):
    """Choose what goes along, see what it becomes, and make a draft of it."""
    learning_round = round_to_set_up(request.user, slug)
    form = NextRoundForm(
        request.POST if request.method == "POST" else None,
        source=learning_round,
        participations=participations_of(learning_round),
        newest=newest_checklist(request.user),
    )
    context = {"learning_round": learning_round, "form": form}
    if request.method != "POST" or not form.is_valid() or "change" in request.POST:
        return render(request, "learning_rounds/round_next.html", context)
    context["plan"] = plan = form.plan()
    if "confirmed" not in request.POST:
        context["fields"] = [(field.html_name, field.data) for field in form]
        return render(request, "learning_rounds/round_next_preview.html", context)
    try:
        made = start_next_round(plan=plan, by=request.user)
    except ActionRefused as refusal:
        form.add_error(None, str(refusal))
        return render(request, "learning_rounds/round_next.html", context, status=409)
    messages.success(request, _("The next round is a draft. Nobody but coordinators can see it until it is published."))
    return redirect("round-setup", made.slug)
