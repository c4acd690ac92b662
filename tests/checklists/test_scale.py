"""The scale reads what people write, rounds half up and shows numbers the way each language writes them."""

from decimal import Decimal
from fractions import Fraction

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from checklists.scale import from_half_steps, level_bin, level_class, parse_score, rounded, show, show_change

NO_BREAK, NARROW_NO_BREAK, ZERO_WIDTH = "\u00a0", "\u202f", "\u200b"


@pytest.mark.parametrize(
    ("text", "half_steps"),
    [
        ("1", 2),
        ("4", 8),
        ("2,5", 5),
        ("2.5", 5),
        (" 2.5 ", 5),
        ("2,0", 4),
        ("3,50", 7),
        (f"{NO_BREAK}2,5{NARROW_NO_BREAK}", 5),
        (f"2{NO_BREAK},{NARROW_NO_BREAK}5\t\r\n", 5),
        (f"\ufeff3{ZERO_WIDTH}", 6),
    ],
)
def test_parse_score_accepts_what_people_write(text, half_steps):
    assert parse_score(text) == half_steps


NOT_NUMBERS = [
    "",
    " ",
    "två",
    "2.5.",
    "2,,5",
    "2.5,0",
    ",5",
    "2,",
    "+2",
    "nan",
    "Infinity",
    "1e0",
    "0x2",
    "½",
    "٣",
    "−−2",
]
BROKEN = ["2\x00", "\x00", "22222", " " * 39 + "2" + " ", None, 2.5]


def refusal(text, **scale):
    """The English sentence with which parse_score refuses the text."""
    with translation.override("en"):
        try:
            return f"accepted as {parse_score(text, **scale)}"
        except ValueError as refused:
            return str(refused)


@pytest.mark.parametrize("text", NOT_NUMBERS + BROKEN)
def test_parse_score_refuses_what_is_not_a_number(text):
    assert refusal(text) == "Write the level as a number, for example 2.5."


@pytest.mark.parametrize(
    "text", ["0", "0,5", "4,5", "4.01", "5", "10", "2 5", "−1", "-1", "−2,3", f"−{NO_BREAK}1", "-0"]
)
def test_parse_score_refuses_levels_out_of_scale(text):
    assert refusal(text) == "The level must be between 1 and 4."


@pytest.mark.parametrize("text", ["2.3", "2,25", "1.01", "3.99999999"])
def test_parse_score_refuses_other_than_half_steps(text):
    assert refusal(text) == "Use whole and half steps only, for example 2 or 2.5."


def test_parse_score_follows_the_scale_it_is_given():
    assert [parse_score(text, minimum=0, maximum=10) for text in ("0", "9,5", "10")] == [0, 19, 20]
    assert refusal("4", maximum=3) == "The level must be between 1 and 3."


@given(st.integers(2, 8), st.sampled_from(["sv", "en"]))
def test_parse_score_reads_back_what_show_writes(half_steps, language):
    assert parse_score(show(from_half_steps(half_steps), language)) == half_steps


@given(st.text(max_size=60))
def test_parse_score_never_raises_anything_but_a_value_error(text):
    try:
        half_steps = parse_score(text)
    except ValueError:
        return
    assert 2 <= half_steps <= 8


def test_from_half_steps_gives_score_units():
    assert [from_half_steps(half_steps) for half_steps in (2, 5, 8, None)] == [1, Fraction(5, 2), 4, None]


@pytest.mark.parametrize(
    ("value", "decimal"),
    [
        (Fraction(9, 4), "2.3"),
        (Fraction(19, 8), "2.4"),
        (Fraction(71, 4), "17.8"),
        (Fraction(79, 4), "19.8"),
        (Fraction(191, 8), "23.9"),
        (Fraction(57, 2), "28.5"),
        (Fraction(7, 3), "2.3"),
        (Fraction(8, 3), "2.7"),
        (Fraction(-1, 4), "-0.3"),
        (Fraction(-1, 20), "-0.1"),
        (Fraction(-1, 25), "0.0"),
        (Fraction(1, 25), "0.0"),
        (Fraction(10**30) + Fraction(1, 20), f"{10**30}.1"),
        (0, "0.0"),
        (4, "4.0"),
    ],
)
def test_rounded_rounds_half_up_to_one_decimal(value, decimal):
    assert str(rounded(value)) == decimal


def test_rounded_keeps_missing_missing():
    assert rounded(None) is None


@given(st.fractions(min_value=-1000, max_value=1000))
def test_rounded_is_nearest_and_symmetric(value):
    assert abs(Fraction(rounded(value)) - value) <= Fraction(1, 20)
    assert rounded(-value) == -rounded(value)
    assert isinstance(rounded(value), Decimal)


@pytest.mark.parametrize(
    ("value", "swedish", "english"),
    [
        (Fraction(9, 4), "2,3", "2.3"),
        (Fraction(-1, 4), "−0,3", "−0.3"),
        (Fraction(-1, 25), "0,0", "0.0"),
        (4, "4,0", "4.0"),
        (None, "", ""),
    ],
)
def test_show_writes_each_language(value, swedish, english):
    assert (show(value, "sv"), show(value, "en")) == (swedish, english)


@pytest.mark.parametrize(
    ("value", "swedish", "english"),
    [
        (Fraction(5, 4), "+1,3", "+1.3"),
        (Fraction(-1, 4), "−0,3", "−0.3"),
        (Fraction(1, 25), "0,0", "0.0"),
        (Fraction(-1, 25), "0,0", "0.0"),
        (0, "0,0", "0.0"),
        (None, "", ""),
    ],
)
def test_show_change_always_has_a_sign_except_for_zero(value, swedish, english):
    assert (show_change(value, "sv"), show_change(value, "en")) == (swedish, english)


@pytest.mark.parametrize(("language", "text"), [("sv", "2,5"), ("sv-fi", "2,5"), ("en", "2.5"), ("en-gb", "2.5")])
def test_show_follows_the_active_language(language, text):
    with translation.override(language):
        assert show(Fraction(5, 2)) == text


@pytest.mark.parametrize(
    ("hundredths", "expected"),
    [(100, 2), (124, 2), (125, 3), (174, 3), (175, 4), (224, 4), (225, 5), (374, 7), (375, 8), (400, 8)],
)
def test_level_bin_is_the_nearest_half_step_half_up(hundredths, expected):
    assert level_bin(Fraction(hundredths, 100)) == expected


def test_level_bin_stays_within_the_colours_and_keeps_missing_missing():
    assert [level_bin(value) for value in (0, 5, None)] == [2, 8, None]


def test_level_class_names_the_colour_or_missing():
    assert [level_class(value) for value in (1, Fraction(19, 8), 4, None)] == [
        "level-2",
        "level-5",
        "level-8",
        "level-missing",
    ]


def test_template_filters_write_scores():
    template = Template(
        "{% load scale %}{{ mean|score }} {{ fall|change }} {{ mean|level_class }} {{ stored|from_half_steps|score }}"
        " {{ nothing|score }}|{{ nothing|level_class }}"
    )
    context = Context({"mean": Fraction(19, 8), "fall": Fraction(-1, 4), "stored": 5, "nothing": None})
    with translation.override("sv"):
        assert template.render(context) == "2,4 −0,3 level-5 2,5 |level-missing"
