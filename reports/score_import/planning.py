"""What a file would do in a round: which submissions would come, and which are there already."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts.models import fold
from assessments.models import Submission
from learning_rounds.models import LearningRound, Participation
from reports.score_import.files import read_file
from reports.score_import.reading import read_scores
from reports.score_import.rows import EXISTS, NEW, REPLACES, SAME, Known, Place, Plan, Sheet


def plan_import(learning_round: LearningRound, content: bytes, *, replace: bool, name: str = "") -> Plan:
    """What importing the file would do now. Raises Unreadable; the number of queries does not depend on the file."""
    lines = read_file(content, name)
    known = known_of(learning_round)
    found = read_scores(lines, known)
    latest, sheets = latest_submissions(learning_round), []
    first_lines = {place: number for (place, _step), number in reversed(found.lines.items())}
    for place, scores in found.scores.items():
        number, submitted = latest.get(place, (0, {}))
        names = known.organisations[place.participation], known.meeting_names[place.meeting]
        state = _state(number, same=submitted == scores, replace=replace)
        sheets.append(Sheet(place, *names, scores=scores, line=first_lines[place], state=state, latest=number))
    existing = [_existing(sheet) for sheet in sheets if sheet.state == EXISTS]
    problems = [*found.problems, *existing]
    if not sheets and not problems:
        problems = [_("There is no score in the file.")]
    return Plan(tuple(sheets), tuple(problems))


def _state(number: int, *, same: bool, replace: bool) -> str:
    if not number:
        return NEW
    if same:
        return SAME
    return REPLACES if replace else EXISTS


def _existing(sheet: Sheet) -> str:
    words = {"line": sheet.line, "organisation": sheet.organisation, "meeting": sheet.meeting}
    return _("Line %(line)s: %(organisation)s has submitted other levels for %(meeting)s already.") % words


def known_of(learning_round: LearningRound) -> Known:
    """What a file may name in a round."""
    participations = list(learning_round.participations.select_related("organisation"))
    meetings = list(learning_round.meetings.order_by("number"))
    checklist = learning_round.checklist
    return Known(
        participations={found.organisation.code: found.pk for found in participations},
        left=frozenset(found.pk for found in participations if not found.is_active),
        organisations={found.pk: found.organisation.name for found in participations},
        meetings={fold(each.name): each.pk for each in meetings} | {str(each.number): each.pk for each in meetings},
        meeting_names={each.pk: each.name for each in meetings},
        without_assessment=frozenset(each.pk for each in meetings if each.assessment_due_on is None),
        steps=frozenset(checklist.steps.values_list("number", flat=True)),
        minimum=checklist.scale_min,
        maximum=checklist.scale_max,
    )


def latest_submissions(learning_round: LearningRound) -> dict[Place, tuple[int, dict[int, int | None]]]:
    """The number and the scores of every submission that counts, by place."""
    submissions = Submission.objects.whole().latest().for_round(learning_round).select_related("assessment")
    return {
        Place(found.assessment.participation_id, found.assessment.meeting_id): (
            found.number,
            {score.step.number: score.half_steps for score in found.scores.all()},
        )
        for found in submissions.prefetch_related("scores__step")
    }


def active_of(learning_round: LearningRound) -> Iterable[Participation]:
    """Those whose scores can be imported, by name."""
    return learning_round.participations.active().select_related("organisation").in_order()
