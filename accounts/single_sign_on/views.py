"""Logging in with the login of one's organisation, and connecting it to one's account first."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.app_settings import EmailVerificationMethod
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from allauth.account.utils import perform_login
from allauth.decorators import rate_limit
from csp.decorators import csp_update
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actions import connect_identity, remove_identity
from accounts.errors import ActionRefused
from accounts.models import Identity, IdentityProvider
from accounts.security_log import security_event
from accounts.single_sign_on import client, finding
from accounts.single_sign_on.client import Claims, Errand
from accounts.single_sign_on.forms import OrganisationLoginForm
from accounts.single_sign_on.refusals import INVALID, NOT_A_MEMBER, NOT_CONNECTED, SignInRefused


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limit(action="organisation_login")
def organisation_login(request):
    """Which organisation's login? The address says; from here people are sent to it."""
    if request.user.is_authenticated:
        return redirect("home")
    if not finding.is_there_any():
        raise Http404
    form = OrganisationLoginForm(request.POST or None)
    wanted = wanted_page(request)
    if form.is_valid():
        return sent_to(request, form.provider, Errand(next=wanted), form.cleaned_data["email"])
    page = render(request, "accounts/organisation_login.html", {"form": form, "next": wanted})
    return allowing_forms_to(finding.origins(), page)


def wanted_page(request) -> str:
    """The page of ours that somebody asked for before they had to log in."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours else ""


def allowing_forms_to(origins: list[str], page):
    """The page, with a policy that lets its forms lead to these origins: Chromium asks that of redirects too."""
    return csp_update({"form-action": origins})(lambda: page)()


def sent_to(request, provider: IdentityProvider, errand: Errand, email: str = ""):
    """The way to the login, or the page that says what is wrong with it."""
    try:
        return HttpResponseRedirect(client.send(request, provider, errand, email))
    except SignInRefused as refused:
        return refusal_page(request, refused, provider)


def refusal_page(request, refused: SignInRefused, provider: IdentityProvider):
    security_event("organisation-login-refused", request, provider=provider, reason=refused.reason.word)
    context = {"reason": refused.reason, "provider": provider, "is_unknown": refused.reason is NOT_CONNECTED}
    return render(request, "accounts/sign_in_refused.html", context, status=refused.reason.status)


@login_not_required
@never_cache
@require_safe
def organisation_login_return(request, code):
    """Somebody comes back. A GET that changes something: it is the other login that sends people here.

    Nothing happens without the state that this browser got when it was sent there, and which is used once.
    """
    provider = finding.provider_at(code)
    if provider is None:
        raise Http404
    try:
        claims, errand = client.receive(request, provider)
        if errand.user is None:
            return logged_in(request, provider, claims, errand)
        return connected(request, provider, claims, errand)
    except SignInRefused as refused:
        return refusal_page(request, refused, provider)


def logged_in(request, provider: IdentityProvider, claims: Claims, errand: Errand):
    """Let the person in, as every other login does: with a second factor where the account has one."""
    user = finding.account_of(provider, claims)
    if request.user.is_authenticated:
        logout(request)
    record_authentication(request, user, "socialaccount", provider=provider.organisation.code)
    return perform_login(
        request, user, email_verification=EmailVerificationMethod.NONE, redirect_url=errand.next or None
    )


def connected(request, provider: IdentityProvider, claims: Claims, errand: Errand):
    """Connect the login to the account of whoever asked for it, and is still the one who is logged in."""
    if request.user.pk != errand.user:
        raise SignInRefused(INVALID)
    if not finding.is_member(request.user, provider):
        raise SignInRefused(NOT_A_MEMBER)
    finding.check_address(provider, claims)
    try:
        connect_identity(provider=provider, subject=claims.subject, user=request.user)
    except ActionRefused as refused:
        return render(request, "accounts/identity_connect.html", {"provider": provider, "refusal": refused}, status=409)
    get_adapter().send_notification_mail("accounts/email/identity_connected", request.user)
    messages.success(request, _("From now on you can log in with %(name)s.") % {"name": provider.organisation})
    return redirect("identity-list")


@require_safe
def identity_list(request):
    """The logins that lead to one's account, and those that can."""
    providers = list(own_providers(request.user))
    identities = list(Identity.objects.visible_to(request.user).order_by("pk"))
    issuers = {identity.issuer for identity in identities}
    context = {
        "connected": [(identity, name_of(identity, providers)) for identity in identities],
        "missing": [provider for provider in providers if provider.issuer not in issuers],
    }
    return render(request, "accounts/identity_list.html", context)


def own_providers(user):
    """The logins of the organisations that somebody belongs to."""
    found = IdentityProvider.objects.visible_to(user).of_own_organisations(user).active()
    return found.select_related("organisation").order_by("organisation__sort_key")


def name_of(identity: Identity, providers) -> str:
    """The organisation whose login it is; its address where that organisation is not one's own any more."""
    return next((str(each.organisation) for each in providers if each.issuer == identity.issuer), str(identity))


@require_http_methods(["GET", "HEAD", "POST"])
def identity_connect(request, code):
    """What connecting means, and the way to the login of one's organisation."""
    provider = get_object_or_404(own_providers(request.user), organisation__code=code)
    if request.method == "POST":
        if is_reauthentication_required(request, app="accounts"):
            query = urlencode({"next": reverse("identity-connect", args=[code])})
            return HttpResponseRedirect(f"{reverse('account_reauthenticate')}?{query}")
        return sent_to(request, provider, Errand(user=request.user.pk), request.user.email)
    page = render(request, "accounts/identity_connect.html", {"provider": provider})
    return allowing_forms_to([provider.origin], page)


@require_http_methods(["GET", "HEAD", "POST"])
def identity_remove(request, identity):
    """Take a login away from one's account, after a question."""
    found = get_object_or_404(Identity.objects.visible_to(request.user), pk=identity)
    if request.method == "POST":
        remove_identity(identity=found, by=request.user)
        get_adapter().send_notification_mail("accounts/email/identity_removed", request.user)
        messages.success(request, _("The login does not lead to your account any more."))
        return redirect("identity-list")
    context = {"identity": found, "name": name_of(found, own_providers(request.user))}
    return render(request, "accounts/identity_remove.html", context)
