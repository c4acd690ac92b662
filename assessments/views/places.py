"""The worksheet that an address names."""

from django.http import Http404

from accounts.permissions import Permission, require
from assessments.worksheet import Worksheet, worksheet_for
from learning_rounds.models import LearningMeeting, Participation
from learning_rounds.places import own_participation


def own_place(request, slug: str, code: str, meeting: int) -> tuple[Participation, LearningMeeting]:
    """One's own organisation's participation and the meeting that the address names; 404 for everything else."""
    participation = own_participation(request.user, slug, code)
    for found in participation.round.assessed_meetings():
        if found.number == meeting:
            return participation, found
    raise Http404("No such meeting in this round")


def own_worksheet(request, slug: str, code: str, meeting: int) -> Worksheet:
    """The worksheet of one's own organisation, for those who may write; 404 or 403 for everybody else."""
    participation, found = own_place(request, slug, code, meeting)
    require(request.user, Permission.EDIT_ASSESSMENT, participation.organisation)
    return worksheet_for(participation, found)
