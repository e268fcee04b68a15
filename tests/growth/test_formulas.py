"""Every formula has a worked example that is true, and a place on the help page."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil
import re

import pytest

import coachdesk.growth
from coachdesk.assets import resource_path

MODULES = [
    importlib.import_module(f"coachdesk.growth.{one.name}") for one in pkgutil.iter_modules(coachdesk.growth.__path__)
]


def formulas() -> dict[str, object]:
    return {
        name: one
        for module in MODULES
        for name, one in inspect.getmembers(module, inspect.isfunction)
        if one.__module__ == module.__name__ and not name.startswith("_")
    }


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__.rpartition(".")[2])
def test_worked_examples_are_true(module) -> None:
    assert doctest.testmod(module).failed == 0


def test_each_formula_has_a_worked_example_of_its_own() -> None:
    without = [name for name, one in formulas().items() if ">>> " not in (inspect.getdoc(one) or "")]
    assert without == []


def test_the_help_page_names_each_formula_once_and_no_other() -> None:
    page = resource_path("help", "formulas.md").read_text("utf-8")
    assert sorted(re.findall(r"^`(\w+)`:", page, re.MULTILINE)) == sorted(formulas())
