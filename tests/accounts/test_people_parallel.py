"""Several people at the same moment: a link works once, and an organisation keeps a strategist."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from accounts.actions import end_membership
from accounts.errors import ActionRefused
from accounts.models import AuditEntry, Invitation, Membership, User
from tests import factories
from tests.strict import StrictClient

pytestmark = [pytest.mark.django_db(transaction=True)]
PAGE = "/konto/inbjudan/"


@pytest.fixture(autouse=True)
def _parallel():
    """SQLite in memory has one connection for all threads; test_accepting.py tries the same one after the other."""
    if connection.vendor == "sqlite":
        pytest.skip("one writer at a time")


def at_once(count: int, work) -> list:
    def one(number):
        try:
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(one, range(count)))


def test_twenty_posts_at_once_are_one_success():
    factories.invitation(email="ny@example.org", token="token")
    clients = [StrictClient() for _number in range(20)]
    for client in clients:
        client.get(f"{PAGE}token/")
    answers = sorted(at_once(20, lambda number: clients[number].post(PAGE).status_code))
    assert answers == [302] + [404] * 19
    assert (Membership.objects.count(), User.objects.filter(email="ny@example.org").count()) == (1, 1)
    assert AuditEntry.objects.filter(verb="accept-invitation").count() == 1


def test_two_invitations_of_a_new_person_accepted_at_once_make_one_account():
    for role in ("strategist", "reader"):
        factories.invitation(email="ny@example.org", role=role, token=role)
    clients = [StrictClient(), StrictClient()]
    for client, role in zip(clients, ("strategist", "reader"), strict=True):
        client.get(f"{PAGE}{role}/")
    assert at_once(2, lambda number: clients[number].post(PAGE).status_code) == [302, 302]
    assert (Membership.objects.count(), User.objects.filter(email="ny@example.org").count()) == (2, 1)
    assert {each.state for each in Invitation.objects.all()} == {"accepted"}


def test_two_strategists_who_end_each_other_leave_one():
    organisation = factories.organisation()
    rows = [factories.membership(organisation=organisation) for _number in range(2)]

    def end(number):
        try:
            end_membership(membership=rows[number], by=rows[1 - number].user)
        except ActionRefused:
            return "refused"
        return "ended"

    assert sorted(at_once(2, end)) == ["ended", "refused"]
    assert Membership.objects.current().count() == 1
