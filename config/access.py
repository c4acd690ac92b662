"""Who each address is for. An address that does not stand here is closed to everybody, and ``manage.py check`` says so.

The table names what has to be held and decides nothing: what a role holds stands in ``accounts/permissions.py``, which
rows somebody sees in ``visible_to``. That every view asks for what its address promises is tested in
``tests/test_policy.py``.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum

from django.core.checks import Error, register
from django.core.exceptions import PermissionDenied
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.permissions import Permission


class Audience(StrEnum):
    """Who an address is for where no permission is asked for."""

    EVERYBODY = "everybody"
    LOGGED_IN = "logged in, about oneself"
    WHO_SEES_IT = "logged in, and sees what the address names"


# Packages that guard their own addresses.
GUARDED_BY_OTHERS = ("allauth",)

RULES: dict[str, Audience | Permission | tuple[Permission, ...]] = {
    "home": Audience.LOGGED_IN,
    "my-page": Audience.LOGGED_IN,
    "my-data": Audience.LOGGED_IN,
    "organisation-leave": Audience.LOGGED_IN,
    "account-close": Audience.LOGGED_IN,
    "set-language": Audience.EVERYBODY,
    "accessibility": Audience.EVERYBODY,
    "privacy": Audience.EVERYBODY,
    "help": Audience.EVERYBODY,
    "who-sees-what": Audience.LOGGED_IN,
    "second-factor-needed": Audience.LOGGED_IN,
    # The administration
    "organisation-list": Permission.ADMINISTER,
    "organisation-edit": Permission.ADMINISTER,
    "organisation-login-edit": Permission.ADMINISTER,
    # The login of one's own organisation
    "organisation-login": Audience.EVERYBODY,
    "organisation-login-return": Audience.EVERYBODY,
    "identity-list": Audience.LOGGED_IN,
    "identity-connect": Audience.WHO_SEES_IT,
    "identity-remove": Audience.WHO_SEES_IT,
    # The people of an organisation. The page of an invitation is for whoever has its link.
    "invitation-open": Audience.EVERYBODY,
    "invitation-accept": Audience.EVERYBODY,
    "people-list": Permission.MANAGE_PEOPLE,
    "invitation-create": Permission.MANAGE_PEOPLE,
    "invitation-resend": Permission.MANAGE_PEOPLE,
    "invitation-revoke": Permission.MANAGE_PEOPLE,
    "membership-edit": Permission.MANAGE_PEOPLE,
    "membership-end": Permission.MANAGE_PEOPLE,
    # Setting up and running a round
    "round-create": Permission.EDIT_ROUND,
    "round-setup": Permission.EDIT_ROUND,
    "round-edit": Permission.EDIT_ROUND,
    "round-meetings": Permission.EDIT_ROUND,
    "meetings-suggest": Permission.EDIT_ROUND,
    "meeting-create": Permission.EDIT_ROUND,
    "meeting-edit": Permission.EDIT_ROUND,
    "meeting-delete": Permission.EDIT_ROUND,
    "round-archive": Permission.EDIT_ROUND,
    "round-next": Permission.EDIT_ROUND,
    "round-unarchive": Permission.EDIT_ROUND,
    "participant-list": Permission.VIEW_ROUND,
    "participant-detail": Permission.VIEW_ROUND,
    "participant-edit": Permission.EDIT_ROUND,
    "participant-withdraw": Permission.EDIT_ROUND,
    "participant-return": Permission.EDIT_ROUND,
    "strategist-invite": Permission.EDIT_ROUND,
    "strategist-invitation-resend": Permission.EDIT_ROUND,
    "strategist-invitation-revoke": Permission.EDIT_ROUND,
    "strategist-end": Permission.EDIT_ROUND,
    "last-day-extend": Permission.EDIT_ROUND,
    "last-day-restore": Permission.EDIT_ROUND,
    "round-group-meetings": Permission.VIEW_ROUND,
    "round-checklist": Permission.EDIT_ROUND,
    "round-organisations": Permission.EDIT_ROUND,
    "organisations-paste": Permission.EDIT_ROUND,
    "organisation-remove": Permission.EDIT_ROUND,
    "round-groups": Permission.EDIT_ROUND,
    "group-create": Permission.EDIT_ROUND,
    "group-edit": Permission.EDIT_ROUND,
    "group-delete": Permission.EDIT_ROUND,
    "round-publish": Permission.EDIT_ROUND,
    "round-unpublish": Permission.EDIT_ROUND,
    # Taking part
    "group-meeting-list": Audience.WHO_SEES_IT,
    "group-meeting-edit": (Permission.EDIT_WORK, Permission.EDIT_ROUND),
    "group-meeting-delete": (Permission.EDIT_WORK, Permission.EDIT_ROUND),
    "participation-detail": Permission.VIEW_WORK,
    "participation-edit": Permission.EDIT_WORK,
    "pilot-list": Permission.VIEW_WORK,
    "pilot-create": Permission.EDIT_WORK,
    "pilot-detail": Permission.VIEW_WORK,
    "pilot-edit": Permission.EDIT_WORK,
    "pilot-delete": Permission.EDIT_WORK,
    "pilot-note-create": Permission.EDIT_WORK,
    "pilot-note-edit": Permission.EDIT_WORK,
    "pilot-note-delete": Permission.EDIT_WORK,
    "chain-detail": Permission.VIEW_WORK,
    "chain-entry-create": Permission.EDIT_WORK,
    "chain-entry-edit": Permission.EDIT_WORK,
    "chain-entry-delete": Permission.EDIT_WORK,
    # Assessments
    "assessment-detail": Permission.EDIT_ASSESSMENT,
    "step-edit": Permission.EDIT_ASSESSMENT,
    "sheet-edit": Permission.EDIT_ASSESSMENT,
    "checklist-blank": Permission.EDIT_ASSESSMENT,
    "assessment-check": Permission.EDIT_ASSESSMENT,
    "assessment-submit": Permission.SUBMIT_ASSESSMENT,
    "assessment-done": Permission.EDIT_ASSESSMENT,
    "submission-detail": Permission.VIEW_SUBMISSION,
    "measure-list": Permission.VIEW_WORK,
    "measure-create": Permission.EDIT_WORK,
    "measure-edit": Permission.EDIT_WORK,
    "measure-drop": Permission.EDIT_WORK,
    "measure-mark": Permission.EDIT_WORK,
    # Looking back
    "round-detail": Permission.VIEW_ROUND,
    "round-table": Permission.VIEW_ROUND,
    "round-report": Permission.VIEW_ROUND,
    "scores-import": Permission.EDIT_ROUND,
    "scores-template": Permission.EDIT_ROUND,
    "round-file": Permission.VIEW_ROUND,
    "round-record": Permission.EDIT_ROUND,
    "round-record-file": Permission.EDIT_ROUND,
    "organisation-record": Permission.EDIT_ASSESSMENT,
    "organisation-record-file": Permission.EDIT_ASSESSMENT,
    "text-history": Permission.EDIT_ASSESSMENT,
    "organisation-dashboard": Audience.WHO_SEES_IT,
    "report-detail": Permission.VIEW_SUBMISSION,
    "report-pdf": Permission.VIEW_SUBMISSION,
    "report-edit": Permission.EDIT_REPORT,
    "report-reasons": Permission.EDIT_REPORT,
    "share-list": Audience.WHO_SEES_IT,
    "share-detail": Audience.WHO_SEES_IT,
    "share-create": Permission.SHARE,
    "share-take-back": Permission.SHARE,
    "organisation-table": Audience.WHO_SEES_IT,
    "organisation-explore": Audience.WHO_SEES_IT,
    "brief-edit": Permission.EDIT_BRIEF,
    "summary-detail": Permission.VIEW_SUMMARY,
    "summary-pdf": Permission.VIEW_SUMMARY,
}


@register
def every_address_has_a_rule(app_configs=None, **kwargs) -> list[Error]:
    """E001 for an address that is closed because nobody said who it is for, E002 for a rule of no address."""
    addresses = list(walk())
    closed = [pattern for pattern in addresses if not has_rule(pattern.name, pattern.callback)]
    unknown = sorted(RULES.keys() - {pattern.name for pattern in addresses})
    return [_without_rule(pattern) for pattern in closed] + [
        Error(f"The rule {name!r} is of no address.", hint="Remove it from config/access.py.", id="access.E002")
        for name in unknown
    ]


def _without_rule(pattern: URLPattern) -> Error:
    return Error(
        f"The address {pattern.name or str(pattern.pattern)!r} says nothing about who it is for, so it is closed.",
        hint="Write its name and whom it is for in config/access.py, and its rows in tests/policy.csv.",
        id="access.E001",
    )


def walk(patterns: Iterable | None = None) -> Iterator[URLPattern]:
    """Every address of the application."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(entry, URLResolver):
            yield from walk(entry.url_patterns)
        else:
            yield entry


def has_rule(name: str | None, view) -> bool:
    """Is it said who an address is for? Views of other packages see to it themselves."""
    return name in RULES or view.__module__.startswith(GUARDED_BY_OTHERS)


class RequireRule:
    """Answers 403 at every address without a rule, also to those who are not logged in."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        """Refuse before any view, and any question of login, is asked."""
        if not has_rule(request.resolver_match.url_name, view_func):
            raise PermissionDenied("Nobody said who this address is for")
