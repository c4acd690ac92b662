"""A person's own page: name and language, ways to log in, roles, one's data, leaving."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actions import close_own_account, leave_organisation, roles_of_nobody_else, save_own_details
from accounts.errors import ActionRefused
from accounts.language import remember_language
from accounts.models import User
from accounts.own_forms import OwnDetailsForm
from accounts.privacy.export import own_data


@require_http_methods(["GET", "HEAD", "POST"])
def my_page(request):
    """What one can see and change about oneself."""
    person = User.objects.visible_to(request.user).get(pk=request.user.pk)  # the form writes into its own
    initial = {"language": person.language or translation.get_language()}
    form = OwnDetailsForm(request.POST if request.method == "POST" else None, instance=person, initial=initial)
    if request.method != "POST" or not form.is_valid():
        return render(request, "accounts/my_page.html", {"form": form, "memberships": _memberships(request)})
    save_own_details(person=request.user, **form.cleaned_data)
    response = redirect("my-page")
    remember_language(response, form.cleaned_data["language"])
    with translation.override(form.cleaned_data["language"]):
        messages.success(request, _("It is saved."))
    return response


@require_safe
def my_data(request):
    """Everything that is stored about oneself, as a file."""
    name = f"jamsteg-{timezone.localdate():%Y-%m-%d}.json"
    options = {"ensure_ascii": False, "indent": 2}
    return JsonResponse(
        own_data(request.user),
        json_dumps_params=options,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def organisation_leave(request, code):
    """The question whether one wants to leave an organisation, and leaving it."""
    memberships = [each for each in _memberships(request) if each.organisation.code == code]
    if not memberships:
        raise Http404("Not a member")
    organisation = memberships[0].organisation
    context = {"organisation": organisation, "memberships": memberships, "last": roles_of_nobody_else(memberships)}
    if request.method != "POST":
        return render(request, "accounts/organisation_leave.html", context)
    try:
        leave_organisation(person=request.user, organisation=organisation)
    except ActionRefused as refusal:
        return render(request, "accounts/organisation_leave.html", context | {"refusal": refusal}, status=409)
    messages.success(request, _("You have left %(organisation)s.") % {"organisation": organisation})
    return redirect("my-page")


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def account_close(request):
    """The question whether one wants to close the account, and closing it for good, by whoever has just logged in."""
    memberships = _memberships(request)
    context = {"memberships": memberships, "last": roles_of_nobody_else(memberships)}
    if request.method != "POST":
        return render(request, "accounts/account_close.html", context)
    try:
        close_own_account(person=request.user)
    except ActionRefused as refusal:
        return render(request, "accounts/account_close.html", context | {"refusal": refusal}, status=409)
    logout(request)
    messages.success(request, _("Your account is closed. Your name and your address have been erased."))
    return redirect("account_login")


def _memberships(request) -> list:
    """One's own memberships, by organisation as in Swedish."""
    return sorted(request.user.current_memberships(), key=lambda each: (each.organisation.sort_key, each.pk))
