"""The results chain of one organisation put together for pages and reports: columns, links both ways, counts, holes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from checklists.models import Step
from learning_rounds.models import ChainEntry, ChainLevel, ChainLink, Participation, PilotActivity, PolicyGoal

MEANINGS = {
    ChainLevel.ACTIVITY: _(
        "Something done once, within a limited time: a training, a survey, a review of steering documents."
    ),
    ChainLevel.PRODUCT: _(
        "Something that stays and can change more, often decided: a goal, a policy, budget instructions, a template."
    ),
    ChainLevel.WAY_OF_WORKING: _(
        "What staff do in a new way, often because of a new product: a method, a routine, how work is organised."
    ),
    ChainLevel.OUTCOME: _("The service has changed so that users or residents notice a difference."),
    ChainLevel.EFFECT: _("The gender equality policy goals come closer. Seldom seen within one round."),
}
QUESTIONS = {
    ChainLevel.ACTIVITY: _("What will you do first?"),
    ChainLevel.PRODUCT: _("Which decision, goal, routine or template is needed?"),
    ChainLevel.WAY_OF_WORKING: _("What do staff need to do differently?"),
    ChainLevel.OUTCOME: _("What difference should residents notice?"),
    ChainLevel.EFFECT: _("Which of the gender equality policy goals does it serve?"),
}


@dataclass(frozen=True)
class ChainCard:
    """An entry with what it concerns and its links in both directions, lower levels first."""

    entry: ChainEntry
    leads_to: list[ChainEntry]
    comes_from: list[ChainEntry]
    steps: list[Step] = field(default_factory=list)
    goals: list[PolicyGoal] = field(default_factory=list)

    @property
    def level_below(self) -> int:
        """The level at which something leads here most often; 0 for an activity."""
        return self.entry.level - 1


@dataclass(frozen=True)
class ChainColumn:
    """The entries at one level."""

    level: ChainLevel
    cards: list[ChainCard]

    @property
    def meaning(self) -> str:
        """What belongs at this level, as a sentence."""
        return str(MEANINGS[self.level])

    @property
    def question(self) -> str:
        """What to ask oneself when planning."""
        return str(QUESTIONS[self.level])

    @property
    def counts(self) -> list[int]:
        """How many entries there are in each state, in the order of ``ChainEntry.State``."""
        states = [card.entry.state for card in self.cards]
        return [states.count(state) for state in ChainEntry.State]


@dataclass(frozen=True)
class ChainHole:
    """Entries at one level that lead nowhere, or that nothing leads to, and the sentence that says so."""

    text: str
    entries: list[ChainEntry]
    leads_nowhere: bool


@dataclass(frozen=True)
class Chain:
    """All five levels, also those without entries, and what is not connected yet."""

    columns: list[ChainColumn]
    holes: list[ChainHole]

    @property
    def is_empty(self) -> bool:
        """Is there no entry at all?"""
        return not any(column.cards for column in self.columns)


def chain_of(participation: Participation, *, pilot: PilotActivity | None = None, details: bool = True) -> Chain:
    """The chain of an organisation; whether somebody may see it is asked before.

    With ``pilot`` only that pilot's entries, linked as they are in the whole chain. Without ``details`` steps and
    policy goals stay away. Four queries for a chain of any size, two without details.
    """
    entries = {entry.pk: entry for entry in _entries(participation, details=details)}
    forward, backward = _links(participation, entries)
    cards = [
        ChainCard(
            entry=entry,
            leads_to=forward[entry.pk],
            comes_from=backward[entry.pk],
            steps=list(entry.steps.all()) if details else [],
            goals=[PolicyGoal(chosen.goal) for chosen in entry.goals.all()] if details else [],
        )
        for entry in entries.values()
        if pilot is None or entry.pilot_id == pilot.pk
    ]
    columns = [ChainColumn(level, [card for card in cards if card.entry.level == level]) for level in ChainLevel]
    return Chain(columns=columns, holes=list(_holes(columns)))


def _entries(participation: Participation, *, details: bool) -> Iterable[ChainEntry]:
    entries = ChainEntry.objects.filter(participation=participation).select_related("pilot").in_order()
    if not details:
        return entries
    steps = Step.objects.select_related("checklist").order_by("checklist_id", "number")
    return entries.prefetch_related(Prefetch("steps", steps), "goals")


def _links(participation: Participation, entries: dict[int, ChainEntry]):
    """What each entry leads to and comes from, by its key, in the order of the entries."""
    forward: dict[int, list[ChainEntry]] = defaultdict(list)
    backward: dict[int, list[ChainEntry]] = defaultdict(list)
    links = set(ChainLink.objects.filter(source__participation=participation).values_list("source_id", "target_id"))
    place = {key: number for number, key in enumerate(entries)}
    for source, target in sorted(links, key=lambda link: (place[link[0]], place[link[1]])):
        forward[source].append(entries[target])
        backward[target].append(entries[source])
    return forward, backward


def _holes(columns: list[ChainColumn]) -> Iterable[ChainHole]:
    """What leads nowhere, from the left; then what rests on nothing, from the right, where planning starts."""
    for column in columns:
        if column.level in LEADS_NOWHERE:
            entries = [card.entry for card in column.cards if not card.leads_to]
            yield from _hole(entries, LEADS_NOWHERE[column.level], leads_nowhere=True)
    for column in reversed(columns):
        if column.level in RESTS_ON_NOTHING:
            entries = [card.entry for card in column.cards if not card.comes_from]
            yield from _hole(entries, RESTS_ON_NOTHING[column.level], leads_nowhere=False)


def _hole(entries: list[ChainEntry], sentence: Callable[[int], str], *, leads_nowhere: bool) -> Iterable[ChainHole]:
    if entries:
        yield ChainHole(sentence(len(entries)) % {"count": len(entries)}, entries, leads_nowhere)


# Effects are seldom seen within a round, so that outcomes may be the end of the chain.
LEADS_NOWHERE: dict[ChainLevel, Callable[[int], str]] = {
    ChainLevel.ACTIVITY: lambda count: ngettext(
        "%(count)s activity does not lead to anything yet.", "%(count)s activities do not lead to anything yet.", count
    ),
    ChainLevel.PRODUCT: lambda count: ngettext(
        "%(count)s product does not lead to anything yet.", "%(count)s products do not lead to anything yet.", count
    ),
    ChainLevel.WAY_OF_WORKING: lambda count: ngettext(
        "%(count)s way of working does not lead to anything yet.",
        "%(count)s ways of working do not lead to anything yet.",
        count,
    ),
}
# Activities are where work starts, and a product may come from a decision alone.
RESTS_ON_NOTHING: dict[ChainLevel, Callable[[int], str]] = {
    ChainLevel.WAY_OF_WORKING: lambda count: ngettext(
        "%(count)s way of working does not build on anything yet.",
        "%(count)s ways of working do not build on anything yet.",
        count,
    ),
    ChainLevel.OUTCOME: lambda count: ngettext(
        "%(count)s outcome does not build on anything yet.", "%(count)s outcomes do not build on anything yet.", count
    ),
    ChainLevel.EFFECT: lambda count: ngettext(
        "%(count)s societal effect does not build on anything yet.",
        "%(count)s societal effects do not build on anything yet.",
        count,
    ),
}
