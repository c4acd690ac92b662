"""Groups and mentors: the groups themselves, and one table that places every organisation."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.errors import ActionRefused
from learning_rounds.actions.groups import (
    PlacedMeanwhile,
    add_group,
    change_group,
    delete_group,
    place_organisations,
)
from learning_rounds.forms.groups import GroupForm, PlacementForm
from learning_rounds.models import LearningRound
from learning_rounds.places import group_to_set_up, groups_of, participations_of, round_to_set_up
from learning_rounds.set_up import set_up_of, suggested_group_name
from learning_rounds.views.answers import refused, shown_version


@require_http_methods(["GET", "HEAD", "POST"])
def round_groups(request, slug):
    """All groups, and the table of who is where; saved all at once."""
    learning_round = round_to_set_up(request.user, slug)
    form = _placement_form(learning_round, request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _groups_page(request, learning_round, form)
    try:
        place_organisations(learning_round=learning_round, seen=form.seen(), chosen=form.chosen(), by=request.user)
    except PlacedMeanwhile as refusal:
        form.show_beside(refusal.participations)
        form.add_error(None, str(refusal))
        return _groups_page(request, learning_round, form, status=409)
    except ActionRefused as refusal:
        form.add_error(None, str(refusal))
        return _groups_page(request, learning_round, form, status=409)
    messages.success(request, _("Groups and roles are saved."))
    return redirect("round-groups", slug)


def _placement_form(learning_round: LearningRound, data) -> PlacementForm:
    active = [participation for participation in participations_of(learning_round) if participation.is_active]
    return PlacementForm(data, participations=active, groups=groups_of(learning_round))


def _groups_page(request, learning_round: LearningRound, form: PlacementForm, status: int = 200):
    set_up = set_up_of(learning_round)
    context = {"learning_round": learning_round, "form": form, "set_up": set_up, "warnings": set_up.group_warnings}
    return render(request, "learning_rounds/round_groups.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def group_create(request, slug):
    """A new group."""
    learning_round = round_to_set_up(request.user, slug)
    name = suggested_group_name([group.name for group in groups_of(learning_round)])
    form = GroupForm(request.POST if request.method == "POST" else None, initial={"name": name})
    context = {"form": form, "learning_round": learning_round}
    if request.method != "POST" or not form.is_valid():
        return render(request, "learning_rounds/group_create.html", context)
    try:
        made = add_group(learning_round=learning_round, values=form.values(), by=request.user)
    except ActionRefused as refusal:
        return refused(request, "learning_rounds/group_create.html", context, refusal)
    messages.success(request, _("%(group)s is added.") % {"group": made})
    return redirect("round-groups", slug)


@require_http_methods(["GET", "HEAD", "POST"])
def group_edit(request, slug, group_id):
    """Name and basis of a group."""
    group = group_to_set_up(request.user, slug, group_id)
    form = GroupForm(request.POST if request.method == "POST" else None, instance=group)
    shown = group_to_set_up(request.user, slug, group_id)  # the form writes into its own
    context = {"form": form, "group": shown, "learning_round": shown.round}
    if request.method != "POST" or not form.is_valid():
        return render(request, "learning_rounds/group_edit.html", context)
    try:
        change_group(group=shown, values=form.values(), version=form.seen_version(), by=request.user)
    except ActionRefused as refusal:
        return refused(request, "learning_rounds/group_edit.html", context, refusal)
    messages.success(request, _("%(group)s is saved.") % {"group": form.cleaned_data["name"]})
    return redirect("round-groups", slug)


@require_http_methods(["GET", "HEAD", "POST"])
def group_delete(request, slug, group_id):
    """Ask, then delete; the organisations stay in the round."""
    group = group_to_set_up(request.user, slug, group_id)
    context = {"group": group, "learning_round": group.round, "refusal": ""}
    if request.method != "POST":
        return render(request, "learning_rounds/group_delete.html", context)
    try:
        delete_group(group=group, version=shown_version(request), by=request.user)
    except ActionRefused as refusal:
        context["refusal"] = str(refusal)
        return render(request, "learning_rounds/group_delete.html", context, status=409)
    messages.success(request, _("%(group)s is deleted.") % {"group": group})
    return redirect("round-groups", slug)
