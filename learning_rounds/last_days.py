"""Until when each organisation can work on each assessment: the meeting's last day, or the later one it was given."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from learning_rounds.models import LastDayExtension, LearningMeeting, Participation


class LastDays:
    """The last days of some participations on a day (today); one query for any number of them."""

    def __init__(self, participations: Iterable[Participation], today: date | None = None):
        self.today = today or timezone.localdate()
        rows = LastDayExtension.objects.filter(participation__in=[found.pk for found in participations])
        self._extended = {
            (participation, meeting): due_on
            for participation, meeting, due_on in rows.values_list("participation", "meeting", "due_on")
        }

    def of(self, participation: Participation, meeting: LearningMeeting) -> date | None:
        """The last day of an organisation's assessment, None where the meeting has no assessment.

        A meeting can be moved to after a day that somebody was given; nobody has less time than the others.
        """
        ordinary = meeting.assessment_due_on
        if ordinary is None:
            return None
        return max(ordinary, self._extended.get((participation.pk, meeting.pk), ordinary))

    def extended_to(self, participation: Participation, meeting: LearningMeeting) -> date | None:
        """The last day, if it is later than that of the others."""
        last_day = self.of(participation, meeting)
        return None if last_day == meeting.assessment_due_on else last_day

    def has_passed(self, participation: Participation, meeting: LearningMeeting) -> bool:
        """Is the last day of the organisation's assessment over? The last day itself counts."""
        last_day = self.of(participation, meeting)
        return last_day is not None and last_day < self.today

    def open_meetings(self, participation: Participation, meetings: Iterable[LearningMeeting]) -> list[LearningMeeting]:
        """The meetings, of those with an assessment in order, that the organisation can work on.

        That is the earliest whose ordinary last day has not passed, as for everybody, after those for which it was
        given more time: nobody has to wait with the next one because of a day that was meant as help.
        """
        left = [meeting for meeting in meetings if not self.has_passed(participation, meeting)]
        given = [meeting for meeting in left if meeting.has_passed(self.today)]
        return given + [meeting for meeting in left if not meeting.has_passed(self.today)][:1]
