"""The rows that statistics are made of: latest submissions of whole organisations, never drafts."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import OuterRef, QuerySet, Subquery

from accounts.models import Unit
from assessments.models import Submission, SubmissionScore, SubmissionText
from learning_rounds.models import LearningRound, Participation
from reports.statistics import Score, ScoreTable


def scores_of(participations: Iterable[Participation]) -> list[Score]:
    """One Score per answered step of each participation's latest submissions; ``organisation`` is its id.

    Scores of checklists other than the round's own are left out: they are never averaged together. Two queries.
    """
    # Which submissions is settled first, and the checklists are compared here: databases would otherwise rather go
    # through every score or every submission that was ever made with the checklist.
    counted = Submission.objects.latest().filter(
        assessment__participation__in=[participation.pk for participation in participations],
        assessment__unit__kind=Unit.Kind.WHOLE,
    )
    rows = SubmissionScore.objects.filter(submission__in=list(counted.values_list("pk", flat=True))).values_list(
        "submission__assessment__participation__organisation",
        "submission__assessment__meeting__number",
        "step__number",
        "half_steps",
        "submission__checklist",
        "submission__assessment__participation__round__checklist",
    )
    return [
        Score(organisation, meeting, step, half_steps)
        for organisation, meeting, step, half_steps, used, of_the_round in rows
        if used == of_the_round
    ]


def cohort_participations(learning_round: LearningRound, role: str) -> list[Participation]:
    """The active participations of a round in one role, by name: those whose submissions count."""
    return list(
        learning_round.participations.active().filter(role=role).select_related("organisation", "group").in_order()
    )


def cohort_scores(learning_round: LearningRound, role: str) -> list[Score]:
    """The scores of a round's active participants, or of its mentors."""
    return scores_of(cohort_participations(learning_round, role))


def score_table(learning_round: LearningRound, scores: Iterable[Score]) -> ScoreTable:
    """Scores as a table of the round's steps and of its meetings that have an assessment."""
    steps = learning_round.checklist.steps.order_by("number").values_list("number", flat=True)
    meetings = learning_round.meetings.with_assessment().values_list("number", flat=True)
    return ScoreTable.from_scores(scores, steps=tuple(steps), meetings=tuple(meetings))


def group_participations(participation: Participation) -> list[Participation]:
    """The active participants of the group, without mentors: what the mean of the group rests on."""
    if participation.group is None or not participation.is_active:
        return []
    return list(participation.group.participations.active().participants().select_related("organisation").in_order())


def latest_reasons(participation: Participation) -> QuerySet[SubmissionText]:
    """The reasons in an organisation's latest submissions, by step and meeting, each with its ``half_steps``."""
    score = SubmissionScore.objects.filter(submission=OuterRef("submission"), step=OuterRef("step"))
    texts = SubmissionText.objects.filter(
        submission__in=Submission.objects.whole().latest().filter(assessment__participation=participation)
    )
    return (
        texts.exclude(reason="")
        .annotate(half_steps=Subquery(score.values("half_steps")[:1]))
        .select_related("step", "submission__assessment__meeting")
        .order_by("step__number", "submission__assessment__meeting__number")
    )
