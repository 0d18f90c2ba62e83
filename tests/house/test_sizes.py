"""Files and functions stay small enough to be read at one look."""

from __future__ import annotations

import ast
from statistics import median

from tests.house.sources import PRODUCT, modules, name_of, nodes

MAX_FILE = 300
MAX_FUNCTION = 40
ALL = (*PRODUCT, "tests")


def lengths() -> dict[str, int]:
    """The lines of every file."""
    return {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in modules(*ALL)}


def functions() -> dict[str, int]:
    """The lines of every function with its docstring; migrations are lists of statements, made by a tool."""
    found = {}
    for path in modules(*ALL):
        if "versions" not in path.parts:
            for node in nodes(path, ast.FunctionDef, ast.AsyncFunctionDef):
                assert isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
                found[f"{name_of(path)}:{node.name}:{node.lineno}"] = (node.end_lineno or 0) - node.lineno + 1
    return found


def test_no_file_is_longer_than_300_lines() -> None:
    assert {name: lines for name, lines in lengths().items() if lines > MAX_FILE} == {}


def test_no_function_is_longer_than_40_lines() -> None:
    assert {name: lines for name, lines in functions().items() if lines > MAX_FUNCTION} == {}


def test_most_files_and_functions_are_short() -> None:
    of_product = [lines for name, lines in lengths().items() if not name.startswith("tests")]
    assert sorted(of_product)[len(of_product) * 9 // 10] < 200
    assert median(lines for name, lines in functions().items() if not name.startswith("tests")) < 10


def test_the_counts_see_the_whole_repository() -> None:
    assert len(lengths()) > 200
    assert any(name.startswith("quiz/core/db.py:transaction") for name in functions())
