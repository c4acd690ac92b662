"""Pages that belong to no other app: the start, the language switch, information and errors."""

import sys

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseRedirect, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST, require_safe

from accounts.audit import record, request_number
from accounts.language import remember_language
from accounts.permissions import Role, rights_in_words
from accounts.privacy.registry import what_is_stored
from accounts.recorded_values import Before
from accounts.rings import RING_NAMES, rings_in_words
from assessments.views.autosave import is_autosave, not_saved_line
from config.kept import can_be_kept, kept_page
from config.outage import is_outage, outage_page
from config.refusals import WAIT
from reports.overview import overview_for


@require_safe
def home(request):
    """The one next thing to do, and the ways to everything else that is one's own."""
    return render(request, "home.html", {"overview": overview_for(request.user)})


@login_not_required
@require_POST
def set_language(request):
    """Remember the language in this browser, and for the account of whoever is logged in."""
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = reverse("home")
    response = HttpResponseRedirect(target)
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES) and check_for_language(language):
        _remember_language(request, response, language)
    return response


def _remember_language(request, response, language: str) -> None:
    remember_language(response, language)
    if request.user.is_authenticated and request.user.language != language:
        before = Before(language=request.user.language)
        request.user.language = language
        request.user.save(update_fields=["language"])
        record("set-language", request.user, by=request.user, fields=before)


@login_not_required
@require_safe
def accessibility(request):
    """The accessibility statement that Swedish law demands."""
    return render(request, "info/accessibility.html")


@login_not_required
@require_safe
def privacy(request):
    """What is stored about people, and why."""
    return render(request, "info/privacy.html", {"stored": what_is_stored()})


@require_safe
def who_sees_what(request):
    """The tables of rights and of rings, in words."""
    context = {"roles": list(Role), "rights": rights_in_words(), "rings": RING_NAMES, "information": rings_in_words()}
    return render(request, "info/who_sees_what.html", context)


@login_not_required
@require_safe
def help_page(request):
    """How to use the application."""
    return render(request, "info/help.html")


def bad_request(request, exception):
    """400: something in the address or the form can't be read. 503 while no session can be saved."""
    if is_outage(exception):
        return outage_page(request)
    return render(request, "400.html", status=400)


def server_error(request):
    """500, or 503 while the database is away: the fault is ours. Nothing is looked up, since anything may be broken."""
    if is_outage(sys.exc_info()[1]):
        return outage_page(request)
    return HttpResponseServerError(render_to_string("500.html", {"request_number": request_number()}))


def too_many_requests(request):
    """429: somebody, or everybody behind one address, has tried too often (django-allauth asks for this one)."""
    response = render(request, "429.html", status=429)
    response["Retry-After"] = WAIT
    return response


def csrf_failure(request, reason=""):
    """403: the form is too old, and then what was typed is kept, or it comes from elsewhere."""
    if is_autosave(request):
        return not_saved_line(request)
    if can_be_kept(request):
        return kept_page(request)
    return render(request, "403_csrf.html", status=403)
