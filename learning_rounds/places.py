"""Finding what an address names, among what the person may see; everything else is 404."""

from django.shortcuts import get_object_or_404

from learning_rounds.models import LearningRound, Participation


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
