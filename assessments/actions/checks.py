"""What every verb makes sure of: that the meeting is open and that a row is valid."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from accounts.errors import ActionRefused
from assessments.lock import why_closed
from learning_rounds.models import LearningMeeting, Participation


def refuse_unless_open(participation: Participation, meeting: LearningMeeting) -> None:
    """Raise ActionRefused unless the organisation may work on its assessment before this meeting today."""
    if reason := why_closed(participation, meeting):
        raise ActionRefused(reason)


def tidied(text: str) -> str:
    """A text without blanks around it and with line breaks of one kind: browsers send \\r\\n, scripts \\n."""
    return text.replace("\r\n", "\n").strip()


def validate(instance) -> None:
    """Raise ActionRefused with what is wrong with a row."""
    try:
        instance.full_clean()
    except ValidationError as error:
        raise ActionRefused(" ".join(error.messages)) from error
