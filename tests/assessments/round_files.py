"""Round files for tests: the minimal form, and ways to spoil it."""

import json
from copy import deepcopy
from pathlib import Path

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


def spoiled(place: str, value) -> dict:
    """The minimal form with another value at a place such as "participations.0.role"; a new key is added."""
    document = minimal()
    *path, last = place.split(".")
    found = document
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
