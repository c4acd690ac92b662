"""The meetings of a round: list, add, change, delete, and the usual ones at once."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.errors import ActionRefused
from learning_rounds.actions.meetings import (
    add_meeting,
    change_meeting,
    delete_meeting,
    suggest_meetings,
    why_meeting_kept,
)
from learning_rounds.forms.meetings import MeetingForm
from learning_rounds.meeting_plan import suggested_name, warnings_about
from learning_rounds.models import LearningMeeting
from learning_rounds.places import meeting_to_set_up, meetings_of, round_to_set_up
from learning_rounds.views.answers import refused, shown_version
from learning_rounds.written import assessed_before

Kind = LearningMeeting.Kind


@require_safe
def round_meetings(request, slug):
    """All meetings in order, with what looks wrong, and the ways to add more."""
    learning_round = round_to_set_up(request.user, slug)
    meetings = meetings_of(learning_round)
    context = {
        "learning_round": learning_round,
        "meetings": meetings,
        "warnings": warnings_about(learning_round, meetings),
        "kinds": Kind.choices,
    }
    return render(request, "learning_rounds/round_meetings.html", context)


@require_POST
def meetings_suggest(request, slug):
    """Fill a round without meetings with the usual ones."""
    learning_round = round_to_set_up(request.user, slug)
    try:
        suggest_meetings(learning_round=learning_round, by=request.user)
        messages.success(request, _("The usual meetings are added. Change names and dates as you like."))
    except ActionRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("round-meetings", slug)


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_create(request, slug):
    """A new meeting; ``?typ=learning`` chooses the kind, and with it the name that is suggested."""
    learning_round = round_to_set_up(request.user, slug)
    kind = request.GET.get("typ", "")
    kind = kind if kind in Kind.values else Kind.LEARNING
    name = suggested_name(kind, [meeting.name for meeting in meetings_of(learning_round)])
    form = MeetingForm(request.POST if request.method == "POST" else None, initial={"kind": kind, "name": name})
    context = {"form": form, "learning_round": learning_round}
    if request.method != "POST" or not form.is_valid():
        return render(request, "learning_rounds/meeting_create.html", context)
    try:
        made = add_meeting(learning_round=learning_round, values=form.values(), by=request.user)
    except ActionRefused as refusal:
        return refused(request, "learning_rounds/meeting_create.html", context, refusal)
    messages.success(request, _("%(meeting)s is added.") % {"meeting": made})
    return redirect("round-meetings", slug)


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_edit(request, slug, meeting_id):
    """Change a meeting. Moving the last day of those who have begun is asked about first."""
    meeting = meeting_to_set_up(request.user, slug, meeting_id)
    form = MeetingForm(request.POST if request.method == "POST" else None, instance=meeting)
    shown = meeting_to_set_up(request.user, slug, meeting_id)  # the form writes into its own
    context = {"form": form, "meeting": shown, "learning_round": shown.round}
    if request.method != "POST" or not form.is_valid():
        return render(request, "learning_rounds/meeting_edit.html", context)
    if form.moves_last_day() and "confirmed" not in request.POST:
        submitted, begun = assessed_before(shown)
        if submitted or begun:
            return _ask_about_last_day(request, context | {"submitted": submitted, "begun": begun})
    try:
        change_meeting(meeting=shown, values=form.values(), version=form.seen_version(), by=request.user)
    except ActionRefused as refusal:
        return refused(request, "learning_rounds/meeting_edit.html", context, refusal)
    messages.success(request, _("%(meeting)s is saved.") % {"meeting": form.cleaned_data["name"]})
    return redirect("round-meetings", slug)


def _ask_about_last_day(request, context: dict):
    """Who is affected by another last day; the form goes along and is sent again with the answer."""
    form = context["form"]
    context["last_day"] = form.cleaned_data["assessment_due_on"]
    context["fields"] = [(bound.html_name, bound.data) for bound in form]
    return render(request, "learning_rounds/meeting_last_day.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_delete(request, slug, meeting_id):
    """Ask, then delete; a meeting that organisations have written for stays."""
    meeting = meeting_to_set_up(request.user, slug, meeting_id)
    context = {"meeting": meeting, "learning_round": meeting.round, "refusal": why_meeting_kept(meeting)}
    if request.method != "POST":
        return render(request, "learning_rounds/meeting_delete.html", context)
    try:
        delete_meeting(meeting=meeting, version=shown_version(request), by=request.user)
    except ActionRefused as refusal:
        return render(request, "learning_rounds/meeting_delete.html", context | {"refusal": refusal}, status=409)
    messages.success(request, _("%(meeting)s is deleted.") % {"meeting": meeting})
    return redirect("round-meetings", slug)
