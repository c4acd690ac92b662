"""What a pasted list of organisations means."""

import pytest

from accounts.models import Organisation, fold
from learning_rounds.finding import read_pasted, texts_of

NAMES = {
    "0114": "Upplands Väsby",
    "0139": "Upplands-Bro",
    "0880": "Kalmar",
    "0008": "Region Kalmar",
    "1490": "Borås",
    "1780": "Karlstad",
    "2260": "Ånge",
    "X101": "Tvilling",
    "X102": "Tvilling",
}
ALL = [
    Organisation(pk=number, code=code, name=name, search_key=fold(name))
    for number, (code, name) in enumerate(NAMES.items(), start=1)
]


def meaning(pasted: str, taking_part=()) -> tuple:
    """Codes found, texts that are unclear with the codes they may mean, texts unknown, codes that are in already."""
    read = read_pasted(pasted, ALL, taking_part)
    unclear = {each.text: [choice.code for choice in each.choices] for each in read.unclear}
    return [each.code for each in read.found], unclear, read.unknown, [each.code for each in read.already]


@pytest.mark.parametrize("separator", ["\n", "\r\n", ";", ",", "\t", " ; \n\n"])
def test_list_is_read_with_any_separator(separator):
    assert meaning(separator.join(["1780", "Ånge", "Borås"]))[0] == ["1780", "2260", "1490"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1780", "1780"),
        ("karlstad", "1780"),
        ("  KARLSTAD ", "1780"),
        ("Karlstads kommun", "1780"),
        ("Karlstad kommun", "1780"),
        ("Borås Stad", "1490"),
        ("ÅNGE", "2260"),
        ("A\u030ange", "2260"),
        ("114", "0114"),
        ("x101", "X101"),
        ("Upplands  Väsby", "0114"),
        ("Region Kalmar", "0008"),
        ("Kalmar", "0880"),
    ],
)
def test_names_and_codes_are_found_however_they_are_written(text, code):
    assert meaning(text) == ([code], {}, [], [])


def test_text_that_means_several_is_unclear():
    assert meaning("Upplands\nTvilling") == ([], {"Upplands": ["0114", "0139"], "Tvilling": ["X101", "X102"]}, [], [])


def test_part_of_one_name_is_asked_about_too():
    assert meaning("Väsby") == ([], {"Väsby": ["0114"]}, [], [])


@pytest.mark.parametrize("text", ["Hittepå", "al", "9999", "🦄", "%", "kommun", "a" * 10_000])
def test_text_that_means_nobody_is_unknown(text):
    assert meaning(text) == ([], {}, [text], [])


def test_each_organisation_comes_once():
    assert meaning("1780\tKarlstad\nKarlstads kommun\n1780") == (["1780"], {}, [], [])


def test_those_that_take_part_are_told_apart():
    assert meaning("Ånge; Borås", taking_part={7}) == (["1490"], {}, [], ["2260"])


@pytest.mark.parametrize("pasted", ["", " ", ";;\n,\t"])
def test_empty_list_means_nothing(pasted):
    assert (texts_of(pasted), meaning(pasted)) == ([], ([], {}, [], []))


def test_name_that_very_many_share_is_unknown():
    many = [Organisation(pk=number, code=f"X{number}", name="", search_key=f"byn {number}") for number in range(9)]
    assert (len(read_pasted("byn", many[:8], ()).unclear), read_pasted("byn", many, ()).unknown) == (1, ["byn"])
