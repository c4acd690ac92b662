"""Accepting an invitation. The link of the mail only leads to a page; the button on it does what is to be done."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actions import accept
from accounts.errors import ActionRefused
from accounts.people_forms import ROLE_WORDS, AcceptForm
from accounts.permissions import Role
from accounts.places import account_of, must_log_in, opened_invitation

TOKEN = "invitation"  # noqa: S105 (the name of the place in the session)


@login_not_required
@never_cache
@require_safe
def invitation_open(request, token):
    """Keep the secret in the session and go on to an address without it, which no log and no other page gets to see."""
    request.session[TOKEN] = token[:100]
    return redirect("invitation-accept")


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_accept(request):
    """Who invites to what, and the button that accepts."""
    token = request.session.get(TOKEN, "")
    invitation = opened_invitation(request.user, token)
    if invitation is None:
        return _gone(request)
    account = account_of(invitation)
    form = AcceptForm(request.POST if request.method == "POST" else None)
    context = {"form": form, "invitation": invitation, "is_new": account is None}
    context["role"] = ROLE_WORDS[Role(invitation.role)]
    context["must_log_in"] = must_log_in(request.user, account)
    if request.method != "POST" or context["must_log_in"] or not form.is_valid():
        return render(request, "accounts/invitation_accept.html", context)
    return _accepted(request, token, form.cleaned_data["name"])


def _accepted(request, token: str, name: str):
    """Join, and log in if nobody is: reading mail at the address is worth as much as a code that is mailed there."""
    visitor = request.user if request.user.is_authenticated else None
    try:
        membership = accept(token=token, name=name, by=visitor)
    except ActionRefused:
        return _gone(request)
    del request.session[TOKEN]
    messages.success(request, _("You belong to %(organisation)s now.") % {"organisation": membership.organisation})
    if visitor:
        return redirect("home")
    record_authentication(request, membership.user, method="code", email=membership.user.email)
    return perform_login(request, membership.user)


def _gone(request):
    """The one answer to everything that is no invitation for whoever asks: it does not tell why."""
    request.session.pop(TOKEN, None)
    return render(request, "accounts/invitation_gone.html", status=404)
