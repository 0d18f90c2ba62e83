"""The answer block: which kind of question it makes, its options and their weights."""

from __future__ import annotations

import re
from dataclasses import dataclass

from question_bank.formats.gift.syntax import GiftError
from question_bank.item import Kind

_WEIGHT = re.compile(r"%(-*[0-9]{1,2}\.?[0-9]*)%")
_LIKE_A_WEIGHT = re.compile(r"%\s*[+-]?[0-9]+(?:[.,][0-9]+)?\s*%")
_MOST_SIGNS = 200
_TRUTH = {"T": True, "TRUE": True, "F": False, "FALSE": False}
_FULL = 100.0
_TOLERANCE = 0.001
_KNOWN = [100, 90, 250 / 3, 80, 75, 70, 200 / 3, 60, 50, 40, 100 / 3, 30, 25, 20, 50 / 3]
_KNOWN += [100 / 7, 12.5, 100 / 9, 10, 5, 0]


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


def read_answers(text: str) -> Answers:
    """Read a protected, trimmed answer text without its general feedback.

    Raises GiftError for the kinds of question that a contest does not use and for partial weights.
    """
    truth = _TRUTH.get(text.split("#", 1)[0].strip())
    if "~" in text and not text.startswith("#"):
        return _choice(text)
    if truth is not None:
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
    return "ghép đôi" if "=" in text and "->" in text else "trả lời ngắn"


def _true_false(text: str, truth: bool) -> Answers:
    _, *feedback = text.split("#")
    when_wrong, when_right = (*feedback, "", "")[:2]
    shown = (when_right, when_wrong) if truth else (when_wrong, when_right)
    options = [Answer("Đúng", shown[0].strip()), Answer("Sai", shown[1].strip())]
    return Answers(Kind.TRUE_FALSE, options, (0 if truth else 1,))


def _choice(text: str) -> Answers:
    if text.count("~") > _MOST_SIGNS or text.count("=") > _MOST_SIGNS:
        raise GiftError("too_many_options", f"Câu có hơn {_MOST_SIGNS} dấu ~ hoặc =; hãy kiểm tra lại phần đáp án.")
    is_single = "=" in text
    pieces = text.replace("=", "~=").split("~")
    loose = bool(pieces[0].strip())
    options = [_option(piece.strip()) for piece in (pieces if loose else pieces[1:])]
    keys = _single_keys(options) if is_single else _multiple_keys(options)
    return Answers(
        Kind.SINGLE if is_single else Kind.MULTIPLE,
        options,
        keys,
        any(option.weight < 0 for option in options),
        loose,
    )


def _option(piece: str) -> Answer:
    is_right = piece.startswith("=")
    body = piece.removeprefix("=").strip()
    found = _WEIGHT.match(body)
    weight = _weight(found[1]) if found else _FULL if is_right else 0.0
    if (is_right and weight != _FULL) or (not found and looks_like_weight(body)):
        raise GiftError(
            "partial_weights",
            f"Trọng số ở đầu phương án “{body}” không đọc được; hãy bỏ trọng số và chỉ dùng = và ~.",
        )
    text, _, feedback = (body[found.end() :] if found else body).partition("#")
    return Answer(text.strip(), feedback.strip(), weight)


def _weight(digits: str) -> float:
    try:
        weight = float(digits)
    except ValueError:
        weight = float("nan")
    if any(abs(abs(weight) - known) <= _TOLERANCE for known in _KNOWN):
        return weight
    raise GiftError(
        "partial_weights",
        f"Trọng số {digits}% không có trong bảng trọng số của Moodle (ví dụ 50, 33.33333, 25); hãy sửa lại.",
    )


def _single_keys(options: list[Answer]) -> tuple[int, ...]:
    if any(0 < option.weight < _FULL for option in options):
        raise _partial()
    keys = tuple(index for index, option in enumerate(options) if option.weight == _FULL)
    if len(keys) > 1:
        raise GiftError(
            "several_keys",
            f"Câu một đáp án có {len(keys)} dấu =; hãy giữ một, và nếu dấu = nằm trong lời văn thì viết \\=.",
        )
    return keys


def _multiple_keys(options: list[Answer]) -> tuple[int, ...]:
    keys = tuple(index for index, option in enumerate(options) if option.weight > 0)
    if any(abs(options[index].weight * len(keys) - _FULL) > _TOLERANCE * len(keys) for index in keys):
        raise _partial()
    return keys


def _partial() -> GiftError:
    return GiftError(
        "partial_weights",
        "Câu chấm điểm từng phần không dùng trong cuộc thi; các phương án đúng phải có trọng số bằng nhau, "
        "cộng lại là 100%.",
    )
