"""The rights table, printed and compared whole: whoever changes it has to change it here too."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts.permissions import ROLE_PERMISSIONS, Permission, Role, require, roles_with
from tests import factories

TABLE = """
                     administrator coordinator   strategist    reader
view-round           yes           yes           -             -
view-dashboard       yes           yes           yes           yes
view-submission      -             -             yes           yes
view-summary         -             -             yes           yes
edit-assessment      -             -             yes           -
submit-assessment    -             -             yes           -
edit-brief           -             -             yes           -
edit-report          -             -             yes           -
share                -             -             yes           -
view-shared          -             yes           -             -
view-work            -             -             yes           yes
edit-work            -             -             yes           -
edit-round           -             yes           -             -
manage-people        yes           yes           yes           -
administer           yes           -             -             -
"""


def printed() -> str:
    lines = ["".ljust(21) + "".join(role.value.ljust(14) for role in Role)]
    for permission in Permission:
        cells = ["yes" if permission in ROLE_PERMISSIONS[role] else "-" for role in Role]
        lines.append(permission.value.ljust(21) + "".join(cell.ljust(14) for cell in cells))
    return "\n" + "\n".join(line.rstrip() for line in lines) + "\n"


def test_rights_table_is_as_agreed():
    assert printed() == TABLE


def test_every_role_stands_in_the_rights_table():
    assert set(ROLE_PERMISSIONS) == set(Role)


def test_roles_with_a_permission():
    assert set(roles_with(Permission.VIEW_SUMMARY)) == {Role.STRATEGIST, Role.READER}


@pytest.mark.django_db
def test_require_stops_those_without_the_right():
    held = factories.membership(role=Role.READER)
    require(held.user, Permission.VIEW_SUMMARY, held.organisation)
    with pytest.raises(PermissionDenied):
        require(held.user, Permission.EDIT_BRIEF, held.organisation)
