"""Pages about the account that django-allauth does not have."""

from allauth.account.adapter import get_adapter
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_safe

from accounts import second_factor


@require_safe
def second_factor_needed(request):
    """What a second factor is, why it is needed and how to get one; who has one is asked for it instead."""
    if not second_factor.is_missing(request):
        return redirect("home")
    if not second_factor.has_one(request.user):
        return render(request, "account/second_factor_needed.html")
    wanted = request.GET.get("next", "")
    here = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    ways = get_adapter().get_reauthentication_methods(request.user)
    return HttpResponseRedirect(f"{ways[0]['url']}?{urlencode({'next': wanted if here else '/'})}")
