"""One word, five places: a room's folder, its templates, its static files, its tests and its part of the console."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from flask import Flask

from quiz.core.settings import ROOT
from quiz.registry import ROOMS
from tests.house.sources import PRODUCT, STATIC, TEMPLATES, modules, name_of, nodes, tree

NAMES = [room.name for room in ROOMS]
MODULES = ROOT / "quiz" / "modules"
"""Rooms of a plan's tasks stand together in a folder of their own."""
BESIDE = {"core", "documents", "demo", "operations", "migrations", "translations", "api_description"}
"""Packages of the product that are no rooms of the registry: below or beside all of them."""


@pytest.mark.parametrize("name", NAMES)
def test_a_room_has_its_folder_its_door_and_its_tests(name: str) -> None:
    assert (folder_of(name) / "room.py").is_file()
    assert list((ROOT / "tests" / name).glob("test_*.py")) != []


def test_every_folder_of_the_product_is_a_room_of_the_registry_or_known_as_none() -> None:
    beside = [path for path in (ROOT / "quiz").iterdir() if path.name != MODULES.name]
    folders = {path.name for path in (*beside, *MODULES.iterdir()) if path.is_dir() and path.name != "__pycache__"}
    assert folders == {*NAMES, *BESIDE}


def test_templates_and_static_files_lie_in_folders_named_after_rooms() -> None:
    assert {path.name for path in TEMPLATES.iterdir() if path.is_dir()} <= {*NAMES, "core", "documents"}
    assert {path.name for path in STATIC.iterdir() if path.is_dir()} <= {*NAMES, "core", "documents", "vendor"}
    assert {path.name for path in TEMPLATES.iterdir() if path.is_file()} == {"base.html", "admin.html"}


def test_a_room_shows_its_own_templates_and_those_of_core() -> None:
    foreign = {}
    for name in NAMES:
        for path in modules(folder_of(name).relative_to(ROOT).as_posix()):
            for node in nodes(path, ast.Call):
                assert isinstance(node, ast.Call)
                template = _rendered(node)
                if template and template.split("/")[0] not in {name, "core"}:
                    foreign[f"{name_of(path)}:{node.lineno}"] = template
    assert foreign == {}


def test_every_template_is_used_and_every_used_one_is_there() -> None:
    there = {path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html")}
    text = "\n".join(path.read_text(encoding="utf-8") for path in (*TEMPLATES.rglob("*.html"), *modules(*PRODUCT)))
    used = set(re.findall(r"""["']([a-z_]+(?:/[a-z_]+)*\.html)["']""", text))
    assert there == used


@pytest.mark.parametrize("name", NAMES)
def test_the_console_pages_of_a_room_are_below_its_name(app: Flask, name: str) -> None:
    for rule in app.url_map.iter_rules():
        owner = rule.endpoint.split(".")[0].removesuffix("_admin").removesuffix("_console")
        if owner == name and rule.rule.startswith("/admin/"):
            assert rule.rule.split("/")[2] in {name, ""}, rule.rule


def test_every_package_says_in_three_to_six_sentences_what_it_is_for() -> None:
    wrong = {}
    for path in modules(*PRODUCT):
        if path.name == "__init__.py":
            sentences = len(re.findall(r"[.!?](?=\s|$)", ast.get_docstring(tree(path)) or ""))
            if not 3 <= sentences <= 6:
                wrong[name_of(path)] = sentences
    assert wrong == {}


def test_nothing_is_called_utils_or_helpers() -> None:
    names = {name_of(path) for path in modules(*PRODUCT, "tests") if re.match("utils?|helpers?|common|misc", path.stem)}
    assert names == set()


def folder_of(name: str) -> Path:
    """Where a room's code lies."""
    return MODULES / name if (MODULES / name).is_dir() else ROOT / "quiz" / name


def _rendered(node: ast.Call) -> str | None:
    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    first = node.args[0] if node.args else None
    if called == "render_template" and isinstance(first, ast.Constant):
        return str(first.value)
    return None
