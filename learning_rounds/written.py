"""What has been written in a round, asked of every model that protects what it belongs to.

The apps that hold most of it are further up and can't be imported here; a model that they add is found by itself.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models import Organisation
from learning_rounds.models import LearningMeeting, LearningRound, Participation


def meetings_written_for(learning_round: LearningRound) -> set[int]:
    """Ids of the meetings that organisations have written something for: assessments, next actions, questions …"""
    return _protected(LearningMeeting, learning_round)


def participations_written_in(learning_round: LearningRound) -> set[int]:
    """Ids of the participations with anything of their own: assessments, pilots, a decision, a goal …"""
    texts = ~Q(decision="") | ~Q(decision_url="") | ~Q(goal="") | ~Q(contact="")
    own = texts | Q(decided_on__isnull=False)
    return _protected(Participation, learning_round) | set(
        Participation.objects.filter(own, round=learning_round).values_list("pk", flat=True)
    )


def has_written(organisation: Organisation) -> bool:
    """Has an organisation written anything of its own in any round?"""
    holders = _holding_on_to(Participation)
    return any(
        holder._base_manager.filter(**{f"{name}__organisation": organisation}).exists() for holder, name in holders
    )


def _protected(model: type[LearningMeeting] | type[Participation], learning_round: LearningRound) -> set[int]:
    """Ids of the rows of a round that rows of other models hold on to; one query for each of those models."""
    found: set[int] = set()
    for holder, name in _holding_on_to(model):
        rows = holder._base_manager.filter(**{f"{name}__round": learning_round})
        found.update(rows.values_list(f"{name}_id", flat=True).distinct())
    return found


def _holding_on_to(model: type[models.Model]) -> list[tuple[type[models.Model], str]]:
    """The models whose rows protect those of another, each with the name of the field that does."""
    relations = model._meta.related_objects
    return [(each.related_model, each.field.name) for each in relations if each.on_delete is models.PROTECT]


def assessed_before(meeting: LearningMeeting) -> tuple[list[Participation], list[Participation]]:
    """Who has submitted a self-assessment before a meeting, and who has only begun one; by name."""
    begun = meeting.round.participations.filter(assessments__meeting=meeting)
    submitted = set(
        begun.filter(assessments__meeting=meeting, assessments__submissions__isnull=False).values_list("pk", flat=True)
    )
    found = list(begun.select_related("organisation").distinct().in_order())
    return [each for each in found if each.pk in submitted], [each for each in found if each.pk not in submitted]
