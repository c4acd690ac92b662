"""Inviting the first strategist of an organisation that takes part, and letting one leave; for the coordinator."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.errors import ActionRefused
from accounts.invitation_limit import count_invitation, link_to, status_of
from accounts.people_forms import AddressForm
from learning_rounds.actions.strategists import (
    end_strategist,
    invite_strategist,
    resend_to_strategist,
    revoke_from_strategist,
)
from learning_rounds.places import participation_to_run
from learning_rounds.strategists import invitation_to_run, strategist_to_end, why_not_first
from learning_rounds.views.participants import participant_page


@require_http_methods(["GET", "HEAD", "POST"])
def strategist_invite(request, slug, code):
    """Whom to invite as the first strategist."""
    participation = participation_to_run(request.user, slug, code)
    form = AddressForm(request.POST if request.method == "POST" else None)
    why_not = why_not_first(participation, request.user)
    context = {"form": form, "participation": participation, "why_not_first": why_not}
    if request.method != "POST" or not form.is_valid():
        return render(request, "learning_rounds/strategist_invite.html", context)
    try:
        count_invitation(request)
        sent = invite_strategist(
            participation=participation, **form.cleaned_data, by=request.user, link=link_to(request)
        )
    except ActionRefused as refusal:
        form.add_error(None, str(refusal))
        return render(request, "learning_rounds/strategist_invite.html", context, status=status_of(refusal))
    messages.success(request, _("The invitation has been sent to %(email)s.") % {"email": sent.email})
    return redirect("participant-detail", slug, code)


@require_POST
def strategist_invitation_resend(request, slug, code, invitation):
    """Mail the invitation again, with a new link."""
    participation, found = invitation_to_run(request.user, slug, code, invitation)
    try:
        count_invitation(request)
        resend_to_strategist(participation=participation, invitation=found, by=request.user, link=link_to(request))
    except ActionRefused as refusal:
        return participant_page(request, participation, refusal, status_of(refusal))
    messages.success(request, _("The invitation has been sent to %(email)s.") % {"email": found.email})
    return redirect("participant-detail", slug, code)


@require_POST
def strategist_invitation_revoke(request, slug, code, invitation):
    """Take the invitation back."""
    participation, found = invitation_to_run(request.user, slug, code, invitation)
    try:
        revoke_from_strategist(participation=participation, invitation=found, by=request.user)
    except ActionRefused as refusal:
        return participant_page(request, participation, refusal, 409)
    messages.success(request, _("The invitation to %(email)s is revoked.") % {"email": found.email})
    return redirect("participant-detail", slug, code)


@require_http_methods(["GET", "HEAD", "POST"])
def strategist_end(request, slug, code, membership):
    """Say what happens, then let a strategist leave the organisation."""
    participation, found = strategist_to_end(request.user, slug, code, membership)
    context = {"participation": participation, "membership": found}
    if request.method != "POST":
        return render(request, "learning_rounds/strategist_end.html", context)
    try:
        end_strategist(participation=participation, membership=found, by=request.user)
    except ActionRefused as refusal:
        return render(request, "learning_rounds/strategist_end.html", context | {"refusal": refusal}, status=409)
    words = {"person": found.user, "organisation": found.organisation}
    messages.success(request, _("%(person)s does not belong to %(organisation)s any more.") % words)
    return redirect("participant-detail", slug, code)
