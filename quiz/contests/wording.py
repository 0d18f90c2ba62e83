"""The words in which printed rules speak of settings."""

from __future__ import annotations

from quiz.contests.blueprint import level_words, topic_words
from quiz.contests.rules import Cell, Counted, Criterion, Hidden, Meaning, Shown
from quiz.contests.unit_scheme import UnitCriterion
from quiz.core.vietnamese import number

CRITERIA = {
    Criterion.SCORE: "Điểm cao hơn",
    Criterion.DURATION: "Thời gian làm bài ngắn hơn",
    Criterion.SUBMITTED_AT: "Nộp bài sớm hơn",
    Criterion.STARTED_AT: "Bắt đầu làm bài sớm hơn",
}
UNIT_CRITERIA = {
    UnitCriterion.PEOPLE: "Số người dự thi nhiều hơn",
    UnitCriterion.ATTEMPTS: "Số lượt thi nhiều hơn",
    UnitCriterion.RATE: "Tỷ lệ người dự thi trên tổng số người của đơn vị cao hơn",
    UnitCriterion.MEAN_SCORE: "Điểm trung bình của những người dự thi cao hơn",
    UnitCriterion.FULL_SCORES: "Số người đạt điểm tối đa nhiều hơn",
}
COUNTED = {
    Counted.BEST: "lượt thi có kết quả tốt nhất, xét theo các tiêu chí xếp hạng cá nhân",
    Counted.FIRST: "lượt thi đầu tiên",
    Counted.LAST: "lượt thi cuối cùng",
}
SHOWN = {
    Shown.NOW: "ngay sau khi nộp bài",
    Shown.AFTER_ROUND: "sau khi vòng thi kết thúc",
    Shown.AFTER_APPROVAL: "sau khi kết quả được phê duyệt",
    Shown.NEVER: "không công bố",
}
MEANINGS = {
    Meaning.FULL_SCORES: "số người đạt điểm tối đa trong vòng thi",
    Meaning.PEOPLE: "số người dự thi trong vòng thi",
    Meaning.ATTEMPTS: "số lượt thi trong vòng thi",
    Meaning.FULL_SCORE_PERCENT: "tỷ lệ phần trăm số người đạt điểm tối đa trên số người dự thi trong vòng thi",
}
HIDDEN = {
    Hidden.NONE: "",
    Hidden.TOTALS: (
        "Trong thời gian vòng thi mở, số liệu mà câu hỏi dự đoán hỏi đến và các số liệu cộng lại thành số liệu đó "
        "không hiển thị công khai."
    ),
    Hidden.ALL: "Trong thời gian vòng thi mở, mọi số liệu tổng hợp của vòng không hiển thị công khai.",
}


def length_words(seconds: int) -> str:
    """ "15 phút", "1 phút 30 giây", "45 giây"."""
    minutes, rest = divmod(seconds, 60)
    words = [f"{number(minutes)} phút"] if minutes else []
    return " ".join([*words, f"{rest} giây"] if rest or not minutes else words)


def attempts_words(allowed: int | None) -> str:
    """What follows "mỗi thí sinh được thi" in a round."""
    if allowed is None:
        return "không giới hạn số lượt"
    return "01 lượt" if allowed == 1 else f"tối đa {allowed:02d} lượt"


def points_words(points: int | None) -> str:
    """How an item is marked."""
    if points is None:
        return (
            "Mỗi câu trả lời đúng được số điểm ghi cho câu đó trong ngân hàng câu hỏi; trả lời sai hoặc bỏ trống không "
            "được điểm."
        )
    return f"Mỗi câu trả lời đúng được {number(points)} điểm; trả lời sai hoặc bỏ trống không được điểm."


def cell_words(cell: Cell) -> str:
    """A line of the blueprint: "Chủ đề “X”, mức độ Nhận biết: 4 câu"."""
    return f"{topic_words(cell.topic)}, {level_words(cell.level)}: {cell.count} câu"


def shuffle_words(items: bool, options: bool) -> str:
    """How papers differ from each other."""
    drawn = "Nếu ngân hàng có nhiều câu hơn số câu của đề, câu hỏi được rút ngẫu nhiên cho từng lượt thi."
    order = {
        (True, True): "Thứ tự câu hỏi và thứ tự phương án trả lời được xáo trộn riêng cho từng đề.",
        (True, False): "Thứ tự câu hỏi được xáo trộn riêng cho từng đề; thứ tự phương án trả lời giữ nguyên.",
        (False, True): "Thứ tự phương án trả lời được xáo trộn riêng cho từng đề; thứ tự câu hỏi giữ nguyên.",
        (False, False): "Thứ tự câu hỏi và thứ tự phương án trả lời giữ nguyên.",
    }
    return f"{drawn} {order[items, options]}"


def grace_words(seconds: int) -> str:
    """What becomes of answers that arrive late."""
    if seconds == 0:
        return "Câu trả lời đến hệ thống sau khi hết giờ không được ghi nhận."
    return (
        f"Câu trả lời đến hệ thống chậm không quá {seconds:02d} giây sau khi hết giờ do đường truyền vẫn được ghi nhận."
    )


def answer_words(meaning: Meaning) -> str:
    """How the answer to the prediction question is written."""
    if meaning is Meaning.FULL_SCORE_PERCENT:
        return "Câu trả lời ghi bằng số phần trăm, phần thập phân sau dấu phẩy, ví dụ: 12,5."
    return "Câu trả lời ghi bằng số nguyên; dấu chấm ngăn cách hàng nghìn, ví dụ: 12.345."


def lower_first(text: str) -> str:
    """The text as it stands within a sentence."""
    return text[:1].lower() + text[1:]
