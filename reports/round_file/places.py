"""What the parts of a round file refer to: meetings, steps, units, and the numbers that stand only once."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from accounts.models import Unit
from assessments.document import Item, quoted
from reports.round_file.rows import ChecklistFacts, Known, MeetingRow, StepKey, UnitRow

HIGHEST_MEETING = 99
HIGHEST_STEP = 999
HIGHEST_ID = 99_999
TEXT_LIMIT = 20_000


def refuse_repeated(found: Iterable[tuple[Item, Hashable]]) -> None:
    """Note a problem at every item whose key another item had before; None and "" are no keys."""
    seen: set[Hashable] = set()
    for item, key in found:
        if key in seen:
            item.refuse(_("%(value)s stands here more than once.") % {"value": quoted(key)})
        elif key not in (None, ""):
            seen.add(key)


@dataclass
class Places:
    """What has been read so far, and reading what refers to it. ``checklist`` is the round's, "" if it was refused."""

    known: Known
    checklist: str = ""
    meetings: dict[int, MeetingRow] = field(default_factory=dict)
    groups: set[str] = field(default_factory=set)

    def meeting(self, item: Item) -> int | None:
        """The number of a meeting of this round."""
        number = item.whole_number(HIGHEST_MEETING)
        if number is not None and number not in self.meetings:
            item.refuse(_("There is no meeting %(number)s in this file.") % {"number": number})
        return number

    def assessed_meeting(self, item: Item) -> int | None:
        """The number of a meeting of this round that has an assessment."""
        number = self.meeting(item)
        meeting = None if number is None else self.meetings.get(number)
        if meeting is not None and meeting.assessment_due_on is None:
            item.refuse(_("Meeting %(number)s has no date, so there is no assessment before it.") % {"number": number})
        return number

    def group(self, item: Item) -> str:
        """The name of a group of this round, "" where nothing is said."""
        group = item.text(60)
        if group and group not in self.groups:
            item.refuse(_("There is no group %(name)s in this file.") % {"name": quoted(group)})
        return group

    def checklist_of(self, item: Item) -> str:
        """The reference of a checklist; the round's where nothing is said."""
        return item.choice(sorted(self.known.checklists), self.checklist)

    def facts(self, checklist: str) -> ChecklistFacts | None:
        """What a checklist allows, None if it is not known (and so was refused)."""
        return self.known.checklists.get(checklist)

    def has_step(self, checklist: str, number: int, item: Item) -> bool:
        """Does the checklist have this step? If it is not known nothing is said about its steps."""
        facts = self.facts(checklist)
        if facts is None or number in facts.steps:
            return True
        item.refuse(_("The checklist has no step %(number)s.") % {"number": number})
        return False

    def step(self, item: Item) -> StepKey | None:
        """A step: its number in the round's checklist, or "skr-2020/3" for one of another checklist."""
        if isinstance(item.value, str) and "/" in item.value:
            checklist, _slash, number = item.value.rpartition("/")
            if checklist in self.known.checklists and number.isascii() and number.isdigit() and len(number) < 4:
                return StepKey(checklist, int(number)) if self.has_step(checklist, int(number), item) else None
        found = item.whole_number(HIGHEST_STEP)
        return (
            StepKey(self.checklist, found) if found is not None and self.has_step(self.checklist, found, item) else None
        )

    @staticmethod
    def unit(item: Item) -> UnitRow | None:
        """A part of the organisation; None where nothing is said."""
        if item.is_blank:
            return None
        item.expect("kind", "name")
        return UnitRow.of(item["kind"].choice(Unit.Kind.values), item.get("name").text(120))
