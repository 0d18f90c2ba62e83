"""The files the rules speak of, and their syntax trees."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from quiz.core.settings import ROOT

PRODUCT = ("quiz", "question_bank")
TEMPLATES = ROOT / "templates"
STATIC = ROOT / "static"
SKIPPED = {"__pycache__", "vendor", "instance", ".venv"}
TEXTS = {".py", ".html", ".css", ".js", ".md", ".toml", ".txt", ".yaml", ".yml", ".sh", ".ini", ".mako", ".conf", ""}


@cache
def modules(*folders: str) -> tuple[Path, ...]:
    """All Python files below these folders of the repository."""
    return tuple(sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py")))


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def nodes(path: Path, *kinds: type[ast.AST]) -> Iterator[ast.AST]:
    """All nodes of these kinds in a Python file."""
    return (node for node in ast.walk(tree(path)) if isinstance(node, kinds))


def name_of(path: Path) -> str:
    """How a file is named in a message."""
    return str(path.relative_to(ROOT))


def texts() -> Iterator[Path]:
    """All text files that are our own."""
    folders = ("quiz", "question_bank", "tests", "templates", "static", "deploy", "requirements", ".ci")
    single = ("README.md", "Makefile", "pyproject.toml", "contest.sample.yaml")
    below = (path for folder in folders for path in (ROOT / folder).rglob("*"))
    for path in (*below, *(ROOT / name for name in single)):
        if path.is_file() and path.suffix in TEXTS and not SKIPPED & set(path.relative_to(ROOT).parts):
            yield path
