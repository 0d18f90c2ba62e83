"""Finds the messages in Python files: any Vietnamese text that is no docstring, wherever it stands.

So a text needs no mark of its own in a table, a rule or an error; what is translated is decided where it is shown.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from typing import IO, Any

VIETNAMESE = re.compile("[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE)
MARKS = frozenset({"_", "N_", "gettext", "lazy_gettext"})
READ_FROM_FILES = frozenset({"Wanted"})
"""What takes the headings of a table as people type them: never shown in another language."""
EXAMPLE = "example"
"""The name of a line of sample values in a table to fill in."""
Message = tuple[int, str | None, str, list[str]]


def extract(
    file: IO[bytes], _keywords: Iterable[str], _tags: Iterable[str], options: dict[str, Any]
) -> Iterator[Message]:
    """The messages of one file with their lines, as Babel's extraction asks for them."""
    del options
    tree = ast.parse(file.read())
    passed_over = {id(part) for node in ast.walk(tree) for part in _not_messages(node)}
    marked = {id(text) for node in ast.walk(tree) for text in _marked(node)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in passed_over:
            continue
        if id(node) in marked or VIETNAMESE.search(node.value):
            yield node.lineno, None, node.value, []


def _not_messages(node: ast.AST) -> Iterator[ast.AST]:
    """Docstrings, pieces of an f-string, keys of a look-up, sets of words to recognise, headings and samples."""
    if isinstance(node, ast.Expr):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield from node.values
    elif isinstance(node, ast.Subscript):
        yield node.slice
    elif isinstance(node, ast.Set):
        yield from node.elts
    elif _stands_in_files(node):
        yield from ast.walk(node)


def _stands_in_files(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        return _name(node.func) in READ_FROM_FILES
    return isinstance(node, ast.AnnAssign) and _name(node.target) == EXAMPLE


def _marked(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Call) and _name(node.func) in MARKS:
        yield from node.args


def _name(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else ""
