"""What every verb makes sure of: that the meeting is open."""

from __future__ import annotations

from accounts.errors import ActionRefused
from assessments.lock import why_closed
from learning_rounds.lock import lock_for_writing
from learning_rounds.models import LearningMeeting, Participation


def lock_while_open(participation: Participation, meeting: LearningMeeting) -> None:
    """Let others who write for the organisation wait until the transaction ends.

    Raises ActionRefused unless the organisation may work on its assessment before this meeting today.
    """
    lock_for_writing(participation)
    if reason := why_closed(participation, meeting):
        raise ActionRefused(reason)


def tidied(text: str) -> str:
    """A text without blanks around it and with line breaks of one kind: browsers send \\r\\n, scripts \\n."""
    return text.replace("\r\n", "\n").strip()
