"""What every template may use besides its own context."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from accounts.audit import request_number
from accounts.single_sign_on import finding
from config.nav import nav_items


def site(request) -> dict:
    """Navigation (fetched once, and only when printed), and what kind of installation this is."""
    return {
        "nav_items": SimpleLazyObject(lambda: nav_items(request)),
        "has_organisation_login": SimpleLazyObject(finding.is_there_any),
        "is_demo": settings.DEMO,
        "prints_mail": settings.EMAIL_BACKEND.endswith("console.EmailBackend"),
        "operator_name": settings.OPERATOR_NAME,
        "operator_email": settings.OPERATOR_EMAIL,
        "request_number": request_number(),
    }
