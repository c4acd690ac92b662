"""What is refused with the page of a form, and a status that says why."""

TOO_MANY = {"too_many_login_attempts", "rate_limited"}
# What the longest limit for an account takes (ACCOUNT_RATE_LIMITS), in seconds.
WAIT = "900"


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
