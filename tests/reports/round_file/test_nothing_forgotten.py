"""A round file holds every field of every model of a round, or the reason why not stands here.

That a field is in the file is tried out: it is given another value, and the file must change. Together with
test_lossless.py (what is in the file comes back) that means that nothing gets lost.
"""

import json
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, models, transaction

from learning_rounds.models import LearningRound, Participation
from reports.round_file import fetching
from reports.round_file.fetching import fetch_round
from reports.round_file.reading import parse_round
from reports.round_file.saving import import_round, known
from reports.round_file.writing import written
from tests import factories, sweeps
from tests.reports.round_file.documents import complete, spoiled
from tests.triggers import drop_triggers

# Models that are not part of a round. An import needs the reference data to be there, and makes fictive organisations.
OUTSIDE = {
    "User": "people are never in a file",
    "Membership": "people are never in a file",
    "Invitation": "people are never in a file",
    "Identity": "people are never in a file",
    "IdentityProvider": "how people log in is no part of a round",
    "EmailDomain": "how people log in is no part of a round",
    "AuditEntry": "history",
    "AppliedSave": "history",
    "TextRevision": "history",
    "Organisation": "reference data; code, name, kind and county go along for fictive ones",
    "Unit": "kind and name go along where a unit is named",
    "Checklist": "reference data",
    "ScaleLevel": "reference data",
    "Step": "reference data",
    "StepLevel": "reference data",
    "StepHint": "reference data",
}
# Fields that a round file does not hold.
LEFT_OUT = {
    "ChainEntry.saved_at": "history",
    "ChainEntry.saved_by": "people are never in a file",
    "Brief.saved_at": "history",
    "Brief.saved_by": "people are never in a file",
    "GroupMeeting.saved_at": "history",
    "GroupMeeting.saved_by": "people are never in a file",
    "LearningGroup.saved_at": "history",
    "LearningGroup.saved_by": "people are never in a file",
    "LearningMeeting.saved_at": "history",
    "LearningMeeting.saved_by": "people are never in a file",
    "LearningRound.saved_at": "history",
    "LearningRound.saved_by": "people are never in a file",
    "Measure.saved_at": "history",
    "Measure.saved_by": "people are never in a file",
    "Participation.saved_at": "history",
    "Participation.saved_by": "people are never in a file",
    "Brief.version": "history",
    "ChainEntry.version": "history",
    "LearningGroup.version": "history",
    "LearningMeeting.version": "history",
    "LearningRound.version": "history",
    "GroupMeeting.version": "history",
    "Measure.version": "history",
    "Participation.version": "history",
    "PilotActivity.saved_at": "history",
    "PilotActivity.saved_by": "people are never in a file",
    "PilotActivity.version": "history",
    "Report.saved_at": "history",
    "Report.saved_by": "people are never in a file",
    "Report.version": "history",
    "PilotNote.author": "people are never in a file",
    "PilotNote.saved_at": "history",
    "PilotNote.saved_by": "people are never in a file",
    "PilotNote.version": "history",
    "Share.by": "people are never in a file",
    "ShareWithdrawal.by": "people are never in a file",
    "SharedText.number": "the place in the list says it",
    "StepScore.saved_at": "history",
    "StepScore.saved_by": "people are never in a file",
    "StepScore.version": "history",
    "Submission.by": "people are never in a file",
}


@pytest.fixture
def learning_round(db) -> LearningRound:
    """A round with everything in it, beside another."""
    drop_triggers()  # until the end of the test: it tries other values of frozen rows too
    factories.coordinating_body("SKR")
    factories.coordinating_body("XLAN")
    factories.checklist(steps=3)
    for document in (another(), complete()):
        found, problems = parse_round(json.dumps(document).encode(), known())
        assert problems == []
        learning_round = import_round(file=found, by=None)
    return learning_round


def another() -> dict:
    """A round that shares no number, name, organisation or step with the complete one."""
    document = spoiled("round.slug", "annan")
    for meeting in document["meetings"]:
        meeting["number"] += 5
    document["groups"] = [{"name": "Annan grupp"}]
    answered = {"meeting": 5, "submitted_at": "2025-02-01", "scores": {"9": "2"}}
    organisation = {"code": "X903", "name": "Ceby"}
    document["participations"] = [{"organisation": organisation, "role": "mentor", "assessments": [answered]}]
    return document


def models_of_a_round() -> list[type[models.Model]]:
    return [model for model in sweeps.own_models() if model.__name__ not in OUTSIDE]


def fields_of(model) -> list[models.Field]:
    return [field for field in (*model._meta.concrete_fields, *model._meta.many_to_many) if not field.primary_key]


def other_values(field: models.Field, value) -> list:
    """Values that the field could have instead."""
    if field.is_relation:
        others = [found.pk for found in field.related_model._base_manager.order_by("pk")]
        return [pk for pk in [*others, *([None] if field.null else [])] if pk != value]
    if field.choices:
        return [choice for choice, _label in field.choices if choice != value]
    if isinstance(field, models.BooleanField):
        return [not value]
    if isinstance(field, models.DateField):  # and DateTimeField
        return [value + timedelta(days=1)] if value else [date(2025, 6, 1)]
    if isinstance(field, models.IntegerField):
        return [(value or 5) + 1, (value or 5) - 1]
    return [f"{value}x"]


def changes_file(learning_round, before: str, row: models.Model, field: models.Field) -> bool:
    """Is there another value of the field of this row that makes another file?"""
    if field.many_to_many:
        return tried(learning_round, before, lambda: getattr(row, field.name).clear())
    rows = models.QuerySet(type(row)).filter(pk=row.pk)
    values = other_values(field, getattr(row, field.attname))
    return any(
        tried(learning_round, before, lambda value=value: rows.update(**{field.attname: value})) for value in values
    )


def tried(learning_round, before: str, change) -> bool:
    try:
        with transaction.atomic():
            change()
            try:
                return written(fetch_round(LearningRound.objects.get(slug=learning_round.slug))) != before
            except (KeyError, LearningRound.DoesNotExist):  # it belongs to another round now, or is called otherwise
                return True
            finally:
                transaction.set_rollback(True)
    except IntegrityError:
        return False


def forgotten(learning_round, *of_models) -> list[str]:
    """The fields whose value makes no difference to the file."""
    before = written(fetch_round(learning_round))
    return [
        f"{model.__name__}.{field.name}"
        for model in of_models or models_of_a_round()
        for field in fields_of(model)
        if not any(changes_file(learning_round, before, row, field) for row in model._base_manager.order_by("-pk"))
    ]


def test_round_file_forgets_nothing_but_what_is_named(learning_round):
    assert set(forgotten(learning_round)) == set(LEFT_OUT)


def test_models_outside_exist():
    assert set(OUTSIDE) - {model.__name__ for model in sweeps.own_models()} == set()


def test_every_model_of_a_round_has_rows_in_the_complete_file(learning_round):
    assert [model.__name__ for model in models_of_a_round() if not model._base_manager.exists()] == []


def test_forgotten_field_is_noticed(learning_round, monkeypatch):
    monkeypatch.setattr(fetching, "_text", lambda text: "")
    assert forgotten(learning_round, Participation) == [
        "Participation.version",
        "Participation.saved_at",
        "Participation.saved_by",
        "Participation.goal",
    ]
