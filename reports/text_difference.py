"""Which words of a text came and went, found with a limit to the work that any two texts can cause."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate

WORDS = re.compile(r"\w+|\s+|[^\w\s]")
SENTENCES = re.compile(r"[^\n.]*[\n.]|[^\n.]+")
# Steps: a character read, or two words laid side by side. A million take about a tenth of a second of a processor.
FOR_A_PAGE = 3_000_000
FOR_AN_ATTEMPT = 1_000_000


@dataclass(frozen=True)
class Piece:
    """Words that are the same as before, that are new or that are gone."""

    text: str
    is_added: bool = False
    is_removed: bool = False


class TooMuchWork(Exception):
    """The texts can't be compared in the steps that there are."""


class Effort:
    """The steps that are left for all comparisons of a page, and for the one that is being made."""

    def __init__(self, left: int = FOR_A_PAGE):
        self.left = left
        self.begin()

    def begin(self) -> None:
        self.share = min(self.left, FOR_AN_ATTEMPT)

    def take(self, steps: int) -> None:
        if steps > self.share:
            raise TooMuchWork
        self.share -= steps
        self.left -= steps


class _Matcher(SequenceMatcher):
    """Counts its steps before it takes them. White space alone is never where two texts meet."""

    a: list[str]
    b2j: dict[str, list[int]]

    def __init__(self, old: list[str], new: list[str], effort: Effort):
        super().__init__(str.isspace, old, new, autojunk=False)
        self.effort = effort
        self.work = [0, *accumulate(2 + len(self.b2j.get(word, ())) for word in old)]

    def find_longest_match(self, alo=0, ahi=None, blo=0, bhi=None):
        last = len(self.a) if ahi is None else ahi
        self.effort.take(self.work[last] - self.work[alo])
        return super().find_longest_match(alo, ahi, blo, bhi)


def difference(before: str, after: str, effort: Effort | None = None) -> list[Piece]:
    """The words of two texts in one row: what is gone stands before what came in its place.

    Texts that are too much work as words are compared as sentences, and else shown whole, the one after the other.
    """
    effort = effort or Effort()
    for parts in (WORDS, SENTENCES):
        effort.begin()
        try:
            effort.take(len(before) + len(after))
            return _compared(parts.findall(before), parts.findall(after), effort)
        except TooMuchWork:
            continue
    return _replaced(before, after)


def _compared(old: list[str], new: list[str], effort: Effort) -> list[Piece]:
    """What both begin and end with is quickly found, and is most of an ordinary text."""
    start = _alike(old, new)
    end = _alike(old[start:][::-1], new[start:][::-1])
    between = _between(old[start : len(old) - end], new[start : len(new) - end], effort)
    return [*_kept(new[:start]), *between, *_kept(new[len(new) - end :])]


def _alike(old: list[str], new: list[str]) -> int:
    """How many words are the same until the first that is not."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((place for place, (one, other) in pairs if one != other), min(len(old), len(new)))


def _between(old: list[str], new: list[str], effort: Effort) -> list[Piece]:
    changes = _Matcher(old, new, effort).get_opcodes()
    return [piece for change in changes for piece in _pieces(old, new, change)]


def _pieces(old: list[str], new: list[str], change: tuple[str, int, int, int, int]) -> list[Piece]:
    kind, first, last, start, end = change
    if kind == "equal":
        return _kept(new[start:end])
    return _replaced("".join(old[first:last]), "".join(new[start:end]))


def _kept(words: list[str]) -> list[Piece]:
    return [Piece("".join(words))] if words else []


def _replaced(removed: str, added: str) -> list[Piece]:
    return [*([Piece(removed, is_removed=True)] if removed else []), *([Piece(added, is_added=True)] if added else [])]
