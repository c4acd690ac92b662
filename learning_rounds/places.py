"""Finding what an address names, among what the person may see; everything else is 404."""

from collections.abc import Iterable
from datetime import date
from typing import cast

from django.db.models import Prefetch, Q
from django.shortcuts import get_object_or_404

from accounts.models import Organisation, sort_key
from accounts.permissions import Permission, require
from checklists.models import Checklist, Step
from learning_rounds.last_days import LastDays
from learning_rounds.models import LearningGroup, LearningMeeting, LearningRound, Participation


def own_participation(user, slug: str, code: str) -> Participation:
    """The participation of one's own organisation that the address names."""
    participations = Participation.objects.own(user)
    return get_object_or_404(
        participations.select_related("round__checklist", "organisation", "group"),
        round__slug=slug,
        organisation__code=code,
    )


def own_work(user, slug: str, code: str, permission: Permission) -> Participation:
    """The participation of one's own organisation, for those who may do this with its work; 403 for the others."""
    participation = own_participation(user, slug, code)
    require(user, permission, participation.organisation)
    return participation


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


def followed_round(user, slug: str) -> LearningRound:
    """The round that the address names, for those who follow it; 403 for those who only take part in it."""
    found = coordinated_round(user, slug)
    require(user, Permission.VIEW_ROUND, found.owner)
    return found


def followed_participation(user, slug: str, code: str) -> Participation:
    """The participation that the address names, for those who follow the round; 403 for others who see it."""
    participations = Participation.objects.visible_to(user).select_related(
        "round__owner", "round__checklist", "organisation", "group"
    )
    found = get_object_or_404(participations, round__slug=slug, organisation__code=code)
    require(user, Permission.VIEW_ROUND, found.round.owner)
    return found


def participation_to_run(user, slug: str, code: str) -> Participation:
    """The same for those who run the round."""
    found = followed_participation(user, slug, code)
    require(user, Permission.EDIT_ROUND, found.round.owner)
    return found


def place_to_run(user, slug: str, code: str, number: int) -> tuple[Participation, LearningMeeting]:
    """A participation and a meeting with an assessment, for those who run the round."""
    found = participation_to_run(user, slug, code)
    meetings = LearningMeeting.objects.visible_to(user).with_assessment()
    return found, get_object_or_404(meetings, round=found.round, number=number)


def participations_of(learning_round: LearningRound) -> list[Participation]:
    """Who takes part in a round that has been found: participants, mentors, and last those that have left."""
    found = list(learning_round.participations.select_related("organisation", "group", "round").in_order())
    return sorted(found, key=lambda each: (not each.is_active, each.is_mentor))


def last_days_of(participation: Participation) -> list[tuple[LearningMeeting, date | None]]:
    """The meetings with an assessment, each with the longer time that the organisation has been given."""
    last_days = LastDays([participation])
    meetings = participation.round.meetings.with_assessment()
    return [(meeting, last_days.extended_to(participation, meeting)) for meeting in meetings]


def in_group(user, slug: str, code: str) -> tuple[Participation, LearningGroup]:
    """An active organisation and its group, to which one belongs or which one follows: the address names both."""
    participations = Participation.objects.visible_to(user).active().exclude(group=None)
    found = get_object_or_404(
        participations.select_related("round__owner", "organisation", "group__round__owner"),
        round__slug=slug,
        organisation__code=code,
    )
    return found, cast(LearningGroup, found.group)


def meeting_in(user, learning_round: LearningRound, number: int) -> LearningMeeting:
    """A meeting of a round by its number."""
    meetings = LearningMeeting.objects.visible_to(user)
    return get_object_or_404(meetings, round=learning_round, number=number)


def group_to_set_up(user, slug: str, group_id: int) -> LearningGroup:
    """The group that an address of the set-up names."""
    learning_round = round_to_set_up(user, slug)
    groups = LearningGroup.objects.visible_to(user).select_related("round__owner")
    return get_object_or_404(groups, round=learning_round, pk=group_id)


def groups_of(learning_round: LearningRound) -> list[LearningGroup]:
    """The groups of a round that has been found, by name."""
    groups = learning_round.groups.select_related("round__owner")
    return sorted(groups, key=lambda group: sort_key(group.name))


def may_arrange(user, learning_round: LearningRound, members: Iterable[Organisation]) -> bool:
    """May a person write when and where a group meets? Its strategists may, and the coordinator."""
    if user.can(Permission.EDIT_ROUND, learning_round.owner):
        return True
    return any(user.can(Permission.EDIT_WORK, organisation) for organisation in members)


def all_organisations(user) -> list[Organisation]:
    """Every organisation there is, by name."""
    return list(Organisation.objects.visible_to(user).in_order())


def offered_checklists(user, learning_round: LearningRound) -> list[Checklist]:
    """The checklists that a round can have, newest first, with their steps; the one it has is among them."""
    published = Q(state=Checklist.State.PUBLISHED) | Q(pk=learning_round.checklist_id)
    found = Checklist.objects.visible_to(user).filter(published).order_by("-version", "-pk")
    return list(found.prefetch_related(Prefetch("steps", Step.objects.order_by("number"))))


def found_organisations(user, text: str, most: int) -> list[Organisation]:
    """The first organisations, by name, whose name contains a text or whose code begins with it."""
    seen = Organisation.objects.visible_to(user)
    return list((seen.search(text) | seen.filter(code__istartswith=text)).in_order()[:most])
