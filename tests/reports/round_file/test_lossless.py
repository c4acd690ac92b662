"""Nothing gets lost: a round that is exported, imported elsewhere and exported again gives the same bytes."""

import json
from contextlib import contextmanager

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from reports.demo.actions import FINISHED, RUNNING
from reports.round_file.fetching import fetch_round
from reports.round_file.reading import parse_round
from reports.round_file.rows import ChecklistFacts, Known
from reports.round_file.saving import import_round, known
from reports.round_file.writing import written
from tests import factories
from tests.reports.round_file import generated
from tests.reports.round_file.documents import complete, first_release, minimal

KNOWN = Known(
    organisations={"SKR": True},
    slugs=frozenset(),
    checklists={
        "skr-2020": ChecklistFacts(frozenset(range(1, 11)), minimum=1, maximum=4, scale_step=1),
        "lista-2": ChecklistFacts(frozenset({1, 2, 3}), minimum=1, maximum=4, scale_step=1),
    },
)


@contextmanager
def elsewhere():
    """A database with the reference data only, as long as it lasts."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def coordinator(db):
    return factories.coordinating_body("SKR")


def imported(text: str):
    """The round in a document, saved."""
    found, problems = parse_round(text.encode(), known())
    assert problems == []
    return import_round(file=found, by=None)


def exported_elsewhere(text: str) -> str:
    """What is exported where a document was imported."""
    with elsewhere():
        return written(fetch_round(imported(text)))


# --- Without a database ----------------------------------------------------------------------------------------------


@given(generated.rounds())
@settings(max_examples=40, deadline=None)
def test_reading_what_was_written_gives_the_same_rows(file):
    found, problems = parse_round(written(file).encode(), KNOWN)
    assert (problems, found) == ([], file)


# --- Through the database --------------------------------------------------------------------------------------------


@given(file=generated.rounds())
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_saving_and_fetching_gives_the_same_rows(coordinator, file):
    with elsewhere():
        factories.checklist(key="lista", version="2")
        assert fetch_round(imported(written(file))) == file


@pytest.mark.parametrize("document", [minimal(), first_release(), complete()], ids=["minimal", "first", "complete"])
def test_export_is_the_same_after_import(coordinator, document):
    with elsewhere():
        first = written(fetch_round(imported(json.dumps(document))))
    assert exported_elsewhere(first) == first


@pytest.mark.parametrize("path", [FINISHED, RUNNING], ids=["finished", "running"])
def test_export_of_the_demo_is_the_same_after_import(coordinator, path):
    with elsewhere():
        first = written(fetch_round(imported(path.read_text("utf-8"))))
    assert exported_elsewhere(first) == first
