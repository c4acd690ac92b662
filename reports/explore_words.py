"""The headlines of the Explore page: what a diagram says, in a few words, and what it is made of."""

from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checklists.scale import show
from reports.statistics import ScoreTable, headlines
from reports.tables import Labels
from reports.wording import in_sentence


def trend_title(own: ScoreTable, labels: Labels) -> str:
    """How many of the chosen steps have risen; one step is named with its two levels."""
    news = headlines(own)
    compared = len(news.raised) + len(news.lowered) + len(news.unchanged)
    if not compared or own.first is None or own.latest is None:
        return _("Level per step and meeting")
    if len(own.steps) == 1:
        (step,) = own.steps
        ends = {"first": show(own.cell(step, own.first).value), "latest": show(own.cell(step, own.latest).value)}
        return _("%(step)s: from %(first)s to %(latest)s") % (ends | {"step": labels.steps[step]})
    words = {"raised": len(news.raised), "count": compared, "first": labels.in_sentence(own.first)}
    return (
        ngettext(
            "%(raised)s of %(count)s steps has risen since %(first)s",
            "%(raised)s of %(count)s steps have risen since %(first)s",
            len(news.raised),
        )
        % words
    )


def comparison_title(own: ScoreTable, group: ScoreTable, labels: Labels) -> str:
    """In how many of the chosen steps the organisation is above the group at its latest meeting."""
    if own.latest is None:
        return _("Compared with the group")
    pairs = [(own.cell(step, own.latest).value, group.cell(step, own.latest).value) for step in own.steps]
    both = [(mine, theirs) for mine, theirs in pairs if mine is not None and theirs is not None]
    above = sum(mine > theirs for mine, theirs in both)
    words = {"above": above, "count": len(both), "meeting": labels.in_sentence(own.latest)}
    if not both:
        return _("Compared with the group")
    return _("Above the group's mean in %(above)s of %(count)s steps at %(meeting)s") % words


def spread_title(own: ScoreTable, labels: Labels, maximum: int) -> str:
    """How many steps are near the top of the scale at the latest meeting."""
    if own.latest is None:
        return _("How the steps lie over the scale")
    high = sum(count for half_steps, count in own.distribution(own.latest).items() if half_steps >= 2 * (maximum - 1))
    words = {"high": high, "count": len(own.steps), "level": maximum - 1, "meeting": labels.in_sentence(own.latest)}
    return (
        ngettext(
            "%(high)s of %(count)s steps is at level %(level)s or higher at %(meeting)s",
            "%(high)s of %(count)s steps are at level %(level)s or higher at %(meeting)s",
            high,
        )
        % words
    )


def radar_title(own: ScoreTable, labels: Labels) -> str:
    """The step that has risen most, else how many have."""
    lift = headlines(own).biggest_lift
    if lift is None or len(lift.steps) > 1:
        return trend_title(own, labels)
    return _("Biggest lift: %(step)s") % {"step": in_sentence(labels.steps[lift.steps[0]])}


def subtitle(own: ScoreTable, group_size: int, minimum: int, maximum: int) -> str:
    """What is shown, on which scale, and how many organisations it rests on."""
    steps = ngettext("%(count)s step", "%(count)s steps", len(own.steps)) % {"count": len(own.steps)}
    scale = _("Submitted levels, %(steps)s, scale %(lowest)s–%(highest)s.") % {
        "steps": steps,
        "lowest": minimum,
        "highest": maximum,
    }
    if not group_size:
        return scale + " " + _("n = 1 organisation.")
    group = ngettext(
        "The group: n = %(n)s participant, mentors not counted.",
        "The group: n = %(n)s participants, mentors not counted.",
        group_size,
    ) % {"n": group_size}
    return f"{scale} {group}"


def first_steps(own: ScoreTable, count: int) -> tuple[int, ...]:
    """The steps that are shown before any are chosen: those that have changed most, in order of steps."""
    changes = {step: abs(own.change(step).value or Fraction(0)) for step in own.steps}
    return tuple(sorted(sorted(own.steps, key=lambda step: (-changes[step], step))[:count]))
