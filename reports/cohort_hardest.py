"""Where it is hardest at one meeting, in words: proposals for what to talk about, without naming any organisation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checklists.scale import show, show_change
from reports.exports.places import File, round_files
from reports.statistics import Hardest, ScoreTable, Standout, hardest
from reports.tables import NO_VALUE, Labels, listed


@dataclass(frozen=True)
class HardStep:
    """A step with its exact value, and n: how many organisations that rests on."""

    number: int
    name: str
    value: Fraction
    n: int


@dataclass(frozen=True)
class HardCard:
    """One kind of hard: what it is, the number that is shown, all steps that share it, or why there is none."""

    label: str
    number: str
    steps: tuple[HardStep, ...]
    reason: str
    is_change: bool = False


@dataclass(frozen=True)
class HardestSteps:
    """The cards with whole sentences to stand below, and the same as files."""

    meeting: str
    counted: str
    cards: tuple[HardCard, ...]
    notes: tuple[str, ...]
    files: tuple[File, ...]


def hardest_steps(
    slug: str, table: ScoreTable, labels: Labels, meeting: int, *, highest: int, active: int
) -> HardestSteps | None:
    """Where it is hardest for the organisations of a table; None when none of them has a level at the meeting.

    ``active`` is how many there are in all, so that the reader sees how many are still to come.
    """
    if not table.count(meeting):
        return None
    found = hardest(table, meeting, highest=highest)
    numbers = {"n": table.count(meeting), "active": active}
    return HardestSteps(
        meeting=labels.in_sentence(meeting),
        counted=ngettext(
            "%(n)s of %(active)s participant is counted.", "%(n)s of %(active)s participants are counted.", active
        )
        % numbers,
        cards=(_lowest(found, labels), _widest(found, labels, table.count(meeting)), _fall(found, labels)),
        notes=tuple(_notes(found, highest)),
        files=round_files(slug, "svarast", f"traff={meeting}"),
    )


def _lowest(found: Hardest, labels: Labels) -> HardCard:
    number = show(found.lowest.value) if found.lowest else NO_VALUE
    reason = _("Every rated step is at the highest level, or nearly.")
    return _card(_("Lowest mean"), number, found.lowest, reason, labels)


def _widest(found: Hardest, labels: Labels, count: int) -> HardCard:
    number = show(found.widest.value) if found.widest else NO_VALUE
    reason = (
        _("Everybody is at the same level in the steps that are counted.")
        if count > 1
        else _("It takes two organisations to compare.")
    )
    return _card(_("Largest spread"), number, found.widest, reason, labels)


def _fall(found: Hardest, labels: Labels) -> HardCard:
    if found.before is None:
        reason = _("There is no earlier meeting to compare with.")
        return HardCard(_("Largest fall"), NO_VALUE, (), reason, is_change=True)
    words = {"meeting": labels.in_sentence(found.before)}
    number = show_change(found.fall.value) if found.fall else NO_VALUE
    reason = _("No step has fallen since %(meeting)s.") % words
    if found.ceiling_fell:
        reason = _("Only steps near the highest level have fallen since %(meeting)s.") % words
    return _card(_("Largest fall since %(meeting)s") % words, number, found.fall, reason, labels, is_change=True)


def _card(
    label: str, number: str, found: Standout | None, reason: str, labels: Labels, *, is_change: bool = False
) -> HardCard:
    if found is None:
        return HardCard(label, number, (), reason, is_change)
    steps = zip(found.steps, found.counts, strict=True)
    named = tuple(HardStep(step, labels.steps[step], found.value, n) for step, n in steps)
    return HardCard(label, number, named, "", is_change)


def _notes(found: Hardest, highest: int) -> Iterator[str]:
    yield _("Spread is the highest level minus the lowest.")
    if found.at_ceiling:
        sentence = ngettext(
            "Step %(steps)s is left out. Its mean is at most a quarter of a level below level %(highest)s.",
            "Steps %(steps)s are left out. Their means are at most a quarter of a level below level %(highest)s.",
            len(found.at_ceiling),
        )
        yield sentence % {"steps": listed(found.at_ceiling), "highest": highest}
