"""As what a person reads the pages of an organisation."""

from __future__ import annotations

from enum import StrEnum

from accounts.permissions import Permission
from learning_rounds.models import Participation


class Reader(StrEnum):
    """Of the organisation itself, leading or administering the round, or a peer of the same group."""

    OWN = "own"
    COORDINATOR = "coordinator"
    ADMINISTRATOR = "administrator"
    PEER = "peer"


def reader_of(user, participation: Participation) -> Reader:
    """As what a person who sees a participation reads its pages; what is one's own comes first."""
    owner = participation.round.owner
    if user.can(Permission.VIEW_SUBMISSION, participation.organisation):
        return Reader.OWN
    if user.can(Permission.EDIT_ROUND, owner):
        return Reader.COORDINATOR
    return Reader.ADMINISTRATOR if user.can(Permission.VIEW_ROUND, owner) else Reader.PEER
