"""Writes rows as a round file: always the same text for the same rows.

Keys stand in the order of docs/round-file.md; what is empty or the default is left out. Pure, as reading.py.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from accounts.actions import OrganisationRow
from accounts.models import Organisation
from assessments.models import Measure
from learning_rounds.models import ChainEntry, LearningRound, Participation, PilotActivity
from reports.round_file.rows import (
    FORMAT,
    AssessmentRow,
    ChainRow,
    GroupMeetingRow,
    MeasureRow,
    ParticipationRow,
    PilotRow,
    ReportRow,
    RoundFile,
    ShareRow,
    SheetRow,
    StepKey,
    UnitRow,
)

LINE_LENGTH = 120
EMPTY: tuple[Any, ...] = (None, "", [], {})


def written(file: RoundFile) -> str:
    """The document of a round, ending with a line feed."""
    return _lines(_document(file)) + "\n"


def _lines(value: Any, indent: str = "", before: int = 0) -> str:
    """JSON with two spaces a level; what fits on a line of LINE_LENGTH stands on one. ``before``: length of the key."""
    on_one = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list) or not value or len(indent) + before + len(on_one) < LINE_LENGTH:
        return on_one
    deeper = indent + "  "
    if isinstance(value, list):
        inside = [deeper + _lines(child, deeper) for child in value]
        return "[\n" + ",\n".join(inside) + f"\n{indent}]"
    keys = {key: f"{json.dumps(key, ensure_ascii=False)}: " for key in value}
    inside = [deeper + key + _lines(value[name], deeper, len(key)) for name, key in keys.items()]
    return "{\n" + ",\n".join(inside) + f"\n{indent}}}"


def _without_empty(**pairs: Any) -> dict[str, Any]:
    return {key: value for key, value in pairs.items() if value not in EMPTY}


def _unless(value: str, default: str) -> str:
    """Nothing for what a reader takes for granted."""
    return "" if value == default else value


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _moment(moment: datetime | None) -> str:
    """Swedish time with its offset."""
    return timezone.localtime(moment).isoformat() if moment else ""


def _document(file: RoundFile) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "round": _without_empty(
            slug=file.slug,
            name=file.name,
            checklist=file.checklist,
            coordinator=file.coordinator,
            starts_on=_day(file.starts_on),
            ends_on=_day(file.ends_on),
            state=_unless(file.state, LearningRound.State.PUBLISHED),
        ),
        "meetings": [
            _without_empty(
                number=row.number,
                kind=row.kind,
                name=row.name,
                date=_day(row.assessment_due_on),
                held_on=_day(row.held_on),
                place=row.place,
            )
            for row in file.meetings
        ],
        "groups": [
            _without_empty(name=row.name, basis=row.basis, meetings=[_group_meeting(each) for each in row.meetings])
            for row in file.groups
        ],
        "participations": [_participation(row, file.checklist) for row in file.participations],
    }


def _group_meeting(row: GroupMeetingRow) -> dict[str, Any]:
    host = _organisation(row.host) if row.host else None
    return _without_empty(meeting=row.meeting, starts_at=_moment(row.starts_at), host=host, place=row.place)


def _organisation(row: OrganisationRow) -> dict[str, Any]:
    kind = _unless(row.kind, Organisation.Kind.MUNICIPALITY)
    return _without_empty(code=row.code, name=row.name, kind=kind, county=row.county)


def _unit(row: UnitRow | None, default: UnitRow | None) -> dict[str, Any]:
    return {} if row is None or row == default else _without_empty(kind=row.kind, name=row.name)


def _step(step: StepKey, checklist: str) -> int | str:
    """Its number, with the checklist where that is another than the round's."""
    return step.number if step.checklist == checklist else f"{step.checklist}/{step.number}"


def _participation(row: ParticipationRow, checklist: str) -> dict[str, Any]:
    return _without_empty(
        organisation=_organisation(row.organisation),
        role=row.role,
        group=row.group,
        status=_unless(row.status, Participation.Status.ACTIVE),
        withdrawn_on=_day(row.withdrawn_on),
        decision=row.decision,
        decided_on=_day(row.decided_on),
        decision_url=row.decision_url,
        goal=row.goal,
        contact=row.contact,
        extensions=[{"meeting": each.meeting, "due_on": _day(each.due_on)} for each in row.extensions],
        assessments=[_assessment(each, checklist) for each in row.assessments],
        measures=[_measure(each, checklist) for each in row.measures],
        pilots=[_pilot(each) for each in row.pilots],
        chain=[_entry(each, checklist) for each in row.chain],
        briefs=[
            _without_empty(
                meeting=each.meeting,
                question_1=each.question_1,
                question_2=each.question_2,
                question_3=each.question_3,
                contact=each.contact,
            )
            for each in row.briefs
        ],
        report=_report(row.report) if row.report else None,
        shares=[_share(each) for each in row.shares],
    )


def _share(row: ShareRow) -> dict[str, Any]:
    return _without_empty(
        meeting=row.meeting,
        submission=row.submission,
        group=row.group,
        at=_moment(row.at),
        diary_number=row.diary_number,
        taken_back_at=_moment(row.taken_back_at),
        texts=[_without_empty(**each._asdict()) for each in row.texts],
    )


def _report(row: ReportRow) -> dict[str, Any]:
    return _without_empty(**asdict(row) | {"reasons": [each._asdict() for each in row.reasons]})


def _assessment(row: AssessmentRow, checklist: str) -> dict[str, Any]:
    """The last submission, or the draft without one; then the earlier ones, and the draft if it has been changed."""
    latest = row.submissions[-1] if row.submissions else row.live
    place = {"meeting": row.meeting} | _without_empty(unit=_unit(row.unit, UnitRow()))
    earlier = [_sheet(each, checklist) for each in row.submissions[:-1]]
    draft = _sheet(row.draft, checklist) if row.draft and row.submissions else None
    return place | _sheet(latest, checklist) | _without_empty(earlier=earlier, draft=draft)


def _sheet(row: SheetRow, checklist: str) -> dict[str, Any]:
    texts = {str(each.step): _without_empty(reason=each.reason, evidence=each.evidence) for each in row.answers}
    about = _without_empty(
        submitted_at=_moment(row.submitted_at), scope=row.scope, checklist=_unless(row.checklist, checklist)
    )
    scores = {str(each.step): _level(each.half_steps) for each in row.answers if each.is_scored}
    return about | {"scores": scores} | _without_empty(texts=_without_empty(**texts))


def _level(half_steps: int | None) -> str | None:
    """ "2.5", "3", or None for "cannot judge yet"."""
    return None if half_steps is None else f"{half_steps / 2:g}"


def _measure(row: MeasureRow, checklist: str) -> dict[str, Any]:
    return _without_empty(
        meeting=row.meeting,
        unit=_unit(row.unit, UnitRow()),
        step=_step(row.step, checklist),
        text=row.text,
        responsible=row.responsible,
        due_on=_day(row.due_on),
        state=_unless(row.state, Measure.State.OPEN),
        dropped_because=row.dropped_because,
    )


def _pilot(row: PilotRow) -> dict[str, Any]:
    return _without_empty(
        id=row.id,
        unit=_unit(row.unit, None),
        name=row.name,
        area=row.area,
        department=row.department,
        problem=row.problem,
        goal=row.goal,
        responsible=row.responsible,
        starts_on=_day(row.starts_on),
        ends_on=_day(row.ends_on),
        status=_unless(row.status, PilotActivity.Status.PLANNED),
        notes=[{"on": _day(note.on), "text": note.text} for note in row.notes],
    )


def _entry(row: ChainRow, checklist: str) -> dict[str, Any]:
    return _without_empty(
        id=row.id,
        level=row.level,
        state=_unless(row.state, ChainEntry.State.PLANNED),
        text=row.text,
        pilot=row.pilot,
        steps=[_step(step, checklist) for step in row.steps],
        goals=list(row.goals),
        leads_to=list(row.leads_to),
    )
