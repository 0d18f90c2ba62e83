"""What an item is to a bank: its stored content, its ref, its state, its bank's code. Plain Python."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from question_bank.item import Item, Kind
from question_bank.markup import to_plain
from question_bank.text import clean_line
from quiz.core.errors import Invalid
from quiz.core.vietnamese import fold

LONGEST_REF = 64
LONGEST_STEM = 48
LONGEST_TOPIC = 200
LONGEST_TITLE = 200
DRAFT, REVIEWED, APPROVED, SEALED, RETIRED = "draft", "reviewed", "approved", "sealed", "retired"
_DIGITS = re.compile(r"([0-9]+)")
CODE = r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}"
_CODE = re.compile(CODE)
_IN_REF = re.compile(r"[\s/\\]+")


class Accept(StrEnum):
    """What to take of a file: everything or nothing; what has no error; no warning either; what a person has chosen."""

    ALL_OR_NOTHING = "all_or_nothing"
    CLEAN_ONLY = "clean_only"
    WITHOUT_WARNINGS = "without_warnings"
    CHOSEN = "chosen"


@dataclass(frozen=True, slots=True)
class Content:
    """An item as a revision and its key store it: equal contents are equal questions.

    `options` is JSON [{"text", "pinned"}], `images` is a JSON list of names of pictures, `feedback` one of texts; bit
    i of `mask` is option i; `marks` in hundredths of a point.
    """

    kind: str
    stem: str
    markup: str
    options: str
    images: str
    mask: int
    marks: int
    explanation: str
    source: str
    feedback: str


@dataclass(frozen=True, slots=True)
class Kept:
    """An item the bank holds, with the content of its current revision."""

    item_id: int
    ref: str
    state: str
    topic: str
    level: str
    content: Content
    revision_id: int | None = None


def check_code(code: str) -> str:
    """The code of a bank without blanks around it; Invalid where it is none."""
    code = code.strip()
    if not _CODE.fullmatch(code):
        text = "Mã ngân hàng gồm 1 đến 32 chữ cái không dấu, chữ số, dấu chấm, gạch nối hoặc gạch dưới."
        raise Invalid(text, field="bank")
    return code


def check_title(title: str) -> str:
    """The title of a bank, cleaned; Invalid where it is too long."""
    title = clean_line(title)
    if len(title) > LONGEST_TITLE:
        raise Invalid("Tên ngân hàng dài quá %(limit)s ký tự.", field="title", limit=LONGEST_TITLE)
    return title


def state_after(state: str | None, changed: bool, approve: bool) -> str:
    """The state of an item after an import; `state` None is a new item.

    What changes is approved with the import or falls back to a draft; a retired item stays retired. What stays as it is
    keeps its state: nobody approves a question that waits for a reviewer by exporting and importing it unchanged.
    """
    if state is not None and (state in {RETIRED, SEALED} or not changed):
        return state
    return APPROVED if approve else DRAFT


def content_of(item: Item) -> Content:
    """The stored form of an item; the two options of a true/false item are pinned, as it is never shuffled."""
    fixed = item.kind is Kind.TRUE_FALSE
    return Content(
        kind=item.kind.value,
        stem=item.stem,
        markup=item.markup,
        options=dump([{"text": option.text, "pinned": fixed or option.pinned} for option in item.options]),
        images=dump([image.name for image in item.images]),
        mask=sum(1 << index for index in item.key_indexes),
        marks=int(item.marks * 100),
        explanation=item.explanation,
        source=item.source,
        feedback=dump([option.feedback for option in item.options]),
    )


def searchable(content: Content) -> str:
    """What search looks through: the folded stem, and every option on a line of its own."""
    texts = [content.stem, *(option["text"] for option in json.loads(content.options))]
    seen = (to_plain(text) if content.markup == "html" else text for text in texts)
    return "\n".join(fold(text) for text in seen)


def dump(value: Any) -> str:
    """JSON with Vietnamese letters as they are; equal values give equal texts."""
    return json.dumps(value, ensure_ascii=False)


def natural_key(ref: str) -> list[Any]:
    """An order in which de-9 comes before de-10, the same on every database."""
    return [int(part) if index % 2 else part for index, part in enumerate(_DIGITS.split(ref))]


def ref_stem(file_name: str) -> str:
    """What the refs of items without an id begin with: the file's name without its ending."""
    name = clean_line(file_name)
    stem = name.rpartition(".")[0] or name
    return _IN_REF.sub("-", stem.strip())[:LONGEST_STEM].strip("-.") or "tep"
