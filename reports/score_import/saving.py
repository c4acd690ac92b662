"""Verb of score imports: sheets become submissions without reasons, all of them or none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.errors import ActionRefused
from accounts.models import Unit, User
from assessments.models import Assessment, StepScore, Submission, SubmissionScore
from learning_rounds.lock import lock_writers, locked
from learning_rounds.models import LearningRound, Participation
from reports.score_import.rows import Place, Sheet


@transaction.atomic
def import_scores(*, learning_round: LearningRound, sheets: Collection[Sheet], by: User | None) -> None:
    """Add a submission for every sheet. Drafts stay as they are; where there is none the scores become it.

    Raises ActionRefused when the round is archived, when an organisation or a meeting is gone or somebody has left, or
    when something else than what was looked at (``Sheet.latest``) has been submitted since.
    """
    learning_round = locked(learning_round)
    lock_writers(learning_round)
    participations = learning_round.participations.select_related("organisation").in_bulk()
    _refuse_if_gone(learning_round, participations, [sheet.place for sheet in sheets])
    assessments = _assessments(learning_round, participations, [sheet.place for sheet in sheets])
    made = _save_submissions(assessments, sheets, by)
    _save_scores(learning_round, made)
    for participation, numbers in _by_participation(sheets).items():
        found = participations[participation]
        record("import-scores", found, by=by, organisation=found.organisation, fields=numbers)


def _refuse_if_gone(
    learning_round: LearningRound, participations: dict[int, Participation], places: Collection[Place]
) -> None:
    meetings = {meeting.pk for meeting in learning_round.meetings.with_assessment()}
    if any(place.participation not in participations or place.meeting not in meetings for place in places):
        raise ActionRefused(_("The round has been changed meanwhile. Look at the file once more."))
    if any(not participations[place.participation].is_active for place in places):
        raise ActionRefused(_("An organisation has left the round meanwhile. Look at the file once more."))


def _by_participation(sheets: Collection[Sheet]) -> dict[int, list[str]]:
    found = defaultdict(list)
    for sheet in sheets:
        found[sheet.place.participation].append(sheet.meeting)
    return found


def _assessments(
    learning_round: LearningRound, participations: dict[int, Participation], places: Collection[Place]
) -> dict[Place, Assessment]:
    """The assessments of the whole organisations, made where they are missing."""
    units = _whole_units({found.organisation_id for found in participations.values()})
    rows = Assessment.objects.whole().filter(participation__round=learning_round)
    found = {Place(row.participation_id, row.meeting_id): row for row in rows}
    if any(found[place].checklist_id != learning_round.checklist_id for place in places if place in found):
        raise ActionRefused(_("The step does not belong to the checklist of this round."))
    missing = [place for place in places if place not in found]
    made = Assessment.objects.bulk_create(
        Assessment(
            participation_id=place.participation,
            meeting_id=place.meeting,
            unit=units[participations[place.participation].organisation_id],
            checklist=learning_round.checklist,
        )
        for place in missing
    )
    return found | dict(zip(missing, made, strict=True))


def _whole_units(organisations: set[int]) -> dict[int, Unit]:
    """The unit that stands for the whole, by organisation; made where it is missing."""
    found = {
        unit.organisation_id: unit for unit in Unit.objects.filter(kind=Unit.Kind.WHOLE, organisation__in=organisations)
    }
    missing = organisations - found.keys()
    made = Unit.objects.bulk_create(Unit(organisation_id=organisation) for organisation in missing)
    return found | {unit.organisation_id: unit for unit in made}


def _save_submissions(
    assessments: dict[Place, Assessment], sheets: Collection[Sheet], by: User | None
) -> list[tuple[Submission, Sheet]]:
    latest = dict(
        Submission.objects.filter(assessment__in=assessments.values())
        .values("assessment")
        .annotate(latest=Max("number"))
        .values_list("assessment", "latest")
    )
    if any(latest.get(assessments[sheet.place].pk, 0) != sheet.latest for sheet in sheets):
        raise ActionRefused(_("Something has been submitted meanwhile. Look at the file once more."))
    now = timezone.now()
    made = Submission.objects.bulk_create(
        Submission(
            assessment=assessments[sheet.place],
            number=sheet.latest + 1,
            at=now,
            by=by,
            checklist_id=assessments[sheet.place].checklist_id,
            scope=assessments[sheet.place].scope,
        )
        for sheet in sheets
    )
    return list(zip(made, sheets, strict=True))


def _save_scores(learning_round: LearningRound, made: list[tuple[Submission, Sheet]]) -> None:
    """The submitted scores, and drafts to renew them from where nobody has begun one."""
    steps = dict(learning_round.checklist.steps.values_list("number", "pk"))
    SubmissionScore.objects.bulk_create(
        SubmissionScore(submission=submission, step_id=steps[number], half_steps=half_steps)
        for submission, sheet in made
        for number, half_steps in sheet.scores.items()
    )
    drafts = StepScore.objects.filter(assessment__participation__round=learning_round)
    begun = set(drafts.values_list("assessment", flat=True))
    StepScore.objects.bulk_create(
        StepScore(
            assessment_id=submission.assessment_id,
            step_id=steps[number],
            half_steps=half_steps,
            cannot_judge=half_steps is None,
        )
        for submission, sheet in made
        if submission.assessment_id not in begun
        for number, half_steps in sheet.scores.items()
    )
