"""YAML of a plan file as plain values, each with its line; nothing is guessed, no key comes twice.

Only what was written as a number, a day, true, false or null is one; every other word stays the text it is, so that a
section "2.10" keeps its zero. What YAML 1.1 reads as true without quotes is refused as a key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import yaml
from yaml.composer import Composer

from quiz.plans.files.mistakes import Mistake, Path, PlanMistakes, mistake

LONGEST_FILE = 512 * 1024
_DEEPEST = 20
_ALIAS = "alias"
_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_TRUTH = {"true": True, "True": True, "false": False, "False": False}
_TRAPS = frozenset({"on", "off", "yes", "no", "y", "n", "true", "false"})
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{0,5}[1-9])?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_PLAIN_TAGS = {f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map")}


@dataclass
class Tree:
    """The values of a file, the line of each by its path, the mistakes of writing, the remarks by line."""

    value: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)
    remarks: dict[int, str] = field(default_factory=dict)

    def line_of(self, path: Path) -> int:
        """The line of a value, or of the nearest group around it that is there."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


class _Composer(Composer):
    """Reads the shape alone; a reference to another place of the file is refused."""

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        """A node; & and * would let a small file become endless."""
        parser: Any = self
        if parser.check_event(yaml.AliasEvent):
            mark: Any = parser.peek_event().start_mark
            raise yaml.MarkedYAMLError(problem=_ALIAS, problem_mark=mark)
        found: yaml.Node | None = super().compose_node(parent, index)
        return found


class _Loader(_Composer, yaml.BaseLoader):
    """Reads in plain Python: slow, but what it stumbles over is what people are told."""


def _fast_loader() -> type[Any] | None:
    """The same on top of libyaml, some times as fast; None where the library is not there."""
    if not yaml.__with_libyaml__:
        return None

    class Fast(_Composer, yaml.CBaseLoader):
        def __init__(self, text: str) -> None:
            yaml.CBaseLoader.__init__(self, text)
            Composer.__init__(self)

    return Fast


_FAST = _fast_loader()


def read_tree(text: str) -> Tree:
    """The values of a file with their lines; raises PlanMistakes where this is no YAML."""
    if len(text) > LONGEST_FILE:
        raise PlanMistakes([mistake((), "tệp dài quá %(limit)s KB", limit=LONGEST_FILE >> 10)])
    text = text.removeprefix("\ufeff")
    with _told():
        node = _node(text)
        tree = Tree(remarks=dict(_remarks(text)))
        tree.value = _value(node, (), tree) if node is not None else None
    return tree


def _node(text: str) -> yaml.Node | None:
    """The shape of a file; what libyaml refuses is read again in plain Python, for its words and lines."""
    try:
        return _composed(_FAST or _Loader, text)
    except yaml.YAMLError:
        return _composed(_Loader, text)


def _composed(kind: type[Any], text: str) -> yaml.Node | None:
    loader = kind(text)
    try:
        found: yaml.Node | None = loader.get_single_node()
    finally:
        loader.dispose()
    return found


@contextmanager
def _told() -> Iterator[None]:
    """What the parser stumbles over becomes a mistake with its line."""
    try:
        yield
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise PlanMistakes([Mistake((), _syntax(error), line=mark.line + 1 if mark else None)]) from error
    except (yaml.YAMLError, RecursionError, ValueError, LookupError, ArithmeticError) as error:
        raise PlanMistakes([mistake((), "có ký tự hoặc cấu trúc không đọc được")]) from error


def _syntax(error: yaml.MarkedYAMLError) -> str:
    if error.problem == _ALIAS:
        return "tệp kế hoạch không dùng dấu & và * của YAML; vui lòng viết đầy đủ từng việc"
    if "\\t" in str(error.problem):
        return "thụt dòng bằng phím Tab; YAML chỉ nhận dấu cách"
    return "sai cú pháp YAML; vui lòng xem lại dấu hai chấm, dấu nháy và khoảng thụt dòng quanh chỗ này"


def _remarks(text: str) -> Iterator[tuple[int, str]]:
    """What stands behind # by line: alone on its line, or after a value."""
    for number, line in enumerate(text.splitlines(), start=1):
        found = re.search(r"(?:^|\s)#\s*([^'\"]*(?:\"[^\"]*\"[^'\"]*)*)$", line)
        if found and found[1].strip():
            yield number, found[1].strip()


def _value(node: yaml.Node, path: Path, tree: Tree) -> Any:
    line = node.start_mark.line + 1
    tree.lines.setdefault(path, line)
    if node.tag not in _PLAIN_TAGS:
        tree.mistakes.append(Mistake(path, "không dùng ký hiệu kiểu dữ liệu (dấu !) của YAML", line=line))
        return None
    if len(path) > _DEEPEST:
        raise ValueError("too deep")
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, tree)
    if isinstance(node, yaml.SequenceNode):
        return [_value(one, (*path, index), tree) for index, one in enumerate(node.value)]
    is_plain = isinstance(node, yaml.ScalarNode) and not node.style
    return _scalar(str(node.value)) if is_plain else str(node.value)


def _mapping(node: yaml.MappingNode, path: Path, tree: Tree) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            tree.mistakes.append(Mistake(path, "có một khóa không phải là chữ", line=line))
            continue
        name, at = str(key.value), (*path, str(key.value)[:60])
        tree.lines.setdefault(at, line)
        if name in found:
            tree.mistakes.append(Mistake(at, "khóa này được viết hai lần", line=line))
            continue
        if not key.style and name.lower() in _TRAPS:
            tree.mistakes.append(Mistake(at, _trap(name), (("name", name.lower()),), line=line))
            name = "on" if name.lower() == "true" and "on" not in found else name
        found[name] = _value(value, at, tree)
    return found


def _trap(name: str) -> str:
    if name.lower() in {"true", "false"}:
        return (
            "“%(name)s” không phải là một khóa; có lẽ khóa “on” đã mất dấu ngoặc kép khi tệp qua một phần mềm khác, "
            'vui lòng viết lại "on"'
        )
    return (
        'khóa %(name)s phải để trong ngoặc kép, viết là "%(name)s"; '
        "nếu không có ngoặc kép, YAML 1.1 đọc thành true hoặc false"
    )


def _scalar(text: str) -> Any:
    """A plain word: null, true or false, a whole or decimal number, a day, else the text."""
    if text in _NULL:
        return None
    if text in _TRUTH:
        return _TRUTH[text]
    if found := _NUMBER.fullmatch(text):
        return float(text) if found[2] else int(text)
    if _DAY.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    return text
