"""Moodle's weights of options, in percent: which ones exist, and which options they make right."""

from __future__ import annotations

from collections.abc import Sequence

FULL = 100.0
_TOLERANCE = 0.001
_KNOWN = [100, 90, 250 / 3, 80, 75, 70, 200 / 3, 60, 50, 40, 100 / 3, 30, 25, 20, 50 / 3]
_KNOWN += [100 / 7, 12.5, 100 / 9, 10, 5, 0]


class WeightError(ValueError):
    """Weights that a contest cannot use; the message is meant for the organiser."""

    code = "partial_weights"


def read_weight(digits: str) -> float:
    """A weight of Moodle's table, of either sign. Raises WeightError for every other number."""
    try:
        weight = float(digits)
    except ValueError:
        weight = float("nan")
    if any(abs(abs(weight) - known) <= _TOLERANCE for known in _KNOWN):
        return weight
    raise WeightError(
        f"Trọng số {digits}% không có trong bảng trọng số của Moodle (ví dụ 50, 33.33333, 25); hãy sửa lại."
    )


def single_keys(weights: Sequence[float]) -> tuple[int, ...]:
    """Positions of the options worth everything. Raises WeightError where another is worth a part."""
    if any(0 < weight < FULL - _TOLERANCE for weight in weights):
        raise _partial()
    return tuple(index for index, weight in enumerate(weights) if weight > 0)


def multiple_keys(weights: Sequence[float]) -> tuple[int, ...]:
    """Positions of the options that share everything equally. Raises WeightError where they do not."""
    keys = tuple(index for index, weight in enumerate(weights) if weight > 0)
    if any(abs(weights[index] * len(keys) - FULL) > _TOLERANCE * len(keys) for index in keys):
        raise _partial()
    return keys


def write_weight(keys: int) -> str:
    """The weight of each of so many right options, as Moodle spells it."""
    return f"{FULL / keys:.5f}".rstrip("0").rstrip(".")


def _partial() -> WeightError:
    return WeightError(
        "Câu chấm điểm từng phần không dùng trong cuộc thi; các phương án đúng phải có trọng số bằng nhau, "
        "cộng lại là 100%."
    )
