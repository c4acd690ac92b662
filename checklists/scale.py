"""The scale: the one place that reads, rounds and writes scores, for pages, PDF, exports and imports alike.

Scores are stored as whole numbers of half steps (2 = level 1, 8 = level 4), so that sums are exact. Means, changes and
totals are Fractions in score units (1–4, not half steps) and stay exact until this module shows them: half up to one
decimal. `round()` is not used, since it gives 2.2 for 2.25, and neither are floats.
"""

import re
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import get_language
from django.utils.translation import gettext as _

MINUS = "\N{MINUS SIGN}"
LONGEST_INPUT = 40
INVISIBLE = dict.fromkeys(map(ord, "\u200b\u2060\ufeff"))
WRITTEN_NUMBER = re.compile(r"(?P<sign>[-\u2212]?)(?P<number>[0-9]{1,4}([.,][0-9]{1,8})?)")

LOWEST_BIN, HIGHEST_BIN = 2, 8


def parse_score(text: str, *, minimum: int = 1, maximum: int = 4) -> int:
    """The number of half steps (2–8 on the scale 1–4) in a level as people write it: "2,5", "2.5", " 2 ".

    White space is ignored, also the no-break spaces that come along from a spreadsheet. `minimum` and `maximum` are the
    whole levels at the ends of the scale. Raises ValueError with a translated sentence for the person who wrote it.
    """
    written = _read_number(text)
    if not minimum <= written <= maximum:
        raise ValueError(
            _("The level must be between %(minimum)s and %(maximum)s.") % {"minimum": minimum, "maximum": maximum}
        )
    half_steps = written * 2
    if half_steps.denominator != 1:
        raise ValueError(_("Use whole and half steps only, for example 2 or 2.5."))
    return half_steps.numerator


def _read_number(text: str) -> Fraction:
    found = None
    if isinstance(text, str) and len(text) <= LONGEST_INPUT:
        found = WRITTEN_NUMBER.fullmatch("".join(text.translate(INVISIBLE).split()))
    if found is None:
        raise ValueError(_("Write the level as a number, for example 2.5."))
    number = Fraction(found["number"].replace(",", "."))
    return -number if found["sign"] else number


def from_half_steps(half_steps: int | None) -> Fraction | None:
    """A stored score in score units: 5 half steps are level 2.5; None stays None."""
    return None if half_steps is None else Fraction(half_steps, 2)


def rounded(value: Fraction | int | None) -> Decimal | None:
    """The value with one decimal, half up (away from zero: −0.25 gives −0.3); None stays None."""
    if value is None:
        return None
    tenths = (abs(value.numerator) * 20 + value.denominator) // (2 * value.denominator)
    return Decimal(f"{'-' if value < 0 and tenths else ''}{tenths}E-1")


def show(value: Fraction | int | None, language: str | None = None) -> str:
    """The rounded value as text: "2,3" in Swedish, "2.3" in English, with a true minus; None gives "".

    `language` is a language code; without it the active language decides.
    """
    decimal = rounded(value)
    if decimal is None:
        return ""
    text = str(decimal).replace("-", MINUS)
    return text.replace(".", ",") if _has_decimal_comma(language) else text


def show_change(value: Fraction | int | None, language: str | None = None) -> str:
    """A difference as text with its sign: "+1,3", "−0,3" and "0,0"; None gives ""."""
    decimal = rounded(value)
    sign = "+" if decimal is not None and decimal > 0 else ""
    return sign + show(value, language)


def _has_decimal_comma(language: str | None) -> bool:
    return (language or get_language() or "").startswith("sv")


def level_bin(value: Fraction | int | None) -> int | None:
    """The colour class of a score or mean: its nearest half step (2–8), half up, so that 1.75 ≤ x < 2.25 gives 4."""
    if value is None:
        return None
    nearest = (value.numerator * 4 + value.denominator) // (2 * value.denominator)
    return min(max(nearest, LOWEST_BIN), HIGHEST_BIN)


def level_class(value: Fraction | int | None) -> str:
    """The CSS class of a score or mean: "level-2" … "level-8", or "level-missing"."""
    return "level-missing" if value is None else f"level-{level_bin(value)}"
