"""What is declared about the fields is true. That none is forgotten is a rule of tests/test_project.py."""

import pytest

from accounts.audit import record
from accounts.models import Organisation
from accounts.privacy.purposes import TEXTS
from accounts.privacy.registry import all_tables
from tests import factories, sweeps

NAME = "Ebba Lundqvist"


def test_what_people_write_is_text():
    wrong = [
        f"{table.model}.{name}"
        for table in all_tables()
        for name in table.fields("free_text")
        if name not in table.texts("free_text")
    ]
    assert wrong == []


@pytest.mark.parametrize("table", [each for each in all_tables() if each.organisation], ids=lambda each: each.model)
@pytest.mark.django_db
def test_way_to_the_organisation_leads_there(table):
    nowhere = Organisation(pk=-1, code="X0")
    assert list(table.model_class._base_manager.filter(**{table.organisation: nowhere})) == []
    field = table.model_class._meta
    for part in table.organisation.split("__"):
        field = field.get_field(part).related_model._meta
    assert field.model is Organisation


@pytest.mark.parametrize("table", [each for each in all_tables() if each.goes_with], ids=lambda each: each.model)
@pytest.mark.django_db
def test_rows_that_go_are_found_by_the_person(table):
    person = factories.user()
    last = table.goes_with.split("__")[-1]
    value = person.email if last == "email" else person
    assert list(table.model_class._base_manager.filter(**{table.goes_with: value})) == []


def test_texts_of_organisations_say_whose_they_are():
    without = [table.model for table in all_tables() if table.purpose is TEXTS and not table.organisation]
    assert without == []


@pytest.mark.parametrize("model", sweeps.own_models(), ids=lambda model: model.__name__)
@pytest.mark.django_db
def test_record_names_nobody(model):
    """The record of changes can't be changed, so what it calls a row holds no name and nothing that people wrote."""
    name = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in model.__name__).lstrip("_")
    row = getattr(factories, name)()
    table = next(table for table in all_tables() if table.model == model._meta.label)
    for text in table.texts("personal", "free_text"):
        setattr(row, text, NAME)
    for person in table.people():
        setattr(row, person, factories.user(display_name=NAME))
    assert NAME not in record("change", row, by=None).object
