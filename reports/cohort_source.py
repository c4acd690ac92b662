"""What every table of a round is made of: its meetings, steps and participations, and submitted levels. No drafts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from checklists.models import Step
from learning_rounds.last_days import LastDays
from learning_rounds.models import LearningMeeting, LearningRound, Participation
from reports.progress import ProgressTable, current_meeting
from reports.queries import scores_of
from reports.statistics import Score, ScoreTable


@dataclass(frozen=True)
class Source:
    """What the page is made of: rows and scores, fetched once."""

    round: LearningRound
    meetings: Sequence[LearningMeeting]
    steps: Sequence[Step]
    participations: Sequence[Participation]
    progress: ProgressTable
    scores: Sequence[Score]
    last_days: LastDays

    @property
    def active(self) -> list[Participation]:
        return [participation for participation in self.participations if participation.is_active]

    def in_role(self, role: str) -> list[Participation]:
        """The active participations in a role, by name."""
        return [participation for participation in self.active if participation.role == role]

    def score_table(self, role: str) -> ScoreTable:
        """The submitted levels of a role."""
        counted = {participation.organisation_id for participation in self.in_role(role)}
        return ScoreTable.from_scores(
            (score for score in self.scores if score.organisation in counted),
            steps=[step.number for step in self.steps],
            meetings=[meeting.number for meeting in self.meetings],
        )

    def has_submission(self, meeting: LearningMeeting, participations: Iterable[Participation]) -> bool:
        return bool(self.progress.count_submitted(participations, meeting))


def fetch(learning_round: LearningRound, today: date, *, every_meeting: bool = False) -> Source:
    """Everything that tables of a round are made of, in a constant number of queries.

    Meetings that have not opened are left out, since they would be columns of nothing, unless every one is wanted.
    """
    participations = list(learning_round.participations.select_related("organisation", "group").in_order())
    participations.sort(key=lambda found: (not found.is_active, found.is_mentor))
    scores = scores_of(participation for participation in participations if participation.is_active)
    meetings = list(learning_round.meetings.with_assessment())
    return Source(
        round=learning_round,
        meetings=meetings if every_meeting else _opened(meetings, scores, today),
        steps=list(learning_round.checklist.steps.order_by("number")),
        participations=participations,
        progress=ProgressTable(participations),
        scores=scores,
        last_days=LastDays(participations, today),
    )


def _opened(meetings: list[LearningMeeting], scores: Iterable[Score], today: date) -> list[LearningMeeting]:
    """Those up to the one that the round is at, and later ones that somebody has submitted before."""
    current = current_meeting(meetings, today)
    rated = {score.meeting for score in scores}
    return [found for found in meetings if current and (found.number <= current.number or found.number in rated)]
