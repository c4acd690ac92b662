"""Whether anything can be written in a round: asked by every verb before it writes, and by pages that say why not.

A verb that asks also locks what it asks about, so that nobody archives the round or ends the participation between the
question and the save.
"""

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


def locked(learning_round: LearningRound) -> LearningRound:
    """The round as it is now; others who change it wait until the transaction ends. Refused once it is archived.

    The first line of every verb that changes a round.
    """
    found = LearningRound.objects.select_for_update().get(pk=learning_round.pk)
    if reason := why_kept(found):
        raise ActionRefused(reason)
    return found


def lock_for_writing(participation: Participation) -> None:
    """Bring a participation up to date; others who write for it wait until the transaction ends.

    The first line of every verb of an organisation's own. Raises ActionRefused unless the organisation may write.
    """
    rows = Participation.objects.select_for_update(no_key=True).filter(pk=participation.pk)
    status = rows.values_list("status", flat=True).first()
    if status is None:
        raise ActionRefused(_("The organisation has been removed from the round, so nothing can be changed."))
    participation.status = status
    participation.round.refresh_from_db(fields=["state"])  # a query of its own: it sees what was saved during the wait
    if reason := why_read_only(participation):
        raise ActionRefused(reason)


def lock_writers(learning_round: LearningRound) -> None:
    """Let everybody who writes in a round wait until the transaction ends.

    For what asks whether anything is written, or decides that nothing more will be.
    """
    list(learning_round.participations.select_for_update(no_key=True).order_by("pk").values_list("pk"))
