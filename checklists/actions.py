"""Verbs of checklists: load what is shipped as text into rows."""

import tomllib
from pathlib import Path

from django.db import transaction

from accounts.audit import record
from checklists.models import Checklist, ScaleLevel, Step, StepHint, StepLevel

SHIPPED = Path(__file__).resolve().parent / "shipped"


class PublishedChecklistChanged(ValueError):
    """A shipped file differs from the published checklist in something that may never change."""


def both(prefix: str, texts: dict[str, str]) -> dict[str, str]:
    """{"sv": …, "en": …} as model fields: {prefix_sv: …, prefix_en: …}."""
    return {f"{prefix}_sv": texts["sv"].strip(), f"{prefix}_en": texts["en"].strip()}


@transaction.atomic
def load_shipped_checklist(*, path: Path) -> Checklist:
    """Create or refresh a published checklist from a TOML file; run again it changes guidance texts only.

    Raises PublishedChecklistChanged when a key, number, name or the scale differs from what is published,
    KeyError when the file lacks a field.
    """
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    checklist = Checklist.objects.filter(key=content["key"], version=content["version"]).first()
    if checklist is None:
        checklist = _create_checklist(content)
        record("load-checklist", checklist, by=None)
    _refuse_changes(checklist, content)
    _refresh_guidance(checklist, content)
    return checklist


def _create_checklist(content: dict) -> Checklist:
    checklist = Checklist.objects.create(
        key=content["key"],
        version=content["version"],
        state=Checklist.State.PUBLISHED,
        scale_min=content["scale_min"],
        scale_max=content["scale_max"],
        scale_step=1 if content["half_steps"] else 2,
        **both("name", content["name"]),
    )
    ScaleLevel.objects.bulk_create(
        ScaleLevel(
            checklist=checklist, value=level["value"], **both("label", level["label"]), **both("short", level["short"])
        )
        for level in content["levels"]
    )
    Step.objects.bulk_create(
        Step(
            checklist=checklist,
            number=step["number"],
            key=step["key"],
            **both("name", step["name"]),
            **both("short", step["short"]),
        )
        for step in content["steps"]
    )
    return checklist


def _refuse_changes(checklist: Checklist, content: dict) -> None:
    """What scores rest on never changes once published."""
    scale = (content["scale_min"], content["scale_max"], 1 if content["half_steps"] else 2)
    fixed = {(step["number"], step["key"], *both("name", step["name"]).values()) for step in content["steps"]}
    published = set(checklist.steps.values_list("number", "key", "name_sv", "name_en"))
    if (checklist.scale_min, checklist.scale_max, checklist.scale_step) != scale or fixed != published:
        raise PublishedChecklistChanged(f"{checklist} is published; make a new version instead")


def _refresh_guidance(checklist: Checklist, content: dict) -> None:
    steps = {step.number: step for step in checklist.steps.all()}
    for text in content["steps"]:
        step = steps[text["number"]]
        for field, value in (both("short", text["short"]) | both("meaning", text["meaning"])).items():
            setattr(step, field, value)
        step.save()
        for level in text["levels"]:
            StepLevel.objects.update_or_create(step=step, value=level["value"], defaults=both("text", level["text"]))
        _refresh_hints(step, StepHint.Kind.QUESTION, text.get("questions", []))
        _refresh_hints(step, StepHint.Kind.MEASURE, text.get("measures", []))


def _refresh_hints(step: Step, kind: str, texts: list[dict[str, str]]) -> None:
    """Make a step's hints of one kind those of the file, in its order."""
    for number, text in enumerate(texts, 1):
        StepHint.objects.update_or_create(step=step, kind=kind, number=number, defaults=both("text", text))
    step.hints.filter(kind=kind, number__gt=len(texts)).delete()
