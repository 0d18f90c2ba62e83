"""Which of the three kinds a question is, from what its author wrote."""

from __future__ import annotations

import re
from collections.abc import Sequence

from question_bank.item import Kind
from question_bank.text import fold, same

_NOUN = r"(?:dap an|phuong an|cau tra loi|lua chon|y|noi dung|cau|dap an tra loi)"
_COUNT = r"(?:nhieu|cac|nhung|tat ca|tat ca cac|mot hoac nhieu|hai|ba|bon|[2-8])"
_SAYS_MULTIPLE = re.compile(
    rf"\bchon {_COUNT}(?: {_NOUN})\b|\bnhieu (?:dap an|phuong an|cau tra loi|lua chon) dung\b"
    r"|\bco the chon nhieu\b|\bchon nhieu hon mot\b|\b(?:select|choose) (?:all|two|three|[2-8])\b"
)
_WORDS = {
    Kind.SINGLE: "mot dap an|1 dap an|mot lua chon|1 lua chon|mot phuong an|chon mot|chon 1|don|single"
    "|mot dap an dung|1 dap an dung|single choice",
    Kind.MULTIPLE: "nhieu dap an|nhieu dap an dung|nhieu phuong an dung|chon nhieu|nhieu phuong an|multiple"
    "|checkbox|multiple answers|multiple response|nhieu lua chon dung",
    Kind.TRUE_FALSE: "dung sai|dung/sai|dung - sai|dung-sai|true false|true/false|true_false",
}
_KINDS = {word: kind for kind, words in _WORDS.items() for word in words.split("|")}
# "Nhiều lựa chọn" and "trắc nghiệm" say that there are options, not how many of them are right.
_SILENT = frozenset({"", "trac nghiem", "nhieu lua chon", "multiple choice", "trac nghiem khach quan"})
# Compared with their marks: "dùng" and "đừng" are not "đúng".
_TRUE = frozenset({"đúng", "true"})
_FALSE = frozenset({"sai", "false"})


class UnknownKindError(ValueError):
    """The author declared a kind of question that a contest does not use."""


def parse_kind(text: str) -> Kind | None:
    """The kind that a declaration such as "nhiều đáp án" means; None if it leaves that open.

    Raises UnknownKindError for essays, gap texts and whatever else is not one of ours.
    """
    word = fold(text).strip(" .()")
    if word in _SILENT:
        return None
    if word not in _KINDS:
        raise UnknownKindError(
            f"Loại câu hỏi “{text}” không dùng được trong cuộc thi trắc nghiệm; "
            "hãy ghi “một đáp án”, “nhiều đáp án” hoặc “đúng/sai”."
        )
    return _KINDS[word]


def says_multiple(stem: str) -> bool:
    """True if the question itself asks for several options, as in "(chọn nhiều đáp án)"."""
    return bool(_SAYS_MULTIPLE.search(fold(stem)))


def are_true_and_false(options: Sequence[str]) -> bool:
    """True if the options are the pair Đúng and Sai (or True and False), in either order."""
    words = {same(option).strip(" .") for option in options}
    return len(options) == 2 and bool(words & _TRUE) and bool(words & _FALSE)


def is_true_word(text: str) -> bool | None:
    """True for "Đúng" or "Đ", False for "Sai" or "S", None for anything else."""
    word = same(text).strip(" .")
    if word in _TRUE | {"đ"}:
        return True
    return False if word in _FALSE | {"s"} else None


def decide_kind(stem: str, options: Sequence[str], several_named: bool) -> Kind:
    """The kind of a question whose file does not declare it."""
    if are_true_and_false(options):
        return Kind.TRUE_FALSE
    return Kind.MULTIPLE if several_named or says_multiple(stem) else Kind.SINGLE
