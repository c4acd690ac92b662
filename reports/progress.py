"""Who has come how far: for each participation and meeting whether it is submitted, and how much of the draft is done.

Counts only: what is written in a draft never leaves its organisation.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max
from django.utils import timezone

from assessments.models import Assessment, Submission, complete_scores
from learning_rounds.last_days import LastDays
from learning_rounds.models import LearningMeeting, Participation


@dataclass(frozen=True)
class Progress:
    """How far one organisation's assessment before one meeting is.

    ``done`` of ``total`` steps of the draft are complete; ``submitted_at`` is None until it is submitted;
    ``changed_at`` is the last time anything was saved or submitted.
    """

    done: int
    total: int
    submitted_at: datetime | None = None
    changed_at: datetime | None = None

    @property
    def state(self) -> str:
        """One of "none", "begun" and "submitted"."""
        if self.submitted_at:
            return "submitted"
        return "begun" if self.changed_at else "none"


class ProgressTable:
    """Progress by participation and meeting. ``get`` answers for every pair; four queries for any number of them."""

    def __init__(self, participations: Iterable[Participation]):
        participations = list(participations)
        drafts = Assessment.objects.whole().filter(participation__in=[p.pk for p in participations])
        found = drafts.annotate(
            done=Count("scores", filter=complete_scores("scores__")), saved_at=Max("scores__saved_at")
        ).values("participation", "meeting", "done", "saved_at")
        submitted = dict(
            (((row["assessment__participation"], row["assessment__meeting"]), row["at"]))
            for row in Submission.objects.whole()
            .latest()
            .filter(assessment__participation__in=[p.pk for p in participations])
            .values("assessment__participation", "assessment__meeting", "at")
        )
        rounds = {participation.round_id for participation in participations}
        self._totals = dict(
            LearningMeeting.objects.filter(round__in=rounds)
            .annotate(steps=Count("round__checklist__steps"))
            .values_list("pk", "steps")
        )
        self._found = {
            (row["participation"], row["meeting"]): Progress(
                done=row["done"],
                total=self._totals[row["meeting"]],
                submitted_at=submitted.get((row["participation"], row["meeting"])),
                changed_at=_later(row["saved_at"], submitted.get((row["participation"], row["meeting"]))),
            )
            for row in found
        }

    def get(self, participation: Participation, meeting: LearningMeeting) -> Progress:
        """The progress of a participation before a meeting; nothing done where there is no assessment."""
        empty = Progress(done=0, total=self._totals[meeting.pk])
        return self._found.get((participation.pk, meeting.pk), empty)

    def count_submitted(self, participations: Iterable[Participation], meeting: LearningMeeting) -> int:
        """How many of them have submitted before a meeting."""
        return sum(self.get(participation, meeting).submitted_at is not None for participation in participations)


def _later(*moments: datetime | None) -> datetime | None:
    return max((moment for moment in moments if moment), default=None)


def own_meeting(
    participation: Participation, meetings: Iterable[LearningMeeting], progress: ProgressTable, last_days: LastDays
) -> LearningMeeting | None:
    """The meeting that an organisation is at: the first open one that it has not submitted, else the last open one.

    Without any the last of the round. ``meetings`` have assessments, in order.
    """
    meetings = list(meetings)
    open_ones = last_days.open_meetings(participation, meetings)
    waiting = [meeting for meeting in open_ones if progress.get(participation, meeting).submitted_at is None]
    return next(iter([*waiting, *reversed(open_ones), *reversed(meetings)]), None)


def current_meeting(meetings: Iterable[LearningMeeting], today: date | None = None) -> LearningMeeting | None:
    """The meeting that a round is at: the one that is open, else the last. ``meetings`` have assessments, in order."""
    meetings = list(meetings)
    open_ones = [meeting for meeting in meetings if not meeting.has_passed(today or timezone.localdate())]
    return next(iter(open_ones), meetings[-1] if meetings else None)
