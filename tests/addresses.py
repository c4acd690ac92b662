"""Every address of the application, and how to fill in its parameters in the world of tests/world.py."""

from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import Identity, Invitation, Membership
from accounts.permissions import Role
from assessments.models import Measure
from learning_rounds.models import ChainEntry, LearningGroup, LearningMeeting, PilotActivity, PilotNote
from reports.models import Share
from tests.world import (
    COMING,
    FINISHED,
    LEFT,
    MENTOR,
    OPEN,
    OTHER_GROUP,
    OTHER_ROUND,
    OWN,
    PEER,
    RENEWED,
    ROUND,
    UNMANNED,
)


def id_of(model, **where):
    """The id of a row of the world, found when it is asked for; 1 where there is no world."""
    return lambda _values: model.objects.filter(**where).values_list("pk", flat=True).first() or 1


def id_at(model, participation: str):
    """The same for a row of the organisation that the other values name."""

    def found(values):
        code = {f"{participation}__organisation__code": values["code"]}
        return id_of(model, **code)(values)

    return found


def person_of(role: str):
    """The membership of one who has the role in the organisation that the other values name."""
    return lambda values: id_of(Membership, organisation__code=values["code"], role=role, ended_at=None)(values)


DEFAULTS = {
    "slug": ROUND,
    "code": OWN,
    "meeting": OPEN,
    "step": 1,
    "pk": 1,
    "uidb36": "1",
    "key": "invented",
    "table": "nivaer",
    "format": "csv",
    "meeting_id": id_of(LearningMeeting, round__slug=ROUND, number=COMING),
    "group_id": id_of(LearningGroup, round__slug=ROUND, name__startswith="Norr"),
    "entry": id_at(ChainEntry, "participation"),
    "pilot": id_at(PilotActivity, "participation"),
    "note": id_at(PilotNote, "pilot__participation"),
    "measure": id_at(Measure, "participation"),
    "token": "invented",
    "membership": person_of(Role.READER),
    "invitation": lambda values: id_of(Invitation, organisation__code=values["code"])(values),
    "identity": id_of(Identity),
    "share": id_at(Share, "participation"),
    "kind": "pilot",
    "row": id_at(PilotActivity, "participation"),
}
PEERS_ROWS = {
    "entry": id_of(ChainEntry, participation__organisation__code=PEER),
    "pilot": id_of(PilotActivity, participation__organisation__code=PEER),
    "note": id_of(PilotNote, pilot__participation__organisation__code=PEER),
    "measure": id_of(Measure, participation__organisation__code=PEER),
    "membership": id_of(Membership, organisation__code=PEER),
    "invitation": id_of(Invitation, organisation__code=PEER),
    "share": id_of(Share, participation__organisation__code=PEER),
}
# What differs from DEFAULTS in the cases that tests/policy.csv names.
CASES = {
    "": {},
    "Table 1 in Word": {"table": "deltagare", "format": "docx"},
    "next actions": {"table": "nasta-steg"},
    "no such table": {"table": "okand"},
    "no such format": {"format": "pdf"},
    "of one that left": {"code": LEFT},
    "taken back": {"share": id_of(Share, participation__organisation__code=OWN, withdrawal__isnull=False)},
    "nobody in it": {"group_id": id_of(LearningGroup, round__slug=ROUND, name__startswith="Öster")},
    "of a mentor": {"code": MENTOR},
    "of another group": {"code": OTHER_GROUP},
    "last day has passed": {"meeting": RENEWED},
    "not opened yet": {"meeting": OPEN + 1},
    "no such step": {"step": 11},
    "no such meeting": {"meeting": 9},
    "another round": {"slug": OTHER_ROUND},
    "no such text": {"kind": "okand"},
    "a peer's text": {"row": id_of(PilotActivity, participation__organisation__code=PEER)},
    "first": {"meeting": FINISHED},
    "a peer's row": PEERS_ROWS,
    "last strategist": {"membership": person_of(Role.STRATEGIST)},
    "nobody has come yet": {"code": UNMANNED},
    "written for": {"meeting_id": id_of(LearningMeeting, round__slug=ROUND, number=OPEN)},
}


@dataclass(frozen=True)
class Address:
    """One pattern of the URLconf: its name, its view and the names of its parameters."""

    name: str
    view: object
    parameters: frozenset[str]

    def path(self, **values) -> str:
        """The path with the parameters it takes, from ``values`` and DEFAULTS."""
        chosen = {name: value for name, value in (DEFAULTS | values).items() if name in self.parameters}
        return reverse(
            self.name, kwargs={name: found(chosen) if callable(found) else found for name, found in chosen.items()}
        )


def walk(patterns=None, parameters=frozenset()) -> list[Address]:
    """All addresses in the order of the URLconf; one without a name has the name ""."""
    found = []
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        here = parameters | frozenset(entry.pattern.regex.groupindex)
        if isinstance(entry, URLResolver):
            found += walk(entry.url_patterns, here)
        elif isinstance(entry, URLPattern):
            found.append(Address(entry.name or "", entry.callback, here))
    return found


def by_name() -> dict[str, Address]:
    return {address.name: address for address in walk()}
