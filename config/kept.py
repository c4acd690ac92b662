"""Keeps what somebody typed when a form can't be accepted: logged out meanwhile, or the form has become too old.

The page holds everything that was sent and a button that sends it again. It is only made for forms that our own pages
sent, so that no other site can put words into it.
"""

from urllib.parse import urlsplit

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import urlencode

from accounts import second_factor
from assessments.views.autosave import is_autosave, not_saved_line

# Passwords are secret, and choosing a language is no text.
NEVER_KEPT = {"csrfmiddlewaretoken", "language", "password", "oldpassword", "password1", "password2"}
NEVER_KEPT |= {"code", "credential"}


def can_be_kept(request) -> bool:
    """Did one of our own pages send this form, and is there nothing secret in it?"""
    if request.method != "POST":
        return False
    names = set(request.POST) - {"csrfmiddlewaretoken"}
    return bool(names) and not names & NEVER_KEPT and _comes_from_here(request)


def _comes_from_here(request) -> bool:
    """Browsers say where a form was sent from; a page of another site can't change what they say."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return urlsplit(request.headers.get("Origin", "")).netloc == request.get_host()


def kept_fields(request) -> dict:
    """What was sent, for templates/components/_kept_*.html: the fields, and those of them that are texts."""
    fields = [(name, value) for name, values in request.POST.lists() if name not in NEVER_KEPT for value in values]
    return {"fields": fields, "texts": [value for _name, value in fields if len(value.split()) > 1]}


def kept_page(request):
    """403 with everything that was typed, to be copied or sent again."""
    context = kept_fields(request) | {"second_factor_missing": second_factor.is_missing(request)}
    response = render(request, "kept.html", context, status=403)
    patch_cache_control(response, private=True, no_store=True)
    return response


class LoginRequired(LoginRequiredMiddleware):
    """Sends people to the login, but never throws away what they had typed."""

    def handle_no_permission(self, request, view_func):
        """For a form that was typed while the login lasted the kept page, or the line of autosave; else the login."""
        if is_autosave(request):
            return not_saved_line(request)
        if can_be_kept(request):
            return kept_page(request)
        return super().handle_no_permission(request, view_func)


class SecondFactorRequired:
    """Shows those whose role demands a second factor only how to get or show it; what they had typed is kept."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, _args, _kwargs):
        """Nothing for public pages and those that have to do with second factors."""
        if not getattr(view_func, "login_required", True) or not second_factor.is_missing(request):
            return None
        if second_factor.is_open_without(request):
            return None
        return _ask_for_second_factor(request)


def _ask_for_second_factor(request):
    if is_autosave(request):
        return not_saved_line(request)
    if can_be_kept(request):
        return kept_page(request)
    wanted = {"next": request.get_full_path()} if request.method == "GET" else {}
    return HttpResponseRedirect(f"{reverse('second-factor-needed')}?{urlencode(wanted)}".removesuffix("?"))
