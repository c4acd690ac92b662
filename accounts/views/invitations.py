"""Inviting somebody to an organisation, sending an invitation again, taking it back."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actions import invite, resend, revoke
from accounts.errors import ActionRefused
from accounts.invitation_limit import count_invitation, link_to, status_of
from accounts.people_forms import InvitationForm
from accounts.places import managed_invitation, managed_organisation
from accounts.views.people import people_page


@require_http_methods(["GET", "HEAD", "POST"])
def invitation_create(request, code):
    """Whom to invite, to which role."""
    organisation = managed_organisation(request.user, code)
    data = request.POST if request.method == "POST" else None
    form = InvitationForm(data, roles=request.user.roles_to_give(organisation))
    context = {"form": form, "organisation": organisation}
    if request.method != "POST" or not form.is_valid():
        return render(request, "accounts/invitation_create.html", context)
    try:
        count_invitation(request)
        sent = invite(organisation=organisation, **form.cleaned_data, by=request.user, link=link_to(request))
    except ActionRefused as refusal:
        form.add_error(None, str(refusal))
        return render(request, "accounts/invitation_create.html", context, status=status_of(refusal))
    messages.success(request, _("The invitation has been sent to %(email)s.") % {"email": sent.email})
    return redirect("people-list", code)


@require_POST
def invitation_resend(request, code, invitation):
    """Mail an invitation again, with a new link."""
    found = managed_invitation(request.user, code, invitation)
    try:
        count_invitation(request)
        resend(invitation=found, by=request.user, link=link_to(request))
    except ActionRefused as refusal:
        return people_page(request, found.organisation, refusal, status_of(refusal))
    messages.success(request, _("The invitation has been sent to %(email)s.") % {"email": found.email})
    return redirect("people-list", code)


@require_POST
def invitation_revoke(request, code, invitation):
    """Take an invitation back."""
    found = managed_invitation(request.user, code, invitation)
    try:
        revoke(invitation=found, by=request.user)
    except ActionRefused as refusal:
        return people_page(request, found.organisation, refusal, 409)
    messages.success(request, _("The invitation to %(email)s is revoked.") % {"email": found.email})
    return redirect("people-list", code)
