"""A form is carried out once, however often it is sent: a double click, a reload, a retry after a lost answer.

Every form of ours carries a number (``{% client_id %}``). What was answered is kept in the transaction of the change
itself (AppliedSave), and given again when the same person sends the same form with the same content once more.
"""

import hashlib
import json

from allauth.core.exceptions import ReauthenticationRequired
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect

from accounts.models import AppliedSave
from assessments.views.autosave import is_autosave

FIELD = "client_id"
LONGEST = 36


class ApplyOnce:
    """Runs the view of a numbered form inside a transaction that also remembers its answer.

    It has to stand last: whoever is not let in has not sent anything.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, args, kwargs):
        """The answer of the view, or the one that it gave before. Two at once wait for each other.

        A view that asks for a fresh login is left to be called once more by Django: django-allauth hears it only there.
        """
        key = key_of(request)
        if not key:
            return None
        try:
            return _answer(request, key, lambda: view_func(request, *args, **kwargs))
        except ReauthenticationRequired:
            return None


@transaction.atomic
def _answer(request, key: str, ask_view):
    save, is_new = AppliedSave.objects.get_or_create(user=request.user, key=key)
    if not is_new:
        return _given_again(request, save)
    response = ask_view()
    _remember(request, save, response)
    return response


def key_of(request) -> str:
    """What stands for a form that was sent; "" for what is not numbered."""
    number = request.POST.get(FIELD, "") if request.method == "POST" else ""
    if not 0 < len(number) <= LONGEST or request.FILES or not request.user.is_authenticated:
        return ""
    content = sorted((name, values) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken")
    return hashlib.sha256(json.dumps([request.get_full_path(), content]).encode()).hexdigest()


def _remember(request, save: AppliedSave, response) -> None:
    """Keep the answer of a form that was carried out; one that was not may be sent once more."""
    if isinstance(response, HttpResponseRedirect):
        save.answer = response.url
    elif is_autosave(request) and response.status_code == 200:
        save.answer = response.content.decode()
    else:
        save.delete()
        return
    # Whoever has just closed their account has taken the row along.
    AppliedSave.objects.filter(pk=save.pk).update(answer=save.answer)


def _given_again(request, save: AppliedSave):
    return HttpResponse(save.answer) if is_autosave(request) else HttpResponseRedirect(save.answer)
