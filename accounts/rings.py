"""Who sees what, in words: one table for the line at each field and for the page "Who sees what?".

It grants nothing: rows are found through ``visible_to``. That the two agree is tested in tests/test_rings.py, for every
kind of row and every kind of person.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class Ring(StrEnum):
    """Those who may see something of an organisation, from the inside out."""

    STRATEGISTS = "strategists"
    READERS = "readers"
    GROUP = "group"
    COORDINATOR = "coordinator"
    ADMINISTRATORS = "administrators"


RING_NAMES = {
    Ring.STRATEGISTS: gettext_lazy("Your strategists"),
    Ring.READERS: gettext_lazy("Your readers"),
    Ring.GROUP: gettext_lazy("The group"),
    Ring.COORDINATOR: gettext_lazy("The coordinator"),
    Ring.ADMINISTRATORS: gettext_lazy("Administrators"),
}
ORGANISATION = frozenset({Ring.STRATEGISTS, Ring.READERS})
LEADERS = frozenset({Ring.COORDINATOR, Ring.ADMINISTRATORS})


@dataclass(frozen=True)
class Information:
    """One kind of information and the rings that see it.

    ``is_the_groups``: it is the whole group's, not one organisation's. ``is_submitted``: only once it is submitted;
    before that the strategists do, as everything that is a draft. ``can_be_shared``: the group and the coordinator see
    what the organisation has shared of it.
    """

    name: str | Promise
    rings: frozenset[Ring]
    is_the_groups: bool = False
    is_submitted: bool = False
    can_be_shared: bool = False


INFORMATION = {
    "draft": Information(
        gettext_lazy("Drafts: levels and texts that are not submitted"), frozenset({Ring.STRATEGISTS})
    ),
    "level": Information(
        gettext_lazy("Levels of a self-assessment"), ORGANISATION | LEADERS | {Ring.GROUP}, is_submitted=True
    ),
    "reason": Information(gettext_lazy("Reasons and evidence"), ORGANISATION, is_submitted=True, can_be_shared=True),
    "measure": Information(gettext_lazy("Next actions"), ORGANISATION, is_submitted=True, can_be_shared=True),
    "shared": Information(
        gettext_lazy("What you have shared with the group"), ORGANISATION | {Ring.GROUP, Ring.COORDINATOR}
    ),
    "taken-back": Information(gettext_lazy("What you have shared and taken back"), ORGANISATION),
    "pilot": Information(gettext_lazy("Pilot activities and their log"), ORGANISATION, can_be_shared=True),
    "chain": Information(gettext_lazy("The results chain"), ORGANISATION, can_be_shared=True),
    "brief": Information(gettext_lazy("Questions to the politicians"), ORGANISATION, is_submitted=True),
    "report": Information(gettext_lazy("The results report"), ORGANISATION, is_submitted=True),
    "participation": Information(gettext_lazy("Decision, goal and contact"), ORGANISATION | LEADERS),
    "group-meeting": Information(
        gettext_lazy("When and where the group meets"), ORGANISATION | LEADERS | {Ring.GROUP}, is_the_groups=True
    ),
    "people": Information(
        gettext_lazy("Roles of people, and invitations"), frozenset({Ring.STRATEGISTS, Ring.ADMINISTRATORS})
    ),
    "record": Information(
        gettext_lazy("What has been done, and earlier versions of texts"), frozenset({Ring.STRATEGISTS})
    ),
}


def who_sees(information: Information) -> str:
    """Those who see it, in words for the organisation itself: "your organisation, the group and the coordinator"."""
    words = {
        Ring.STRATEGISTS: _("your organisation") if information.rings >= ORGANISATION else _("your strategists"),
        Ring.GROUP: _("the group"),
        Ring.COORDINATOR: _("the coordinator"),
        Ring.ADMINISTRATORS: _("administrators"),
    }
    if information.is_the_groups:
        words.pop(Ring.STRATEGISTS)
    names = [word for ring, word in words.items() if ring in information.rings]
    return _("%(one)s and %(other)s") % {"one": ", ".join(names[:-1]), "other": names[-1]} if names[1:] else names[0]


def line(information: Information) -> str:
    """One short line beside a field."""
    words = {"who": who_sees(information)}
    seen = _("Seen, once submitted, by %(who)s.") if information.is_submitted else _("Seen by %(who)s.")
    shared = _("The group and the coordinator see what you share of it.") if information.can_be_shared else ""
    return f"{seen % words} {shared}".strip()


def cell(information: Information, ring: Ring) -> str:
    """What stands in a table for one kind of information and one ring; "" where the ring does not see it."""
    if ring in information.rings:
        return _("when submitted") if information.is_submitted and ring != Ring.STRATEGISTS else _("yes")
    may_be_shown = information.can_be_shared and ring in (Ring.GROUP, Ring.COORDINATOR)
    return _("what you share") if may_be_shown else ""


def rings_in_words() -> list[tuple[str, Information, list[tuple[str, str]]]]:
    """The table for people: for every kind of information its key, and for every ring its name and what it sees."""
    return [
        (key, information, [(str(name), cell(information, ring)) for ring, name in RING_NAMES.items()])
        for key, information in INFORMATION.items()
    ]
