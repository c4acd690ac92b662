"""What an organisation does between the meetings, in short: its pilot activities and its results chain."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.permissions import Permission
from learning_rounds.chain import Chain, chain_of
from learning_rounds.lock import why_read_only
from learning_rounds.models import ChainEntry, Participation, PilotActivity


@dataclass(frozen=True)
class Work:
    """Pilots by start, the whole chain, and what its columns of counts are called."""

    pilots: list[PilotActivity]
    chain: Chain
    states: list[str]
    may_write: bool


def work_of(participation: Participation, user) -> Work | None:
    """The work of an organisation for its own people; None for everybody else. Three queries."""
    organisation = participation.organisation
    if not user.can(Permission.VIEW_WORK, organisation):
        return None
    return Work(
        pilots=list(PilotActivity.objects.visible_to(user).filter(participation=participation).in_order()),
        chain=chain_of(participation, details=False),
        states=[str(label) for label in ChainEntry.State.labels],
        may_write=not why_read_only(participation) and user.can(Permission.EDIT_WORK, organisation),
    )
