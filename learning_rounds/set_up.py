"""Setting up a round as a list of tasks: how far each one is, what has to be done before publishing, what should be."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from learning_rounds.models import LearningMeeting, LearningRound


@dataclass(frozen=True)
class SetUpTask:
    """One row of the task list. ``state`` is "none", "begun" or "complete", ``hint`` what is there so far."""

    name: str
    url: str
    state: str
    hint: str


@dataclass(frozen=True)
class SetUp:
    """The task list of a round."""

    round: LearningRound
    tasks: list[SetUpTask]

    @property
    def done(self) -> int:
        return sum(task.state == "complete" for task in self.tasks)


def set_up_of(learning_round: LearningRound) -> SetUp:
    """How far the set-up of a round is. The number of queries does not depend on its size."""
    meetings = list(learning_round.meetings.order_by("number"))
    return SetUp(learning_round, [_about(learning_round), _meetings(learning_round, meetings)])


def _about(learning_round: LearningRound) -> SetUpTask:
    starts_on, ends_on = learning_round.starts_on, learning_round.ends_on
    period = f"{date_format(starts_on)} – {date_format(ends_on)}" if starts_on and ends_on else ""
    return SetUpTask(
        name=_("Name and dates"),
        url=reverse("round-edit", args=[learning_round.slug]),
        state="complete" if period else "begun",
        hint=period,
    )


def _meetings(learning_round: LearningRound, meetings: list[LearningMeeting]) -> SetUpTask:
    with_assessment = any(meeting.assessment_due_on for meeting in meetings)
    hint = ngettext("%(count)s meeting", "%(count)s meetings", len(meetings)) % {"count": len(meetings)}
    return SetUpTask(
        name=_("Meetings and last days"),
        url=reverse("round-meetings", args=[learning_round.slug]),
        state=_state(begun=bool(meetings), complete=with_assessment),
        hint=hint if meetings else "",
    )


def _state(*, begun: bool, complete: bool) -> str:
    return "complete" if complete else "begun" if begun else "none"
