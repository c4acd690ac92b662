"""The detectors of tests/test_project.py. Each takes what it reads as arguments, so that faults can be planted."""

import ast
import re
from collections.abc import Iterable
from pathlib import Path

from django.apps import apps
from django.db import models

BASE = Path(__file__).resolve().parent.parent
OWN_APPS = ("accounts", "checklists", "learning_rounds", "assessments", "reports")
APPS = (*OWN_APPS, "config")
TEMPLATE_NAME = re.compile(r"""["']([\w./-]+\.(?:html|txt|xml|svg))["']""")
SHORTCUTS = ("get_object_or_404", "get_list_or_404")


def own_models() -> list[type[models.Model]]:
    return [model for app in OWN_APPS for model in apps.get_app_config(app).get_models()]


# --- views reach rows only through visible_to ------------------------------------------------------------------------


def related_names() -> set[str]:
    """The names by which one row leads to many others: ``assessment.scores``, ``round.meetings`` …"""
    return {
        relation.get_accessor_name()
        for model in own_models()
        for relation in model._meta.related_objects
        if not relation.one_to_one
    }


def unscoped_reads(source: str, names: set[str]) -> list[str]:
    """Places in the source of views where rows are read in any other way than through ``visible_to``."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute):
            manager = node.value.attr
            if manager in {"objects", "_default_manager", "_base_manager"} | names and node.attr != "visible_to":
                found.append(f"line {node.lineno}: {ast.unparse(node)}")
        if is_shortcut(node) and isinstance(node.args[0], ast.Name) and node.args[0].id[0].isupper():
            found.append(f"line {node.lineno}: {ast.unparse(node)}")
    return found


def is_shortcut(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SHORTCUTS


# --- templates -------------------------------------------------------------------------------------------------------


def unused_templates(templates: Iterable[str], sources: Iterable[str], expected_by_others: set[str]) -> list[str]:
    """Templates whose name stands in no source and that no library or Django itself looks for."""
    named = {name for source in sources for name in TEMPLATE_NAME.findall(source)}
    return sorted(set(templates) - named - expected_by_others)


# --- paired fields ---------------------------------------------------------------------------------------------------


def unconstrained_pairs(model: type[models.Model]) -> list[str]:
    """Pairs such as ``saved_at``/``saved_by`` that can be set one without the other: a label for each."""
    fields = {field.name: field for field in model._meta.concrete_fields}
    found = []
    for by in fields:
        if by != "by" and not by.endswith("_by"):
            continue
        at = by.removesuffix("by") + "at"
        both = {at, by}
        if at in fields and not (fields[at].null or fields[by].null):
            continue
        if not any(both <= fields_of(constraint) for constraint in model._meta.constraints):
            found.append(f"{model.__name__}.{at}/{by}")
    return found


def fields_of(constraint) -> set[str]:
    """The names of the fields in a check constraint."""
    if not isinstance(constraint, models.CheckConstraint):
        return set()
    return {child[0].split("__")[0] for child in constraint.condition.flatten() if isinstance(child, tuple)} | {
        name.split("__")[0] for name in re.findall(r"'(\w+)'", repr(constraint.condition))
    }


# --- settings --------------------------------------------------------------------------------------------------------


def settings_read(source: str) -> set[str]:
    """The names of the environment variables that the source of the settings reads."""
    return {
        node.args[0].value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and (ast.unparse(node.func) == "env" or ast.unparse(node.func).startswith(("env.", "os.environ", "os.getenv")))
    }


def settings_explained(example: str) -> set[str]:
    """The variables in .env.example, set or commented out, that have a comment right above."""
    found, explained = set(), False
    for line in example.splitlines():
        variable = re.fullmatch(r"#? ?([A-Z][A-Z0-9_]*)=.*", line)
        if variable and explained:
            found.add(variable[1])
        explained = bool(variable and explained) or (line.startswith("# ") and not variable)
    return found


# --- names -----------------------------------------------------------------------------------------------------------


def misnamed(addresses) -> list[str]:
    """Addresses of our own that are not called like their view: ``step-edit`` is ``step_edit``."""
    own = [address for address in addresses if address.view.__module__.split(".")[0] in APPS]
    return [
        f"{address.name}: {address.view.__name__}"
        for address in own
        if address.name.replace("-", "_") not in (address.view.__name__, address.view.__name__.removesuffix("_page"))
    ]
