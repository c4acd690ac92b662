"""The shipped checklist: names and scale exactly as published, every guidance text there in both languages."""

import re
import tomllib

import pytest

from accounts.reference_data import reference_organisations
from checklists.actions import PublishedChecklistChanged, load_shipped_checklist
from checklists.models import Checklist, ScaleLevel, Step, StepHint, StepLevel
from tests.factories import SHIPPED, shipped_checklist

# As named in the source document (SKR, Modellkonceptet 2020–2022).
NAMES = {
    1: "Den politiska församlingen tar beslut om jämställdhetsintegrering",
    2: "Den politiska ledningen efterfrågar resultat av arbetet med jämställdhetsintegrering",
    3: "Högsta cheferna tar ansvar för att politikernas jämställdhetsbeslut genomförs",
    4: "Ledningen ger organisationen förutsättningar för kompetens och lärande",
    5: "Jämställdhetsperspektivet är synligt i hela styrkedjan, från styrning till uppföljning",
    6: "Redovisa och analysera all individbaserad statistik med kön som indelningsgrund",
    7: "I beslutsunderlag finns en beskrivning av konsekvenser för kvinnor och män, flickor och pojkar",
    8: "Organisationen bedriver ett systematiskt förbättringsarbete",
    9: "Jämställdhetsintegreringen leder till konkreta och hållbara förbättringar i verksamheterna",
    10: "Struktur och kultur stöder fortsatt utveckling",
}
SCALE = {
    1: ("inte påbörjat, finns inte", "Ej påbörjat"),
    2: ("utveckling startat, nyss påbörjat", "Nyss påbörjat"),
    3: ("utveckling pågår, kommit en bit", "På väg"),
    4: ("genomfört/det finns", "Genomfört"),
}


@pytest.fixture(scope="module")
def content() -> dict:
    return tomllib.loads(SHIPPED.read_text(encoding="utf-8"))


def test_names_are_exactly_those_of_the_source(content):
    assert {step["number"]: step["name"]["sv"] for step in content["steps"]} == NAMES


def test_scale_is_exactly_that_of_the_source(content):
    levels = {level["value"]: (level["label"]["sv"], level["short"]["sv"]) for level in content["levels"]}
    assert (levels, content["scale_min"], content["scale_max"], content["half_steps"]) == (SCALE, 1, 4, True)


def test_every_step_has_all_its_texts_in_both_languages(content):
    empty = [
        (step["number"], language)
        for step in content["steps"]
        for language in ("sv", "en")
        for text in [step["name"], step["short"], step["meaning"], *(level["text"] for level in step["levels"])]
        if not text[language].strip()
    ]
    assert empty == []


def test_every_step_describes_each_level_once_and_differently(content):
    for step in content["steps"]:
        assert [level["value"] for level in step["levels"]] == [1, 2, 3, 4]
        for language in ("sv", "en"):
            assert len({level["text"][language] for level in step["levels"]}) == 4


def test_every_level_is_one_sentence(content):
    texts = [
        level["text"][language] for step in content["steps"] for level in step["levels"] for language in ("sv", "en")
    ]
    assert [text for text in texts if not re.fullmatch(r"[A-ZÅÄÖ][^.!?]*\.", text.strip())] == []


def hints(content) -> list[tuple[int, str, dict[str, str]]]:
    """Step, kind and texts of every question and example."""
    kinds = ("questions", "measures")
    return [(step["number"], kind, text) for step in content["steps"] for kind in kinds for text in step[kind]]


def test_every_step_has_three_questions_and_at_least_three_examples(content):
    assert [step["number"] for step in content["steps"] if len(step["questions"]) != 3] == []
    assert [step["number"] for step in content["steps"] if len(step["measures"]) < 3] == []


def test_every_hint_has_both_languages_and_stands_once(content):
    texts = [text[language] for _step, _kind, text in hints(content) for language in ("sv", "en")]
    assert [text for text in texts if not text.strip() or texts.count(text) > 1] == []


def test_questions_are_questions_and_examples_are_sentences_of_at_most_twenty_words(content):
    signs = {"questions": "?", "measures": "."}
    long_or_odd = [
        (step, text[language])
        for step, kind, text in hints(content)
        for language in ("sv", "en")
        if not re.fullmatch(rf"[A-ZÅÄÖ][^.!?]*\{signs[kind]}", text[language]) or len(text[language].split()) > 20
    ]
    assert long_or_odd == []


def test_no_hint_names_an_organisation_that_exists(content):
    names = "|".join(re.escape(row.name) for row in reference_organisations())
    texts = [text[language] for _step, _kind, text in hints(content) for language in ("sv", "en")]
    assert re.findall(rf"\b(?:{names})s?\b", " ".join(texts)) == []
    assert re.findall(rf"\b(?:{names})s?\b", "Som i Kalmar och Vaxholms stad") == ["Kalmar", "Vaxholms"]


@pytest.mark.django_db
def test_loading_makes_all_rows():
    checklist = shipped_checklist()
    made = (
        checklist.state,
        str(checklist),
        ScaleLevel.objects.filter(checklist=checklist).count(),
        Step.objects.filter(checklist=checklist).count(),
        StepLevel.objects.filter(step__checklist=checklist).count(),
        StepHint.objects.filter(step__checklist=checklist, kind=StepHint.Kind.QUESTION).count(),
    )
    assert made == (Checklist.State.PUBLISHED, "skr-2020", 4, 10, 40, 30)


@pytest.mark.django_db
def test_loading_again_drops_hints_that_are_gone(tmp_path):
    step = shipped_checklist().steps.get(number=1)
    before = [hint.text_sv for hint in step.hints_by_kind()["measure"]]
    load_shipped_checklist(path=changed(tmp_path, r'    \{ sv = "Fullmäktige beslutar att jäm[^\n]*\n', ""))
    assert [hint.text_sv for hint in step.hints_by_kind()["measure"]] == before[1:]


@pytest.mark.django_db
def test_loading_again_changes_guidance_only(tmp_path):
    checklist = shipped_checklist()
    before = list(checklist.steps.order_by("pk").values_list("pk", "number", "key", "name_sv", "name_en"))
    load_shipped_checklist(path=changed(tmp_path, r'(meaning\.sv = ")', r"\g<1>Nytt. "))
    after = list(checklist.steps.order_by("pk").values_list("pk", "number", "key", "name_sv", "name_en"))
    assert (before, checklist.steps.filter(meaning_sv__startswith="Nytt.").count()) == (after, 10)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("pattern", "replacement"),
    [
        (r"Struktur och kultur stöder", "Kultur och struktur stöder"),
        (r"The political assembly decides", "The assembly decides"),
        (r'key = "political-decision"', 'key = "decision"'),
        (r"scale_max = 4", "scale_max = 5"),
        (r"half_steps = true", "half_steps = false"),
        (r"number = 10\b", "number = 11"),
    ],
)
def test_what_is_published_never_changes(tmp_path, pattern, replacement):
    shipped_checklist()
    with pytest.raises(PublishedChecklistChanged):
        load_shipped_checklist(path=changed(tmp_path, pattern, replacement))


def changed(tmp_path, pattern: str, replacement: str):
    """The shipped file with another wording, somewhere else."""
    text, count = re.subn(pattern, replacement, SHIPPED.read_text(encoding="utf-8"))
    assert count
    path = tmp_path / "changed.toml"
    path.write_text(text, encoding="utf-8")
    return path
