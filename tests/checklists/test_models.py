"""Checklists: what the database refuses, which scores a scale allows and whose language a text speaks."""

import pytest
from django.utils import translation

from checklists.models import Checklist, ScaleLevel, Step, StepLevel
from tests import factories
from tests.checks import refused

pytestmark = pytest.mark.django_db


def test_version_of_a_checklist_exists_once():
    factories.checklist(key="egen", version="1")
    factories.checklist(key="egen", version="2")
    refused(Checklist(key="egen", version="1", name_sv="Egen", name_en="Own"))


@pytest.mark.parametrize("scale", [{"scale_min": 4, "scale_max": 4}, {"scale_min": 4, "scale_max": 1}])
def test_scale_has_its_bottom_below_its_top(scale):
    refused(Checklist(key="egen", version="1", name_sv="Egen", name_en="Own", **scale))


@pytest.mark.parametrize("scale_step", [0, 3])
def test_scale_has_half_or_whole_steps(scale_step):
    refused(Checklist(key="egen", version="1", name_sv="Egen", name_en="Own", scale_step=scale_step))


def test_parts_of_a_checklist_are_unique():
    checklist = factories.checklist(steps=1)
    step, level = checklist.steps.get(), factories.scale_level(checklist)
    factories.step_level(step)
    names = {"name_sv": "M", "name_en": "S", "short_sv": "M", "short_en": "S"}
    refused(Step(checklist=checklist, number=step.number, key="other", **names))
    refused(Step(checklist=checklist, number=2, key=step.key, **names))
    refused(ScaleLevel(checklist=checklist, value=level.value))
    refused(StepLevel(step=step, value=1))


@pytest.mark.parametrize(
    ("scale", "allowed"),
    [
        ({}, [2, 3, 4, 5, 6, 7, 8]),
        ({"scale_step": 2}, [2, 4, 6, 8]),
        ({"scale_max": 3}, [2, 3, 4, 5, 6]),
        ({"scale_min": 0, "scale_max": 2, "scale_step": 2}, [0, 2, 4]),
    ],
)
def test_scale_allows_its_scores(scale, allowed):
    checklist = Checklist(**({"scale_min": 1, "scale_max": 4, "scale_step": 1} | scale))
    assert [half_steps for half_steps in range(12) if checklist.allows(half_steps)] == allowed


@pytest.mark.parametrize(("language", "name"), [("sv", "Moment 1"), ("en", "Step 1"), ("en-gb", "Step 1")])
def test_texts_are_in_the_language_of_the_reader(language, name):
    step = factories.step()
    with translation.override(language):
        assert (step.name, str(step)) == (name, f"1. {name}")


def test_texts_are_swedish_where_there_is_no_language():
    step = factories.step()
    with translation.override(None):
        assert step.name == "Moment 1"


def test_checklist_is_found_by_reference():
    checklist = factories.checklist(key="egen-lista", version="2")
    assert Checklist.objects.get_by_reference("egen-lista-2") == checklist
    for reference in ("egen-lista", "egen-lista-3", "", "-"):
        with pytest.raises(Checklist.DoesNotExist):
            Checklist.objects.get_by_reference(reference)
