"""When an assessment can be worked on, and why not: asked by every action before it writes, and by every page."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from learning_rounds.last_days import LastDays
from learning_rounds.lock import why_read_only
from learning_rounds.models import LearningMeeting, Participation


def why_closed(participation: Participation, meeting: LearningMeeting, last_days: LastDays | None = None) -> str:
    """Why the organisation can't work on its assessment before this meeting today, as a sentence; "" when it can."""
    last_days = last_days or LastDays([participation])
    if reason := why_read_only(participation):
        return reason
    if meeting.round_id != participation.round_id or meeting.assessment_due_on is None:
        return _("There is no self-assessment before this meeting.")
    last_day = last_days.of(participation, meeting)
    if last_day and last_day < last_days.today:
        words = {"date": date_format(last_day)}
        return _("The last day was %(date)s, so nothing can be changed any more.") % words
    if meeting not in last_days.open_meetings(participation, participation.round.assessed_meetings()):
        return _("The self-assessment before this meeting has not opened yet.")
    return ""
