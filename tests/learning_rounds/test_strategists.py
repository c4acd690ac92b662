"""What the coordinator does about the strategists of those who take part: sees them, invites the first, lets one go."""

import re

import pytest
from django.utils import timezone

from accounts.actions import accept
from accounts.errors import ActionRefused
from accounts.models import AuditEntry, Invitation, Membership
from accounts.permissions import Role
from learning_rounds.models import LearningRound
from tests import factories
from tests.accounts.test_password_reset import sent_mails

pytestmark = pytest.mark.django_db

PAGE = "/omgangar/omgang/deltagare/X001/"
INVITE = f"{PAGE}bjud-in/"


@pytest.fixture
def participation():
    return factories.participation(factories.learning_round("omgang"), factories.organisation("X001", "Åby"))


@pytest.fixture
def coordinator(participation, client_of):
    return client_of(factories.member(participation.round.owner, Role.COORDINATOR, "koordinator@example.org"))


def send(client, email: str = "ny@example.org", **data):
    return client.post(INVITE, {"email": email, "level": "administration"} | data)


def test_coordinator_invites_the_first_strategist(coordinator, participation, django_capture_on_commit_callbacks):
    assert INVITE in coordinator.get(PAGE).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert send(coordinator).headers["Location"] == PAGE
    invitation = Invitation.objects.get()
    assert (invitation.organisation, invitation.role, invitation.level) == (
        participation.organisation,
        Role.STRATEGIST,
        "administration",
    )
    assert [message.to for message in sent_mails()] == [["ny@example.org"]]
    assert "ny@example.org" in coordinator.get(PAGE).content.decode()
    assert AuditEntry.objects.get().organisation == participation.organisation


def test_status_table_leads_to_the_invitation_where_nobody_has_an_account(coordinator, participation):
    other = factories.participation(participation.round)
    factories.member(other.organisation)
    page = coordinator.get("/omgangar/omgang/").content.decode()
    assert re.findall(r'href="([^"]+/bjud-in/)"', page) == [INVITE]
    LearningRound.objects.update(state=LearningRound.State.ARCHIVED)
    assert INVITE not in coordinator.get("/omgangar/omgang/").content.decode()


def test_role_in_the_form_is_not_listened_to(coordinator, participation):
    send(coordinator, role="administrator")
    assert Invitation.objects.get().role == Role.STRATEGIST


def test_strategists_invite_further_colleagues_themselves(coordinator, participation):
    """Who leads the round can't put somebody beside those who read the organisation's drafts."""
    factories.member(participation.organisation)
    invitation = factories.invitation(participation.organisation)
    place = f"{PAGE}inbjudningar/{invitation.pk}/"
    answers = [send(coordinator), coordinator.post(f"{place}skicka-igen/"), coordinator.post(f"{place}ta-tillbaka/")]
    assert [answer.status_code for answer in answers] == [409, 409, 409]
    assert all("Åby har en strateg" in answer.content.decode() for answer in answers)
    assert (Invitation.objects.count(), Invitation.objects.get().state) == (1, "sent")
    page = coordinator.get(PAGE).content.decode()
    assert (INVITE in page, invitation.email in page) == (False, False)


def test_invitation_is_sent_again_and_revoked(coordinator, participation):
    invitation = factories.invitation(participation.organisation, token="first")
    place = f"{PAGE}inbjudningar/{invitation.pk}/"
    assert coordinator.post(f"{place}skicka-igen/").headers["Location"] == PAGE
    assert not Invitation.objects.opened_with("first").exists()
    assert coordinator.post(f"{place}ta-tillbaka/").headers["Location"] == PAGE
    assert Invitation.objects.get().state == "revoked"
    assert coordinator.post(f"{place}skicka-igen/").status_code == 404


def test_invitations_to_other_roles_and_organisations_are_out_of_reach(coordinator, participation):
    for invitation in (factories.invitation(participation.organisation, role=Role.READER), factories.invitation()):
        assert coordinator.post(f"{PAGE}inbjudningar/{invitation.pk}/ta-tillbaka/").status_code == 404
        assert invitation.email not in coordinator.get(PAGE).content.decode()


def test_coordinator_sees_names_and_addresses_of_strategists_only(coordinator, participation):
    people = [
        factories.member(participation.organisation, role, f"{role}@example.org") for role in ("reader", "strategist")
    ]
    factories.member(participation.organisation, email="gone@example.org", ended_at=timezone.now())
    page = coordinator.get(PAGE).content.decode()
    shown = [person.display_name in page for person in people]
    assert shown == [False, True]
    assert re.findall(r'href="mailto:([^"]+)"', page) == ["strategist@example.org"]


def test_nobody_of_an_organisation_that_has_left_is_shown(coordinator, participation):
    person = factories.member(participation.organisation)
    factories.withdrawn(participation)
    assert person.email not in coordinator.get(PAGE).content.decode()
    assert send(coordinator).status_code == 409


def test_first_strategist_is_invited_before_the_round_is_published(coordinator, participation):
    LearningRound.objects.update(state=LearningRound.State.DRAFT)
    assert send(coordinator).status_code == 302


def test_nothing_is_done_in_an_archived_round(coordinator, participation):
    membership = factories.membership(organisation=participation.organisation)
    LearningRound.objects.update(state=LearningRound.State.ARCHIVED)
    assert send(coordinator).status_code == 409
    assert coordinator.post(f"{PAGE}strateger/{membership.pk}/avsluta/").status_code == 409
    page = coordinator.get(PAGE).content.decode()
    assert ("bjud-in/" in page, "avsluta/" in page) == (False, False)


def test_coordinator_lets_the_last_strategist_go_who_is_told(
    coordinator, participation, django_capture_on_commit_callbacks
):
    membership = factories.membership(organisation=participation.organisation)
    path = f"{PAGE}strateger/{membership.pk}/avsluta/"
    assert "Texterna som personen har skrivit stannar." in coordinator.get(path).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert coordinator.post(path).headers["Location"] == PAGE
    (message,) = sent_mails()
    assert (message.to, "Du hör inte längre till Åby i Jämsteg." in message.body) == ([membership.user.email], True)
    membership.refresh_from_db()
    entry = AuditEntry.objects.get()
    assert (membership.ended_at is not None, entry.verb, entry.organisation) == (
        True,
        "end-membership",
        participation.organisation,
    )


def test_nobody_is_invited_in_place_of_a_strategist_who_left(coordinator, participation):
    """Whoever leads the round could end the last one, invite themselves and read drafts."""
    factories.membership(organisation=participation.organisation, ended_at=timezone.now())
    invitation = factories.invitation(participation.organisation)
    again = f"{PAGE}inbjudningar/{invitation.pk}/skicka-igen/"
    answers = [send(coordinator), coordinator.post(again)]
    assert [answer.status_code for answer in answers] == [409, 409]
    assert all("En administratör bjuder in nästa strateg." in answer.content.decode() for answer in answers)
    assert Invitation.objects.get().invited_at == invitation.invited_at
    assert "En administratör bjuder in nästa strateg." in coordinator.get(INVITE).content.decode()
    page = coordinator.get(PAGE).content.decode()
    assert (INVITE in page, "En administratör bjuder in nästa strateg." in page) == (False, True)


@pytest.mark.parametrize("where", ["here", "in another round"])
def test_nobody_is_invited_to_read_texts_that_are_there(coordinator, participation, where):
    """Anybody who leads rounds can put any organisation into one of their own."""
    there = participation if where == "here" else factories.participation(organisation=participation.organisation)
    factories.pilot_activity(there)
    assert send(coordinator).status_code == 409
    assert not Invitation.objects.exists()


def test_invitation_of_the_first_is_worth_nothing_once_others_have_come(participation):
    """Two rounds may invite a first one each."""
    inviter = factories.member(participation.round.owner, Role.COORDINATOR)
    for token in ("one", "two"):
        factories.invitation(participation.organisation, token=token, invited_by=inviter)
    accept(token="one", by=None)
    with pytest.raises(ActionRefused):
        accept(token="two", by=None)
    assert Membership.objects.filter(organisation=participation.organisation).count() == 1


def test_strategist_of_a_draft_round_is_not_let_go(coordinator, participation):
    """The organisation would not see who did it: it does not know of the round yet."""
    membership = factories.membership(organisation=participation.organisation)
    LearningRound.objects.update(state=LearningRound.State.DRAFT)
    path = f"{PAGE}strateger/{membership.pk}/avsluta/"
    assert (coordinator.get(path).status_code, coordinator.post(path).status_code) == (404, 404)
    assert Membership.objects.get(pk=membership.pk).ended_at is None


def test_draft_round_tells_nobody_s_name_or_address(coordinator, participation):
    """Anybody who leads rounds can put any organisation into a draft, and it would not know."""
    person = factories.member(participation.organisation, email="maja@example.org")
    other = factories.participation(participation.round)
    factories.invitation(other.organisation, "kim@example.org", invited_by=factories.member(factories.organisation()))
    LearningRound.objects.update(state=LearningRound.State.DRAFT)
    page = coordinator.get(PAGE).content.decode()
    assert (person.email in page, person.display_name in page, "har en strateg" in page) == (False, False, True)
    assert INVITE not in page
    assert (
        "kim@example.org"
        not in coordinator.get(f"/omgangar/omgang/deltagare/{other.organisation.code}/").content.decode()
    )
    table = coordinator.get("/omgangar/omgang/tabeller/status.csv").content.decode()
    assert person.email not in table


def test_readers_and_people_elsewhere_are_not_let_go_from_here(coordinator, participation):
    others = [
        factories.membership(organisation=participation.organisation, role=Role.READER),
        factories.membership(),
        factories.membership(organisation=participation.organisation, ended_at=timezone.now()),
    ]
    paths = [f"{PAGE}strateger/{each.pk}/avsluta/" for each in others]
    assert [coordinator.get(path).status_code for path in paths] == [404, 404, 404]
    assert [coordinator.post(path).status_code for path in paths] == [404, 404, 404]


def test_administrator_finds_all_people_from_there(client_of, coordinator, participation):
    link = 'href="/organisationer/X001/personer/"'
    assert link in client_of(factories.administrator()).get(PAGE).content.decode()
    assert link not in coordinator.get(PAGE).content.decode()


@pytest.mark.parametrize("email", ["", "åäö", "x" * 300 + "@example.org", "a@b.se\nBcc: c@d.se"])
def test_broken_address_is_explained(coordinator, participation, email):
    answer = send(coordinator, email)
    assert (answer.status_code, "Det finns ett problem" in answer.content.decode()) == (200, True)
    assert not Invitation.objects.exists()
