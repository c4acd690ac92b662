"""What every template may use besides its own context."""

from django.conf import settings

from config.nav import nav_items


def site(request) -> dict:
    """Navigation (fetched only when printed), and whether this is a demo with fictive data."""
    return {
        "nav_items": lambda: nav_items(request),
        "is_demo": settings.DEMO,
        "operator_name": settings.OPERATOR_NAME,
        "operator_email": settings.OPERATOR_EMAIL,
    }
