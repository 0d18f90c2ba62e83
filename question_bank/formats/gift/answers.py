"""The answer block: which kind of question it makes, its options and their weights."""

from __future__ import annotations

import re
from dataclasses import dataclass

from question_bank.formats.gift.syntax import GiftError
from question_bank.formats.weights import FULL, multiple_keys, read_weight, single_keys
from question_bank.item import Kind

_WEIGHT = re.compile(r"%(-*[0-9]{1,2}\.?[0-9]*)%")
_LIKE_A_WEIGHT = re.compile(r"%\s*[+-]?[0-9]+(?:[.,][0-9]+)?\s*%")
# A sign that opens an option in the middle of a word, and one where an author would put it.
_GLUED, _FREE = re.compile(r"(?<=[^\s=~])[=~]"), re.compile(r"(?:^|(?<=\s))[=~]")
_MOST_SIGNS = 200
_TRUTH = {"T": True, "TRUE": True, "F": False, "FALSE": False}
TRUTHS = ("Đúng", "Sai")
"""The options of a true/false question, which GIFT does not spell out."""


@dataclass(slots=True)
class Answer:
    """One option with its weight in percent; texts are still protected."""

    text: str
    feedback: str
    weight: float = 0.0


@dataclass(slots=True)
class Answers:
    """What an answer block holds."""

    kind: Kind
    options: list[Answer]
    keys: tuple[int, ...]
    has_penalties: bool = False
    has_loose_start: bool = False
    has_glued_sign: bool = False
    has_full_weight: bool = False


def read_answers(text: str) -> Answers:
    """Read a protected, trimmed answer text without its general feedback.

    Raises GiftError for the kinds of question that a contest does not use, WeightError for partial weights.
    """
    if "~" in text and not text.startswith("#"):
        return _choice(text)
    truth = _TRUTH.get(text.split("#", 1)[0].strip())
    if truth is not None and not _is_matching(text):
        return _true_false(text, truth)
    raise GiftError(
        "unsupported_kind",
        f"Câu {_other_kind(text)} không dùng trong cuộc thi trắc nghiệm; "
        "hãy chuyển thành câu một đáp án, nhiều đáp án hoặc đúng/sai.",
    )


def looks_like_weight(text: str) -> bool:
    """True if a reader would take the start of an option's text for its weight."""
    return bool(_LIKE_A_WEIGHT.match(text))


def _other_kind(text: str) -> str:
    if not text:
        return "tự luận"
    if text.startswith("#"):
        return "điền số"
    return "ghép đôi" if _is_matching(text) else "trả lời ngắn"


def _is_matching(text: str) -> bool:
    return "=" in text and "->" in text


def _true_false(text: str, truth: bool) -> Answers:
    _, *feedback = text.split("#")
    when_wrong, when_right = (*feedback, "", "")[:2]
    shown = (when_right, when_wrong) if truth else (when_wrong, when_right)
    options = [Answer(text, feedback.strip()) for text, feedback in zip(TRUTHS, shown, strict=True)]
    return Answers(Kind.TRUE_FALSE, options, (0 if truth else 1,))


def _choice(text: str) -> Answers:
    if text.count("~") > _MOST_SIGNS or text.count("=") > _MOST_SIGNS:
        raise GiftError("too_many_options", f"Câu có hơn {_MOST_SIGNS} dấu ~ hoặc =; hãy kiểm tra lại phần đáp án.")
    is_single = "=" in text
    pieces = text.replace("=", "~=").split("~")
    loose = bool(pieces[0].strip())
    options = [_option(piece.strip()) for piece in (pieces if loose else pieces[1:])]
    weights = [option.weight for option in options]
    keys = _one_key(single_keys(weights)) if is_single else multiple_keys(weights)
    return Answers(
        Kind.SINGLE if is_single else Kind.MULTIPLE,
        options,
        keys,
        has_penalties=any(option.weight < 0 for option in options),
        has_loose_start=loose,
        has_glued_sign=1 <= len(_GLUED.findall(text)) < len(_FREE.findall(text)),
        has_full_weight=any(piece.startswith("=") and _WEIGHT.match(piece[1:].strip()) for piece in pieces),
    )


def _option(piece: str) -> Answer:
    is_right = piece.startswith("=")
    body = piece.removeprefix("=").strip()
    found = _WEIGHT.match(body)
    weight = read_weight(found[1]) if found else FULL if is_right else 0.0
    if (is_right and weight != FULL) or (not found and looks_like_weight(body)):
        raise GiftError(
            "partial_weights",
            f"Trọng số ở đầu phương án “{body}” không đọc được; hãy bỏ trọng số và chỉ dùng = và ~.",
        )
    text, _, feedback = (body[found.end() :] if found else body).partition("#")
    return Answer(text.strip(), feedback.strip(), weight)


def _one_key(keys: tuple[int, ...]) -> tuple[int, ...]:
    if len(keys) > 1:
        raise GiftError(
            "several_keys",
            f"Câu một đáp án có {len(keys)} dấu =; hãy giữ một, và nếu dấu = nằm trong lời văn thì viết \\=.",
        )
    return keys
