"""The shipped checklist: names and scale exactly as published, every guidance text there in both languages."""

import re
import tomllib

import pytest

from checklists.actions import PublishedChecklistChanged, load_shipped_checklist
from checklists.models import Checklist, ScaleLevel, Step, StepLevel
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


@pytest.mark.django_db
def test_loading_makes_all_rows():
    checklist = shipped_checklist()
    made = (
        checklist.state,
        str(checklist),
        ScaleLevel.objects.filter(checklist=checklist).count(),
        Step.objects.filter(checklist=checklist).count(),
        StepLevel.objects.filter(step__checklist=checklist).count(),
    )
    assert made == (Checklist.State.PUBLISHED, "skr-2020", 4, 10, 40)


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
