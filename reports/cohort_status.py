"""Who has submitted: organisation × meeting in words. Counts only, nothing that is written in a draft."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.permissions import Role
from learning_rounds.models import LearningMeeting, Participation
from reports.cohort_source import Source
from reports.progress import Progress
from reports.tables import NO_VALUE


@dataclass(frozen=True)
class StatusCell:
    """How far one organisation is before one meeting, in words, and the CSS class that makes what remains stand out.

    ``note`` says until when it has been given more time.
    """

    text: str
    css: str = ""
    note: str = ""


@dataclass(frozen=True)
class Contact:
    """Somebody to turn to in an organisation: name or function, and address."""

    name: str
    email: str


@dataclass(frozen=True)
class StatusRow:
    """One organisation: who it is, a cell for each meeting, the day of its last change before the current one.

    ``contacts`` are its strategists; ``is_active`` says whether it still takes part, so that there should be some.
    ``written_contact`` is the function that the organisation or the coordinator has written down.
    """

    name: str
    code: str
    url: str
    place: str
    cells: tuple[StatusCell, ...]
    changed_on: date | None
    contacts: tuple[Contact, ...] = ()
    is_active: bool = True
    written_contact: str = ""

    @property
    def lacks_contact(self) -> bool:
        return self.is_active and not self.contacts


def status_rows(source: Source, current: LearningMeeting | None) -> tuple[StatusRow, ...]:
    """A row for each organisation, those that have left last."""
    contacts = _contacts(source.active)
    return tuple(
        replace(_status_row(source, found, current), contacts=contacts.get(found.organisation_id, ()))
        for found in source.participations
    )


def _contacts(participations: Iterable[Participation]) -> dict[int, tuple[Contact, ...]]:
    """The strategists of each organisation, by name: those who fill in and submit. Nobody's in a draft."""
    organisations = [found.organisation_id for found in participations if not found.round.is_draft]
    found: dict[int, tuple[Contact, ...]] = {}
    memberships = Membership.objects.current().filter(role=Role.STRATEGIST, organisation__in=organisations)
    for membership in memberships.select_related("user").order_by("user__display_name", "user__email"):
        contact = Contact(str(membership.user), membership.user.email)
        found[membership.organisation_id] = (*found.get(membership.organisation_id, ()), contact)
    return found


def _status_row(source: Source, participation: Participation, current: LearningMeeting | None) -> StatusRow:
    changed_at = source.progress.get(participation, current).changed_at if current else None
    return StatusRow(
        name=participation.organisation.name,
        code=participation.organisation.code,
        url=participation.get_absolute_url(),
        place=_place(participation),
        cells=tuple(_status_cell(source, participation, meeting) for meeting in source.meetings),
        changed_on=timezone.localdate(changed_at) if changed_at else None,
        is_active=participation.is_active,
        written_contact=participation.contact,
    )


def _place(participation: Participation) -> str:
    """Role, group, and when it left: what stands under the name."""
    parts = [participation.get_role_display()]
    if participation.group:
        parts.append(participation.group.name)
    if participation.withdrawn_on:
        parts.append(_("left the round %(date)s") % {"date": date_format(participation.withdrawn_on)})
    elif not participation.is_active:
        parts.append(_("has left the round"))
    return " · ".join(parts)


def _status_cell(source: Source, participation: Participation, meeting: LearningMeeting) -> StatusCell:
    progress = source.progress.get(participation, meeting)
    if progress.submitted_at:
        return StatusCell(_("Complete"))
    if not participation.is_active:
        return StatusCell(NO_VALUE)
    extended_to = source.last_days.extended_to(participation, meeting)
    note = _("extended to %(date)s") % {"date": date_format(extended_to)} if extended_to else ""
    if source.last_days.has_passed(participation, meeting):
        return StatusCell(_("Not submitted"), "status status-late", note)
    if meeting not in source.last_days.open_meetings(participation, source.meetings):
        return StatusCell(_("Not open yet"), "meta", note)
    return _draft_cell(progress, note)


def _draft_cell(progress: Progress, note: str) -> StatusCell:
    if progress.state == "none":
        return StatusCell(_("Not started"), "status status-none", note)
    done = {"done": progress.done, "total": progress.total}
    if progress.done == progress.total:
        return StatusCell(_("%(done)s of %(total)s, not submitted") % done, "status status-begun", note)
    return StatusCell(_("%(done)s of %(total)s") % done, "status status-begun", note)
