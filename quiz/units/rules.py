"""The order of the forest, what a code may be, and which text search compares. Plain Python."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from quiz.core.errors import Conflict, Invalid
from quiz.core.vietnamese import clean, fold

_WORD = re.compile(r"[^\W_]+")
_CODE = re.compile(r"[A-Z0-9](?:[A-Z0-9._-]{0,30}[A-Z0-9])?")
MAX_WORDS = 10
MAX_HEADCOUNT = 100_000_000


@dataclass(frozen=True)
class Node:
    """A unit as the numbering sees it; brothers stand in the order of `rank`."""

    id: int
    parent_id: int | None
    rank: tuple[int, str, str]


class Place(NamedTuple):
    """Where a unit stands in depth-first order: its own position, that of its last descendant, its depth from 0."""

    position: int
    last_position: int
    depth: int


def number_forest(nodes: Iterable[Node]) -> dict[int, Place]:
    """The place of every unit, positions counted from 1; Conflict where some units stand in a circle."""
    children: Mapping[int | None, list[Node]] = _by_parent(nodes)
    places: dict[int, Place] = {}
    position = 0
    path: list[tuple[Node, int]] = []
    waiting = [(node, 0) for node in reversed(children.get(None, []))]
    while waiting:
        node, depth = waiting.pop()
        position += 1
        _close(path, depth, position - 1, places)
        path.append((node, position))
        waiting += [(child, depth + 1) for child in reversed(children.get(node.id, []))]
    _close(path, 0, position, places)
    if len(places) != sum(map(len, children.values())):
        raise Conflict("Một đơn vị không thể trực thuộc chính nó hoặc đơn vị cấp dưới của nó.", code="cycle")
    return places


def _by_parent(nodes: Iterable[Node]) -> dict[int | None, list[Node]]:
    children: dict[int | None, list[Node]] = defaultdict(list)
    for node in nodes:
        children[node.parent_id].append(node)
    for brothers in children.values():
        brothers.sort(key=lambda node: node.rank)
    return children


def _close(path: list[tuple[Node, int]], depth: int, last: int, places: dict[int, Place]) -> None:
    """Leave the units of the path from `depth` on: everything up to `last` was theirs."""
    while len(path) > depth:
        node, position = path.pop()
        places[node.id] = Place(position, last, len(path))


def search_words(text: str) -> list[str]:
    """The words of a text as search compares them: no accents, no punctuation; the first ten."""
    return _WORD.findall(fold(text))[:MAX_WORDS]


def search_text(text: str) -> str:
    """A name as the columns for search hold it: folded words with single spaces between."""
    return " ".join(_WORD.findall(fold(text)))


def unit_code(text: str) -> str:
    """A code in the form it is stored: capitals, digits, dots, hyphens, underscores; Invalid where it is none."""
    code = clean(text).upper()
    if not _CODE.fullmatch(code):
        raise Invalid(
            "Mã đơn vị gồm 1 đến 32 chữ cái không dấu, chữ số, dấu chấm, gạch nối hoặc gạch dưới.", field="code"
        )
    return code


def unit_name(text: str) -> str:
    """A name without stray spaces and marks; Invalid where nothing or too much is left."""
    name = clean(text)
    if not search_text(name) or len(name) > 200:
        raise Invalid("Tên đơn vị cần có từ 1 đến 200 ký tự.", field="name")
    return name


def head_count(value: int | None) -> int | None:
    """A head count that can be stored; Invalid below 0 or beyond reason."""
    if value is not None and not 0 <= value <= MAX_HEADCOUNT:
        raise Invalid("Số người phải là số nguyên từ 0 đến 100.000.000.", field="headcount")
    return value
