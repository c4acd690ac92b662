"""Rounds for bin/bench: as large as asked for, made in bulk, the same every time."""

from datetime import date, timedelta
from itertools import count

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from accounts.models import Membership, Organisation, Unit, User, fold, sort_key
from accounts.permissions import Role
from assessments.models import Assessment, Measure, StepScore, Submission, SubmissionScore, SubmissionText
from checklists.models import Checklist
from learning_rounds.models import LearningGroup, LearningMeeting, LearningRound, Participation

MEETINGS, SUBMITTED, GROUP = 4, 3, 5  # meetings of a round, those with a submission, organisations in a group
BATCH = 2000
REASON = "Nämnden har beslutat om mål för jämställdhet och följer upp dem i delårsrapporten. " * 2
numbers = count(1)


def make_round(checklist: Checklist, organisations: int) -> LearningRound:
    """A round at its last meeting: everybody has submitted before the others, and has a whole draft before this one."""
    number = next(numbers)
    owner = _organisations(f"XS{number}", 1, kind=Organisation.Kind.ASSOCIATION, can_coordinate=True)
    learning_round = LearningRound.objects.create(
        slug=f"omgang-{number}",
        name=f"Omgång {number}",
        owner=owner[0],
        checklist=checklist,
        state=LearningRound.State.PUBLISHED,
    )
    meetings = _meetings(learning_round)
    taking_part = _organisations(f"X{number}A", organisations, kind=Organisation.Kind.MUNICIPALITY)
    _people(owner, Role.COORDINATOR)
    people = _people(taking_part, Role.STRATEGIST)
    participations = _participations(learning_round, taking_part)
    _assess(participations, meetings, people)
    return learning_round


def _organisations(prefix: str, many: int, **fields) -> list[Organisation]:
    made = [Organisation(code=f"{prefix}{index:02}", is_fictive=True, **fields) for index in range(many)]
    for found in made:
        found.name = f"Kommun {found.code}"
        found.sort_key, found.search_key = sort_key(found.name), fold(found.name)
    made = Organisation.objects.bulk_create(made)
    Unit.objects.bulk_create(Unit(organisation=found, kind=Unit.Kind.WHOLE) for found in made)
    return made


def _people(organisations: list[Organisation], role: str) -> list[User]:
    nobody = make_password(None)
    people = User.objects.bulk_create(
        User(email=f"{found.code.lower()}@example.org", display_name=f"Strateg {found.code}", password=nobody)
        for found in organisations
    )
    Membership.objects.bulk_create(
        Membership(user=person, organisation=found, role=role)
        for person, found in zip(people, organisations, strict=True)
    )
    return people


def _meetings(learning_round: LearningRound) -> list[LearningMeeting]:
    """The last one is open for another month."""
    today = timezone.localdate()
    return LearningMeeting.objects.bulk_create(
        LearningMeeting(
            round=learning_round,
            number=number,
            kind=LearningMeeting.Kind.LEARNING if number else LearningMeeting.Kind.KICKOFF,
            name=f"Träff {number}" if number else "Uppstart",
            assessment_due_on=_due_on(today, number),
        )
        for number in range(MEETINGS)
    )


def _due_on(today: date, number: int) -> date:
    return today + timedelta(days=30 - 120 * (MEETINGS - 1 - number))


def _participations(learning_round: LearningRound, organisations: list[Organisation]) -> list[Participation]:
    """In groups of five; the last of each group is its mentor."""
    groups = LearningGroup.objects.bulk_create(
        LearningGroup(round=learning_round, name=f"Grupp {index + 1}")
        for index in range((len(organisations) + GROUP - 1) // GROUP)
    )
    return Participation.objects.bulk_create(
        Participation(
            round=learning_round,
            organisation=found,
            group=groups[index // GROUP],
            role=Participation.Role.MENTOR if index % GROUP == GROUP - 1 else Participation.Role.PARTICIPANT,
        )
        for index, found in enumerate(organisations)
    )


def _assess(participations: list[Participation], meetings: list[LearningMeeting], people: list[User]) -> None:
    units = dict(
        Unit.objects.filter(organisation__in=[found.organisation_id for found in participations]).values_list(
            "organisation", "pk"
        )
    )
    steps = list(meetings[0].round.checklist.steps.order_by("number"))
    assessments = Assessment.objects.bulk_create(
        (
            Assessment(
                participation=found,
                meeting=meeting,
                unit_id=units[found.organisation_id],
                checklist=meetings[0].round.checklist,
            )
            for found in participations
            for meeting in meetings
        ),
        batch_size=BATCH,
    )
    writers = dict(zip((found.pk for found in participations), people, strict=True))
    _draft(assessments, steps, writers)
    _submit([found for found in assessments if found.meeting.number < SUBMITTED], steps, writers)


def _level(assessment: Assessment, number: int) -> int:
    """Half steps that differ between organisations and steps and mostly rise."""
    return 2 + (assessment.participation_id + number) % 4 + min(assessment.meeting.number, 2)


def _draft(assessments, steps, writers) -> None:
    StepScore.objects.bulk_create(
        (
            StepScore(
                assessment=found,
                step=step,
                half_steps=_level(found, step.number),
                reason=REASON,
                saved_by=writers[found.participation_id],
            )
            for found in assessments
            for step in steps
        ),
        batch_size=BATCH,
    )
    Measure.objects.bulk_create(
        (
            Measure(
                participation=found.participation,
                unit_id=found.unit_id,
                meeting=found.meeting,
                step=step,
                text="Utbilda cheferna i jämställdhetsanalys.",
                responsible="Utvecklingschefen",
            )
            for found in assessments
            for step in steps[:2]
        ),
        batch_size=BATCH,
    )


def _submit(assessments, steps, writers) -> None:
    now = timezone.now()
    submissions = Submission.objects.bulk_create(
        (
            Submission(
                assessment=found, number=1, at=now, by=writers[found.participation_id], checklist=found.checklist
            )
            for found in assessments
        ),
        batch_size=BATCH,
    )
    pairs = [(submission, step) for submission in submissions for step in steps]
    SubmissionScore.objects.bulk_create(
        (
            SubmissionScore(submission=one, step=step, half_steps=_level(one.assessment, step.number))
            for one, step in pairs
        ),
        batch_size=BATCH,
    )
    SubmissionText.objects.bulk_create(
        (SubmissionText(submission=one, step=step, reason=REASON) for one, step in pairs), batch_size=BATCH
    )
