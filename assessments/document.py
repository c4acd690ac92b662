"""Reads a JSON document strictly: every fault is noted with its place, and reading goes on to find the rest."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

MAX_BYTES = 25_000_000
YEARS = range(1990, 2100)
LONGEST_QUOTE = 40
UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
MISSING = object()


@dataclass(frozen=True)
class Problem:
    """What is wrong, and where: "participations[2].assessments[1].scores.7", or "" for the document as a whole."""

    place: str
    message: str

    def __str__(self):
        return f"{self.place}: {self.message}" if self.place else self.message


class Unreadable(ValueError):
    """The document can't be read at all; ``problem`` says why."""

    def __init__(self, message: str, place: str = ""):
        self.problem = Problem(place, message)
        super().__init__(str(self.problem))


class _Object(dict):
    """A JSON object that remembers which keys stood in it more than once."""

    repeated: tuple[str, ...] = ()


def _object(pairs: list[tuple[str, object]]) -> _Object:
    found = _Object(pairs)
    if len(found) < len(pairs):
        times = Counter(key for key, _value in pairs)
        found.repeated = tuple(key for key in found if times[key] > 1)
    return found


def _refuse_constant(name: str) -> None:
    raise Unreadable(_("%(name)s is not a number that JSON knows.") % {"name": name})


def load(content: bytes) -> Item:
    """The root of a JSON document in UTF-8 of at most MAX_BYTES. Numbers with decimals stay exact (Decimal).

    Raises Unreadable when the content is empty, too big, not UTF-8, not JSON or nested too deeply.
    """
    if len(content) > MAX_BYTES:
        raise Unreadable(_("The file is too big: at most %(limit)s MB.") % {"limit": MAX_BYTES // 1_000_000})
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(
            _("The file is not UTF-8: save it with that encoding."), _("byte %(number)s") % {"number": error.start + 1}
        ) from error
    if not text.strip():
        raise Unreadable(_("The file is empty."))
    try:
        return Item(
            json.loads(text, object_pairs_hook=_object, parse_float=Decimal, parse_constant=_refuse_constant), "", []
        )
    except json.JSONDecodeError as error:
        where = _("line %(line)s, column %(column)s") % {"line": error.lineno, "column": error.colno}
        raise Unreadable(_("This is not JSON: %(why)s.") % {"why": error.msg}, where) from error
    except RecursionError as error:
        raise Unreadable(_("The document is nested too deeply.")) from error
    except Unreadable:
        raise
    except ValueError as error:  # a whole number of thousands of digits
        raise Unreadable(_("The document contains a number that is too long.")) from error


def quoted(value: object) -> str:
    """A value as it may be shown in a message: short and on one line."""
    text = value if isinstance(value, str) else json.dumps(value, default=str, ensure_ascii=False)
    text = "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)
    return f"“{text if len(text) <= LONGEST_QUOTE else text[:LONGEST_QUOTE] + '…'}”"


class Item:
    """A value of the document with its place. Reading it as what it is not notes a problem and gives a blank."""

    def __init__(self, value: Any, place: str, problems: list[Problem], *, required: bool = True):
        self.value, self.place, self.problems, self.required = value, place, problems, required

    # --- Finding the way ---------------------------------------------------------------------------------------------

    def __getitem__(self, key: str) -> Item:
        """What an object has under a key that must be there."""
        return self._child(key, required=True)

    def get(self, key: str) -> Item:
        """What an object has under a key that may be missing or null."""
        return self._child(key, required=False)

    def _child(self, key: str, *, required: bool) -> Item:
        value = self.value.get(key, MISSING) if isinstance(self.value, dict) else MISSING
        # Whatever is not an object has been refused already, so its keys are not missed one by one.
        required = required and isinstance(self.value, dict)
        return Item(value, self._place_of(key), self.problems, required=required)

    def _place_of(self, key: str) -> str:
        key = key if key.isprintable() and len(key) <= LONGEST_QUOTE else quoted(key)
        return f"{self.place}.{key}" if self.place else key

    @property
    def is_blank(self) -> bool:
        """Is it missing, or null where it may be missing?"""
        return self.value is MISSING or (self.value is None and not self.required)

    def refuse(self, message: str) -> None:
        """Note a problem at this place."""
        self.problems.append(Problem(self.place, message))

    # --- Objects and lists -------------------------------------------------------------------------------------------

    def expect(self, *keys: str) -> None:
        """Refuse anything but an object with these keys, so that misspelt ones are found."""
        for key, item in self.entries():
            if key not in keys:
                item.refuse(_("This key is not known. Known are: %(keys)s.") % {"keys": ", ".join(keys)})

    def entries(self) -> Iterator[tuple[str, Item]]:
        """The keys of an object with what they hold; a key that stands twice is refused."""
        if self._is(dict, _("an object, {…}")):
            for key in self.value.repeated:
                self._child(key, required=True).refuse(_("This key stands here more than once."))
            for key in self.value:
                yield key, self._child(key, required=True)

    def items(self) -> list[Item]:
        """The items of a list, empty when it may be missing and is."""
        if not self._is(list, _("a list, […]")):
            return []
        return [Item(value, f"{self.place}[{number}]", self.problems) for number, value in enumerate(self.value)]

    # --- Values ------------------------------------------------------------------------------------------------------

    def text(self, limit: int, *, lines: bool = False) -> str:
        """Text of at most ``limit`` characters, stripped; "" when it may be missing. ``lines`` allows several."""
        if not self._is(str, _("a text in quotation marks")):
            return ""
        text = self.value.strip()
        if UNSTORABLE.search(text) or (not lines and CONTROL.search(text)):
            self.refuse(_("The text contains characters that can't be used here."))
        elif len(text) > limit:
            self.refuse(_("The text is too long: at most %(limit)s characters.") % {"limit": limit})
        elif not text and self.required:
            self.refuse(_("This is empty."))
        else:
            return text
        return ""

    def pattern(self, pattern: str, limit: int, allowed: str) -> str:
        """Text that matches a regular expression as a whole; ``allowed`` is the sentence for what does not."""
        text = self.text(limit)
        if text and not re.fullmatch(pattern, text):
            self.refuse(allowed)
            return ""
        return text

    def choice(self, choices: Collection[str], default: str = "") -> str:
        """One of the texts; the default when it may be missing and is."""
        if self.is_blank and not self.required:
            return default
        text = self.text(LONGEST_QUOTE)
        if text and text not in choices:
            self.refuse(
                _("%(value)s is not one of: %(choices)s.") % {"value": quoted(text), "choices": ", ".join(choices)}
            )
            return default
        return text

    def whole_number(self, highest: int) -> int | None:
        """A whole number from 0 to ``highest``."""
        if not self._is(int, _("a whole number")):
            return None
        if not 0 <= self.value <= highest:
            self.refuse(_("The number must be between 0 and %(highest)s.") % {"highest": highest})
            return None
        return self.value

    def day(self) -> date | None:
        """A date, YYYY-MM-DD."""
        text = self.text(LONGEST_QUOTE)
        try:
            found = date.fromisoformat(text) if text else None
        except ValueError:
            self.refuse(_("%(value)s is not a date: write YYYY-MM-DD.") % {"value": quoted(text)})
            return None
        return found if found is None or self._is_near(found) else None

    def moment(self) -> datetime | None:
        """A date and time. Without an offset the time is Swedish; a date alone stands for noon of that day."""
        text = self.text(LONGEST_QUOTE)
        if not text:
            return None
        try:
            found = datetime.fromisoformat(text)
        except ValueError:
            message = _("%(value)s is not a time: write YYYY-MM-DDTHH:MM+01:00 or YYYY-MM-DD.")
            self.refuse(message % {"value": quoted(text)})
            return None
        if not self._is_near(found.date()):
            return None
        if len(text) <= len("YYYY-MM-DD"):
            found = datetime.combine(found.date(), time(12))
        return found if timezone.is_aware(found) else timezone.make_aware(found)

    # --- Checks ------------------------------------------------------------------------------------------------------

    def _is_near(self, day: date) -> bool:
        if day.year in YEARS:
            return True
        self.refuse(_("The year must be between %(first)s and %(last)s.") % {"first": YEARS[0], "last": YEARS[-1]})
        return False

    def _is(self, kind: type, name: str) -> bool:
        """Is it there and of this kind? What must be there and is not, or is of another kind, is refused."""
        if self.is_blank:
            if self.required:
                self.refuse(_("This is missing."))
            return False
        if isinstance(self.value, kind) and not isinstance(self.value, bool):
            return True
        self.refuse(_("This must be %(kind)s.") % {"kind": name})
        return False
