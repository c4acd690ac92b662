"""Who sees which rows: what could leak is planted (tests/world.py), and whole sets are compared.

``expected`` is written by hand: for each person the organisations whose rows they see. A row that is not listed must
not be seen, and every row of a listed organisation must.
"""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.models import AuditEntry, Invitation, Membership, Organisation, Unit, User
from assessments.models import Assessment, Measure, StepScore, Submission, SubmissionScore, SubmissionText
from checklists.models import Checklist, ScaleLevel, Step, StepLevel
from learning_rounds.models import LearningGroup, LearningMeeting, LearningRound, Participation
from reports.models import Brief, Report, Share, SharedText, ShareWithdrawal
from tests import factories
from tests.world import (
    CODES,
    ELSEWHERE,
    LEFT,
    MENTOR,
    OTHER_GROUP,
    OTHER_MENTOR,
    OTHER_ROUND,
    OWN,
    PEER,
    ROUND,
    make_world,
)

pytestmark = pytest.mark.django_db

IN_GROUP = {OWN, PEER, MENTOR}
IN_OTHER_GROUP = {OTHER_GROUP, OTHER_MENTOR}
IN_ROUND = {*IN_GROUP, LEFT, *IN_OTHER_GROUP}
NOBODY = {"anonymous": set(), "outsider": set(), "ended": set()}
ONLY_OWN = NOBODY | {
    "reader": {OWN},
    "strategist": {OWN},
    "peer": {PEER},
    "mentor": {MENTOR},
    "left": {LEFT},
    "other_group": {OTHER_GROUP},
    "other_round": {ELSEWHERE},
    "other_mentor": {OTHER_MENTOR},
    "coordinator": set(),
    "other_coordinator": set(),
    "administrator": set(),
}
# Submitted levels: the group and the round's coordinator see them. Who has left is seen by coordinators only.
LEVELS = ONLY_OWN | {
    "reader": IN_GROUP,
    "strategist": IN_GROUP,
    "peer": IN_GROUP,
    "mentor": IN_GROUP,
    "other_group": IN_OTHER_GROUP,
    "other_mentor": IN_OTHER_GROUP,
    "coordinator": IN_ROUND,
    "other_coordinator": {ELSEWHERE},
    "administrator": set(CODES),
}
WRITERS = ONLY_OWN | {"reader": set()}
ROUNDS = NOBODY | {
    "reader": {ROUND},
    "strategist": {ROUND},
    "peer": {ROUND},
    "mentor": {ROUND},
    "left": {ROUND},
    "other_group": {ROUND},
    "other_mentor": {ROUND},
    "other_round": {OTHER_ROUND},
    "coordinator": {ROUND},
    "other_coordinator": {OTHER_ROUND},
    "administrator": {ROUND, OTHER_ROUND},
}

EXPECTED = [
    (LearningRound, "slug", ROUNDS),
    (LearningMeeting, "round__slug", ROUNDS),
    (LearningGroup, "round__slug", ROUNDS),
    (Participation, "organisation__code", LEVELS),
    (Submission, "assessment__participation__organisation__code", LEVELS),
    (SubmissionScore, "submission__assessment__participation__organisation__code", LEVELS),
    (SubmissionText, "submission__assessment__participation__organisation__code", ONLY_OWN),
    (Report, "participation__organisation__code", ONLY_OWN),
    (Assessment, "participation__organisation__code", WRITERS),
    (StepScore, "assessment__participation__organisation__code", WRITERS),
]


@pytest.fixture
def world():
    return make_world()


def seen_by(world, model) -> dict[str, set[int]]:
    """For each person the primary keys they see."""
    return {
        name: set(model.objects.visible_to(person or AnonymousUser()).values_list("pk", flat=True))
        for name, person in world.people.items()
    }


@pytest.mark.parametrize(("model", "place", "expected"), EXPECTED, ids=lambda value: getattr(value, "__name__", ""))
def test_rows_are_visible_to_the_right_people_only(world, model, place, expected):
    all_of = {
        name: set(model.objects.filter(**{f"{place}__in": seen}).values_list("pk", flat=True))
        for name, seen in expected.items()
    }
    assert seen_by(world, model) == all_of


# What is shared: all of one's own, and what stands in the group and in the rounds that one leads; not administrators.
STANDING = LEVELS | {"administrator": set()}


@pytest.mark.parametrize(("model", "to_share"), [(Share, ""), (SharedText, "share__"), (ShareWithdrawal, "share__")])
def test_what_is_shared_is_visible_to_the_group_and_the_coordinator(world, model, to_share):
    organisation = f"{to_share}participation__organisation__code__in"
    expected = {}
    for name in world.people:
        own = model.objects.filter(**{organisation: ONLY_OWN[name]})
        stands = model.objects.filter(**{organisation: STANDING[name], f"{to_share}withdrawal__isnull": True})
        expected[name] = {row.pk for rows in (own, stands) for row in rows}
    assert seen_by(world, model) == expected
    assert len(expected["peer"]) > len(expected["other_round"]) or model is ShareWithdrawal


@pytest.mark.parametrize("model", [Measure, Brief])
def test_readers_see_what_is_announced_and_writers_also_the_draft(world, model):
    texts = {name: set() for name in world.people}
    field = "text" if model is Measure else "question_1"
    kind = "MEASURE" if model is Measure else "QUESTION"
    for name, code in [
        ("strategist", OWN),
        ("peer", PEER),
        ("mentor", MENTOR),
        ("left", LEFT),
        ("other_group", OTHER_GROUP),
        ("other_round", ELSEWHERE),
        ("other_mentor", OTHER_MENTOR),
    ]:
        texts[name] = {f"SEED{code}{kind}", f"SEED{code}DRAFT{kind}"}
    texts["reader"] = {f"SEED{OWN}{kind}"}
    seen = {
        name: set(model.objects.filter(pk__in=keys).values_list(field, flat=True))
        for name, keys in seen_by(world, model).items()
    }
    assert seen == texts


@pytest.mark.parametrize("model", [Organisation, Unit, Checklist, ScaleLevel, Step, StepLevel])
def test_public_knowledge_is_visible_to_all_who_log_in(world, model):
    everything = set(model.objects.values_list("pk", flat=True))
    assert everything
    assert seen_by(world, model) == {name: everything if name != "anonymous" else set() for name in world.people}


@pytest.mark.parametrize("model", [Checklist, ScaleLevel, Step, StepLevel])
def test_unpublished_checklists_are_visible_to_nobody(model):
    draft = factories.checklist(steps=1, state=Checklist.State.DRAFT)
    factories.scale_level(draft)
    factories.step_level(draft.steps.get())
    published = set(model.objects.visible_to(factories.user()))
    paths = {Checklist: "pk", ScaleLevel: "checklist", Step: "checklist", StepLevel: "step__checklist"}
    assert published == set(model.objects.exclude(**{paths[model]: draft.pk}))


def test_people_see_themselves_and_those_of_their_own_organisations(world):
    at_own = {"reader@example.org", "strategist@example.org", "ended@example.org"}
    expected = {name: {person.email} if person else set() for name, person in world.people.items()}
    expected |= {"reader": at_own, "strategist": at_own}
    seen = {name: {User.objects.get(pk=key).email for key in keys} for name, keys in seen_by(world, User).items()}
    assert seen == expected


def managed(model, world) -> dict[str, set[int]]:
    """The rows of the organisations whose people one looks after: as their strategist, coordinator or administrator."""
    codes = {name: codes for name, codes in WRITERS.items() if codes} | {
        "coordinator": {world.round.owner.code},
        "other_coordinator": {world.other_round.owner.code},
        "administrator": set(Organisation.objects.values_list("code", flat=True)),
    }
    return {
        name: set(model.objects.filter(organisation__code__in=codes.get(name, set())).values_list("pk", flat=True))
        for name in world.people
    }


def test_memberships_are_visible_to_their_holders_and_those_who_look_after_them(world):
    expected = managed(Membership, world)
    for name, person in world.people.items():
        expected[name] |= set(Membership.objects.filter(user=person).values_list("pk", flat=True)) if person else set()
    assert len(expected["strategist"]) == 3
    assert seen_by(world, Membership) == expected


def test_invitations_are_visible_to_those_who_look_after_the_people(world):
    factories.invitation(world.round.owner)
    expected = managed(Invitation, world)
    assert [name for name, rows in expected.items() if not rows] == [
        *("anonymous", "outsider", "ended", "reader", "other_coordinator")
    ]
    assert seen_by(world, Invitation) == expected


def test_audit_entries_are_visible_to_strategists_of_the_organisation(world):
    entries = AuditEntry.objects.filter(organisation__code__in=CODES)
    rows = {code: set(entries.filter(organisation__code=code).values_list("pk", flat=True)) for code in CODES}
    factories.audit_entry()
    expected = {name: {row for code in codes for row in rows[code]} for name, codes in WRITERS.items()}
    assert all(rows.values())
    assert seen_by(world, AuditEntry) == expected


def test_round_that_is_not_published_is_seen_by_its_coordinator_only(world):
    LearningRound.objects.filter(pk=world.round.pk).update(state=LearningRound.State.DRAFT)
    nothing = {name: set() for name in world.people}
    others = {"other_round": {OTHER_ROUND}, "other_coordinator": {OTHER_ROUND}}
    expected = nothing | others | {"coordinator": {ROUND}, "administrator": {ROUND, OTHER_ROUND}}
    seen = {
        name: set(LearningRound.objects.filter(pk__in=keys).values_list("slug", flat=True))
        for name, keys in seen_by(world, LearningRound).items()
    }
    assert seen == expected
    assert {name for name, keys in seen_by(world, SubmissionText).items() if keys} == {"other_round"}


def test_archived_round_is_still_seen_by_its_participants(world):
    LearningRound.objects.update(state=LearningRound.State.ARCHIVED)
    seen = {
        name: set(LearningRound.objects.filter(pk__in=keys).values_list("slug", flat=True))
        for name, keys in seen_by(world, LearningRound).items()
    }
    assert seen == ROUNDS


def test_inactive_account_sees_nothing(world):
    person = world.people["strategist"]
    User.objects.filter(pk=person.pk).update(is_active=False)
    person = User.objects.get(pk=person.pk)
    seen = [model for model, _place, _expected in EXPECTED if model.objects.visible_to(person).exists()]
    assert seen == []


def test_inactive_administrator_and_ended_coordinator_see_nothing(world):
    Membership.objects.filter(user__in=[world.people["administrator"], world.people["coordinator"]]).update(
        ended_at=timezone.now()
    )
    people = [User.objects.get(pk=world.people[name].pk) for name in ("administrator", "coordinator")]
    seen = [
        model for model, _place, _expected in EXPECTED for person in people if model.objects.visible_to(person).exists()
    ]
    assert seen == []
