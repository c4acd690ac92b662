"""Who takes part: search and tick, paste a list, take away."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.errors import ActionRefused
from accounts.models import Organisation
from learning_rounds.actions.organisations import (
    add_organisations,
    remove_organisation,
    why_participation_kept,
)
from learning_rounds.finding import read_pasted
from learning_rounds.forms.organisations import ChosenOrganisationsForm, PasteForm
from learning_rounds.models import LearningRound
from learning_rounds.places import (
    all_organisations,
    found_organisations,
    participation_to_run,
    participations_of,
    round_to_set_up,
)

MOST_RESULTS = 50
LONGEST_SEARCH = 120  # no name is longer, and SQLite refuses to compare with very long texts


@require_http_methods(["GET", "HEAD", "POST"])
def round_organisations(request, slug):
    """Who is in; what a search found (``?sok=…``), to be ticked and added."""
    learning_round = round_to_set_up(request.user, slug)
    form = None
    if request.method == "POST":
        form = ChosenOrganisationsForm(request.POST, organisations=all_organisations(request.user))
        if form.is_valid():
            return _add(request, learning_round, form.organisations())
    return _list(request, learning_round, form)


def _list(request, learning_round: LearningRound, form=None, status: int = 200):
    participations, text = participations_of(learning_round), request.GET.get("sok", "").strip()[:LONGEST_SEARCH]
    results = found_organisations(request.user, text, MOST_RESULTS + 1) if text else []
    context = {
        "learning_round": learning_round,
        "participations": participations,
        "text": text,
        "results": results[:MOST_RESULTS],
        "has_more": len(results) > MOST_RESULTS,
        "taking_part": {participation.organisation_id for participation in participations},
        "form": form,
    }
    return render(request, "learning_rounds/round_organisations.html", context, status=status)


def _add(request, learning_round: LearningRound, organisations: list[Organisation]):
    try:
        made = add_organisations(learning_round=learning_round, organisations=organisations, by=request.user)
    except ActionRefused as refusal:
        messages.error(request, str(refusal))
        return _list(request, learning_round, status=409)
    added = ngettext("%(count)s organisation is added.", "%(count)s organisations are added.", len(made))
    messages.success(request, added % {"count": len(made)})
    return redirect("round-organisations", learning_round.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def organisations_paste(request, slug):
    """A pasted list: first what it means, then, with ``then=add``, those that were found and chosen."""
    learning_round = round_to_set_up(request.user, slug)
    form = PasteForm(request.POST if request.method == "POST" else None)
    context = {"learning_round": learning_round, "form": form}
    if request.method != "POST" or not form.is_valid():
        return render(request, "learning_rounds/organisations_paste.html", context)
    organisations = all_organisations(request.user)
    if request.POST.get("then") == "add":
        chosen = ChosenOrganisationsForm(request.POST, organisations=organisations)
        if chosen.is_valid():
            return _add(request, learning_round, chosen.organisations())
        form.add_error(None, chosen.refusal())
    taking_part = {participation.organisation_id for participation in participations_of(learning_round)}
    context["read"] = read_pasted(form.cleaned_data["text"], organisations, taking_part)
    return render(request, "learning_rounds/organisations_paste.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def organisation_remove(request, slug, code):
    """Ask, then take away; an organisation that has written something leaves the round instead."""
    participation = participation_to_run(request.user, slug, code)
    context = {
        "participation": participation,
        "learning_round": participation.round,
        "refusal": why_participation_kept(participation),
    }
    if request.method != "POST":
        return render(request, "learning_rounds/organisation_remove.html", context)
    try:
        remove_organisation(participation=participation, by=request.user)
    except ActionRefused as refusal:
        return render(request, "learning_rounds/organisation_remove.html", context | {"refusal": refusal}, status=409)
    messages.success(request, _("%(organisation)s is removed.") % {"organisation": participation.organisation})
    return redirect("round-organisations", slug)
