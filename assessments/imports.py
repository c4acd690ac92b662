"""Reads round files, JSON of the format "jamsteg-round/1" that docs/round-file.md describes.

Pure: what the database knows comes in as ``Known``, rows or problems go out, and nothing is saved.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.actions import OrganisationRow
from accounts.models import Organisation
from assessments.document import Item, Problem, Unreadable, load, quoted
from assessments.models import TEXT_LIMIT, Measure
from checklists.scale import parse_score
from learning_rounds.models import LearningGroup, LearningMeeting, Participation

FORMAT = "jamsteg-round/1"
HIGHEST_MEETING = 99
HIGHEST_STEP = 999


@dataclass(frozen=True)
class ChecklistFacts:
    """What a checklist allows: step numbers, whole levels at the ends of the scale, and its step in half steps."""

    steps: frozenset[int]
    minimum: int
    maximum: int
    scale_step: int


@dataclass(frozen=True)
class Known:
    """What exists before the import: codes (and whether they may coordinate), slugs of rounds, checklists."""

    organisations: Mapping[str, bool]
    slugs: frozenset[str]
    checklists: Mapping[str, ChecklistFacts]


@dataclass(frozen=True)
class AnswerRow:
    """One step: scored or not, half steps (None with ``is_scored``: cannot judge), and texts."""

    step: int
    is_scored: bool
    half_steps: int | None
    reason: str
    evidence: str


@dataclass(frozen=True)
class MeasureRow:
    """A next action."""

    step: int
    text: str
    responsible: str
    due_on: date | None
    state: str


@dataclass(frozen=True)
class AssessmentRow:
    """A self-assessment before a meeting; without ``submitted_at`` it is a draft."""

    meeting: int
    submitted_at: datetime | None
    scope: str
    answers: tuple[AnswerRow, ...]
    measures: tuple[MeasureRow, ...]


@dataclass(frozen=True)
class ParticipationRow:
    """That an organisation takes part; ``new_organisation`` is None when the code is known."""

    code: str
    new_organisation: OrganisationRow | None
    role: str
    group: str
    status: str
    withdrawn_on: date | None
    assessments: tuple[AssessmentRow, ...]


@dataclass(frozen=True)
class MeetingRow:
    """A meeting; without a last day there is no assessment before it."""

    number: int
    kind: str
    name: str
    assessment_due_on: date | None


@dataclass(frozen=True)
class GroupRow:
    """A group; ``basis`` may be ""."""

    name: str
    basis: str


@dataclass(frozen=True)
class RoundFile:
    """A whole round, ready to be saved. ``checklist`` is a reference such as "skr-2020"."""

    slug: str
    name: str
    checklist: str
    coordinator: str
    starts_on: date | None
    ends_on: date | None
    meetings: tuple[MeetingRow, ...]
    groups: tuple[GroupRow, ...]
    participations: tuple[ParticipationRow, ...]


def parse_round(content: bytes, known: Known) -> tuple[RoundFile | None, list[Problem]]:
    """The round in a round file, or None and every problem that was found, each with its place in the document."""
    try:
        root = load(content)
    except Unreadable as error:
        return None, [error.problem]
    version = root.get("format")
    if isinstance(root.value, dict) and version.value != FORMAT:
        version.refuse(_("The format must be %(format)s.") % {"format": quoted(FORMAT)})
        return None, root.problems
    root.expect("format", "round", "meetings", "groups", "participations")
    found = _RoundReader(known).read(root)
    return (None if root.problems else found), root.problems


def _refuse_repeated(found: Iterable[tuple[Item, Hashable]]) -> None:
    """Note a problem at every item whose key another item had before; None and "" are no keys."""
    seen: set[Hashable] = set()
    for item, key in found:
        if key in seen:
            item.refuse(_("%(value)s stands here more than once.") % {"value": quoted(key)})
        elif key not in (None, ""):
            seen.add(key)


class _RoundReader:
    """Reads the parts of a round file, each with the knowledge of those before it."""

    def __init__(self, known: Known):
        self.known = known
        self.facts: ChecklistFacts | None = None
        self.meetings: dict[int, MeetingRow] = {}
        self.groups: set[str] = set()

    def read(self, root: Item) -> RoundFile:
        item = root["round"]
        item.expect("slug", "name", "checklist", "coordinator", "starts_on", "ends_on")
        slug, name, coordinator = self._slug(item["slug"]), item["name"].text(120), self._coordinator(item)
        starts_on, ends_on = item.get("starts_on").day(), item.get("ends_on").day()
        if starts_on and ends_on and ends_on < starts_on:
            item.get("ends_on").refuse(_("The round ends before it starts."))
        return RoundFile(
            slug=slug,
            name=name,
            checklist=self._checklist(item["checklist"]),
            coordinator=coordinator,
            starts_on=starts_on,
            ends_on=ends_on,
            meetings=self._meetings(root["meetings"]),
            groups=self._groups(root.get("groups")),
            participations=self._participations(root["participations"]),
        )

    # --- The round ---------------------------------------------------------------------------------------------------

    def _slug(self, item: Item) -> str:
        slug = item.pattern(r"[-a-zA-Z0-9_]+", 60, _("Only letters a–z, digits, - and _ can be used here."))
        if slug in self.known.slugs:
            item.refuse(_("There is a round %(slug)s already.") % {"slug": quoted(slug)})
        return slug

    def _coordinator(self, item: Item) -> str:
        code = item["coordinator"].text(20)
        if code and not self.known.organisations.get(code):
            item["coordinator"].refuse(
                _("%(code)s is not an organisation that coordinates rounds.") % {"code": quoted(code)}
            )
        return code

    def _checklist(self, item: Item) -> str:
        reference = item.choice(sorted(self.known.checklists))
        self.facts = self.known.checklists.get(reference)
        return reference

    def _meetings(self, item: Item) -> tuple[MeetingRow, ...]:
        rows = [(child["number"], row) for child in item.items() if (row := self._meeting(child))]
        _refuse_repeated((place, row.number) for place, row in rows)
        self.meetings = {row.number: row for _place, row in rows}
        return tuple(row for _place, row in rows)

    def _meeting(self, item: Item) -> MeetingRow | None:
        item.expect("number", "kind", "name", "date")
        number, kind = item["number"].whole_number(HIGHEST_MEETING), item["kind"].choice(LearningMeeting.Kind.values)
        name, due_on = item["name"].text(60), item.get("date").day()
        return None if number is None else MeetingRow(number, kind, name, due_on)

    def _groups(self, item: Item) -> tuple[GroupRow, ...]:
        rows = [(child["name"], self._group(child)) for child in item.items()]
        _refuse_repeated((place, row.name) for place, row in rows)
        self.groups = {row.name for _place, row in rows}
        return tuple(row for _place, row in rows)

    def _group(self, item: Item) -> GroupRow:
        item.expect("name", "basis")
        return GroupRow(item["name"].text(60), item.get("basis").choice(LearningGroup.Basis.values))

    # --- Who takes part ----------------------------------------------------------------------------------------------

    def _participations(self, item: Item) -> tuple[ParticipationRow, ...]:
        rows = [(child["organisation"]["code"], self._participation(child)) for child in item.items()]
        _refuse_repeated((place, row.code) for place, row in rows)
        return tuple(row for _place, row in rows)

    def _participation(self, item: Item) -> ParticipationRow:
        item.expect("organisation", "role", "group", "status", "withdrawn_on", "assessments")
        code, new = self._organisation(item["organisation"])
        group = item.get("group").text(60)
        if group and group not in self.groups:
            item.get("group").refuse(_("There is no group %(name)s in this file.") % {"name": quoted(group)})
        role = item["role"].choice(Participation.Role.values)
        status = item.get("status").choice(Participation.Status.values, Participation.Status.ACTIVE)
        withdrawn_on = item.get("withdrawn_on").day()
        if withdrawn_on and status != Participation.Status.WITHDRAWN:
            item.get("withdrawn_on").refuse(_("Only a participation that was withdrawn has a day of withdrawal."))
        assessments = self._assessments(item.get("assessments"))
        return ParticipationRow(code, new, role, group, status, withdrawn_on, assessments)

    def _organisation(self, item: Item) -> tuple[str, OrganisationRow | None]:
        """The code, and the organisation if it is fictive and new. What a file says about a known one is ignored."""
        item.expect("code", "name", "kind", "county")
        code = item["code"].pattern(r"[A-Za-z0-9-]+", 20, _("Only letters a–z, digits and - can be used here."))
        if not code or code in self.known.organisations:
            return code, None
        if not code.startswith("X"):
            message = _("There is no organisation %(code)s. Only codes of fictive ones, X…, may be new.")
            item["code"].refuse(message % {"code": quoted(code)})
            return code, None
        kind = item.get("kind").choice(Organisation.Kind.values, Organisation.Kind.MUNICIPALITY)
        return code, OrganisationRow(code, item["name"].text(120), kind, item.get("county").text(60))

    # --- What they answered ------------------------------------------------------------------------------------------

    def _assessments(self, item: Item) -> tuple[AssessmentRow, ...]:
        rows = [(child["meeting"], row) for child in item.items() if (row := self._assessment(child))]
        _refuse_repeated((place, row.meeting) for place, row in rows)
        return tuple(row for _place, row in rows)

    def _assessment(self, item: Item) -> AssessmentRow | None:
        item.expect("meeting", "submitted_at", "scope", "scores", "texts", "measures")
        meeting = self._meeting_number(item["meeting"])
        submitted_at, scope = item.get("submitted_at").moment(), item.get("scope").text(300)
        answers = self._answers(item)
        measures = tuple(row for child in item.get("measures").items() if (row := self._measure(child)))
        return None if meeting is None else AssessmentRow(meeting, submitted_at, scope, answers, measures)

    def _meeting_number(self, item: Item) -> int | None:
        number = item.whole_number(HIGHEST_MEETING)
        meeting = self.meetings.get(number) if number is not None else None
        if meeting is None and number is not None:
            item.refuse(_("There is no meeting %(number)s in this file.") % {"number": number})
        elif meeting is not None and meeting.assessment_due_on is None:
            item.refuse(_("Meeting %(number)s has no date, so there is no assessment before it.") % {"number": number})
        return number

    def _answers(self, item: Item) -> tuple[AnswerRow, ...]:
        scores = {number: self._half_steps(score) for number, score in self._by_step(item["scores"])}
        texts = {number: self._texts(text) for number, text in self._by_step(item.get("texts"))}
        return tuple(
            AnswerRow(number, number in scores, scores.get(number), *texts.get(number, ("", "")))
            for number in sorted(scores.keys() | texts.keys())
        )

    def _by_step(self, item: Item) -> Iterable[tuple[int, Item]]:
        """The entries of an object whose keys are step numbers."""
        for key, child in item.entries():
            if key.isascii() and key.isdigit() and len(key) < 4 and str(int(key)) == key:
                if self._has_step(int(key), child):
                    yield int(key), child
            else:
                child.refuse(_("The key must be the number of a step."))

    def _has_step(self, number: int, item: Item) -> bool:
        if self.facts is None or number in self.facts.steps:
            return True
        item.refuse(_("The checklist has no step %(number)s.") % {"number": number})
        return False

    def _half_steps(self, item: Item) -> int | None:
        if item.value is None or self.facts is None:
            return None
        if not isinstance(item.value, str | int | Decimal) or isinstance(item.value, bool):
            item.refuse(_('This must be a level such as "2.5", or null for “cannot judge yet”.'))
            return None
        try:
            half_steps = parse_score(str(item.value), minimum=self.facts.minimum, maximum=self.facts.maximum)
        except ValueError as error:
            item.refuse(f"{quoted(str(item.value))}: {error}")
            return None
        if (half_steps - 2 * self.facts.minimum) % self.facts.scale_step:
            item.refuse(_("The scale of this checklist has no half steps."))
        return half_steps

    def _texts(self, item: Item) -> tuple[str, str]:
        item.expect("reason", "evidence")
        return item.get("reason").text(TEXT_LIMIT, lines=True), item.get("evidence").text(TEXT_LIMIT, lines=True)

    def _measure(self, item: Item) -> MeasureRow | None:
        item.expect("step", "text", "responsible", "due_on", "state")
        step, text = item["step"].whole_number(HIGHEST_STEP), item["text"].text(TEXT_LIMIT, lines=True)
        responsible, due_on = item.get("responsible").text(120), item.get("due_on").day()
        state = item.get("state").choice(Measure.State.values, Measure.State.OPEN)
        if step is None or not self._has_step(step, item["step"]):
            return None
        return MeasureRow(step, text, responsible, due_on, state)
