"""A small world for tests of who sees what: two rounds, two groups, and every kind of person.

Every text is a token that exists nowhere else: ``SEEDX001REASON`` is a submitted reason of X001, ``SEEDX001DRAFT`` the
reason of its draft, ``SEEDXRIKSROUND`` the name of the round of XRIKS. Who may read which kind of text stands in
tests/canaries.csv, and that no text is left out is tested in tests/test_canaries.py.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from accounts.models import Unit, User
from accounts.permissions import Role
from assessments.models import StepScore, Submission, SubmissionText
from learning_rounds.models import ChainLevel, LearningRound, Participation
from reports.models import SharedText
from tests import factories

ROUND, OTHER_ROUND = "omgang-ett", "omgang-tva"
OWN, PEER, MENTOR, LEFT, OTHER_GROUP, ELSEWHERE, OTHER_MENTOR = (f"X00{number}" for number in range(1, 8))
CODES = (OWN, PEER, MENTOR, LEFT, OTHER_GROUP, ELSEWHERE, OTHER_MENTOR)
UNMANNED = "X009"
FINISHED, RENEWED, OPEN, COMING = range(4)
# The strategists, each by what they are in tests/policy.csv.
WRITERS = {
    "strategist": OWN,
    "peer": PEER,
    "mentor": MENTOR,
    "left": LEFT,
    "other_group": OTHER_GROUP,
    "other_round": ELSEWHERE,
    "other_mentor": OTHER_MENTOR,
}
# The groups of those who have not left, each by the code of one of its organisations.
GROUP_OF = {
    **dict.fromkeys((OWN, PEER, MENTOR), OWN),
    **dict.fromkeys((OTHER_GROUP, OTHER_MENTOR), OTHER_GROUP),
    ELSEWHERE: ELSEWHERE,
}
# What an organisation and its coordinator read, and nobody else.
SHARED_KINDS = frozenset({"DECISION", "GOAL", "FUNCTION"})
PILOT_TEXTS = ("name", "area", "department", "problem", "goal", "responsible")


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
    owner, other_owner = (factories.coordinating_body(code, county=token(code, "COUNTY")) for code in ("XRIKS", "XLAN"))
    world = World(round=_round(ROUND, owner), other_round=_round(OTHER_ROUND, other_owner))
    _add_participations(world)
    for participation in world.participations.values():
        write_everything(participation)
    factories.withdrawn(world.participations[LEFT])
    world.people = _people(world)
    for person, code in WRITERS.items():
        _share(world.participations[code], world.people[person])
        _leave_traces(world.people[person], world.participations[code])
    _leave_traces_of_one_who_left(world)
    _add_login(world)
    return world


def add_unmanned(world: World) -> None:
    """One more organisation in the first round: a strategist is invited there, and nobody has come yet."""
    invited = factories.participation(world.round, factories.organisation(UNMANNED))
    factories.invitation(invited.organisation, invited_by=world.people["coordinator"])


def _round(slug: str, owner) -> LearningRound:
    made = factories.learning_round(slug, open_meeting=OPEN, owner=owner, name=f"Omgång {token(owner.code, 'ROUND')}")
    for meeting in made.meetings.all():
        meeting.name = f"{meeting.name} {token(owner.code, 'MEETING')}"
        meeting.place = token(owner.code, "MEETINGPLACE")
        meeting.save()
    return made


def _leave_traces(person: User, participation: Participation) -> None:
    """What is noted when a strategist works: an invitation, what they did, what a text said, a form carried out."""
    organisation, code = participation.organisation, participation.organisation.code
    email = f"{token(code, 'INVITED')}@example.org"
    factories.invitation(organisation, email, Role.READER, f"link-to-{code}", invited_by=person)
    pilot = participation.pilots.get()
    factories.audit_entry(
        organisation=organisation,
        actor=person,
        verb="change-pilot",
        object=f"pilotactivity {pilot.pk}: {token(code, 'OBJECT')}",
        fields="status",
        values={"status": ["planned", token(code, "VALUE")]},
        round=participation.round_id,
        request_id=token(code, "REQUEST")[:36],
    )
    factories.audit_entry(
        organisation=organisation,
        actor=person,
        verb="change-participation",
        object=f"participation {participation.pk}: {token(code, 'ROUNDOBJECT')}",
        round=participation.round_id,
        request_id=token(code, "ROUNDREQUEST")[:36],
    )
    factories.text_revision(pilot, "goal", token(code, "REVISION"), organisation=organisation, saved_by=person)
    factories.applied_save(person, answer=f"/?{token(code, 'ANSWER')}")


def _leave_traces_of_one_who_left(world: World) -> None:
    """Whoever has left the first organisation saved its drafts, and may not read them any more."""
    saved = {"saved_by": world.people["ended"], "saved_at": timezone.now()}
    own = world.participations[OWN]
    own.pilots.update(**saved)
    StepScore.objects.filter(assessment__participation=own).update(**saved)


def _add_login(world: World) -> None:
    """The first organisation has a login of its own, which does not answer; it leads to its reader's account."""
    provider = factories.identity_provider(
        world.participations[OWN].organisation,
        "kommun.example",
        issuer=f"http://127.0.0.1:9/{token(OWN, 'ISSUER')}",
        client_id=token(OWN, "CLIENT"),
        secret=token(OWN, "SECRET"),
    )
    factories.identity(world.people["reader"], provider.issuer, token(OWN, "SUBJECT"))


def _add_participations(world: World) -> None:
    first = factories.learning_group(world.round, f"Norr {token(OWN, 'GROUP')}")
    second = factories.learning_group(world.round, f"Söder {token(OTHER_GROUP, 'GROUP')}")
    factories.learning_group(world.round, f"Öster {token('XRIKS', 'GROUP')}")  # where nobody is yet
    elsewhere = factories.learning_group(world.other_round, f"Norr {token(ELSEWHERE, 'GROUP')}")
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
            learning_round, factories.organisation(code, county=token(code, "COUNTY")), group=group, role=role
        )


def write_everything(participation: Participation) -> None:
    """Submissions before the first two meetings, the second renewed, and a whole draft before the open one."""
    code = participation.organisation.code
    _describe(participation)
    for meeting in (FINISHED, RENEWED):
        assessment = factories.assessment(participation, meeting, scope=token(code, "SCOPE"))
        for _time in range(1 + (meeting == RENEWED)):
            reasons = dict.fromkeys(factories.ALL_STEPS, token(code, "REASON"))
            evidence, scope = token(code, "EVIDENCE"), token(code, "SCOPE")
            factories.submitted(assessment, 4 + 2 * meeting, reasons, evidence, scope=scope)
        _write_measure(assessment, token(code, "MEASURE"))
        _write_measure(assessment, token(code, "MEASURE"), state="dropped", dropped_because=token(code, "DROPPED"))
        _write_brief(assessment, token(code, "QUESTION"))
    _write_report(participation, token(code, "REPORT"))
    draft = factories.assessment(participation, OPEN, scope=token(code, "DRAFTSCOPE"))
    factories.drafted(draft, half_steps=7, reason=token(code, "DRAFT"), evidence=token(code, "DRAFTEVIDENCE"))
    _write_measure(draft, token(code, "DRAFTMEASURE"))
    _write_brief(draft, token(code, "DRAFTQUESTION"))
    _write_work(participation)


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
    unit = factories.unit(participation.organisation, kind=Unit.Kind.DEPARTMENT, name=token(code, "UNIT"))
    pilot = factories.pilot_activity(participation, unit=unit, **texts)
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
    questions = {f"question_{number}": question for number in (1, 2, 3)}
    factories.brief(assessment.participation, assessment.meeting, contact=contact, **questions)


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
        "outsider": factories.user("outsider@example.org", display_name=token("XNONE", "OUTSIDER")),
        "ended": _member(at[OWN], Role.STRATEGIST, "ended", "ENDED", ended_at=timezone.now()),
        "reader": _member(at[OWN], Role.READER, "reader", "READER"),
        **{who: _member(at[code], Role.STRATEGIST, who.replace("_", "-")) for who, code in WRITERS.items()},
        "coordinator": _member(world.round.owner, Role.COORDINATOR, "coordinator"),
        "other_coordinator": _member(world.other_round.owner, Role.COORDINATOR, "other-coordinator"),
        "administrator": _member(
            factories.coordinating_body("XADM", county=token("XADM", "COUNTY")), Role.ADMINISTRATOR, "administrator"
        ),
    }


def _member(organisation, role: str, name: str, kind: str = "PERSON", **fields) -> User:
    """Somebody whose name is a token too; their address is one by itself."""
    person = factories.user(f"{name}@example.org", display_name=token(organisation.code, kind))
    return factories.membership(person, organisation, role, **fields).user
