"""What a person meets first: the one next thing to do, in every round that is theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organisation
from accounts.permissions import Permission, roles_with
from learning_rounds.group_plan import next_group_meetings
from learning_rounds.last_days import LastDays
from learning_rounds.lock import why_read_only
from learning_rounds.models import GroupMeeting, LearningMeeting, LearningRound, Participation
from reports.cohort_words import submitted_sentence
from reports.progress import Progress, ProgressTable, current_meeting, own_meeting


@dataclass(frozen=True)
class OwnRound:
    """One round of one's own organisation. ``may_write``: is the person one of those who fill in?

    ``meeting`` is the one that the organisation is at, ``last_day`` its own last day, ``is_extended`` when others have
    less time; ``submitted`` are the meetings with a submission, in order; ``group_meeting`` is the group's next one.
    """

    participation: Participation
    meeting: LearningMeeting | None
    progress: Progress | None
    submitted: list[LearningMeeting]
    may_write: bool
    is_open: bool
    last_day: date | None
    is_extended: bool
    group_meeting: GroupMeeting | None

    @property
    def latest(self) -> LearningMeeting | None:
        return self.submitted[-1] if self.submitted else None


@dataclass(frozen=True)
class CoordinatedRound:
    """One round that a person follows as coordinator: in a sentence how many have submitted, and when it meets next."""

    round: LearningRound
    sentence: str
    next_meeting: LearningMeeting | None
    may_set_up: bool


@dataclass(frozen=True)
class Overview:
    """Everything on the start page. ``may_set_up``: is the person one of those who set up rounds?

    ``looked_after`` are organisations whose people the person looks after and that are in none of the own rounds.
    ``own`` and ``coordinated`` are the rounds that run or are being set up, those in the archive stand for themselves.
    """

    own: list[OwnRound]
    archived: list[OwnRound]
    coordinated: list[CoordinatedRound]
    coordinated_archived: list[CoordinatedRound]
    may_set_up: bool
    looked_after: list[Organisation]


def overview_for(user, today: date | None = None) -> Overview:
    """The rounds of a person, the open ones first. A constant number of queries."""
    today = today or timezone.localdate()
    own, coordinated = _own(user, today), _coordinated(user, today)
    return Overview(
        own=[item for item in own if not item.participation.round.is_archived],
        archived=[item for item in own if item.participation.round.is_archived],
        coordinated=[item for item in coordinated if not item.round.is_archived],
        coordinated_archived=[item for item in coordinated if item.round.is_archived],
        may_set_up=any(each.role in roles_with(Permission.EDIT_ROUND) for each in user.current_memberships()),
        looked_after=_looked_after(user, {item.participation.organisation_id for item in own}),
    )


def _looked_after(user, but: set[int]) -> list[Organisation]:
    held = user.current_memberships()
    found = {each.organisation for each in held if user.can(Permission.MANAGE_PEOPLE, each.organisation)}
    return sorted((each for each in found if each.pk not in but), key=lambda each: each.sort_key)


def _own(user, today: date) -> list[OwnRound]:
    meetings = Prefetch("round__meetings", LearningMeeting.objects.with_assessment())
    own = list(Participation.objects.own(user).select_related("round", "organisation").prefetch_related(meetings))
    table, last_days, coming = ProgressTable(own), LastDays(own, today), next_group_meetings(own)
    rounds = [_own_round(user, each, table, last_days, coming.get(each.group_id)) for each in own]
    return sorted(rounds, key=lambda item: (not item.is_open, item.participation.round.name))


def _own_round(
    user,
    participation: Participation,
    table: ProgressTable,
    last_days: LastDays,
    group_meeting: GroupMeeting | None,
) -> OwnRound:
    meetings = list(participation.round.meetings.all())
    meeting = own_meeting(participation, meetings, table, last_days)
    return OwnRound(
        participation=participation,
        meeting=meeting,
        progress=table.get(participation, meeting) if meeting else None,
        submitted=[m for m in meetings if table.get(participation, m).submitted_at],
        may_write=user.can(Permission.EDIT_ASSESSMENT, participation.organisation),
        is_open=not why_read_only(participation) and meeting in last_days.open_meetings(participation, meetings),
        last_day=last_days.of(participation, meeting) if meeting else None,
        is_extended=meeting is not None and last_days.extended_to(participation, meeting) is not None,
        group_meeting=group_meeting,
    )


def _coordinated(user, today: date) -> list[CoordinatedRound]:
    rounds = list(
        LearningRound.objects.coordinated_by(user)
        .select_related("owner")
        .order_by("-starts_on", "name")
        .prefetch_related(
            Prefetch("meetings", LearningMeeting.objects.order_by("number")),
            Prefetch("participations", Participation.objects.active().select_related("organisation")),
        )
    )
    table = ProgressTable(p for learning_round in rounds for p in learning_round.participations.all())
    return [_coordinated_round(user, learning_round, table, today) for learning_round in rounds]


def _coordinated_round(user, learning_round: LearningRound, table: ProgressTable, today: date) -> CoordinatedRound:
    meetings = list(learning_round.meetings.all())
    coming = sorted((each.held_on, each.number) for each in meetings if each.held_on and each.held_on >= today)
    return CoordinatedRound(
        round=learning_round,
        sentence=_sentence(learning_round, meetings, table, today),
        next_meeting=next((each for each in meetings if coming and each.number == coming[0][1]), None),
        may_set_up=user.can(Permission.EDIT_ROUND, learning_round.owner),
    )


def _sentence(learning_round: LearningRound, meetings: list[LearningMeeting], table: ProgressTable, today: date) -> str:
    if learning_round.is_draft:
        return _("The round is being set up. Those who take part can't see it yet.")
    current = current_meeting([each for each in meetings if each.assessment_due_on], today)
    return submitted_sentence(list(learning_round.participations.all()), table, current, today)
