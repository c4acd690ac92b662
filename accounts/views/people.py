"""Who belongs to an organisation: the list, another role or level, and leaving."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actions import ChangedMeanwhile, change_membership, end_membership
from accounts.errors import ActionRefused
from accounts.models import Membership, is_administrator
from accounts.people_forms import MembershipForm
from accounts.permissions import Role
from accounts.places import managed_membership, managed_organisation, may_change, people_of


@require_safe
def people_list(request, code):
    """Everybody of an organisation, the invitations, and folded away those who have left."""
    return people_page(request, managed_organisation(request.user, code))


def people_page(request, organisation, refusal: ActionRefused | None = None, status: int = 200):
    """The page; with why an invitation could not be sent or taken back."""
    people = people_of(request.user, organisation)
    context = {
        "organisation": organisation,
        "people": [(each, may_change(request.user, each)) for each in people.current],
        "invitations": [(each, may_change(request.user, each)) for each in people.invitations],
        "ended": people.ended,
        "may_invite": bool(request.user.roles_to_give(organisation)),
        "refusal": refusal,
    }
    return render(request, "accounts/people_list.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def membership_edit(request, code, membership):
    """Another role or level for somebody."""
    found = managed_membership(request.user, code, membership)
    form = MembershipForm(
        request.POST if request.method == "POST" else None, membership=found, roles=_roles(request.user, found)
    )
    context = {"form": form, "membership": found}
    if request.method != "POST" or not form.is_valid():
        return render(request, "accounts/membership_edit.html", context)
    chosen = {"role": form.cleaned_data["role"], "level": form.cleaned_data["level"], "seen": form.seen_values()}
    try:
        change_membership(membership=found, **chosen, by=request.user, as_last=is_administrator(request.user))
    except ActionRefused as refusal:
        if isinstance(refusal, ChangedMeanwhile):
            form.show_beside(refusal.membership)
        form.add_error(None, str(refusal))
        return render(request, "accounts/membership_edit.html", context, status=409)
    messages.success(request, _("It is saved."))
    return _back(request, found)


def _roles(user, membership: Membership) -> list[Role]:
    """The roles that may be given, and the one that is held."""
    possible = {*user.roles_to_give(membership.organisation), membership.role}
    return [role for role in Role if role in possible]


@require_http_methods(["GET", "HEAD", "POST"])
def membership_end(request, code, membership):
    """Say what happens, then let somebody leave the organisation."""
    found = managed_membership(request.user, code, membership)
    if request.method != "POST":
        return render(request, "accounts/membership_end.html", {"membership": found})
    try:
        end_membership(membership=found, by=request.user, as_last=is_administrator(request.user))
    except ActionRefused as refusal:
        return render(request, "accounts/membership_end.html", {"membership": found, "refusal": refusal}, status=409)
    words = {"person": found.user, "organisation": found.organisation}
    messages.success(request, _("%(person)s does not belong to %(organisation)s any more.") % words)
    return _back(request, found)


def _back(request, membership: Membership):
    """To the list; whoever has changed their own place may have no right to see it any more."""
    if membership.user_id == request.user.pk:
        return redirect("home")
    return redirect("people-list", membership.organisation.code)
