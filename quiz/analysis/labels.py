"""What people read of figures: names, judgements in words with a tone, and what an alarm asks them to check."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from quiz.analysis.rules import LEAST_ATTEMPTS, Alarm, Choice
from quiz.core.vietnamese import number

CHOICES: dict[Choice, LazyString] = {
    Choice.FIRST: _l("Lượt đầu của mỗi người"),
    Choice.COUNTED: _l("Lượt được tính kết quả"),
    Choice.ALL: _l("Tất cả các lượt"),
}
CHOICE_NOTES: dict[Choice, LazyString] = {
    Choice.FIRST: _l("Lượt thi đầu tiên đã nộp của mỗi người, nên các lượt không phụ thuộc nhau."),
    Choice.COUNTED: _l(
        "Với mỗi người được xếp hạng, chỉ lấy lượt thi được tính kết quả theo thể lệ; không gồm người bị loại."
    ),
    Choice.ALL: _l("Mọi lượt thi đã nộp, kể cả nhiều lượt của cùng một người; không gồm thi thử."),
}
GROUPS = (_l("Nhóm điểm thấp"), _l("Nhóm điểm giữa"), _l("Nhóm điểm cao"))
LEVEL_FINDINGS = {"easier": _l("Dễ hơn mức dự kiến"), "harder": _l("Khó hơn mức dự kiến")}
FACILITY_STEPS = ((0.9, _l("rất dễ"), "warn"), (0.7, _l("dễ"), ""), (0.3, _l("vừa"), "ok"), (0.0, _l("khó"), "warn"))
INDEX_STEPS = (
    (30.0, _l("phân biệt tốt"), "ok"),
    (20.0, _l("phân biệt khá"), ""),
    (0.0, _l("phân biệt yếu"), "warn"),
)
GUESS_MARGIN = 0.05


@dataclass(frozen=True, slots=True)
class Hint:
    """A judgement in words; the tone (ok, warn, danger, or none) colours it."""

    text: str
    tone: str = ""


def letter(option: int) -> str:
    """The letter of an option in the written order."""
    return chr(65 + option)


def letters(mask: int) -> str:
    """The options of an answer by their letters: B, or A and C as "A, C"."""
    return ", ".join(letter(option) for option in range(mask.bit_length()) if mask >> option & 1)


def facility_hint(facility: float | None, guess: float | None, n: int) -> Hint:
    """How easy an item is; not judged below the least number of attempts."""
    if facility is None or n < LEAST_ATTEMPTS:
        return Hint("")
    if guess is not None and facility <= guess + GUESS_MARGIN:
        return Hint(_("gần mức đoán mò"), "danger")
    return next(Hint(str(text), tone) for least, text, tone in FACILITY_STEPS if facility >= least)


def index_hint(index: float | None, n: int) -> Hint:
    """How well an item tells people apart; not judged below the least number of attempts."""
    if index is None or n < LEAST_ATTEMPTS:
        return Hint("")
    if index < 0:
        return Hint(_("âm, cần xem lại"), "danger")
    return next(Hint(str(text), tone) for least, text, tone in INDEX_STEPS if index >= least)


def alarm_text(alarm: Alarm, key: int) -> str:
    """What was found, over how many, and what to check."""
    if alarm.code == "negative":
        text = _(
            "Độ phân biệt %(index)s%% (n = %(n)s): người làm tốt phần còn lại của đề lại thường trả lời sai câu này. "
            "Đề nghị đối chiếu đáp án %(key)s với căn cứ và xem câu hỏi có thể hiểu theo hai cách không.",
            index=number(alarm.index or 0, 1),
            n=number(alarm.n),
            key=letters(key),
        )
    else:
        text = _(
            "Trong nhóm điểm cao (n = %(n)s) có %(chosen)s lượt chọn %(wrong)s, chỉ %(right)s lượt chọn đáp án "
            "%(key)s. Đề nghị đối chiếu cả hai phương án với căn cứ.",
            n=number(alarm.n),
            chosen=number(alarm.chosen),
            wrong=letters(alarm.mask),
            right=number(alarm.right),
            key=letters(key),
        )
    return str(text)
