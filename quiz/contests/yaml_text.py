"""YAML of a contest file as plain groups, lists and texts; nothing is guessed and no key comes twice."""

from __future__ import annotations

from typing import Any

import yaml

from quiz.contests.draft import Mistakes, mistake

LONGEST_FILE = 256 * 1024


class _TwiceError(yaml.MarkedYAMLError):
    """A key stands twice in one group."""


class _Loader(yaml.BaseLoader):
    """Every value stays the text that was written: 04 is no number, 24:00 no count of seconds, "no" no answer."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """A group of which every key is a word of its own."""
        seen: set[str] = set()
        for key, _value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.MarkedYAMLError(problem="no word as a key", problem_mark=key.start_mark)
            if key.value in seen:
                raise _TwiceError(problem=key.value[:60], problem_mark=key.start_mark)
            seen.add(key.value)
        found: dict[Any, Any] = super().construct_mapping(node, deep)
        return found


def read_mapping(text: str) -> dict[str, Any]:
    """The outermost group of the file; raises Mistakes where there is none, or where this is no YAML."""
    if len(text) > LONGEST_FILE:
        raise _refused("", "dài quá %(limit)s KB", limit=LONGEST_FILE >> 10)
    try:
        data = _load(text.removeprefix("\ufeff"))
    except _TwiceError as error:
        raise _refused(_line(error), "mục “%(name)s” được viết hai lần", name=error.problem) from error
    except yaml.MarkedYAMLError as error:
        raise _refused(_line(error), _syntax(error)) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise _refused("", "có ký tự hoặc cấu trúc không đọc được") from error
    if not isinstance(data, dict):
        raise _refused("", "phải gồm các dòng dạng “khóa: giá trị”")
    return data


def _load(text: str) -> object:
    loader = _Loader(text)
    try:
        return loader.get_single_data()
    finally:
        loader.dispose()


def _line(error: yaml.MarkedYAMLError) -> str:
    mark = error.problem_mark or error.context_mark
    return f"dòng {mark.line + 1}, cột {mark.column + 1}" if mark else ""


def _syntax(error: yaml.MarkedYAMLError) -> str:
    if "\\t" in str(error.problem):
        return "thụt dòng bằng phím Tab; YAML chỉ nhận dấu cách"
    return "sai cú pháp YAML; hãy xem lại dấu hai chấm, dấu nháy và khoảng thụt dòng quanh chỗ này"


def _refused(place: str, text: str, **params: object) -> Mistakes:
    return Mistakes([mistake(place or "tệp", text, **params)])
