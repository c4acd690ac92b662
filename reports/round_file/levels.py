"""The part of a round that its coordinator may have: who takes part and the submitted levels, never what they wrote."""

from __future__ import annotations

from dataclasses import replace

from reports.round_file.rows import AnswerRow, AssessmentRow, ParticipationRow, RoundFile, SheetRow


def levels_only(file: RoundFile) -> RoundFile:
    """A round with nothing but what the coordinator set up and the levels of the latest submissions.

    Built from what may go out, so that whatever a round file learns to hold later stays in unless it is named here.
    """
    return replace(file, participations=tuple(_participation(row) for row in file.participations))


def _participation(row: ParticipationRow) -> ParticipationRow:
    return ParticipationRow(
        organisation=row.organisation,
        role=row.role,
        group=row.group,
        status=row.status,
        withdrawn_on=row.withdrawn_on,
        decision=row.decision,
        decided_on=row.decided_on,
        decision_url=row.decision_url,
        goal=row.goal,
        contact=row.contact,
        extensions=row.extensions,
        assessments=tuple(_assessment(each) for each in row.assessments if each.submissions),
    )


def _assessment(row: AssessmentRow) -> AssessmentRow:
    latest = row.submissions[-1]
    answers = tuple(AnswerRow(each.step, True, each.half_steps, "", "") for each in latest.answers if each.is_scored)
    sheet = SheetRow(latest.checklist, "", answers, latest.submitted_at)
    return AssessmentRow(row.meeting, row.unit, (sheet,), None)
