"""Reads round files, JSON of the format "jamsteg-round/1" that docs/round-file.md describes.

Pure: what the database knows comes in as ``Known``, rows or problems go out, and nothing is saved.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from accounts.actions import OrganisationRow
from accounts.models import Organisation
from assessments.document import Item, Problem, Unreadable, load, quoted
from learning_rounds.models import RESERVED_SLUGS, LearningGroup, LearningMeeting, LearningRound, Participation
from reports.round_file.places import HIGHEST_MEETING, TEXT_LIMIT, Places, refuse_repeated
from reports.round_file.reading_sheets import read_assessments
from reports.round_file.reading_work import read_briefs, read_chain, read_measures, read_pilots
from reports.round_file.reports import read_report
from reports.round_file.rows import (
    FORMAT,
    ExtensionRow,
    GroupMeetingRow,
    GroupRow,
    Known,
    MeetingRow,
    ParticipationRow,
    RoundFile,
)
from reports.round_file.shares import read_shares


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


class _RoundReader:
    """Reads the parts of a round file, each with the knowledge of those before it."""

    def __init__(self, known: Known):
        self.known = known
        self.places = Places(known)
        self.new: dict[str, OrganisationRow] = {}

    def read(self, root: Item) -> RoundFile:
        item = root["round"]
        item.expect("slug", "name", "checklist", "coordinator", "starts_on", "ends_on", "state")
        slug, name, coordinator = self._slug(item["slug"]), item["name"].text(120), self._coordinator(item)
        starts_on, ends_on = item.get("starts_on").day(), item.get("ends_on").day()
        if starts_on and ends_on and ends_on < starts_on:
            item.get("ends_on").refuse(_("The round ends before it starts."))
        self.places.checklist = item["checklist"].choice(sorted(self.known.checklists))
        return RoundFile(
            slug=slug,
            name=name,
            checklist=self.places.checklist,
            coordinator=coordinator,
            starts_on=starts_on,
            ends_on=ends_on,
            state=item.get("state").choice(LearningRound.State.values, LearningRound.State.PUBLISHED),
            meetings=self._meetings(root["meetings"]),
            groups=self._groups(root.get("groups")),
            participations=self._participations(root["participations"]),
            new=tuple(self.new.values()),
        )

    # --- The round ---------------------------------------------------------------------------------------------------

    def _slug(self, item: Item) -> str:
        slug = item.pattern(r"[-a-zA-Z0-9_]+", 60, _("Only letters a–z, digits, - and _ can be used here."))
        if slug in RESERVED_SLUGS:
            item.refuse(_("That address is used by another page."))
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

    def _meetings(self, item: Item) -> tuple[MeetingRow, ...]:
        rows = [(child["number"], row) for child in item.items() if (row := self._meeting(child))]
        refuse_repeated((place, row.number) for place, row in rows)
        self.places.meetings = {row.number: row for _place, row in rows}
        return tuple(row for _place, row in rows)

    def _meeting(self, item: Item) -> MeetingRow | None:
        item.expect("number", "kind", "name", "date", "held_on", "place")
        number, kind = item["number"].whole_number(HIGHEST_MEETING), item["kind"].choice(LearningMeeting.Kind.values)
        name, due_on = item["name"].text(60), item.get("date").day()
        held_on, place = item.get("held_on").day(), item.get("place").text(300)
        if due_on and held_on and held_on < due_on:
            item["held_on"].refuse(_("The meeting is before the last day of its assessment."))
        return None if number is None else MeetingRow(number, kind, name, due_on, held_on, place)

    def _groups(self, item: Item) -> tuple[GroupRow, ...]:
        rows = [(child["name"], self._group(child)) for child in item.items()]
        refuse_repeated((place, row.name) for place, row in rows)
        self.places.groups = {row.name for _place, row in rows}
        return tuple(row for _place, row in rows)

    def _group(self, item: Item) -> GroupRow:
        item.expect("name", "basis", "meetings")
        rows = [
            (child["meeting"], row) for child in item.get("meetings").items() if (row := self._group_meeting(child))
        ]
        refuse_repeated((place, row.meeting) for place, row in rows)
        basis = item.get("basis").choice(LearningGroup.Basis.values)
        return GroupRow(item["name"].text(60), basis, tuple(row for _place, row in rows))

    def _group_meeting(self, item: Item) -> GroupMeetingRow | None:
        item.expect("meeting", "starts_at", "host", "place")
        meeting = self.places.meeting(item["meeting"])
        host = None if item.get("host").is_blank else self._organisation(item["host"])
        starts_at, place = item.get("starts_at").moment(), item.get("place").text(300)
        return None if meeting is None else GroupMeetingRow(meeting, starts_at, host, place)

    # --- Who takes part ----------------------------------------------------------------------------------------------

    def _participations(self, item: Item) -> tuple[ParticipationRow, ...]:
        rows = [(child["organisation"]["code"], self._participation(child)) for child in item.items()]
        refuse_repeated((place, row.organisation.code) for place, row in rows)
        return tuple(row for _place, row in rows)

    def _participation(self, item: Item) -> ParticipationRow:
        item.expect(
            *("organisation", "role", "group", "status", "withdrawn_on", "decision", "decided_on"),
            *("decision_url", "goal", "contact"),
            *("extensions", "assessments", "measures", "pilots", "chain", "briefs", "report", "shares"),
        )
        organisation = self._organisation(item["organisation"])
        role = item["role"].choice(Participation.Role.values)
        status, withdrawn_on = self._status(item)
        assessments, measures = read_assessments(item.get("assessments"), self.places)
        pilots = read_pilots(item.get("pilots"))
        return ParticipationRow(
            organisation=organisation,
            role=role,
            group=self.places.group(item.get("group")),
            status=status,
            withdrawn_on=withdrawn_on,
            decision=item.get("decision").choice(Participation.Decision.values),
            decided_on=item.get("decided_on").day(),
            decision_url=_address(item.get("decision_url")),
            goal=item.get("goal").text(TEXT_LIMIT, lines=True),
            contact=item.get("contact").text(120),
            extensions=self._extensions(item.get("extensions")),
            assessments=assessments,
            measures=(*measures, *read_measures(item.get("measures"), self.places)),
            pilots=pilots,
            chain=read_chain(item.get("chain"), self.places, {pilot.id for pilot in pilots}),
            briefs=read_briefs(item.get("briefs"), self.places),
            report=read_report(item.get("report"), self.places, assessments),
            shares=read_shares(item.get("shares"), self.places, assessments),
        )

    def _status(self, item: Item):
        status = item.get("status").choice(Participation.Status.values, Participation.Status.ACTIVE)
        withdrawn_on = item.get("withdrawn_on").day()
        if withdrawn_on and status != Participation.Status.WITHDRAWN:
            item.get("withdrawn_on").refuse(_("Only a participation that was withdrawn has a day of withdrawal."))
        return status, withdrawn_on

    def _organisation(self, item: Item) -> OrganisationRow:
        """An organisation that is known, or fictive and then new. What a file says about a known one is ignored."""
        item.expect("code", "name", "kind", "county")
        code = item["code"].pattern(r"[A-Za-z0-9-]+", 20, _("Only letters a–z, digits and - can be used here."))
        is_new = bool(code) and code not in self.known.organisations and code not in self.new
        name = item["name"] if is_new and code.startswith("X") else item.get("name")
        kind = item.get("kind").choice(Organisation.Kind.values, Organisation.Kind.MUNICIPALITY)
        row = OrganisationRow(code, name.text(120), kind, item.get("county").text(60))
        if is_new and code.startswith("X"):
            self.new[code] = row
        elif is_new:
            message = _("There is no organisation %(code)s. Only codes of fictive ones, X…, may be new.")
            item["code"].refuse(message % {"code": quoted(code)})
        return row

    def _extensions(self, item: Item) -> tuple[ExtensionRow, ...]:
        rows = [(child["meeting"], row) for child in item.items() if (row := self._extension(child))]
        refuse_repeated((place, row.meeting) for place, row in rows)
        return tuple(row for _place, row in rows)

    def _extension(self, item: Item) -> ExtensionRow | None:
        item.expect("meeting", "due_on")
        meeting, due_on = self.places.meeting(item["meeting"]), item["due_on"].day()
        return None if meeting is None or due_on is None else ExtensionRow(meeting, due_on)


def _address(item: Item) -> str:
    """A web address."""
    address = item.text(300)
    try:
        if address:
            URLValidator()(address)
    except ValidationError as error:
        item.refuse(" ".join(error.messages))
    return address
