"""Valid, boring objects for tests: one plain function per model, named like the model, and a few for common situations.

Every argument has a default. Scores are half steps (2 = level 1 … 8 = level 4), None means "cannot judge".
"""

from datetime import date, datetime, timedelta
from itertools import count

from django.conf import settings
from django.utils import timezone

from accounts.models import (
    AppliedSave,
    AuditEntry,
    EmailDomain,
    Identity,
    IdentityProvider,
    Invitation,
    Membership,
    Organisation,
    TextRevision,
    Unit,
    User,
)
from accounts.models.invitations import hashed, new_token
from accounts.permissions import Role
from assessments.models import Assessment, Measure, StepScore, Submission, SubmissionScore, SubmissionText
from checklists.actions import load_shipped_checklist
from checklists.models import Checklist, ScaleLevel, Step, StepHint, StepLevel
from learning_rounds.models import (
    ChainEntry,
    ChainEntryGoal,
    ChainLevel,
    ChainLink,
    GroupMeeting,
    LastDayExtension,
    LearningGroup,
    LearningMeeting,
    LearningRound,
    Participation,
    PilotActivity,
    PilotNote,
    PolicyGoal,
)
from reports.models import Brief, Report, Share, SharedText, ShareWithdrawal
from tests import factories as make  # this module: arguments here have the names of its functions

SHIPPED = settings.BASE_DIR / "checklists" / "shipped" / "skr-2020.toml"
PASSWORD = "a-long-password-of-nobody"
ALL_STEPS = range(1, 11)
numbers = count(1)


# --- accounts --------------------------------------------------------------------------------------------------------


def organisation(code: str = "", name: str = "", **fields) -> Organisation:
    """A fictive municipality with the unit that stands for the whole of it."""
    code = code or f"X{next(numbers):04}"  # tests that choose a code themselves choose three digits
    defaults = {"kind": Organisation.Kind.MUNICIPALITY, "is_fictive": code.startswith("X")}
    made = Organisation.objects.create(code=code, name=name or f"Kommun {code}", **(defaults | fields))
    unit(made)
    return made


def coordinating_body(code: str = "", **fields) -> Organisation:
    """An association that may own rounds."""
    return organisation(code, kind=Organisation.Kind.ASSOCIATION, can_coordinate=True, **fields)


def unit(organisation: Organisation | None = None, kind: str = Unit.Kind.WHOLE, **fields) -> Unit:
    """The unit that stands for the whole organisation (made once), or a part of it."""
    if organisation is None:
        organisation = make.organisation()
    if kind == Unit.Kind.WHOLE:
        return Unit.objects.get_or_create(organisation=organisation, kind=kind, defaults=fields)[0]
    return Unit.objects.create(organisation=organisation, kind=kind, **fields)


def user(email: str = "", **fields) -> User:
    """A person who belongs nowhere yet."""
    number = next(numbers)
    defaults = {"display_name": f"Person {number}", "password": PASSWORD}
    return User.objects.create_user(email or f"person-{number}@example.org", **(defaults | fields))


def membership(
    user: User | None = None, organisation: Organisation | None = None, role: str = Role.STRATEGIST, **fields
) -> Membership:
    """That a person is a strategist, or something else, in an organisation."""
    return Membership.objects.create(
        user=user or make.user(),
        organisation=organisation or make.organisation(),
        role=role,
        **fields,
    )


def member(organisation: Organisation | None = None, role: str = Role.STRATEGIST, email: str = "", **fields) -> User:
    """A person with one membership."""
    return membership(user(email), organisation, role, **fields).user


def administrator() -> User:
    """A person who administers the whole installation."""
    return member(coordinating_body(), Role.ADMINISTRATOR)


def invitation(
    organisation: Organisation | None = None, email: str = "", role: str = Role.STRATEGIST, token: str = "", **fields
) -> Invitation:
    """An invitation that can be accepted for seven days, with the link of ``token``."""
    organisation = organisation or make.organisation()
    if "invited_by" not in fields:
        fields["invited_by"] = make.user()
    made = {"email": email or f"invited-{next(numbers)}@example.org", "token_hash": hashed(token or new_token())}
    return Invitation.objects.create(organisation=organisation, role=role, **made, **fields)


def text_revision(row=None, field: str = "text", text: str = "Text", **fields) -> TextRevision:
    row = row or make.pilot_note()
    about = {"kind": row._meta.model_name, "row": row.pk, "field": field, "version": row.version, "text": text}
    defaults = about | {
        "saved_at": timezone.now(),
        "organisation": fields.pop("organisation", None) or make.organisation(),
    }
    return TextRevision.objects.create(**(defaults | fields))


def audit_entry(**fields) -> AuditEntry:
    return AuditEntry.objects.create(**({"source": "web", "verb": "save-score", "object": "step score 1"} | fields))


def applied_save(user: User | None = None, **fields) -> AppliedSave:
    """That a person's form was carried out and led to the start page."""
    return AppliedSave.objects.create(
        user=user or make.user(), **({"key": f"{next(numbers):064}", "answer": "/"} | fields)
    )


def identity_provider(organisation: Organisation | None = None, *domains: str, **fields) -> IdentityProvider:
    """An organisation's own login, where nobody answers, for addresses at ``domains``."""
    organisation = organisation or make.organisation()
    defaults = {"issuer": "http://127.0.0.1:9", "client_id": "jamsteg", "secret": "secret-of-the-client"}
    made = IdentityProvider.objects.create(organisation=organisation, **(defaults | fields))
    for name in domains:
        email_domain(made, name)
    return made


def email_domain(provider: IdentityProvider | None = None, name: str = "") -> EmailDomain:
    return EmailDomain.objects.create(
        provider=provider or identity_provider(), name=name or f"kommun{next(numbers)}.example"
    )


def identity(user: User | None = None, issuer: str = "http://127.0.0.1:9", subject: str = "") -> Identity:
    return Identity.objects.create(user=user or make.user(), issuer=issuer, subject=subject or f"{next(numbers)}")


# --- checklists ------------------------------------------------------------------------------------------------------


def shipped_checklist() -> Checklist:
    """The ten steps of 2020, loaded from what is shipped; conftest.py loads it once for most tests."""
    return Checklist.objects.filter(key="skr", version="2020").first() or load_shipped_checklist(path=SHIPPED)


def checklist(steps: int = 3, **fields) -> Checklist:
    """Another checklist, published, with some steps."""
    number = next(numbers)
    defaults = {"key": f"list-{number}", "version": "1", "name_sv": f"Lista {number}", "name_en": f"List {number}"}
    made = Checklist.objects.create(**({"state": Checklist.State.PUBLISHED} | defaults | fields))
    for step_number in range(1, steps + 1):
        step(made, step_number)
    return made


def scale_level(checklist: Checklist | None = None, value: int = 1, **fields) -> ScaleLevel:
    texts = {"label_sv": "inte påbörjat", "label_en": "not started", "short_sv": "Nej", "short_en": "No"}
    return ScaleLevel.objects.create(checklist=checklist or make.checklist(), value=value, **(texts | fields))


def step(checklist: Checklist | None = None, number: int = 1, **fields) -> Step:
    texts = {"name_sv": f"Moment {number}", "name_en": f"Step {number}", "short_sv": f"M{number}"}
    defaults = texts | {"short_en": f"S{number}", "key": f"step-{number}"}
    checklist = checklist or make.checklist(steps=0)
    return Step.objects.create(checklist=checklist, number=number, **(defaults | fields))


def step_level(step: Step | None = None, value: int = 1, **fields) -> StepLevel:
    texts = {"text_sv": "Inget finns.", "text_en": "There is nothing."}
    return StepLevel.objects.create(step=step or make.step(), value=value, **(texts | fields))


def step_hint(step: Step | None = None, kind: str = StepHint.Kind.QUESTION, number: int = 1, **fields) -> StepHint:
    texts = {"text_sv": "Hur märks det?", "text_en": "How does it show?"}
    return StepHint.objects.create(step=step or make.step(), kind=kind, number=number, **(texts | fields))


# --- learning rounds -------------------------------------------------------------------------------------------------


def learning_round(slug: str = "", *, meetings: int = 4, open_meeting: int | None = 0, **fields) -> LearningRound:
    """A published round. The last day of meeting number ``open_meeting`` is in two weeks (None: all have passed)."""
    slug = slug or f"omgang-{next(numbers)}"
    if "owner" not in fields:
        fields["owner"] = coordinating_body()
    if "checklist" not in fields:
        fields["checklist"] = shipped_checklist()
    defaults = {"name": slug.replace("-", " ").capitalize(), "state": LearningRound.State.PUBLISHED}
    made = LearningRound.objects.create(slug=slug, **(defaults | fields))
    opened = meetings if open_meeting is None else open_meeting
    offset = 14 if open_meeting is not None else 0
    for number in range(meetings):
        due_on = timezone.localdate() + timedelta(days=offset + 90 * (number - opened))
        learning_meeting(made, number, assessment_due_on=due_on)
    return made


def learning_meeting(round: LearningRound | None = None, number: int | None = None, **fields) -> LearningMeeting:
    """A meeting after those that the round has, with its last day in two weeks."""
    round = round or learning_round(meetings=0)
    number = round.meetings.count() if number is None else number
    kind = LearningMeeting.Kind.KICKOFF if number == 0 else LearningMeeting.Kind.LEARNING
    name = "Uppstart" if number == 0 else f"Träff {number}"
    defaults = {"kind": kind, "name": name, "assessment_due_on": timezone.localdate() + timedelta(days=14)}
    return LearningMeeting.objects.create(round=round, number=number, **(defaults | fields))


def learning_group(round: LearningRound | None = None, name: str = "", **fields) -> LearningGroup:
    name = name or f"Grupp {next(numbers)}"
    return LearningGroup.objects.create(round=round or learning_round(), name=name, **fields)


def participation(
    round: LearningRound | None = None, organisation: Organisation | None = None, **fields
) -> Participation:
    """That an organisation takes part, as an active participant in no group; of the group's round if there is one."""
    group = fields.get("group")
    round = round or (group.round if group else learning_round())
    organisation = organisation or make.organisation()
    return Participation.objects.create(round=round, organisation=organisation, **fields)


def withdrawn(participation: Participation) -> Participation:
    """The same participation, ended early."""
    participation.status, participation.withdrawn_on = Participation.Status.WITHDRAWN, timezone.localdate()
    participation.save()
    return participation


def last_day_extension(
    participation: Participation | None = None, meeting: LearningMeeting | None = None, **fields
) -> LastDayExtension:
    """A week more before the open meeting, for one organisation."""
    participation = participation or make.participation()
    meeting = meeting or participation.round.open_meeting()
    if "due_on" not in fields:
        fields["due_on"] = meeting.assessment_due_on + timedelta(days=7)
    return LastDayExtension.objects.create(participation=participation, meeting=meeting, **fields)


def group_meeting(group: LearningGroup | None = None, meeting: LearningMeeting | None = None, **fields) -> GroupMeeting:
    group = group or learning_group()
    meeting = meeting or group.round.meetings.order_by("number").first()
    return GroupMeeting.objects.create(group=group, meeting=meeting, **fields)


def pilot_activity(participation: Participation | None = None, **fields) -> PilotActivity:
    participation = participation or make.participation()
    return PilotActivity.objects.create(participation=participation, **({"name": "Hemtjänsten"} | fields))


def pilot_note(pilot: PilotActivity | None = None, text: str = "Första mötet", **fields) -> PilotNote:
    return PilotNote.objects.create(pilot=pilot or pilot_activity(), text=text, **fields)


def chain_entry(participation: Participation | None = None, level: int = ChainLevel.ACTIVITY, **fields) -> ChainEntry:
    participation = participation or make.participation()
    return ChainEntry.objects.create(participation=participation, level=level, **({"text": "Utbildning"} | fields))


def chain_entry_goal(entry: ChainEntry | None = None, goal: int = PolicyGoal.HEALTH) -> ChainEntryGoal:
    return ChainEntryGoal.objects.create(entry=entry or chain_entry(), goal=goal)


def chain_link(source: ChainEntry | None = None, target: ChainEntry | None = None) -> ChainLink:
    """An activity that leads to a product of the same participation."""
    source = source or chain_entry()
    return ChainLink.objects.create(
        source=source, target=target or chain_entry(source.participation, ChainLevel.PRODUCT, text="Mall")
    )


# --- assessments -----------------------------------------------------------------------------------------------------


def steps_of(assessment: Assessment) -> dict[int, Step]:
    """The steps of the assessment's checklist by number."""
    return {step.number: step for step in Step.objects.filter(checklist=assessment.checklist_id)}


def step_of(assessment: Assessment, number: int) -> Step:
    return Step.objects.get(checklist=assessment.checklist_id, number=number)


def assessment(
    participation: Participation | None = None, meeting: LearningMeeting | int | None = None, **fields
) -> Assessment:
    """The empty draft before a meeting (or its number); without one before the open meeting, else the last."""
    participation = participation or make.participation()
    meetings = participation.round.meetings
    if isinstance(meeting, int):
        meeting = meetings.get(number=meeting)
    meeting = meeting or participation.round.open_meeting() or meetings.order_by("number").last()
    if "unit" not in fields:
        fields["unit"] = unit(participation.organisation)
    defaults = {"checklist": participation.round.checklist}
    return Assessment.objects.create(participation=participation, meeting=meeting, **(defaults | fields))


def step_score(assessment: Assessment | None = None, step: int = 1, half_steps: int | None = 4, **fields) -> StepScore:
    """A complete draft answer; with ``half_steps=None`` it says "cannot judge yet"."""
    assessment = assessment or make.assessment()
    defaults = {"cannot_judge": half_steps is None, "reason": f"Skäl {step}"}
    return StepScore.objects.create(
        assessment=assessment, step=step_of(assessment, step), half_steps=half_steps, **(defaults | fields)
    )


def drafted(assessment: Assessment | None = None, steps=ALL_STEPS, half_steps: int | None = 4, **fields) -> Assessment:
    """A draft with complete answers to the steps, all with the same score."""
    assessment = assessment or make.assessment()
    defaults = {"half_steps": half_steps, "cannot_judge": half_steps is None, "reason": "Skäl"} | fields
    rows = steps_of(assessment)
    StepScore.objects.bulk_create(StepScore(assessment=assessment, step=rows[number], **defaults) for number in steps)
    return assessment


def measure(assessment: Assessment | None = None, step: int = 1, **fields) -> Measure:
    """An open next action, written for the assessment's meeting."""
    assessment = assessment or make.assessment()
    return Measure.objects.create(
        participation=assessment.participation,
        unit=assessment.unit,
        meeting=assessment.meeting,
        step=step_of(assessment, step),
        **({"text": "Ta fram en mall"} | fields),
    )


def submission(assessment: Assessment | None = None, at: datetime | None = None, **fields) -> Submission:
    """The next numbered submission of an assessment, without scores; ``by`` nobody, as when imported."""
    assessment = assessment or make.assessment()
    defaults = {"number": assessment.submissions.count() + 1, "checklist": assessment.checklist}
    return Submission.objects.create(assessment=assessment, at=at or timezone.now(), **(defaults | fields))


def submission_score(submission: Submission | None = None, step: int = 1, half_steps: int | None = 4):
    submission = submission or make.submission()
    step_row = step_of(submission.assessment, step)
    return SubmissionScore.objects.create(submission=submission, step=step_row, half_steps=half_steps)


def submission_text(submission: Submission | None = None, step: int = 1, reason: str = "Skäl", evidence: str = ""):
    submission = submission or make.submission()
    step_row = step_of(submission.assessment, step)
    return SubmissionText.objects.create(submission=submission, step=step_row, reason=reason, evidence=evidence)


def submitted(
    assessment: Assessment | None = None,
    scores: dict[int, int | None] | int = 4,
    reasons: dict[int, str] | None = None,
    evidence: str = "",
    **fields,
) -> Submission:
    """A submission with scores ``{step number: half steps}``, or the same for all ten, and reasons if given."""
    made = submission(assessment, **fields)
    rows = steps_of(made.assessment)
    scores = dict.fromkeys(ALL_STEPS, scores) if isinstance(scores, int) else scores
    SubmissionScore.objects.bulk_create(
        SubmissionScore(submission=made, step=rows[number], half_steps=half_steps)
        for number, half_steps in scores.items()
    )
    SubmissionText.objects.bulk_create(
        SubmissionText(submission=made, step=rows[number], reason=reason, evidence=evidence)
        for number, reason in (reasons or {}).items()
    )
    return made


# --- reports ---------------------------------------------------------------------------------------------------------


def brief(participation: Participation | None = None, meeting: LearningMeeting | None = None, **fields) -> Brief:
    participation = participation or make.participation()
    meeting = meeting or participation.round.meetings.order_by("number").first()
    defaults = {"question_1": "Vill ni anta en plan?", "contact": "Strategen"}
    return Brief.objects.create(participation=participation, meeting=meeting, **(defaults | fields))


def report(participation: Participation | None = None, **fields) -> Report:
    participation = participation or make.participation()
    return Report.objects.create(participation=participation, **({"background": "Vi började 2019."} | fields))


def share(submission: Submission | None = None, **fields) -> Share:
    """That something of a submission was shared with the group of its organisation, without texts yet."""
    submission = submission or make.submission()
    participation = submission.assessment.participation
    group = participation.group or learning_group(participation.round)
    return Share.objects.create(**({"participation": participation, "submission": submission, "group": group} | fields))


def shared_text(share: Share | None = None, kind: str = SharedText.Kind.REASON, text: str = "Skäl", step: int = 1):
    share = share or make.share()
    step_row = step_of(share.submission.assessment, step) if kind in SharedText.OF_STEPS else None
    return SharedText.objects.create(share=share, number=share.texts.count() + 1, kind=kind, step=step_row, text=text)


def share_withdrawal(share: Share | None = None, **fields) -> ShareWithdrawal:
    return ShareWithdrawal.objects.create(share=share or make.share(), **fields)


def day(text: str) -> date:
    """A date from text: 2026-12-04."""
    return date.fromisoformat(text)
