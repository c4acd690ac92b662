"""Setting up a round as a list of tasks: how far each one is, what has to be done before publishing, what should be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Membership, sort_key
from accounts.permissions import Permission, roles_with
from checklists.models import Checklist
from learning_rounds.meeting_plan import warnings_about
from learning_rounds.models import LearningGroup, LearningMeeting, LearningRound, Participation

MOST_PARTICIPANTS = 3
MOST_NAMES = 5


@dataclass(frozen=True)
class SetUpTask:
    """One row of the task list. ``state`` is "none", "begun" or "complete", ``hint`` what is there so far."""

    name: str
    url: str
    state: str
    hint: str


@dataclass(frozen=True)
class SetUp:
    """The set-up of a round: its rows, fetched once, and what they mean."""

    round: LearningRound
    meetings: Sequence[LearningMeeting]
    groups: Sequence[LearningGroup]
    active: Sequence[Participation]
    without_writer: Sequence[Participation]

    @cached_property
    def tasks(self) -> list[SetUpTask]:
        """The rows of the task list, publishing last."""
        return [
            self._about(),
            self._meetings(),
            self._checklist(),
            self._organisations(),
            self._groups(),
            self._publish(),
        ]

    @property
    def done(self) -> int:
        return sum(task.state == "complete" for task in self.tasks)

    @cached_property
    def missing(self) -> list[str]:
        """What must be there before publishing and is not, as sentences."""
        needed = {
            _("Add at least one meeting with a self-assessment."): self.has_assessment,
            _("Choose a checklist that is published."): self.round.checklist.state == Checklist.State.PUBLISHED,
            _("Add at least one organisation."): bool(self.active),
        }
        return [sentence for sentence, is_there in needed.items() if not is_there]

    @cached_property
    def advice(self) -> list[str]:
        """What should be there and is not, and what looks wrong, as sentences."""
        found = [*warnings_about(self.round, self.meetings), *self.group_warnings]
        if self.without_writer:
            names = names_of(self.without_writer)
            found.append(
                _("Nobody can fill in yet for %(organisations)s. Invite a strategist under Who takes part.")
                % {"organisations": names}
            )
        if self.has_assessment and self.opening is None:
            found.append(_("All last days have passed."))
        return found

    @cached_property
    def group_warnings(self) -> list[str]:
        """What looks wrong with the groups, as sentences. None of it stops anybody."""
        members: dict[int | None, list[Participation]] = defaultdict(list)
        for participation in self.active:
            members[participation.group_id].append(participation)
        found = [warning for group in self.groups for warning in _about_group(group, members[group.pk])]
        if members[None]:
            found.append(_("Without a group: %(organisations)s.") % {"organisations": names_of(members[None])})
        return found

    @property
    def has_assessment(self) -> bool:
        return any(meeting.assessment_due_on for meeting in self.meetings)

    @property
    def opening(self) -> LearningMeeting | None:
        """The meeting whose self-assessment can be worked on first."""
        with_last_day = (meeting for meeting in self.meetings if meeting.assessment_due_on)
        return next((meeting for meeting in with_last_day if not meeting.has_passed()), None)

    # --- The rows ----------------------------------------------------------------------------------------------------

    def _about(self) -> SetUpTask:
        starts_on, ends_on = self.round.starts_on, self.round.ends_on
        period = f"{date_format(starts_on)} – {date_format(ends_on)}" if starts_on and ends_on else ""
        return self._task(_("Name and dates"), "round-edit", _state(complete=bool(period)), period)

    def _meetings(self) -> SetUpTask:
        state = _state(begun=bool(self.meetings), complete=self.has_assessment)
        hint = ngettext("%(count)s meeting", "%(count)s meetings", len(self.meetings)) % {"count": len(self.meetings)}
        return self._task(_("Meetings and last days"), "round-meetings", state, hint if self.meetings else "")

    def _checklist(self) -> SetUpTask:
        checklist = self.round.checklist
        state = _state(complete=checklist.state == Checklist.State.PUBLISHED)
        return self._task(_("Checklist"), "round-checklist", state, checklist.name)

    def _organisations(self) -> SetUpTask:
        count = len(self.active)
        hint = ngettext("%(count)s organisation", "%(count)s organisations", count) % {"count": count}
        state = _state(begun=False, complete=bool(count))
        return self._task(_("Organisations"), "round-organisations", state, hint if count else "")

    def _groups(self) -> SetUpTask:
        count = len(self.groups)
        hint = ngettext("%(count)s group", "%(count)s groups", count) % {"count": count}
        state = _state(begun=bool(count), complete=bool(count and self.active) and not self.group_warnings)
        return self._task(_("Groups and mentors"), "round-groups", state, hint if count else "")

    def _publish(self) -> SetUpTask:
        state = _state(begun=False, complete=not self.round.is_draft)
        name = _("Check and publish") if self.round.is_draft else _("Published")
        return self._task(name, "round-publish", state, "")

    def _task(self, name: str, address: str, state: str, hint: str) -> SetUpTask:
        return SetUpTask(name, reverse(address, args=[self.round.slug]), state, hint)


def set_up_of(learning_round: LearningRound) -> SetUp:
    """How far the set-up of a round is. The number of queries does not depend on its size."""
    active = list(learning_round.participations.active().select_related("organisation").in_order())
    writers = Membership.objects.current().filter(
        role__in=roles_with(Permission.EDIT_ASSESSMENT), organisation__participations__round=learning_round
    )
    have_writers = set(writers.values_list("organisation", flat=True))
    return SetUp(
        round=learning_round,
        meetings=list(learning_round.meetings.order_by("number")),
        groups=sorted(learning_round.groups.all(), key=lambda group: sort_key(group.name)),
        active=active,
        without_writer=[found for found in active if found.organisation_id not in have_writers],
    )


def suggested_group_name(taken: Collection[str]) -> str:
    """What a new group may be called, in Swedish as everything that organisers write."""
    with translation.override("sv"):
        numbered = (_("Group %(number)s") % {"number": number} for number in range(1, len(taken) + 2))
        return next(name for name in numbered if name not in taken)


def names_of(participations: Sequence[Participation]) -> str:
    """The first names of a list, and how many more there are."""
    names = ", ".join(str(participation.organisation) for participation in participations[:MOST_NAMES])
    more = len(participations) - MOST_NAMES
    if more <= 0:
        return names
    return ngettext("%(names)s and %(count)s more", "%(names)s and %(count)s more", more) % {
        "names": names,
        "count": more,
    }


def _about_group(group: LearningGroup, members: Sequence[Participation]) -> list[str]:
    if not members:
        return [_("%(group)s is empty.") % {"group": group}]
    found = []
    participants = sum(not participation.is_mentor for participation in members)
    if participants == len(members):
        found.append(_("%(group)s has no mentor.") % {"group": group})
    if participants > MOST_PARTICIPANTS:
        words = {"group": group, "count": participants, "most": MOST_PARTICIPANTS}
        found.append(_("%(group)s has %(count)s participants. Groups work best with at most %(most)s.") % words)
    return found


def _state(*, complete: bool, begun: bool = True) -> str:
    return "complete" if complete else "begun" if begun else "none"
