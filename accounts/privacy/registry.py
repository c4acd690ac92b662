"""Every field of every model has a class: what it says about people. Each app declares its own in ``personal_data.py``.

What is exported and erased goes by the classes, and the page about personal data is written from them.
tests/test_project.py fails for a field without a class.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.module_loading import module_has_submodule

from accounts.models import User
from accounts.privacy.purposes import Purpose

CLASSES = ("none", "personal", "secrets", "free_text")
TEXT_FIELDS = (models.CharField, models.TextField, models.JSONField)
MODULE = "personal_data"
WHAT_TO_DO = f"""
{{faults}}

Declare it in <app>/{MODULE}.py (of packages: accounts/{MODULE}.py), in exactly one class of its model's Table:
  none       says nothing about a person: scores, states, days, names of organisations and rounds
  personal   is about a person: a user (every foreign key to User), a name, an address, when somebody did something
  secrets    the same, and may never leave: passwords, keys, tokens
  free_text  what people write, and where they could name somebody
A Table with anything but "none" needs a purpose (accounts/privacy/purposes.py), and where its rows belong to an
organisation the way there (``organisation="participation__organisation"``). Rows that are removed with a person say by
which field they are found (``goes_with="user"``).
"""


@dataclass(frozen=True)
class Table:
    """What the rows of a model say about people: its fields by class, in words separated by spaces."""

    model: str
    none: str = ""
    personal: str = ""
    secrets: str = ""
    free_text: str = ""
    purpose: Purpose | None = None
    organisation: str = ""  # the way to the organisation that a row belongs to
    goes_with: str = ""  # the field that leads to a person or holds the address; such rows go when the person goes

    def fields(self, *classes: str) -> list[str]:
        """The names of the fields in these classes."""
        return [name for each in classes for name in getattr(self, each).split()]

    @property
    def is_about_people(self) -> bool:
        return bool(self.fields("personal", "secrets", "free_text"))

    @property
    def model_class(self) -> type[Any]:
        return apps.get_model(self.model)

    def texts(self, *classes: str) -> list[str]:
        """The names of the fields in these classes that hold text."""
        meta = self.model_class._meta
        return [name for name in self.fields(*classes) if isinstance(meta.get_field(name), TEXT_FIELDS)]

    def people(self) -> list[str]:
        """The names of the fields that lead to a user."""
        meta = self.model_class._meta
        return [name for name in self.fields("personal") if meta.get_field(name).related_model is User]


@cache
def all_tables() -> list[Table]:
    """The declarations of all apps, for the models that are installed."""
    declared: list[Table] = []
    for app in apps.get_app_configs():
        if module_has_submodule(app.module, MODULE):
            declared += import_module(f"{app.name}.{MODULE}").TABLES
    return [table for table in declared if table.model.split(".")[0] in apps.app_configs]


def classed_fields(model: type[models.Model]) -> list[str]:
    """The fields that need a class: all columns but the number that the database gives a row."""
    return [field.name for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]


def faults(tables: Iterable[Table], installed: Iterable[type[models.Model]]) -> list[str]:
    """Models and fields without a class, or with one too many, and declarations of what is gone."""
    declared = {table.model: table for table in tables}
    found = []
    for model in installed:
        table = declared.pop(model._meta.label, None)
        found += _faults_of(table, model) if table else [f"{model._meta.label}: no Table"]
    return found + [f"{label}: no such model" for label in declared]


def _faults_of(table: Table, model: type[models.Model]) -> list[str]:
    needed, given = classed_fields(model), table.fields(*CLASSES)
    found = [f"{name} has no class" for name in needed if name not in given]
    found += [f"{name} has a class but is gone" for name in given if name not in needed]
    found += [f"{name} has two classes" for name in sorted(set(given)) if given.count(name) > 1]
    found += [f"{name} leads to a user: personal" for name in _leading_to_users(model) if name in table.none.split()]
    if table.is_about_people and table.purpose is None:
        found.append("no purpose")
    return [f"{table.model}: {fault}" for fault in found]


def _leading_to_users(model: type[models.Model]) -> list[str]:
    return [field.name for field in model._meta.concrete_fields if field.related_model is User]


@dataclass(frozen=True)
class Stored:
    """What is stored for one purpose, and where: each table with its fields about people."""

    purpose: Purpose
    tables: list[tuple[str, str]]


def what_is_stored() -> list[Stored]:
    """Everything about people by its purpose, in the order in which the apps declare it."""
    found: dict[Purpose, Stored] = {}
    for table in all_tables():
        if table.purpose is not None:
            stored = found.setdefault(table.purpose, Stored(table.purpose, []))
            stored.tables.append((table.model, ", ".join(table.fields("personal", "secrets", "free_text"))))
    return list(found.values())
