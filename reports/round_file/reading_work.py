"""Reads what organisations do between the meetings: next actions, pilot activities, the results chain, briefs."""

from __future__ import annotations

from django.utils.translation import gettext as _

from assessments.document import Item
from assessments.models import Measure
from learning_rounds.models import ChainEntry, ChainLevel, PilotActivity, PolicyGoal
from reports.round_file.places import HIGHEST_ID, TEXT_LIMIT, Places, refuse_repeated
from reports.round_file.rows import BriefRow, ChainRow, MeasureRow, NoteRow, PilotRow, StepKey, UnitRow

# --- Next actions ----------------------------------------------------------------------------------------------------


def read_measures(item: Item, places: Places) -> list[MeasureRow]:
    """The next actions of a participation, each with its meeting."""
    found = []
    for child in item.items():
        meeting, unit = places.meeting(child["meeting"]), places.unit(child.get("unit")) or UnitRow()
        row = read_measure(child, places, meeting or 0, unit, "meeting", "unit")
        if meeting is not None and row is not None:
            found.append(row)
    return found


def read_measure(item: Item, places: Places, meeting: int, unit: UnitRow, *other_keys: str) -> MeasureRow | None:
    """One next action, written for a meeting and a unit."""
    item.expect("step", "text", "responsible", "due_on", "state", "dropped_because", *other_keys)
    step, text = places.step(item["step"]), item["text"].text(TEXT_LIMIT, lines=True)
    responsible, due_on = item.get("responsible").text(120), item.get("due_on").day()
    state = item.get("state").choice(Measure.State.values, Measure.State.OPEN)
    because = item.get("dropped_because").text(TEXT_LIMIT, lines=True)
    if because and state != Measure.State.DROPPED:
        item.get("dropped_because").refuse(_("Only a next action that was dropped has a reason for that."))
    return None if step is None else MeasureRow(meeting, unit, step, text, responsible, due_on, state, because)


# --- Pilot activities ------------------------------------------------------------------------------------------------


def read_pilots(item: Item) -> tuple[PilotRow, ...]:
    """The pilot activities of a participation."""
    rows = [(child["id"], row) for child in item.items() if (row := _pilot(child)) is not None]
    refuse_repeated((place, row.id) for place, row in rows)
    return tuple(row for _place, row in rows)


def _pilot(item: Item) -> PilotRow | None:
    item.expect(
        *("id", "unit", "name", "area", "department", "problem", "goal", "responsible"),
        *("starts_on", "ends_on", "status", "notes"),
    )
    number = item["id"].whole_number(HIGHEST_ID)
    starts_on, ends_on = item.get("starts_on").day(), item.get("ends_on").day()
    if starts_on and ends_on and ends_on < starts_on:
        item.get("ends_on").refuse(_("The pilot ends before it starts."))
    row = PilotRow(
        id=number or 0,
        unit=Places.unit(item.get("unit")),
        name=item["name"].text(120),
        area=item.get("area").text(120),
        department=item.get("department").text(120),
        problem=item.get("problem").text(TEXT_LIMIT, lines=True),
        goal=item.get("goal").text(TEXT_LIMIT, lines=True),
        responsible=item.get("responsible").text(120),
        starts_on=starts_on,
        ends_on=ends_on,
        status=item.get("status").choice(PilotActivity.Status.values, PilotActivity.Status.PLANNED),
        notes=tuple(row for child in item.get("notes").items() if (row := _note(child))),
    )
    return None if number is None else row


def _note(item: Item) -> NoteRow | None:
    item.expect("on", "text")
    on, text = item["on"].day(), item["text"].text(TEXT_LIMIT, lines=True)
    return None if on is None else NoteRow(on, text)


# --- The results chain -----------------------------------------------------------------------------------------------


def read_chain(item: Item, places: Places, pilots: set[int]) -> tuple[ChainRow, ...]:
    """The results chain of a participation; ``pilots`` are the ids of its pilot activities."""
    rows = [(child, row) for child in item.items() if (row := _entry(child, places, pilots)) is not None]
    refuse_repeated((child["id"], row.id) for child, row in rows)
    levels = {row.id: row.level for _child, row in rows}
    for child, row in rows:
        for target in child.get("leads_to").items():
            _check_target(target, row, levels)
    return tuple(row for _child, row in rows)


def _entry(item: Item, places: Places, pilots: set[int]) -> ChainRow | None:
    item.expect("id", "level", "state", "text", "pilot", "steps", "goals", "leads_to")
    number, level = item["id"].whole_number(HIGHEST_ID), _one_of(item["level"], max(ChainLevel.values))
    row = ChainRow(
        id=number or 0,
        level=level or 0,
        state=item.get("state").choice(ChainEntry.State.values, ChainEntry.State.PLANNED),
        text=item["text"].text(TEXT_LIMIT, lines=True),
        pilot=_pilot_of(item.get("pilot"), pilots),
        steps=_steps(item.get("steps"), places),
        goals=_numbers(item.get("goals"), max(PolicyGoal.values)),
        leads_to=_numbers(item.get("leads_to"), HIGHEST_ID),
    )
    return None if number is None or level is None else row


def _pilot_of(item: Item, pilots: set[int]) -> int | None:
    number = item.whole_number(HIGHEST_ID)
    if number is not None and number not in pilots:
        item.refuse(_("There is no pilot activity %(number)s here.") % {"number": number})
    return number


def _steps(item: Item, places: Places) -> tuple[StepKey, ...]:
    rows = [(child, step) for child in item.items() if (step := places.step(child)) is not None]
    refuse_repeated((child, step.number if step.checklist == places.checklist else step) for child, step in rows)
    return tuple(step for _child, step in rows)


def _numbers(item: Item, highest: int) -> tuple[int, ...]:
    rows = [(child, number) for child in item.items() if (number := _one_of(child, highest)) is not None]
    refuse_repeated(rows)
    return tuple(number for _child, number in rows)


def _one_of(item: Item, highest: int) -> int | None:
    """A whole number from 1 to ``highest``."""
    number = item.whole_number(highest)
    if number == 0:
        item.refuse(_("The number must be between 1 and %(highest)s.") % {"highest": highest})
        return None
    return number


def _check_target(item: Item, row: ChainRow, levels: dict[int, int]) -> None:
    """An entry leads to entries of the same chain, at higher levels."""
    if not isinstance(item.value, int) or item.value not in row.leads_to:
        return
    if item.value not in levels:
        item.refuse(_("There is no entry %(number)s here.") % {"number": item.value})
    elif levels[item.value] <= row.level:
        item.refuse(_("An entry only leads to entries at higher levels."))


# --- What the politicians are asked ----------------------------------------------------------------------------------


def read_briefs(item: Item, places: Places) -> tuple[BriefRow, ...]:
    """The briefs of a participation, one for each meeting at most."""
    rows = [(child["meeting"], row) for child in item.items() if (row := _brief(child, places)) is not None]
    refuse_repeated((place, row.meeting) for place, row in rows)
    return tuple(row for _place, row in rows)


def _brief(item: Item, places: Places) -> BriefRow | None:
    item.expect("meeting", "question_1", "question_2", "question_3", "contact")
    meeting = places.meeting(item["meeting"])
    one, two, three = (item.get(f"question_{number}").text(200) for number in (1, 2, 3))
    contact = item.get("contact").text(120)
    return None if meeting is None else BriefRow(meeting, one, two, three, contact)
