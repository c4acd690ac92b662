"""Whether anything can be written in a round: asked by every verb before it writes, and by pages that say why not."""

from django.utils.translation import gettext as _

from accounts.errors import ActionRefused
from learning_rounds.models import LearningRound, Participation


def why_kept(learning_round: LearningRound) -> str:
    """Why nothing in a round can be changed, not even by its coordinator, as a sentence; "" when it can."""
    if learning_round.state == LearningRound.State.ARCHIVED:
        return _("The round is archived, so nothing can be changed.")
    return ""


def why_read_only(participation: Participation) -> str:
    """Why an organisation can't write anything in a round, as a sentence; "" when it can."""
    if not participation.is_active:
        return _("The organisation has left the round, so nothing more can be changed.")
    if participation.round.state == LearningRound.State.DRAFT:
        return _("The round is not open, so nothing can be changed.")
    return why_kept(participation.round)


def refuse_if_kept(learning_round: LearningRound) -> None:
    """Raise ActionRefused when the round is archived: the first line of every verb that changes a round."""
    if reason := why_kept(learning_round):
        raise ActionRefused(reason)


def refuse_unless_written_to(participation: Participation) -> None:
    """Raise ActionRefused unless the organisation may write: the first line of every verb of its own."""
    if reason := why_read_only(participation):
        raise ActionRefused(reason)
