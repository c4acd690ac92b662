"""How a person is named in texts, and putting something else in that place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress

from accounts.models import User

FORMER = "tidigare användare"
# What is written after a name in the same field: "Ebba Lundqvist (ledig)", "Ebba Lundqvist, strateg".
AFTER_A_NAME = re.compile(r"[,(/|–]")
WORD = re.compile(r"[^\W\d_]+(?:[-'’.][^\W\d_]*)*")


@dataclass(frozen=True)
class Naming:
    """The addresses and names of one person, as patterns."""

    addresses: re.Pattern[str] | None
    names: re.Pattern[str] | None

    def only_addresses(self) -> Naming:
        return Naming(self.addresses, None)

    def is_in(self, value: Any) -> bool:
        """Is the person named in a text, or anywhere in a JSON value?"""
        return self.taken_out(value) != value

    def taken_out(self, value: Any) -> Any:
        """The same text or JSON value with "tidigare användare" in the place of the person."""
        if isinstance(value, str):
            return self._taken_out_of_text(value)
        if isinstance(value, list):
            return [self.taken_out(each) for each in value]
        if isinstance(value, dict):
            return {self.taken_out(key): self.taken_out(each) for key, each in value.items()}
        return value

    def _taken_out_of_text(self, text: str) -> str:
        composed = unicodedata.normalize("NFC", text)
        changed = composed
        for pattern in (self.addresses, self.names):
            changed = pattern.sub(FORMER, changed) if pattern else changed
        return text if changed == composed else changed


def naming_of(person: User, more_names: Collection[str] = ()) -> Naming:
    """The addresses of an account and its name, if it looks like one; ``more_names`` are taken as they are."""
    given = [" ".join(unicodedata.normalize("NFC", name).split()) for name in more_names]
    names = [name for name in given if name]
    if own := name_in(person.display_name):
        names.append(own)
    return Naming(_any_of(map(_address, _addresses(person))), _any_of(map(_name, names)))


def name_in(display_name: str) -> str:
    """The name of a person in what is shown for an account, "" when it looks like a function or is one word only.

    To be a name it has at least two words, and the first and the last begin with a capital. "Jämställdhetsstrateg" or
    "Kommunens strateg" stands in many texts and is nobody's name.
    """
    words = AFTER_A_NAME.split(unicodedata.normalize("NFC", display_name))[0].split()
    is_name = len(words) > 1 and words[0][0].isupper() and words[-1][0].isupper()
    return " ".join(words) if is_name and all(WORD.fullmatch(word) for word in words) else ""


def _addresses(person: User) -> set[str]:
    return {person.email, *EmailAddress.objects.filter(user=person).values_list("email", flat=True)}


def _address(address: str) -> str:
    """As such or in a link; not as a part of a longer one."""
    return rf"(?<![\w.+-]){re.escape(address).replace('@', '(?:@|%40)')}(?!\w|[.-]\w)"


def _name(name: str) -> str:
    """With any spaces between the words, the last name first or last; an "s" after it stays."""
    words = [re.escape(word) for word in name.split()]
    spellings = [r"\s+".join(words)]
    if len(words) > 1:
        spellings.append(rf"{words[-1]},\s+" + r"\s+".join(words[:-1]))
    return rf"(?<!\w)(?:{'|'.join(spellings)})(?=s?(?!\w))"


def _any_of(patterns) -> re.Pattern[str] | None:
    joined = "|".join(patterns)
    return re.compile(joined, re.IGNORECASE) if joined else None
