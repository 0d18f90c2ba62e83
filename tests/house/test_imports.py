"""Import rules that the contracts of pyproject.toml cannot say."""

from __future__ import annotations

import ast

from tests.house.sources import modules, name_of, nodes

DOORS = {"views", "forms", "api", "commands"}
"""What answers people and programs; no other room may lean on it."""
CLOCKS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.monotonic", "clock.now"}


def _imports() -> dict[str, set[str]]:
    """What each module of the product imports; `from a import b` counts as a and as a.b."""
    found: dict[str, set[str]] = {}
    for path in modules("quiz"):
        names = found.setdefault(name_of(path), set())
        for node in nodes(path, ast.Import, ast.ImportFrom):
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


imports_of = _imports()


def test_no_room_imports_the_views_or_forms_of_another() -> None:
    wrong = {
        (module, name)
        for module, names in imports_of.items()
        for name in names
        if (parts := name.split("."))[0] == "quiz"
        and len(parts) > 2
        and module.split("/")[1] != parts[1]
        and (parts[2] in DOORS or parts[2].endswith(("_views", "_forms")))
        and not (module == "quiz/cli.py" and parts[2] == "commands")
        and module != "quiz/app.py"
    }
    assert wrong == set()


def test_rules_and_the_bank_library_never_ask_for_the_time() -> None:
    asked = set()
    for path in (*modules("question_bank"), *(path for path in modules("quiz") if path.name == "rules.py")):
        for node in nodes(path, ast.Call):
            if isinstance(node, ast.Call) and ast.unparse(node.func).removeprefix("dt.") in CLOCKS:
                asked.add(f"{name_of(path)}:{node.lineno}")
    assert asked == set()


def test_only_core_reads_the_machine_s_clock() -> None:
    asked = set()
    for path in modules("quiz"):
        for node in nodes(path, ast.Attribute):
            if ast.unparse(node).removeprefix("dt.") in CLOCKS - {"clock.now", "time.monotonic"}:
                asked.add(name_of(path))
    assert asked == {"quiz/core/clock.py"}


def test_imports_stand_at_the_top_of_the_file() -> None:
    inside = set()
    for path in modules("quiz", "question_bank"):
        for function in nodes(path, ast.FunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    inside.add(f"{name_of(path)}:{node.lineno}")
    assert inside == set()
