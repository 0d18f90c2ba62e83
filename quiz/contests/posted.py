"""Form fields and the mapping of a contest file, both ways; the reader of the file does all the reading.

A field is named by its place: `rounds.1.closes_at`. Lists of plain values are typed into one field, a line or a
comma each, but for those whose order is chosen (`tie_break.0`) or that are ticked. Plain Python.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

TYPED = frozenset({"units", "logins", "closed_hours", "open_hours", "closed_days"})
"""Lists typed into one field, parted by commas, semicolons or lines."""
TICKED = frozenset({"kinds", "closed_weekdays"})
"""Lists of which every possible value has a box of its own to tick."""
LINES = frozenset({"posts", "others"})
"""Lists typed into one field, a line each: their values may hold commas."""
INITIAL = {"topic": "*", "level": "*", "scale": "raw", "hide_while_open": "totals"}
"""What a new row has already: a row with nothing else says nothing."""
_GROUPED_NUMBER = re.compile(r"\d{1,3}(\.\d{3})+")
_WORDS = frozenset({"title", "topic", "worth", "summary", "note", "question", "code", "weight"})
DEEPEST = 8
MOST_ROWS = 300

Tree = dict[str, Any]
Path = Sequence[str]


def tree(fields: Mapping[str, str]) -> Tree:
    """The groups and lists that the names speak of, blanks and all; rows are counted anew without gaps."""
    root: Tree = {}
    for name, value in fields.items():
        parts = name.split(".")
        if len(parts) <= DEEPEST and all(parts):
            _put(root, parts, value)
    listed = _listed(root)
    return listed if isinstance(listed, dict) else {}


def _put(root: Tree, parts: Path, value: str) -> None:
    """A word such as "none" stands in place of a whole group; a blank one leaves the group as it is."""
    here = root
    for part in parts[:-1]:
        below = here.get(part) or {}
        if not isinstance(below, dict):
            return
        here[part] = here = below
    if value.strip() or not isinstance(here.get(parts[-1]), dict):
        here[parts[-1]] = value


def _listed(value: Any) -> Any:
    """Groups whose names are all numbers become lists in the order of the numbers."""
    if not isinstance(value, dict):
        return value
    if value and all(name.isascii() and name.isdigit() and len(name) < 7 for name in value):
        return [_listed(value[name]) for name in sorted(value, key=int)][:MOST_ROWS]
    return {name: _listed(one) for name, one in value.items()}


def fields(value: Any, path: str = "") -> dict[str, str]:
    """The fields that a mapping of a contest file, or a tree of posted fields, is shown in."""
    if isinstance(value, Mapping):
        return _joined((f"{path}.{name}" if path else str(name), one) for name, one in value.items())
    if isinstance(value, list | tuple):
        name = path.rpartition(".")[2]
        if name in TYPED | LINES:  # a field of one line loses line breaks
            return {path: ("\n" if name in LINES else ", ").join(map(_text, value))}
        return _joined((f"{path}.{index}", one) for index, one in enumerate(value))
    return {path: _text(value)}


def _joined(pairs: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for path, one in pairs:
        found.update(fields(one, path))
    return found


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def without_blanks(value: Any, name: str = "") -> Any:
    """The same tree without rows in which nothing is said, so that places count the rows that are left."""
    if isinstance(value, dict):
        return {key: without_blanks(one, key) for key, one in value.items()}
    if isinstance(value, list):
        return [without_blanks(one, name) for one in value if mapping(one, name) is not None]
    return value


def mapping(value: Any, name: str = "") -> Any:
    """What a tree says, as a contest file would: no blanks, typed lists as lists; None where it says nothing."""
    if isinstance(value, dict):
        return _group({key: one for key, found in value.items() if (one := mapping(found, key)) is not None})
    if isinstance(value, list):
        return [one for found in value if (one := mapping(found, name)) is not None] or None
    text = str(value).strip()
    if name in TYPED | LINES:
        return parts(text, name) or None
    if name not in _WORDS and _GROUPED_NUMBER.fullmatch(text):
        return text.replace(".", "")
    return text or None


def _group(found: Tree) -> Tree | None:
    return found if any(INITIAL.get(key) != one for key, one in found.items()) else None


def parts(text: str, name: str) -> list[str]:
    """The values of a list that is typed into one field."""
    found = text.splitlines() if name in LINES else re.split(r"[,;\n]", text)
    return [part.strip() for part in found if part.strip()]


def at(value: Any, path: Path) -> Any:
    """What stands at a place of a tree; None where nothing does."""
    for part in path:
        if isinstance(value, dict):
            value = value.get(part)
        elif isinstance(value, list) and part.isascii() and part.isdigit() and int(part) < len(value):
            value = value[int(part)]
        else:
            return None
    return value


def put(root: Tree, path: Path, value: Any) -> None:
    """Set what stands at a place, None to take it away; groups on the way are made, rows must be there."""
    parent = root if len(path) == 1 else at(root, path[:-1])
    if parent is None:
        put(root, path[:-1], {})
        parent = at(root, path[:-1])
    if isinstance(parent, list):
        parent[int(path[-1])] = value
    elif isinstance(parent, dict) and value is None:
        parent.pop(path[-1], None)
    elif isinstance(parent, dict):
        parent[path[-1]] = value


def field_of(place: str) -> str:
    """The name of the field that a place of a contest file is typed in: `rounds[1].closes_at`, `units[0]`."""
    name = re.sub(r"\[(\d+)\]", r".\1", place)
    parts = name.split(".")
    for index, part in enumerate(parts[:-1]):
        if part in TYPED | LINES | TICKED and parts[index + 1].isdigit():
            return ".".join(parts[: index + 1])
    return name
