"""Find an organisation, change what is written about it everywhere, and enter its own login."""

from __future__ import annotations

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actions import OrganisationRow, save_identity_provider, save_organisations
from accounts.administration.forms import LoginForm, OrganisationForm, stored
from accounts.errors import ActionRefused
from accounts.models import IdentityProvider, Organisation, Versioned
from accounts.permissions import Permission, require
from accounts.places import require_somewhere
from accounts.saving import SavedMeanwhile

MOST = 50


@require_safe
def organisation_list(request):
    """Organisations that match what is searched for, and which of them have a login of their own."""
    require_somewhere(request.user, Permission.ADMINISTER)
    searched = request.GET.get("sok", "")[:100]
    found = (
        Organisation.objects.visible_to(request.user).search(searched).in_order().select_related("identity_provider")
    )
    context = {"organisations": found[:MOST], "searched": searched, "is_more": found[MOST : MOST + 1].exists()}
    return render(request, "accounts/organisation_list.html", context)


def administered(user, code: str) -> Organisation:
    """The organisation that an address names, for administrators; 403 for everybody else."""
    organisation = get_object_or_404(Organisation.objects.visible_to(user), code=code)
    require(user, Permission.ADMINISTER, organisation)
    return organisation


@require_http_methods(["GET", "HEAD", "POST"])
def organisation_edit(request, code):
    """Name, county, and whether it coordinates rounds."""
    organisation = administered(request.user, code)
    form = OrganisationForm(request.POST if request.method == "POST" else None, instance=organisation)
    if request.method == "POST" and form.is_valid():
        row = OrganisationRow(code=code, kind=organisation.kind, **form.cleaned_data)
        save_organisations(rows=[row], by=request.user)
        messages.success(request, _("Saved."))
        return redirect("organisation-list")
    context = {"form": form, "organisation": organisation}
    return render(request, "accounts/organisation_edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def organisation_login_edit(request, code):
    """The login of an organisation: where it is, what we are called there, and whose addresses it is for."""
    organisation = administered(request.user, code)
    provider = IdentityProvider.objects.visible_to(request.user).filter(organisation=organisation).first()
    form = LoginForm(request.POST if request.method == "POST" else None, provider=provider, initial=stored(provider))
    address = request.build_absolute_uri(reverse("organisation-login-return", args=[code]))
    context = {"form": form, "organisation": organisation, "redirect_uri": address}
    if request.method == "POST" and form.is_valid():
        try:
            save_identity_provider(organisation=organisation, details=form.details(), by=request.user)
        except ActionRefused as refused:
            context |= {"refusal": refused, "theirs": seen_now(form, refused)}
            return render(request, "accounts/organisation_login_edit.html", context, status=409)
        messages.success(request, _("The login is saved. Try it before you tell anybody."))
        return redirect("organisation-list")
    return render(request, "accounts/organisation_login_edit.html", context)


def seen_now(form: LoginForm, refused: ActionRefused) -> Versioned | None:
    """What a colleague saved meanwhile; whoever saves once more has seen it."""
    if not isinstance(refused, SavedMeanwhile):
        return None
    form.data = {**form.data.dict(), "version": refused.row.version}  # type: ignore[attr-defined]
    return refused.row
