"""What a person meets first: the one next thing to do, in every round that is theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.utils import timezone

from accounts.permissions import Permission
from learning_rounds.models import LearningMeeting, LearningRound, Participation
from reports.cohort_words import submitted_sentence
from reports.progress import Progress, ProgressTable, current_meeting


@dataclass(frozen=True)
class OwnRound:
    """One round of one's own organisation. ``may_write``: is the person one of those who fill in?

    ``latest`` is the last meeting with a submission, None before the first.
    """

    participation: Participation
    meeting: LearningMeeting | None
    progress: Progress | None
    latest: LearningMeeting | None
    may_write: bool
    is_open: bool


@dataclass(frozen=True)
class CoordinatedRound:
    """One round that a person follows as coordinator: in a sentence how many have submitted."""

    round: LearningRound
    sentence: str


@dataclass(frozen=True)
class Overview:
    """Everything on the start page."""

    own: list[OwnRound]
    coordinated: list[CoordinatedRound]


def overview_for(user, today: date | None = None) -> Overview:
    """The rounds of a person, the open ones first. A constant number of queries."""
    today = today or timezone.localdate()
    meetings = Prefetch("round__meetings", LearningMeeting.objects.with_assessment())
    own = list(Participation.objects.own(user).select_related("round", "organisation").prefetch_related(meetings))
    table = ProgressTable(own)
    rounds = [_own_round(user, participation, table, today) for participation in own]
    rounds.sort(key=lambda item: (not item.is_open, item.participation.round.name))
    return Overview(own=rounds, coordinated=_coordinated(user, today))


def _own_round(user, participation: Participation, table: ProgressTable, today: date) -> OwnRound:
    meetings = list(participation.round.meetings.all())
    meeting = current_meeting(meetings, today)
    submitted = [m for m in meetings if table.get(participation, m).submitted_at]
    return OwnRound(
        participation=participation,
        meeting=meeting,
        progress=table.get(participation, meeting) if meeting else None,
        latest=submitted[-1] if submitted else None,
        may_write=user.can(Permission.EDIT_ASSESSMENT, participation.organisation),
        is_open=bool(meeting and participation.is_active and not meeting.has_passed(today))
        and participation.round.state == LearningRound.State.PUBLISHED,
    )


def _coordinated(user, today: date) -> list[CoordinatedRound]:
    rounds = list(
        LearningRound.objects.coordinated_by(user)
        .order_by("-starts_on", "name")
        .prefetch_related(
            Prefetch("meetings", LearningMeeting.objects.with_assessment()),
            Prefetch("participations", Participation.objects.active().select_related("organisation")),
        )
    )
    table = ProgressTable(p for learning_round in rounds for p in learning_round.participations.all())
    found = []
    for learning_round in rounds:
        meeting, active = (
            current_meeting(learning_round.meetings.all(), today),
            list(learning_round.participations.all()),
        )
        found.append(CoordinatedRound(learning_round, submitted_sentence(active, table, meeting, today)))
    return found
