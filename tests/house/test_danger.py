"""Calls and words that have no place in the product."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.sources import PRODUCT, modules, name_of, nodes, texts

FORBIDDEN_CALLS = {"eval", "exec", "compile", "__import__", "render_template_string"}
FORBIDDEN_MODULES = {"pickle", "marshal", "shelve", "dill"}
MARKED_SAFE: dict[str, str] = {}
"""Files that may mark other text as safe, with the reason."""
UNFINISHED = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + 'CK(?!")')) + r")\b(?!-)")
MACHINE = re.compile(r"(?<![\w.$}])/(home|root|work|Users)/\w")


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """All calls of a file, by the name of what is called."""
    for node in nodes(path, ast.Call):
        assert isinstance(node, ast.Call)
        yield ast.unparse(node.func), node


def test_nothing_turns_data_into_code() -> None:
    wrong = set()
    for path in modules(*PRODUCT, "deploy"):
        for name, node in calls(path):
            if name.rpartition(".")[2] in FORBIDDEN_CALLS and not name.startswith("re."):
                wrong.add(f"{name_of(path)}:{node.lineno} {name}")
            if name == "yaml.load" and "Safe" not in ast.unparse(node):
                wrong.add(f"{name_of(path)}:{node.lineno} {name}")
    assert wrong == set()


def test_no_format_that_runs_code_when_it_is_read() -> None:
    wrong = set()
    for path in modules(*PRODUCT):
        for node in nodes(path, ast.Import, ast.ImportFrom):
            assert isinstance(node, ast.Import | ast.ImportFrom)
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
            wrong |= {f"{name_of(path)}: {name}" for name in names if name.split(".")[0] in FORBIDDEN_MODULES}
    assert wrong == set()


def test_no_process_is_started_through_a_shell() -> None:
    wrong = {
        f"{name_of(path)}:{node.lineno}"
        for path in modules(*PRODUCT)
        for name, node in calls(path)
        if name in {"os.system", "os.popen"} or any(keyword.arg == "shell" for keyword in node.keywords)
    }
    assert wrong == set()


def test_text_is_marked_as_safe_only_where_it_was_made_by_a_template_or_stands_in_the_source() -> None:
    wrong = set()
    for path in modules(*PRODUCT):
        for name, node in calls(path):
            if name.rpartition(".")[2] == "Markup" and node.args and not _harmless(node.args[0]):
                wrong.add(name_of(path))
    assert wrong <= MARKED_SAFE.keys()


def test_only_the_transaction_commits() -> None:
    commits = {
        name_of(path)
        for path in modules("quiz")
        for name, _node in calls(path)
        if name.endswith("session.commit") or name == "session.commit"
    }
    assert commits == {"quiz/core/db.py"}


def test_the_product_prints_through_click_and_the_log() -> None:
    printing = {name_of(path) for path in modules("quiz") for name, _node in calls(path) if name == "print"}
    assert printing == set()


def test_nothing_is_left_for_later() -> None:
    wrong = {
        f"{name_of(path)}:{number}"
        for path in texts()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if UNFINISHED.search(line)
    }
    assert wrong == set()


def test_no_file_names_a_folder_of_somebody_s_machine() -> None:
    wrong = {
        f"{name_of(path)}:{number}"
        for path in texts()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if MACHINE.search(line)
    }
    assert wrong == set()


def _harmless(argument: ast.expr) -> bool:
    if isinstance(argument, ast.Call):
        return ast.unparse(argument.func).endswith("render_template")
    return isinstance(argument, ast.Constant)
