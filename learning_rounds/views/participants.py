"""Who takes part in a round, for its coordinator: what it rests on, more time, leaving and coming back."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.errors import ActionRefused
from accounts.permissions import Permission
from learning_rounds.actions.participations import (
    change_participation,
    extend_last_day,
    take_back_extension,
    take_back_withdrawal,
    withdraw,
)
from learning_rounds.forms.participations import ExtensionForm, ParticipationForm, WithdrawalForm
from learning_rounds.last_days import LastDays
from learning_rounds.lock import why_kept
from learning_rounds.places import (
    followed_participation,
    followed_round,
    last_days_of,
    participation_to_run,
    participations_of,
    place_to_run,
)
from learning_rounds.strategists import strategists_of, why_not_first
from learning_rounds.views.answers import refused


@require_safe
def participant_list(request, slug):
    """Everybody who takes part, with the decision and the contact."""
    learning_round = followed_round(request.user, slug)
    context = {
        "learning_round": learning_round,
        "participations": participations_of(learning_round),
        "may_set_up": request.user.can(Permission.EDIT_ROUND, learning_round.owner),
    }
    return render(request, "learning_rounds/participant_list.html", context)


@require_safe
def participant_detail(request, slug, code):
    """One organisation's participation, and the ways to change it."""
    return participant_page(request, followed_participation(request.user, slug, code))


def participant_page(request, participation, refusal: ActionRefused | None = None, status: int = 200):
    """The page; with why something about its strategists was refused."""
    closed = why_kept(participation.round)
    context = {
        "participation": participation,
        "last_days": last_days_of(participation),
        "closed_because": closed,
        "strategists": strategists_of(participation),
        "why_not_first": why_not_first(participation, request.user),
        "refusal": refusal,
        "sees_people": request.user.can(Permission.MANAGE_PEOPLE, participation.organisation),
        "may_edit": not closed and request.user.can(Permission.EDIT_ROUND, participation.round.owner),
    }
    return render(request, "learning_rounds/participant_detail.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def participant_edit(request, slug, code):
    """Decision, goal and contact."""
    participation = participation_to_run(request.user, slug, code)
    shown = participation_to_run(request.user, slug, code)  # the form writes into its own
    form = ParticipationForm(request.POST if request.method == "POST" else None, instance=participation)
    context = {"form": form, "participation": shown}
    if request.method != "POST" or not form.is_valid():
        return render(request, "learning_rounds/participant_edit.html", context)
    try:
        change_participation(participation=shown, values=form.values(), version=form.seen_version(), by=request.user)
    except ActionRefused as refusal:
        return refused(request, "learning_rounds/participant_edit.html", context, refusal)
    messages.success(request, _("It is saved."))
    return redirect("participant-detail", slug, code)


@require_http_methods(["GET", "HEAD", "POST"])
def last_day_extend(request, slug, code, meeting):
    """A later last day of one assessment for one organisation."""
    participation, found = place_to_run(request.user, slug, code, meeting)
    extended_to = LastDays([participation]).extended_to(participation, found)
    form = ExtensionForm(request.POST if request.method == "POST" else None, meeting=found, extended_to=extended_to)
    context = {"form": form, "participation": participation, "meeting": found, "extended_to": extended_to}
    if request.method != "POST" or not form.is_valid():
        return render(request, "learning_rounds/last_day_extend.html", context)
    days = {"due_on": form.cleaned_data["due_on"], "seen": form.cleaned_data["seen"]}
    try:
        extend_last_day(participation=participation, meeting=found, **days, by=request.user)
    except ActionRefused as refusal:
        if hasattr(refusal, "due_on"):
            form.show_beside(refusal.due_on)
        form.add_error(None, str(refusal))
        return render(request, "learning_rounds/last_day_extend.html", context, status=409)
    messages.success(request, _("%(organisation)s has more time now.") % {"organisation": participation.organisation})
    return redirect("participant-detail", slug, code)


@require_http_methods(["GET", "HEAD", "POST"])
def last_day_restore(request, slug, code, meeting):
    """Ask, then let the ordinary last day count again."""
    participation, found = place_to_run(request.user, slug, code, meeting)
    context = {"participation": participation, "meeting": found, "has_passed": found.has_passed()}
    context["extended_to"] = LastDays([participation]).extended_to(participation, found)
    if request.method != "POST":
        return render(request, "learning_rounds/last_day_restore.html", context)
    try:
        take_back_extension(participation=participation, meeting=found, by=request.user)
    except ActionRefused as refusal:
        return render(request, "learning_rounds/last_day_restore.html", context | {"refusal": refusal}, status=409)
    messages.success(request, _("The ordinary last day counts again."))
    return redirect("participant-detail", slug, code)


@require_http_methods(["GET", "HEAD", "POST"])
def participant_withdraw(request, slug, code):
    """Say what happens and ask for the day, then end the participation."""
    participation = participation_to_run(request.user, slug, code)
    form = WithdrawalForm(
        request.POST if request.method == "POST" else None, initial={"withdrawn_on": timezone.localdate()}
    )
    context = {"form": form, "participation": participation}
    if request.method != "POST" or not form.is_valid():
        return render(request, "learning_rounds/participant_withdraw.html", context)
    try:
        withdraw(participation=participation, on=form.cleaned_data["withdrawn_on"], by=request.user)
    except ActionRefused as refusal:
        form.add_error(None, str(refusal))
        return render(request, "learning_rounds/participant_withdraw.html", context, status=409)
    messages.success(request, _("%(organisation)s has left the round.") % {"organisation": participation.organisation})
    return redirect("participant-detail", slug, code)


@require_http_methods(["GET", "HEAD", "POST"])
def participant_return(request, slug, code):
    """Ask, then take back that an organisation left."""
    participation = participation_to_run(request.user, slug, code)
    context = {"participation": participation}
    if request.method != "POST":
        return render(request, "learning_rounds/participant_return.html", context)
    try:
        take_back_withdrawal(participation=participation, by=request.user)
    except ActionRefused as refusal:
        return render(request, "learning_rounds/participant_return.html", context | {"refusal": refusal}, status=409)
    messages.success(request, _("%(organisation)s takes part again.") % {"organisation": participation.organisation})
    return redirect("participant-detail", slug, code)
