"""Pages that show a form once more, with a status that says why where it is not a slip of the pen."""

from accounts import offered
from assessments.views.autosave import is_autosave

TOO_MANY = {"too_many_login_attempts", "rate_limited"}
# What the longest limit for an account takes (ACCOUNT_RATE_LIMITS), in seconds.
WAIT = "900"


def refuse_what_was_not_offered(get_response):
    """Answer 422 with the page of the form when it was sent a choice that it did not offer.

    A step that saves itself leaves out what can't be saved and says so in its line.
    """

    def middleware(request):
        offered.forget()
        response = get_response(request)
        if request.method == "POST" and response.status_code == 200 and offered.was_sent() and not is_autosave(request):
            response.status_code = 422
        return response

    return middleware


class TooManyAttempts:
    """Answers 429 where a form of django-allauth says that an account was tried too often."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_template_response(self, request, response):
        """The page stays as it is."""
        form = (response.context_data or {}).get("form")
        if form is not None and form.is_bound and TOO_MANY & codes_of(form):
            response.status_code = 429
            response["Retry-After"] = WAIT
        return response


def codes_of(form) -> set[str | None]:
    """The kinds of all faults of a form."""
    return {error.code for errors in form.errors.as_data().values() for error in errors}
