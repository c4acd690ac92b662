"""The navigation as data: what stands in the header, and for whom."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import second_factor
from accounts.models import is_administrator
from learning_rounds.models import LearningRound, Participation


@dataclass(frozen=True)
class NavItem:
    """One link of the header."""

    label: str
    url: str
    is_current: bool


def nav_items(request) -> list[NavItem]:
    """The start page, then the one running round one coordinates or takes part in; others are found there.

    Nothing before somebody has shown the second factor that their role demands.
    """
    if not request.user.is_authenticated or second_factor.is_missing(request):
        return []
    links = [(_("Start"), reverse("home"))]
    own_ones = Participation.objects.own(request.user).active().exclude(round__state=LearningRound.State.ARCHIVED)
    own = list(own_ones.select_related("round", "organisation")[:2])
    if len(own) == 1:
        links.append((own[0].organisation.name, own[0].get_absolute_url()))
    coordinated = LearningRound.objects.coordinated_by(request.user).exclude(state=LearningRound.State.ARCHIVED)
    rounds = list(coordinated[:2])
    if len(rounds) == 1:
        links.append((rounds[0].name, rounds[0].get_absolute_url()))
    if is_administrator(request.user):
        links.append((_("Organisations"), reverse("organisation-list")))
    return [NavItem(label=label, url=url, is_current=request.path == url) for label, url in links]
