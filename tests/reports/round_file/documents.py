"""Round files for tests: the minimal form, and ways to spoil it."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

from assessments.models import Assessment, Measure, StepScore, Submission
from learning_rounds.models import ChainEntry, LearningGroup, LearningMeeting, LearningRound, Participation
from learning_rounds.models import PilotActivity as Pilot

SAVED = (LearningRound, LearningMeeting, LearningGroup, Participation, Assessment, Submission, StepScore, Measure)
SAVED = (*SAVED, Pilot, ChainEntry)

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


def first_release() -> dict:
    """A document with every key that the first release of the format had. It must always be read."""
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


def complete() -> dict:
    """A document with every key there is."""
    document = minimal()
    document["round"] |= {"starts_on": "2025-01-01", "ends_on": "2026-06-30", "state": "archived"}
    conference = {"number": 2, "kind": "conference", "name": "Resultatkonferens", "date": None}
    document["meetings"].append(conference | {"held_on": "2026-05-20", "place": "Stockholm"})
    host = {"code": "X901", "name": "Exempelby"}
    held = {"meeting": 2, "starts_at": "2026-05-04T09:00:00+02:00", "place": "Rådhuset", "host": host}
    document["groups"].append({"name": "Grupp 2", "basis": "theme", "meetings": [held]})
    document["participations"][0] |= {
        "decision": "cemr",
        "decided_on": "2024-11-25",
        "decision_url": "https://example.org/beslut",
        "goal": "Lära av andra",
        "contact": "Strategen, strateg@example.org",
        "extensions": [{"meeting": 1, "due_on": "2025-09-22"}],
        "measures": [
            {"meeting": 2, "step": 3, "text": "Göra mer", "unit": {"kind": "company", "name": "Bolaget"}},
            {"meeting": 1, "step": 2, "text": "Enkät", "state": "dropped", "dropped_because": "Finns redan"},
        ],
        "briefs": [{"meeting": 0, "question_1": "Ett?", "question_2": "Två?", "question_3": "Tre?", "contact": "Anna"}],
    }
    document["participations"][0]["assessments"][0] |= _answered()
    document["participations"][0] |= _work()
    document["participations"][0] |= _report(document["participations"][0]["assessments"])
    document["participations"][0] |= _shares()
    organisation = {"code": "X902", "name": "Avby", "kind": "region", "county": "Länet"}
    withdrawn = {"role": "mentor", "group": None, "status": "withdrawn", "withdrawn_on": "2025-03-01"}
    document["participations"].append({"organisation": organisation} | withdrawn)
    return document


def _answered() -> dict:
    """What an assessment can hold beside its levels."""
    return {
        "scope": "Utan bolagen",
        "unit": {"kind": "committee", "name": "Socialnämnden"},
        "checklist": "skr-2020",
        "texts": {"1": {"reason": "Skäl", "evidence": "KS 2025/1"}, "3": {"reason": "Bara text"}},
        "measures": [{"step": 3, "text": "Göra", "responsible": "Kansliet", "due_on": "2025-05-01", "state": "done"}],
        "earlier": [{"submitted_at": "2025-01-20", "scope": "Allt", "scores": {"1": "1"}, "checklist": "skr-2020"}],
        "draft": {
            "scope": "Med bolagen",
            "scores": {"1": "4", "2": None},
            "texts": {"1": {"reason": "Nytt"}},
            "checklist": None,
        },
    }


def _report(assessments: list) -> dict:
    """A results report that shows a reason of the assessment that it adds."""
    texts = {"2": {"reason": "Visat skäl"}, "3": {"reason": "Inte visat"}}
    assessments.append(
        {"meeting": 1, "submitted_at": "2025-09-10T12:00:00+02:00", "scores": {"2": "3"}, "texts": texts}
    )
    written = {"background": "Förr", "goal": "Eget mål", "work": "Så här", "thoughts": "Tankar", "lessons": "Lärt"}
    written |= {"way_forward": "Sedan", "contact": "Strategen", "reasons": [{"meeting": 1, "step": 2}]}
    return {"report": written}


def _shares() -> dict:
    """Two shares of the submission that _report adds, of which one was taken back."""
    texts = [{"kind": kind, "step": 2, "text": f"Delad {kind}"} for kind in ("reason", "evidence", "measure")]
    texts += [{"kind": "pilot", "text": "Delad pilot"}, {"kind": "activity", "text": "Delad aktivitet"}]
    share = {"meeting": 1, "submission": 1, "group": "Grupp 1", "at": "2025-09-12T08:00:00+02:00", "texts": texts}
    share |= {"diary_number": "KS 2025/7"}
    taken_back = {"group": "Grupp 2", "taken_back_at": "2025-09-13T08:00:00+02:00", "texts": texts[:1]}
    return {"shares": [share, share | taken_back]}


def _work() -> dict:
    """Pilot activities and the results chain of a participation."""
    pilot = {"id": 1, "unit": {"kind": "whole"}, "name": "Hemtjänsten", "area": "Äldre", "department": "Omsorgen"}
    pilot |= {"problem": "Ojämnt", "goal": "Jämnt", "responsible": "Eva", "starts_on": "2025-02-01"}
    pilot |= {"ends_on": "2025-12-31", "status": "under-way", "notes": [{"on": "2025-02-03", "text": "Första mötet"}]}
    entry = {"id": 7, "level": 1, "state": "achieved", "text": "Utbildning", "pilot": 1, "steps": [5, "skr-2020/6"]}
    entry |= {"goals": [1, 5], "leads_to": [8]}
    others = [{"id": 8, "level": 3, "text": "Nytt arbetssätt"}, {"id": 9, "level": 5, "text": "Jämlik hälsa"}]
    return {"pilots": [pilot, {"id": 2, "name": "Biblioteken"}], "chain": [entry, *others]}


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
