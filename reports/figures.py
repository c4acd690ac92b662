"""The submitted levels of one organisation and of its group, as its pages show them: never drafts."""

from __future__ import annotations

from dataclasses import dataclass

from checklists.models import Step
from learning_rounds.last_days import LastDays
from learning_rounds.models import LearningMeeting, Participation
from reports.progress import ProgressTable, own_meeting
from reports.queries import group_participations, scores_of
from reports.statistics import ScoreTable


@dataclass(frozen=True)
class Figures:
    """Two score tables of the same shape: the organisation's own and that of the active participants of its group.

    ``current`` is the meeting that the organisation is at, ``submitted`` are those with a submission. ``meetings``
    end at the last of these, since those that have not opened yet would be columns of nothing. ``group_size`` is 0
    where the organisation has no group to be compared with.
    """

    progress: ProgressTable
    last_days: LastDays
    every_meeting: list[LearningMeeting]
    current: LearningMeeting | None
    submitted: list[LearningMeeting]
    meetings: list[LearningMeeting]
    steps: list[Step]
    own: ScoreTable
    group: ScoreTable
    group_size: int

    @property
    def compared(self) -> ScoreTable | None:
        """What the organisation may be compared with."""
        return self.group if self.group_size else None


def figures_of(participation: Participation) -> Figures:
    """The figures of an organisation in a round. A constant number of queries."""
    every_meeting = participation.round.assessed_meetings()
    progress, last_days = ProgressTable([participation]), LastDays([participation])
    current = own_meeting(participation, every_meeting, progress, last_days)
    submitted = [found for found in every_meeting if progress.get(participation, found).submitted_at]
    latest = max((found.number for found in [current, *submitted] if found), default=-1)
    meetings = [found for found in every_meeting if found.number <= latest]
    steps = list(participation.round.checklist.steps.order_by("number"))
    peers = group_participations(participation)
    scores = scores_of([participation, *(peer for peer in peers if peer.pk != participation.pk)])
    counted = {peer.organisation_id for peer in peers}
    shape = {"steps": [step.number for step in steps], "meetings": [meeting.number for meeting in meetings]}
    return Figures(
        progress=progress,
        last_days=last_days,
        every_meeting=every_meeting,
        current=current,
        submitted=submitted,
        meetings=meetings,
        steps=steps,
        own=ScoreTable.from_scores((s for s in scores if s.organisation == participation.organisation_id), **shape),
        group=ScoreTable.from_scores((s for s in scores if s.organisation in counted), **shape),
        group_size=len(counted),
    )
