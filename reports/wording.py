"""What the figures of one organisation say, in words: the message, the lead and the cards of the politician's page.

Everything is in the active language. Falls are said as plainly as rises, and without a clear message, or anything to
compare with, the words stay neutral.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checklists.scale import show, show_change
from learning_rounds.models import LearningMeeting
from reports.statistics import Cell, Extreme, Headlines, ScoreTable, headlines
from reports.tables import NO_VALUE

SOFT_HYPHEN = "\u00ad"
NAMED_AT_MOST = 2


def in_sentence(name: str) -> str:
    """A name as it stands inside a sentence: "träff 2", "könsuppdelad statistik"; abbreviations keep their capitals."""
    name = name.replace(SOFT_HYPHEN, "")
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def shortened(text: str, longest: int) -> str:
    """The beginning of a text, on one line."""
    return Truncator(" ".join(text.replace(SOFT_HYPHEN, "").split())).chars(longest)


def meeting_in_sentence(meeting: LearningMeeting) -> str:
    """A meeting as it stands after "since" and "at"."""
    return meeting.in_sentence


def number_word(number: int) -> str:
    """How many steps, as a word up to twelve."""
    # Translators: the words for 0 to 12 steps, with a space between.
    words = _("no one two three four five six seven eight nine ten eleven twelve").split()
    return words[number] if number < len(words) else str(number)


@dataclass(frozen=True)
class Card:
    """One of the three numbers: the number with its unit, and what it is."""

    number: str
    text: str


@dataclass(frozen=True)
class Wording:
    """The words about a table that goes from its first meeting to `latest`, the one that the page is about.

    `step_names` are the short names by number; `first` and `latest` are written as inside a sentence; `highest` is the
    highest level of the scale.
    """

    organisation: str
    table: ScoreTable
    step_names: Mapping[int, str]
    first: str
    latest: str
    highest: int

    @cached_property
    def news(self) -> Headlines:
        return headlines(self.table)

    @property
    def compares(self) -> bool:
        """Is there an earlier meeting to compare with?"""
        return self.table.first != self.table.latest

    # --- The message ---------------------------------------------------------------------------------------------

    def title(self) -> str:
        """The message when most of all steps have moved the same way, or none has moved; otherwise a neutral title."""
        steps, raised, lowered = len(self.table.steps), len(self.news.raised), len(self.news.lowered)
        words = {
            "organisation": self.organisation,
            "first": self.first,
            "all": number_word(steps),
            "count": number_word(max(raised, lowered)),
        }
        if raised == steps:
            return _("%(organisation)s has raised all %(all)s steps since %(first)s") % words
        if raised * 2 > steps:
            return _("%(organisation)s has raised %(count)s of %(all)s steps since %(first)s") % words
        if lowered * 2 > steps:
            return _("%(organisation)s rates %(count)s of %(all)s steps lower than at %(first)s") % words
        if len(self.news.unchanged) == steps:
            return _("%(organisation)s is at the same levels as at %(first)s") % words
        return _("How far %(organisation)s has come with gender mainstreaming") % words

    # --- The lead --------------------------------------------------------------------------------------------------

    def lead(self) -> tuple[str, ...]:
        """Two sentences: where the total is, and which steps stand out. Only one when nothing is rated."""
        return tuple(sentence for sentence in (self._about_the_total(), self._about_the_steps()) if sentence)

    def _about_the_total(self) -> str:
        total, change = self._total, self.table.total_change()
        words = {"total": show(total.value), "highest": self.highest_total, "first": self.first, "latest": self.latest}
        if total.value is None:
            return self._missing_steps()
        if change.value is None or self.table.first is None:
            return _("Our rating at %(latest)s is %(total)s points out of %(highest)s.") % words
        if change.value == 0:
            return _("Our rating is unchanged since %(first)s: %(total)s points out of %(highest)s.") % words
        words["before"] = show(self.table.total(self.table.first).value)
        return _("Our rating has gone from %(before)s to %(total)s points out of %(highest)s since %(first)s.") % words

    def _about_the_steps(self) -> str:
        news = self.news
        words = {
            "lift": self._names(news.biggest_lift),
            "fall": self._names(news.biggest_fall),
            "lowest": self._names(news.lowest),
        }
        if news.lowest is None:
            return ""
        if news.lowest.value == self.highest:
            return _("Every rated step is in place.")
        if news.biggest_lift and news.biggest_fall:
            return _("The biggest rise is in %(lift)s, and the biggest fall in %(fall)s.") % words
        if news.biggest_lift:
            return _("The biggest rise is in %(lift)s, and the longest way to go in %(lowest)s.") % words
        if news.biggest_fall:
            return _("The biggest fall is in %(fall)s, and the longest way to go in %(lowest)s.") % words
        return _("The longest way to go is in %(lowest)s.") % words

    # --- The cards -------------------------------------------------------------------------------------------------

    def total_card(self) -> Card:
        """The total and the highest there can be; a dash and why, when steps are missing."""
        if self._total.value is None:
            return Card(NO_VALUE, self._missing_steps())
        words = {"total": show(self._total.value), "highest": self.highest_total, "latest": self.latest}
        return Card(_("%(total)s of %(highest)s") % words, _("Our rating at %(latest)s") % words)

    def change_card(self, group: Cell) -> Card:
        """The change of the total, with that of the group when there is one to show."""
        change = self.table.total_change().value
        words = {"first": self.first, "group": show_change(group.value)}
        if not self.compares:
            return Card(NO_VALUE, _("Our first rating. There is nothing to compare with yet."))
        if change is None:
            return Card(NO_VALUE, _("Change since %(first)s. A step is missing at one of the meetings.") % words)
        if group.value is None:
            return Card(show_change(change), _("Change since %(first)s") % words)
        return Card(show_change(change), _("Change since %(first)s. The group: %(group)s") % words)

    def lowest_card(self) -> Card:
        """The lowest level and the steps that have it."""
        lowest = self.news.lowest
        if lowest is None:
            return Card(NO_VALUE, _("No step is rated."))
        words = {"level": show(lowest.value), "highest": self.highest, "steps": self._names(lowest)}
        if len(lowest.steps) == len(self.table.steps):
            return Card(_("%(level)s of %(highest)s") % words, _("All steps are at the same level."))
        return Card(_("%(level)s of %(highest)s") % words, _("Our lowest: %(steps)s") % words)

    # --- Parts -----------------------------------------------------------------------------------------------------

    @property
    def highest_total(self) -> int:
        """The highest total there can be."""
        return self.highest * len(self.table.steps)

    @property
    def _total(self) -> Cell:
        """The total at the meeting that the page is about, which is the last of the table."""
        return self.table.total(self.table.meetings[-1])

    def _missing_steps(self) -> str:
        missing, steps = len(self.table.missing_steps(self.table.meetings[-1])), len(self.table.steps)
        return ngettext(
            "There is no total: %(missing)s of %(steps)s steps is not rated at %(latest)s.",
            "There is no total: %(missing)s of %(steps)s steps are not rated at %(latest)s.",
            missing,
        ) % {"missing": missing, "steps": steps, "latest": self.latest}

    def _names(self, extreme: Extreme | None) -> str:
        """The steps of an extreme by name, or how many they are when there are more than two."""
        names = [in_sentence(self.step_names[step]) for step in extreme.steps] if extreme else []
        if len(names) > NAMED_AT_MOST:
            return ngettext("%(count)s step", "%(count)s steps", len(names)) % {"count": len(names)}
        return _join(names)


def _join(names: Sequence[str]) -> str:
    if len(names) == NAMED_AT_MOST:
        return _("%(one)s and %(other)s") % {"one": names[0], "other": names[1]}
    return "".join(names)
