"""Round files for tests: the minimal form, and ways to spoil it."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

from assessments.models import Assessment, Measure, StepScore, Submission
from learning_rounds.models import LearningGroup, LearningMeeting, LearningRound, Participation

SAVED = (LearningRound, LearningMeeting, LearningGroup, Participation, Assessment, Submission, StepScore, Measure)

MINIMAL = {
    "format": "jamsteg-round/1",
    "round": {"slug": "prov", "name": "Prov", "checklist": "skr-2020", "coordinator": "SKR"},
    "meetings": [
        {"number": 0, "kind": "kickoff", "name": "Uppstart", "date": "2025-02-03"},
        {"number": 1, "kind": "learning", "name": "Träff 1", "date": "2025-09-15"},
    ],
    "groups": [{"name": "Grupp 1"}],
    "participations": [
        {
            "organisation": {"code": "X901", "name": "Exempelby"},
            "role": "participant",
            "group": "Grupp 1",
            "status": "active",
            "assessments": [
                {"meeting": 0, "submitted_at": "2025-02-01T10:00:00+01:00", "scores": {"1": "2.5", "2": None}}
            ],
        }
    ],
}


def minimal() -> dict:
    """A copy of the minimal form, free to be changed."""
    return deepcopy(MINIMAL)


def complete() -> dict:
    """A document with every key there is."""
    document = minimal()
    document["round"] |= {"starts_on": "2025-01-01", "ends_on": "2026-06-30"}
    document["meetings"].append({"number": 2, "kind": "conference", "name": "Resultatkonferens", "date": None})
    document["groups"].append({"name": "Grupp 2", "basis": "theme"})
    document["participations"][0]["assessments"][0] |= {
        "scope": "Utan bolagen",
        "texts": {"1": {"reason": "Skäl", "evidence": "KS 2025/1"}, "3": {"reason": "Bara text"}},
        "measures": [{"step": 3, "text": "Göra", "responsible": "Kansliet", "due_on": "2025-05-01", "state": "done"}],
    }
    organisation = {"code": "X902", "name": "Avby", "kind": "region", "county": "Länet"}
    withdrawn = {"role": "mentor", "group": None, "status": "withdrawn", "withdrawn_on": "2025-03-01"}
    document["participations"].append({"organisation": organisation} | withdrawn)
    return document


def spoiled(place: str, value, document: dict | None = None) -> dict:
    """A document (else the minimal form) with another value at a place such as "participations.0.role", old or new."""
    document = minimal() if document is None else document
    *path, last = place.split(".")
    found: Any = document
    for key in path:
        found = found[int(key)] if isinstance(found, list) else found[key]
    if isinstance(found, list):
        found[int(last) :] = [value]
    else:
        found[last] = value
    return document


def written(path: Path, document: dict | str | bytes) -> str:
    """The name of a file with this content."""
    if isinstance(document, dict):
        document = json.dumps(document)
    path.write_bytes(document if isinstance(document, bytes) else document.encode())
    return str(path)


def places(value: object, place: str = "") -> list[str]:
    """Every place of a document, as ``spoiled`` takes it."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = []
    for key, child in pairs:
        at = f"{place}.{key}".lstrip(".")
        found += [at, *places(child, at)]
    return found
