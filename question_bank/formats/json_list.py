"""JSON: a list of items in their own shape, the format that holds everything."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NoReturn

from question_bank.assembly import assemble
from question_bank.draft import Draft
from question_bank.formats.encoding import Decoded, decode_text
from question_bank.item import Item, ItemShapeError
from question_bank.problem import Unreadable
from question_bank.read_options import DEFAULT_OPTIONS, ReadOptions
from question_bank.reading import Reading

NAME = "json"


def read_json(data: bytes, options: ReadOptions = DEFAULT_OPTIONS) -> Reading:
    """Read a list of items; an entry of the wrong shape is named "mục n" and not taken."""
    decoded = decode_text(data)
    drafts: list[Draft] = []
    for number, entry in enumerate(_entries(decoded), start=1):
        place = f"mục {number}"
        try:
            item = Item.from_dict(_mapping(entry))
            drafts.append(Draft.of(item, place))
        except ItemShapeError as problem:
            drafts.append(Draft(place))
            drafts[-1].refuse("shape", str(problem))
    return assemble(NAME, drafts, decoded.problems, options)


def write_json(items: Sequence[Item]) -> bytes:
    """Write items as an indented list in UTF-8."""
    return (json.dumps([item.to_dict() for item in items], ensure_ascii=False, indent=2) + "\n").encode()


def _entries(decoded: Decoded) -> list[Any]:
    try:
        entries = json.loads(decoded.text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as problem:
        place = f"dòng {problem.lineno}"
        raise Unreadable("damaged", "Tệp JSON sai cú pháp ở dòng này; hãy sửa rồi nạp lại.", place) from None
    except (RecursionError, ValueError):
        raise Unreadable("damaged", "Tệp JSON có số hoặc cấp lồng nhau không đọc được.") from None
    if not isinstance(entries, list):
        raise Unreadable("shape", "Tệp JSON phải là một danh sách câu hỏi, bắt đầu bằng dấu [.")
    return entries


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _mapping(entry: Any) -> dict[str, Any]:
    if not isinstance(entry, dict):
        raise ItemShapeError("Mỗi mục phải là một đối tượng có “kind”, “stem” và “options”.")
    return entry
