"""Sharing with the group: what was submitted and chosen, as it was looked at, once and for all."""

import pytest
from django.db import IntegrityError, transaction

from accounts.actions import erase_person
from accounts.errors import ActionRefused
from accounts.models import AuditEntry, User
from accounts.permissions import Role
from assessments.models import Measure
from learning_rounds.actions.groups import delete_group
from learning_rounds.models import ChainEntry, LearningRound, Participation, PilotActivity
from reports.actions import share_with_group, take_back_share
from reports.models import Share, SharedText
from reports.sharing import Choice, Shared, SharedItem, chosen_texts, fingerprint, offer_of, shown, shown_steps
from tests import factories

pytestmark = pytest.mark.django_db

EVERYTHING = Choice(reasons={1, 2}, evidence={1, 2}, measures=())


@pytest.fixture
def own() -> Participation:
    """An organisation in a group with another, which has submitted before the first meeting and drafts once more."""
    group = factories.learning_group(factories.learning_round(open_meeting=1), "Norr")
    participation = factories.participation(group=group)
    assessment = factories.assessment(participation, 0)
    factories.submitted(assessment, {1: 4, 2: None}, {1: "Första skälet", 2: "Andra skälet"}, "KS 2026/1")
    factories.drafted(assessment, steps=(1, 2), reason="Utkast", evidence="Utkastets underlag")
    return participation


@pytest.fixture
def strategist(own) -> User:
    return factories.member(own.organisation)


@pytest.fixture
def peer(own) -> User:
    """A reader of another organisation in the group."""
    return factories.member(factories.participation(group=own.group).organisation, Role.READER)


def share(participation, by, choice=EVERYTHING, **fields) -> Share:
    """Look at what is chosen, and share it."""
    meeting = participation.round.meetings.get(number=0)
    seen = fingerprint(participation, chosen_texts(offer_of(participation, meeting), choice))
    values = {"meeting": meeting, "choice": choice, "diary_number": "", "seen": seen, "by": by} | fields
    return share_with_group(participation=participation, **values)


def texts(found: Share) -> list[tuple[str, int, str]]:
    return [(text.kind, text.step.number, text.text) for text in found.texts.order_by("number")]


def again(person: User) -> User:
    """The same person at the next request."""
    return User.objects.get(pk=person.pk)


# --- What is shared --------------------------------------------------------------------------------------------------


def test_share_holds_what_was_chosen_of_the_submission_and_nothing_of_the_draft(own, strategist):
    measure = factories.measure(own.assessments.get(), step=2, text="Utbilda")
    made = share(own, strategist, Choice(reasons={2}, evidence={1}, measures={measure.pk}), diary_number="KS 2026/7")
    assert texts(made) == [
        ("evidence", 1, "KS 2026/1"),
        ("reason", 2, "Andra skälet"),
        ("measure", 2, "Utbilda"),
    ]
    assert (made.group, made.by, made.diary_number) == (own.group, strategist, "KS 2026/7")


def test_pilots_and_chain_are_shared_as_they_are_now(own, strategist):
    pilot = factories.pilot_activity(own, name="Hemtjänsten", problem="Ojämnt", goal="Jämnt", responsible="Eva")
    factories.pilot_activity(own, name="Biblioteken")
    factories.pilot_note(pilot, text="Ur loggen")
    factories.chain_link(factories.chain_entry(own, text="Utbildning"), factories.chain_entry(own, 4, text="Skillnad"))
    made = share(own, strategist, Choice(pilots={pilot.pk}, chain=True))
    PilotActivity.objects.update(name="Något annat", problem="")
    ChainEntry.objects.update(text="Något annat")
    assert list(made.texts.order_by("number").values_list("kind", "text", "step")) == [
        ("pilot", "Hemtjänsten", None),
        ("problem", "Ojämnt", None),
        ("goal", "Jämnt", None),
        ("activity", "Utbildning", None),
        ("leads", "Skillnad", None),
        ("outcome", "Skillnad", None),
    ]
    assert shown(made.submission, made.texts.order_by("number")) == Shared(
        steps=[],
        pilots=[
            SharedItem("Pilotverksamhet", "Hemtjänsten", [("Problemet", "Ojämnt"), ("Vad vi vill uppnå", "Jämnt")])
        ],
        chain=[
            SharedItem("Aktivitet", "Utbildning", [("Leder till", "Skillnad")]),
            SharedItem("Nytt eller ändrat utfall", "Skillnad"),
        ],
    )


@pytest.mark.parametrize(("kind", "step"), [("reason", None), ("pilot", 1)])
def test_only_texts_of_a_submission_are_about_a_step(own, kind, step):
    made = factories.share(own.assessments.get().submissions.get())
    step_row = factories.step_of(own.assessments.get(), step) if step else None
    with pytest.raises(IntegrityError), transaction.atomic():
        SharedText.objects.create(share=made, number=1, kind=kind, step=step_row, text="Text")


def test_share_stays_as_it_was_when_everything_is_written_anew(own, strategist):
    measure = factories.measure(own.assessments.get(), step=1, text="Utbilda")
    made = share(own, strategist, Choice(reasons={1}, measures={measure.pk}))
    before = (texts(made), shown_steps(made.submission, made.texts.order_by("number")))
    Measure.objects.update(text="Något annat", state="dropped")
    factories.submitted(own.assessments.get(), 8, {1: "Ett nytt skäl"})
    found = Share.objects.get()
    assert (texts(found), shown_steps(found.submission, found.texts.order_by("number"))) == before


def test_later_share_leaves_the_earlier_one_alone(own, strategist):
    first = share(own, strategist, Choice(reasons={1}))
    factories.submitted(own.assessments.get(), 8, {1: "Ett nytt skäl"})
    second = share(own, strategist, Choice(reasons={1}))
    assert [texts(each) for each in (first, second)] == [
        [("reason", 1, "Första skälet")],
        [("reason", 1, "Ett nytt skäl")],
    ]


def test_drafts_and_dropped_actions_are_not_offered(own):
    draft = factories.drafted(factories.assessment(own, 1))
    factories.measure(draft, text="Ett utkast")
    factories.measure(own.assessments.get(meeting__number=0), state="dropped")
    meetings = {meeting.number: offer_of(own, meeting) for meeting in own.round.meetings.order_by("number")[:2]}
    assert meetings[1] is None
    assert [(each.step.number, each.reason, each.evidence, each.actions) for each in meetings[0].steps] == [
        (1, "Första skälet", "KS 2026/1", []),
        (2, "Andra skälet", "KS 2026/1", []),
    ]


def test_submission_without_texts_offers_nothing(own):
    factories.submitted(own.assessments.get(), 4)
    assert offer_of(own, own.round.meetings.get(number=0)).steps == []


def test_only_what_was_looked_at_is_shared(own, strategist):
    measure = factories.measure(own.assessments.get(), text="Utbilda")
    choice = Choice(measures={measure.pk})
    seen = fingerprint(own, chosen_texts(offer_of(own, own.round.meetings.get(number=0)), choice))
    Measure.objects.update(text="Något annat")
    with pytest.raises(ActionRefused, match="ändrats"):
        share(own, strategist, choice, seen=seen)
    assert not Share.objects.exists()


def test_group_that_was_changed_after_the_preview_is_not_shared_with(own, strategist):
    seen = fingerprint(own, chosen_texts(offer_of(own, own.round.meetings.get(number=0)), EVERYTHING))
    Participation.objects.filter(pk=own.pk).update(group=factories.learning_group(own.round, "Söder"))
    with pytest.raises(ActionRefused, match="ändrats"):
        share(own, strategist, seen=seen)
    assert not Share.objects.exists()


def test_nothing_chosen_is_not_shared(own, strategist):
    with pytest.raises(ActionRefused):
        share(own, strategist, Choice())
    assert not Share.objects.exists()


# --- Who may, and when -----------------------------------------------------------------------------------------------


def without_group(participation):
    Participation.objects.filter(pk=participation.pk).update(group=None)


def archived(participation):
    LearningRound.objects.update(state="archived")


@pytest.mark.parametrize("change", [without_group, archived, factories.withdrawn])
def test_organisation_that_cannot_share_is_refused(own, strategist, change):
    made, number = share(own, strategist), Share.objects.count()
    change(own)
    with pytest.raises(ActionRefused):
        share(own, strategist)
    assert Share.objects.count() == number
    if change is not without_group:
        with pytest.raises(ActionRefused):
            take_back_share(share=made, by=strategist)
        assert Share.objects.standing().get() == made


def test_group_and_coordinator_read_it_until_it_is_taken_back(own, strategist, peer):
    coordinator = factories.member(own.round.owner, Role.COORDINATOR)
    reader = factories.member(own.organisation, Role.READER)
    people = (strategist, reader, peer, coordinator, factories.administrator(), factories.member())
    made = share(own, strategist)
    before = [Share.objects.visible_to(person).exists() for person in people]
    take_back_share(share=made, by=strategist)
    after = [Share.objects.visible_to(person).exists() for person in people]
    assert (before, after) == ([True] * 4 + [False] * 2, [True] * 2 + [False] * 4)
    assert [SharedText.objects.visible_to(person).exists() for person in people] == after


def left_the_organisation(own, peer):
    peer.memberships.update(ended_at="2026-01-01T00:00Z")


def left_the_group(own, peer):
    Participation.objects.exclude(pk=own.pk).update(group=None)


def left_the_round(own, peer):
    Participation.objects.exclude(pk=own.pk).update(status="withdrawn")


def sharer_left_the_round(own, peer):
    Participation.objects.filter(pk=own.pk).update(status="withdrawn")


def sharer_moved_alone(own, peer):
    Participation.objects.filter(pk=own.pk).update(group=factories.learning_group(own.round))


def both_moved(own, peer):
    """What was shared with one group is not read by another, even if the same two are in it."""
    Participation.objects.update(group=factories.learning_group(own.round))


@pytest.mark.parametrize(
    "change",
    [left_the_organisation, left_the_group, left_the_round, sharer_left_the_round, sharer_moved_alone, both_moved],
)
def test_who_has_left_reads_it_no_longer(own, strategist, peer, change):
    share(own, strategist)
    assert Share.objects.visible_to(peer).exists()
    change(own, peer)
    assert not Share.objects.visible_to(again(peer)).exists()
    assert Share.objects.visible_to(again(strategist)).exists()


def test_taking_back_twice_is_taking_back_once(own, strategist):
    made = share(own, strategist)
    for _time in range(2):
        take_back_share(share=made, by=strategist)
    assert list(AuditEntry.objects.order_by("pk").values_list("verb", "actor")) == [
        ("share", strategist.pk),
        ("take-back-share", strategist.pk),
    ]


# --- What stays ------------------------------------------------------------------------------------------------------


def test_record_says_who_shared_with_which_group_and_no_text(own, strategist):
    share(own, strategist, diary_number="KS 2026/7")
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.actor, entry.organisation, entry.round, entry.fields, entry.values) == (
        *("share", strategist, own.organisation, own.round_id, "group"),
        {"group": [own.group_id]},
    )
    assert "KS" not in entry.object


def test_erased_person_is_gone_from_what_was_shared(own, strategist):
    strategist.display_name = "Ebba Exempel"
    strategist.save()
    assessment = own.assessments.get()
    factories.submitted(assessment, 4, {1: "Ebba Exempel drev arbetet"})
    made = share(own, strategist, Choice(reasons={1}), diary_number="Ebba Exempel 1")
    take_back_share(share=made, by=strategist)
    erase_person(person=strategist, everywhere=True, by=None)
    found = Share.objects.get()
    assert "Ebba" not in f"{found.by} {found.withdrawal.by} {found.diary_number} {texts(found)}"
    assert str(found.by) == "tidigare användare"


def test_group_that_was_shared_with_is_not_deleted(own, strategist):
    share(own, strategist)
    coordinator = factories.member(own.round.owner, Role.COORDINATOR)
    with pytest.raises(ActionRefused, match="delats"):
        delete_group(group=own.group, version=own.group.version, by=coordinator)
    assert Participation.objects.get(pk=own.pk).group == own.group
