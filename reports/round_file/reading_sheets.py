"""Reads what organisations answered: their assessments, with every submission and the draft."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _

from assessments.document import Item, quoted
from checklists.scale import parse_score
from reports.round_file.places import TEXT_LIMIT, Places, refuse_repeated
from reports.round_file.reading_work import read_measure
from reports.round_file.rows import AnswerRow, AssessmentRow, MeasureRow, SheetRow, UnitRow

SHEET = ("submitted_at", "scope", "checklist", "scores", "texts")
ASSESSMENT = ("meeting", "submitted_at", "scope", "scores", "texts", "measures", "unit", "checklist")


def read_assessments(item: Item, places: Places) -> tuple[tuple[AssessmentRow, ...], list[MeasureRow]]:
    """The assessments of a participation, and the next actions that stand in them."""
    measures: list[MeasureRow] = []
    rows = [
        (child["meeting"], row) for child in item.items() if (row := _assessment(child, places, measures)) is not None
    ]
    whole = [(place, row.meeting) for place, row in rows if row.unit == UnitRow()]
    refuse_repeated(whole)
    refuse_repeated((place, (row.meeting, *row.unit)) for place, row in rows if row.unit != UnitRow())
    return tuple(row for _place, row in rows), measures


def _assessment(item: Item, places: Places, measures: list[MeasureRow]) -> AssessmentRow | None:
    """One assessment. Its own keys are the last submission, or the draft when nothing was submitted."""
    item.expect(*ASSESSMENT, "earlier", "draft")
    meeting, unit = places.assessed_meeting(item["meeting"]), places.unit(item.get("unit")) or UnitRow()
    latest = _sheet(item, places)
    earlier = [_earlier(child, places) for child in item.get("earlier").items()]
    draft = None if item.get("draft").is_blank else _draft(item["draft"], places)
    for key in ("earlier", "draft"):
        if latest.submitted_at is None and not item.get(key).is_blank:
            item.get(key).refuse(_("Only an assessment that was submitted has this: submitted_at is missing."))
    if meeting is None:
        return None
    found = (read_measure(child, places, meeting, unit) for child in item.get("measures").items())
    measures += [row for row in found if row is not None]
    if latest.submitted_at is None:
        return AssessmentRow(meeting, unit, (), latest)
    same = draft is None or draft == replace(latest, submitted_at=None)
    return AssessmentRow(meeting, unit, (*earlier, latest), None if same else draft)


def _earlier(item: Item, places: Places) -> SheetRow:
    item.expect(*SHEET)
    if item["submitted_at"].is_blank:
        item["submitted_at"].text(1)
    return _sheet(item, places)


def _draft(item: Item, places: Places) -> SheetRow:
    item.expect(*SHEET[1:])
    return _sheet(item, places)


def _sheet(item: Item, places: Places) -> SheetRow:
    checklist = places.checklist_of(item.get("checklist"))
    scope, submitted_at = item.get("scope").text(300), item.get("submitted_at").moment()
    return SheetRow(checklist, scope, _answers(item, checklist, places), submitted_at)


def _answers(item: Item, checklist: str, places: Places) -> tuple[AnswerRow, ...]:
    scores = {
        number: _half_steps(score, checklist, places) for number, score in _by_step(item["scores"], checklist, places)
    }
    texts = {number: _texts(text) for number, text in _by_step(item.get("texts"), checklist, places)}
    rows = (
        AnswerRow(number, number in scores, scores.get(number), *texts.get(number, ("", "")))
        for number in sorted(scores.keys() | texts.keys())
    )
    return tuple(row for row in rows if row.is_scored or row.reason or row.evidence)


def _by_step(item: Item, checklist: str, places: Places) -> Iterable[tuple[int, Item]]:
    """The entries of an object whose keys are step numbers."""
    for key, child in item.entries():
        if key.isascii() and key.isdigit() and len(key) < 4 and str(int(key)) == key:
            if places.has_step(checklist, int(key), child):
                yield int(key), child
        else:
            child.refuse(_("The key must be the number of a step."))


def _half_steps(item: Item, checklist: str, places: Places) -> int | None:
    facts = places.facts(checklist)
    if item.value is None or facts is None:
        return None
    if not isinstance(item.value, str | int | Decimal) or isinstance(item.value, bool):
        item.refuse(_('This must be a level such as "2.5", or null for “cannot judge yet”.'))
        return None
    try:
        half_steps = parse_score(str(item.value), minimum=facts.minimum, maximum=facts.maximum)
    except ValueError as error:
        item.refuse(f"{quoted(str(item.value))}: {error}")
        return None
    if (half_steps - 2 * facts.minimum) % facts.scale_step:
        item.refuse(_("The scale of this checklist has no half steps."))
    return half_steps


def _texts(item: Item) -> tuple[str, str]:
    item.expect("reason", "evidence")
    return item.get("reason").text(TEXT_LIMIT, lines=True), item.get("evidence").text(TEXT_LIMIT, lines=True)
