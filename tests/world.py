"""A small world for tests of who sees what: two rounds, two groups, and every kind of person.

Every text that an organisation writes is a token that exists nowhere else: ``SEEDX001REASON`` is a submitted reason of
X001, ``SEEDX001DRAFT`` the reason of its draft. What is not announced yet has the kinds of ``DRAFT_KINDS``.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from accounts.permissions import Role
from assessments.models import Submission, SubmissionText
from learning_rounds.models import ChainLevel, LearningRound, Participation
from reports.models import SharedText
from tests import factories

ROUND, OTHER_ROUND = "omgang-ett", "omgang-tva"
OWN, PEER, MENTOR, LEFT, OTHER_GROUP, ELSEWHERE, OTHER_MENTOR = (f"X00{number}" for number in range(1, 8))
CODES = (OWN, PEER, MENTOR, LEFT, OTHER_GROUP, ELSEWHERE, OTHER_MENTOR)
FINISHED, RENEWED, OPEN, COMING = range(4)
# The groups of those who have not left, each by the code of one of its organisations.
GROUP_OF = {
    **dict.fromkeys((OWN, PEER, MENTOR), OWN),
    **dict.fromkeys((OTHER_GROUP, OTHER_MENTOR), OTHER_GROUP),
    ELSEWHERE: ELSEWHERE,
}
# The strategist of each, by their name among the people.
WRITER_OF = {
    "strategist": OWN,
    "peer": PEER,
    "mentor": MENTOR,
    "left": LEFT,
    "other_group": OTHER_GROUP,
    "other_round": ELSEWHERE,
    "other_mentor": OTHER_MENTOR,
}
SUBMITTED_KINDS = frozenset(
    {"REASON", "EVIDENCE", "MEASURE", "RESPONSIBLE", "QUESTION", "CONTACT", "REPORT", "DROPPED"}
)
# What an organisation and its coordinator read, and nobody else.
SHARED_KINDS = frozenset({"DECISION", "GOAL", "FUNCTION"})
PILOT_TEXTS = ("name", "area", "department", "problem", "goal", "responsible")
WORK_KINDS = frozenset({*(f"PILOT{name.upper()}" for name in PILOT_TEXTS), "NOTE", "CHAIN"})
# Who works there: read by those who look after the people, and the names of strategists by the coordinator.
PEOPLE_KINDS = frozenset({"PERSON", "INVITED"})
# What an organisation has shared with its group, as it stood then; and what it has shared and taken back.
GROUP_KINDS = frozenset({"SHAREDREASON", "SHAREDEVIDENCE", "SHAREDMEASURE", "DIARY"})
TAKEN_BACK_KINDS = frozenset({"TAKENBACK"})
DRAFT_KINDS = frozenset({"DRAFT", "DRAFTEVIDENCE", "DRAFTMEASURE", "DRAFTQUESTION"})


def token(code: str, kind: str) -> str:
    return f"SEED{code}{kind}"


def tokens(code: str, kinds: frozenset[str]) -> set[str]:
    return {token(code, kind) for kind in kinds}


@dataclass
class World:
    """The rounds, the participations by organisation code and the people by what they are."""

    round: LearningRound
    other_round: LearningRound
    participations: dict[str, Participation] = field(default_factory=dict)
    people: dict[str, User | None] = field(default_factory=dict)


def make_world() -> World:
    owner, other_owner = factories.coordinating_body("XRIKS"), factories.coordinating_body("XLAN")
    world = World(
        round=factories.learning_round(ROUND, open_meeting=OPEN, owner=owner),
        other_round=factories.learning_round(OTHER_ROUND, open_meeting=OPEN, owner=other_owner),
    )
    _add_participations(world)
    for participation in world.participations.values():
        write_everything(participation)
    factories.withdrawn(world.participations[LEFT])
    world.people = _people(world)
    for name, code in WRITER_OF.items():
        _share(world.participations[code], world.people[name])
    _add_login(world)
    return world


def _add_login(world: World) -> None:
    """The first organisation has a login of its own, which does not answer; it leads to its reader's account."""
    provider = factories.identity_provider(world.participations[OWN].organisation, "kommun.example")
    factories.identity(world.people["reader"], provider.issuer)


def _add_participations(world: World) -> None:
    first = factories.learning_group(world.round, "Norr")
    second = factories.learning_group(world.round, "Söder")
    factories.learning_group(world.round, "Öster")  # where nobody is yet
    elsewhere = factories.learning_group(world.other_round, "Norr")
    for group, code in [(first, OWN), (second, OTHER_GROUP), (elsewhere, ELSEWHERE)]:
        meeting = group.round.meetings.get(number=OPEN)
        soon = timezone.now() + timedelta(days=1)
        factories.group_meeting(group, meeting, starts_at=soon, place=f"https://example.org/{token(code, 'PLACE')}")
    places = {
        OWN: (world.round, first, Participation.Role.PARTICIPANT),
        PEER: (world.round, first, Participation.Role.PARTICIPANT),
        MENTOR: (world.round, first, Participation.Role.MENTOR),
        LEFT: (world.round, first, Participation.Role.PARTICIPANT),
        OTHER_GROUP: (world.round, second, Participation.Role.PARTICIPANT),
        OTHER_MENTOR: (world.round, second, Participation.Role.MENTOR),
        ELSEWHERE: (world.other_round, elsewhere, Participation.Role.PARTICIPANT),
    }
    for code, (learning_round, group, role) in places.items():
        world.participations[code] = factories.participation(
            learning_round, factories.organisation(code), group=group, role=role
        )


def write_everything(participation: Participation) -> None:
    """Submissions before the first two meetings, the second renewed, and a whole draft before the open one."""
    code = participation.organisation.code
    _describe(participation)
    for meeting in (FINISHED, RENEWED):
        assessment = factories.assessment(participation, meeting)
        for _time in range(1 + (meeting == RENEWED)):
            reasons = dict.fromkeys(factories.ALL_STEPS, token(code, "REASON"))
            factories.submitted(assessment, 4 + 2 * meeting, reasons, token(code, "EVIDENCE"))
        _write_measure(assessment, token(code, "MEASURE"))
        _write_measure(assessment, token(code, "MEASURE"), state="dropped", dropped_because=token(code, "DROPPED"))
        _write_brief(assessment, token(code, "QUESTION"))
    _write_report(participation, token(code, "REPORT"))
    draft = factories.assessment(participation, OPEN)
    factories.drafted(draft, half_steps=7, reason=token(code, "DRAFT"), evidence=token(code, "DRAFTEVIDENCE"))
    _write_measure(draft, token(code, "DRAFTMEASURE"))
    _write_brief(draft, token(code, "DRAFTQUESTION"))
    _write_work(participation)
    email = f"{token(code, 'INVITED')}@example.org"
    factories.invitation(participation.organisation, email, Role.READER, f"link-to-{code}")


def _share(participation: Participation, by: User | None) -> None:
    """A share that stands, of texts that are no longer what is submitted, and a later one that was taken back."""
    code = participation.organisation.code
    submission = Submission.objects.filter(assessment__participation=participation, number=1).last()
    standing = factories.share(submission, by=by, diary_number=token(code, "DIARY"))
    for kind in SharedText.Kind.values:
        factories.shared_text(standing, kind, token(code, f"SHARED{kind.upper()}"))
    taken_back = factories.share(submission, by=by)
    factories.shared_text(taken_back, text=token(code, "TAKENBACK"))
    factories.share_withdrawal(taken_back, by=by)


def _write_work(participation: Participation) -> None:
    """A pilot activity with a note in its log, and two entries of the results chain that hang together."""
    code = participation.organisation.code
    texts = {name: token(code, f"PILOT{name.upper()}") for name in PILOT_TEXTS}
    pilot = factories.pilot_activity(participation, **texts)
    factories.pilot_note(pilot, text=token(code, "NOTE"))
    activity = factories.chain_entry(participation, text=token(code, "CHAIN"), pilot=pilot)
    outcome = factories.chain_entry(participation, ChainLevel.OUTCOME, text=token(code, "CHAIN"))
    factories.chain_link(activity, outcome)
    factories.chain_entry_goal(outcome)


def _describe(participation: Participation) -> None:
    code = participation.organisation.code
    participation.decision, participation.decided_on = Participation.Decision.CEMR, timezone.localdate()
    participation.decision_url = f"https://example.org/{token(code, 'DECISION')}"
    participation.goal, participation.contact = token(code, "GOAL"), token(code, "FUNCTION")
    participation.save()


def _write_measure(assessment, text: str, **fields) -> None:
    code = assessment.organisation.code
    due_on = timezone.localdate()
    factories.measure(assessment, text=text, responsible=token(code, "RESPONSIBLE"), due_on=due_on, **fields)


def _write_brief(assessment, question: str) -> None:
    contact = token(assessment.organisation.code, "CONTACT")
    factories.brief(assessment.participation, assessment.meeting, question_1=question, contact=contact)


def _write_report(participation: Participation, text: str) -> None:
    """Every text, and one reason that is shown."""
    texts = dict.fromkeys(("background", "goal", "work", "thoughts", "lessons", "way_forward", "contact"), text)
    made = factories.report(participation, **texts)
    made.reasons.add(SubmissionText.objects.filter(submission__assessment__participation=participation).last())


def _people(world: World) -> dict[str, User | None]:
    """The columns of tests/policy.csv; strategists where nothing else is said."""
    at = {code: participation.organisation for code, participation in world.participations.items()}
    return {
        "anonymous": None,
        "outsider": factories.user("outsider@example.org"),
        "ended": factories.member(at[OWN], email="ended@example.org", ended_at=timezone.now()),
        "reader": factories.member(at[OWN], Role.READER, "reader@example.org"),
        "strategist": _strategist(at[OWN], "strategist@example.org"),
        "peer": _strategist(at[PEER], "peer@example.org"),
        "mentor": _strategist(at[MENTOR], "mentor@example.org"),
        "left": _strategist(at[LEFT], "left@example.org"),
        "other_group": _strategist(at[OTHER_GROUP], "other-group@example.org"),
        "other_round": _strategist(at[ELSEWHERE], "other-round@example.org"),
        "coordinator": factories.member(world.round.owner, Role.COORDINATOR, "coordinator@example.org"),
        "other_coordinator": factories.member(
            world.other_round.owner, Role.COORDINATOR, "other-coordinator@example.org"
        ),
        "administrator": factories.administrator(),
        "other_mentor": _strategist(at[OTHER_MENTOR], "other-mentor@example.org"),
    }


def _strategist(organisation, email: str) -> User:
    """A strategist whose name is a token too."""
    person = factories.user(email, display_name=token(organisation.code, "PERSON"))
    return factories.membership(person, organisation).user
