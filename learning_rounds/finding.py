"""Finds the organisations that somebody means by a pasted list of names and codes. Pure: organisations come in."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from accounts.models import Organisation, fold

SEPARATORS = re.compile(r"[\n\r;,\t]+")
# "Karlstads kommun" is Karlstad, and so is "Karlstad kommun"; "Borås Stad" is Borås.
OFFICIAL_NAME = re.compile(r"(?P<name>.+?)(?P<genitive>s?) (kommun|stad)")
MOST_CHOICES = 8
LEAST_LETTERS = 3


@dataclass(frozen=True)
class Unclear:
    """A text that may mean one of several organisations."""

    text: str
    choices: list[Organisation]


@dataclass(frozen=True)
class Pasted:
    """What a pasted list means: who was found, what is unclear, what is unknown, and who takes part already."""

    found: list[Organisation] = field(default_factory=list)
    unclear: list[Unclear] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    already: list[Organisation] = field(default_factory=list)


def texts_of(pasted: str) -> list[str]:
    """The parts of a pasted list, each once, in their order."""
    parts = (" ".join(part.split()) for part in SEPARATORS.split(pasted))
    return list({fold(part): part for part in reversed([part for part in parts if part])}.values())[::-1]


def read_pasted(pasted: str, organisations: Iterable[Organisation], taking_part: Collection[int]) -> Pasted:
    """What each part of a pasted list means. ``taking_part`` are ids of organisations that are in the round."""
    register, read, seen = _Register(organisations), Pasted(), set()
    for text in texts_of(pasted):
        exact, similar = register.look_up(text)
        if len(exact) == 1:
            (organisation,) = exact
            if organisation.pk not in seen:
                (read.already if organisation.pk in taking_part else read.found).append(organisation)
            seen.add(organisation.pk)
        elif exact or similar:
            read.unclear.append(Unclear(text, exact or similar))
        else:
            read.unknown.append(text)
    return read


class _Register:
    """Organisations by code and by name."""

    def __init__(self, organisations: Iterable[Organisation]):
        self.organisations = list(organisations)
        self.by_code = {fold(organisation.code): organisation for organisation in self.organisations}
        self.by_name: dict[str, list[Organisation]] = defaultdict(list)
        for organisation in self.organisations:
            self.by_name[organisation.search_key].append(organisation)

    def look_up(self, text: str) -> tuple[list[Organisation], list[Organisation]]:
        """The organisations that a text names exactly, and those whose names only contain it."""
        key = fold(text)
        if (found := self.by_code.get(key) or self.by_code.get(_with_zero(key))) is not None:
            return [found], []
        exact = next((named for name in _names(key) if (named := self.by_name.get(name))), [])
        return exact, [] if exact else self._containing(key)

    def _containing(self, key: str) -> list[Organisation]:
        if len(key) < LEAST_LETTERS:
            return []
        found = [organisation for organisation in self.organisations if key in organisation.search_key]
        return found if len(found) <= MOST_CHOICES else []


def _with_zero(key: str) -> str:
    """The code of a municipality from a spreadsheet that took it for a number: 114 is 0114."""
    return key.zfill(4) if key.isdecimal() and len(key) == 3 else ""


def _names(key: str) -> list[str]:
    """What an organisation may be called by its official name, the most likely first."""
    official = OFFICIAL_NAME.fullmatch(key)
    if official is None:
        return [key]
    return [key, official["name"], official["name"] + official["genitive"]]
