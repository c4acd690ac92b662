"""When an assessment can be worked on, and why not: asked by every action before it writes, and by every page."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from learning_rounds.lock import why_read_only
from learning_rounds.models import LearningMeeting, Participation


def why_closed(participation: Participation, meeting: LearningMeeting) -> str:
    """Why the organisation can't work on its assessment before this meeting today, as a sentence; "" when it can."""
    if reason := why_read_only(participation):
        return reason
    if meeting.round_id != participation.round_id or meeting.assessment_due_on is None:
        return _("There is no self-assessment before this meeting.")
    last_day = participation.last_days()[meeting.pk]
    if last_day < timezone.localdate():
        words = {"date": date_format(last_day)}
        return _("The last day was %(date)s, so nothing can be changed any more.") % words
    if participation.open_meeting() != meeting:
        return _("The self-assessment before this meeting has not opened yet.")
    return ""
