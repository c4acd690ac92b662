"""Finding what an address names, among what the person may see; everything else is 404."""

from django.shortcuts import get_object_or_404

from accounts.models import Organisation
from accounts.permissions import Permission, require
from checklists.models import Checklist
from learning_rounds.models import LearningMeeting, LearningRound, Participation


def own_participation(user, slug: str, code: str) -> Participation:
    """The participation of one's own organisation that the address names."""
    participations = Participation.objects.visible_to(user).own(user)
    return get_object_or_404(
        participations.select_related("round__checklist", "organisation", "group"),
        round__slug=slug,
        organisation__code=code,
    )


def coordinated_round(user, slug: str) -> LearningRound:
    """The round that the address names, if one sees it; whether one coordinates it is a question of permission."""
    return get_object_or_404(LearningRound.objects.visible_to(user).select_related("owner", "checklist"), slug=slug)


def round_to_set_up(user, slug: str) -> LearningRound:
    """The round that the address names, for those who set it up; 403 for others who see it."""
    learning_round = coordinated_round(user, slug)
    require(user, Permission.EDIT_ROUND, learning_round.owner)
    return learning_round


def meeting_to_set_up(user, slug: str, meeting_id: int) -> LearningMeeting:
    """The meeting that an address of the set-up names by its id: numbers change with the days."""
    learning_round = round_to_set_up(user, slug)
    meetings = LearningMeeting.objects.visible_to(user).select_related("round__owner")
    return get_object_or_404(meetings, round=learning_round, pk=meeting_id)


def possible_owners(user) -> list[Organisation]:
    """The organisations for which a person may set up rounds, by name."""
    return [
        organisation
        for organisation in Organisation.objects.visible_to(user).filter(can_coordinate=True).in_order()
        if user.can(Permission.EDIT_ROUND, organisation)
    ]


def newest_checklist(user) -> Checklist | None:
    """The checklist that a new round begins with."""
    published = Checklist.objects.visible_to(user).filter(state=Checklist.State.PUBLISHED)
    return published.order_by("-version", "-pk").first()


def meetings_of(learning_round: LearningRound) -> list[LearningMeeting]:
    """The meetings of a round that has been found, in order."""
    return list(learning_round.meetings.order_by("number"))
