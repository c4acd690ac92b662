"""When and where the groups meet: for the organisations of a group, and for the coordinator."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.errors import ActionRefused
from accounts.permissions import Permission
from learning_rounds.actions.group_meetings import delete_group_meeting, save_group_meeting
from learning_rounds.forms.group_meetings import GroupMeetingForm
from learning_rounds.group_plan import group_plans
from learning_rounds.lock import why_kept
from learning_rounds.models import GroupMeeting
from learning_rounds.places import followed_round, groups_of, in_group, may_arrange, meeting_in
from learning_rounds.views.answers import refused, shown_version


@require_safe
def round_group_meetings(request, slug):
    """The meetings of all groups, for those who follow the round."""
    learning_round = followed_round(request.user, slug)
    plans = group_plans(learning_round, groups_of(learning_round))
    closed = why_kept(learning_round)
    may_edit = not closed and any(may_arrange(request.user, learning_round, plan.members) for plan in plans)
    may_set_up = request.user.can(Permission.EDIT_ROUND, learning_round.owner)
    context = {"learning_round": learning_round, "plans": plans, "may_edit": may_edit, "may_set_up": may_set_up}
    return render(request, "learning_rounds/round_group_meetings.html", context)


@require_safe
def group_meeting_list(request, slug, code):
    """The meetings of an organisation's group."""
    participation, group = in_group(request.user, slug, code)
    (plan,) = group_plans(participation.round, [group])
    closed = why_kept(participation.round)
    context = {
        "participation": participation,
        "plan": plan,
        "may_edit": not closed and may_arrange(request.user, participation.round, plan.members),
    }
    return render(request, "learning_rounds/group_meeting_list.html", context)


def _own_meeting(request, slug: str, code: str, number: int) -> dict:
    """What the pages of one group's meeting show; 403 for those who only read it."""
    participation, group = in_group(request.user, slug, code)
    meeting = meeting_in(request.user, participation.round, number)
    (plan,) = group_plans(participation.round, [group])
    if not may_arrange(request.user, participation.round, plan.members):
        raise PermissionDenied("Only the strategists of the group and the coordinator write this")
    held = GroupMeeting.objects.visible_to(request.user).select_related("host")
    own = held.filter(group=group, meeting=meeting).first()
    return {"participation": participation, "meeting": meeting, "own": own, "members": plan.members}


@require_http_methods(["GET", "HEAD", "POST"])
def group_meeting_edit(request, slug, code, meeting):
    """When, where and with whom a group holds one meeting."""
    context = _own_meeting(request, slug, code, meeting)
    data = request.POST if request.method == "POST" else None
    context["form"] = form = GroupMeetingForm(data, instance=context["own"], hosts=context["members"])
    if request.method != "POST" or not form.is_valid():
        return render(request, "learning_rounds/group_meeting_edit.html", context)
    place = {"group": context["participation"].group, "meeting": context["meeting"]}
    try:
        save_group_meeting(**place, values=form.values(), version=form.seen_version(), by=request.user)
    except ActionRefused as refusal:
        return refused(request, "learning_rounds/group_meeting_edit.html", context, refusal)
    messages.success(request, _("The group's meeting is saved."))
    return redirect("group-meeting-list", slug, code)


@require_http_methods(["GET", "HEAD", "POST"])
def group_meeting_delete(request, slug, code, meeting):
    """Ask, then take away what a group has written for a meeting."""
    context = _own_meeting(request, slug, code, meeting)
    if request.method != "POST":
        return render(request, "learning_rounds/group_meeting_delete.html", context)
    place = {"group": context["participation"].group, "meeting": context["meeting"]}
    try:
        delete_group_meeting(**place, version=shown_version(request), by=request.user)
    except ActionRefused as refusal:
        context["refusal"] = str(refusal)
        return render(request, "learning_rounds/group_meeting_delete.html", context, status=409)
    messages.success(request, _("The group's date and place are deleted."))
    return redirect("group-meeting-list", slug, code)
