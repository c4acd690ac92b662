"""Table 1 of a round as JSON: for each cell what is shown, the exact value and how many organisations it rests on."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

from checklists.scale import show, show_change
from reports.cohort import role_table
from reports.cohort_source import Source
from reports.tables import FootRow, StepRow

COMMA = "sv"


def cohort_json(source: Source, role: str) -> str:
    """Shown values as Swedish text ("17,8"), exact ones as text ("71/4"), null where there is none."""
    table, numbers = role_table(source, role).table, [meeting.number for meeting in source.meetings]
    scores = source.score_table(role)
    document = {
        "round": source.round.slug,
        "role": role,
        "n": scores.n,
        "meetings": [
            {"number": meeting.number, "name": meeting.name, "n": scores.count(meeting.number)}
            for meeting in source.meetings
        ],
        "steps": [{"step": row.number, "name": row.name} | _figures(row, numbers) for row in table.rows],
        "total": _figures(table.total, numbers),
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _figures(row: StepRow | FootRow, meetings: list[int]) -> dict[str, Any]:
    cells = zip(meetings, row.cells, strict=True)
    change = _figure(row.change_value, show_change(row.change_value, COMMA), row.change_n)
    return {
        "cells": [{"meeting": number} | _figure(cell.value, show(cell.value, COMMA), cell.n) for number, cell in cells],
        "change": change,
    }


def _figure(value: Fraction | None, shown: str, n: int) -> dict[str, Any]:
    return {"shown": shown or None, "exact": None if value is None else str(value), "n": n}
