"""What a person meets first: the one next thing to do, in every round that is theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.permissions import Permission, roles_with
from learning_rounds.last_days import LastDays
from learning_rounds.lock import why_read_only
from learning_rounds.models import LearningMeeting, LearningRound, Participation
from reports.cohort_words import submitted_sentence
from reports.progress import Progress, ProgressTable, current_meeting, own_meeting


@dataclass(frozen=True)
class OwnRound:
    """One round of one's own organisation. ``may_write``: is the person one of those who fill in?

    ``meeting`` is the one that the organisation is at, ``last_day`` its own last day, ``is_extended`` when others have
    less time; ``latest`` is the last meeting with a submission, None before the first.
    """

    participation: Participation
    meeting: LearningMeeting | None
    progress: Progress | None
    latest: LearningMeeting | None
    may_write: bool
    is_open: bool
    last_day: date | None
    is_extended: bool


@dataclass(frozen=True)
class CoordinatedRound:
    """One round that a person follows as coordinator: in a sentence how many have submitted."""

    round: LearningRound
    sentence: str


@dataclass(frozen=True)
class Overview:
    """Everything on the start page. ``may_set_up``: is the person one of those who set up rounds?"""

    own: list[OwnRound]
    coordinated: list[CoordinatedRound]
    may_set_up: bool


def overview_for(user, today: date | None = None) -> Overview:
    """The rounds of a person, the open ones first. A constant number of queries."""
    today = today or timezone.localdate()
    meetings = Prefetch("round__meetings", LearningMeeting.objects.with_assessment())
    own = list(Participation.objects.own(user).select_related("round", "organisation").prefetch_related(meetings))
    table, last_days = ProgressTable(own), LastDays(own, today)
    rounds = [_own_round(user, participation, table, last_days) for participation in own]
    rounds.sort(key=lambda item: (not item.is_open, item.participation.round.name))
    may_set_up = any(membership.role in roles_with(Permission.EDIT_ROUND) for membership in user.current_memberships())
    return Overview(own=rounds, coordinated=_coordinated(user, today), may_set_up=may_set_up)


def _own_round(user, participation: Participation, table: ProgressTable, last_days: LastDays) -> OwnRound:
    meetings = list(participation.round.meetings.all())
    meeting = own_meeting(participation, meetings, table, last_days)
    submitted = [m for m in meetings if table.get(participation, m).submitted_at]
    return OwnRound(
        participation=participation,
        meeting=meeting,
        progress=table.get(participation, meeting) if meeting else None,
        latest=submitted[-1] if submitted else None,
        may_write=user.can(Permission.EDIT_ASSESSMENT, participation.organisation),
        is_open=not why_read_only(participation) and meeting in last_days.open_meetings(participation, meetings),
        last_day=last_days.of(participation, meeting) if meeting else None,
        is_extended=meeting is not None and last_days.extended_to(participation, meeting) is not None,
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
        sentence = (
            _("The round is being set up. Those who take part can't see it yet.")
            if learning_round.is_draft
            else submitted_sentence(active, table, meeting, today)
        )
        found.append(CoordinatedRound(learning_round, sentence))
    return found
