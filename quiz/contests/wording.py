"""The words in which printed rules speak of settings."""

from __future__ import annotations

from quiz.contests.blueprint import level_words, topic_words
from quiz.contests.prose import two
from quiz.contests.rules import Cell, Counted, Criterion, Hidden, Meaning, Shown
from quiz.contests.schedule import DAY_MINUTES, Hours
from quiz.contests.unit_scheme import UnitCriterion
from quiz.core.vietnamese import number

CRITERIA = {
    Criterion.SCORE: "Điểm của bài thi cao hơn",
    Criterion.DURATION: (
        "Thời gian làm bài ngắn hơn (khoảng thời gian từ lúc bắt đầu đến lúc nộp bài, tính đến phần nghìn giây, không "
        "phụ thuộc bài được làm sớm hay muộn trong vòng thi)"
    ),
    Criterion.SUBMITTED_AT: (
        "Nộp bài sớm hơn (thời điểm nộp bài đến trước, tính đến phần nghìn giây, không phụ thuộc bài làm nhanh hay "
        "chậm)"
    ),
    Criterion.STARTED_AT: "Bắt đầu làm bài sớm hơn (thời điểm bắt đầu lượt thi được tính kết quả đến trước)",
    Criterion.PREDICTION: (
        "Câu trả lời dự đoán gần giá trị đúng hơn (chênh lệch với giá trị đúng nhỏ hơn, không kể cao hơn hay thấp hơn)"
    ),
    Criterion.ATTEMPTS: "Số lượt thi đã thực hiện ít hơn",
    Criterion.FULL_SCORE_ATTEMPTS: "Số lượt thi đạt điểm tối đa nhiều hơn",
    Criterion.LOTS: "Kết quả bốc thăm (số bốc thăm nhỏ hơn)",
    Criterion.BOARD: "Quyết định của ban tổ chức (thứ tự trong quyết định đứng trước)",
}
TOTALS = {
    Criterion.SCORE: "điểm là tổng điểm",
    Criterion.DURATION: "thời gian làm bài là tổng thời gian làm bài",
    Criterion.SUBMITTED_AT: "thời điểm nộp bài là của bài nộp muộn nhất",
    Criterion.STARTED_AT: "thời điểm bắt đầu là của bài bắt đầu sớm nhất",
    Criterion.PREDICTION: "chênh lệch của câu trả lời dự đoán là tổng chênh lệch",
    Criterion.ATTEMPTS: "số lượt thi là tổng số lượt",
    Criterion.FULL_SCORE_ATTEMPTS: "số lượt thi đạt điểm tối đa là tổng số lượt đó",
    Criterion.LOTS: (
        "số bốc thăm được tính từ hạt giống của các vòng theo thứ tự, nối bằng dấu cộng, khi mọi vòng đã được phê duyệt"
    ),
    Criterion.BOARD: "ban tổ chức có quyết định riêng cho kết quả toàn cuộc thi",
}
UNIT_CRITERIA = {
    UnitCriterion.PEOPLE: "Số người dự thi nhiều hơn",
    UnitCriterion.ATTEMPTS: "Số lượt thi nhiều hơn",
    UnitCriterion.RATE: "Tỷ lệ dự thi (số người dự thi trên tổng số người của đơn vị) cao hơn",
    UnitCriterion.MEAN_SCORE: "Điểm trung bình của những người dự thi cao hơn",
    UnitCriterion.FULL_SCORES: "Số người đạt điểm tối đa nhiều hơn",
    UnitCriterion.TOP_MEAN: "Điểm trung bình của những người dẫn đầu đơn vị cao hơn",
    UnitCriterion.PRIZE_POINTS: "Điểm thưởng từ giải cá nhân nhiều hơn",
    UnitCriterion.POINTS: "Tổng điểm của đơn vị cao hơn",
    UnitCriterion.QUOTA: "Mức hoàn thành chỉ tiêu số lượt thi cao hơn",
}
COUNTED = {
    Counted.BEST: (
        "lượt thi có kết quả tốt nhất, xét theo các tiêu chí xếp hạng cá nhân{first}; nếu ngang nhau thì tính lượt nộp "
        "trước"
    ),
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
DETAILS = {
    Meaning.FULL_SCORES: "Mỗi người chỉ tính một lần, theo lượt thi được tính kết quả.",
    Meaning.PEOPLE: "Mỗi người chỉ tính một lần, dù thi bao nhiêu lượt.",
    Meaning.ATTEMPTS: "Tính mọi lượt thi đã nộp, kể cả lượt do hệ thống tự nộp và lượt không được tính kết quả.",
    Meaning.FULL_SCORE_PERCENT: "Tỷ lệ được làm tròn đến năm chữ số thập phân; mỗi người chỉ tính một lần.",
}
HIDDEN = {
    Hidden.NONE: "",
    Hidden.TOTALS: (
        "Trong thời gian vòng thi mở, số liệu mà câu hỏi dự đoán hỏi đến và các số liệu có thể cộng lại thành số liệu "
        "đó không được công khai."
    ),
    Hidden.ALL: "Trong thời gian vòng thi mở, mọi số liệu tổng hợp của vòng không được công khai.",
}
WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def length_words(seconds: int) -> str:
    """ "15 phút", "1 phút 30 giây", "45 giây"."""
    minutes, rest = divmod(seconds, 60)
    words = [f"{two(minutes)} phút"] if minutes else []
    return " ".join([*words, f"{two(rest)} giây"] if rest or not minutes else words)


def attempts_words(allowed: int | None) -> str:
    """What follows "mỗi thí sinh được thi" in a round."""
    if allowed is None:
        return "không giới hạn số lượt"
    return "01 lượt" if allowed == 1 else f"tối đa {two(allowed)} lượt"


def counted_words(counted: Counted, full_scores_only: bool) -> str:
    """Which attempt of several counts; where only full scores have a place, these come before all others."""
    first = " (lượt đạt điểm tối đa xếp trước lượt chưa đạt)" if full_scores_only else ""
    return COUNTED[counted].format(first=first)


def points_words(points: int | None, questions: int) -> str:
    """How an item is marked, and what a whole paper brings."""
    if points is None:
        return (
            "Mỗi câu trả lời đúng được số điểm ghi cho câu đó trong ngân hàng câu hỏi; trả lời sai hoặc bỏ trống không "
            "được điểm. Điểm tối đa của bài thi là tổng số điểm của các câu hỏi trong đề."
        )
    return (
        f"Mỗi câu trả lời đúng được {number(points)} điểm; trả lời sai hoặc bỏ trống không được điểm. Điểm tối đa của "
        f"bài thi là {number(points * questions)} điểm."
    )


def cell_words(cell: Cell) -> str:
    """A line of the blueprint: "Chủ đề “X”, mức độ Nhận biết: 04 câu"."""
    return f"{topic_words(cell.topic)}, {level_words(cell.level)}: {two(cell.count)} câu"


def shuffle_words(items: bool, options: bool) -> str:
    """In which order items and options stand."""
    kept = "giữ nguyên như trong ngân hàng câu hỏi"
    pinned = "(trừ những phương án có vị trí cố định như “Tất cả các phương án trên”)"
    order = {
        (True, True): f"Thứ tự câu hỏi và thứ tự phương án trả lời {pinned} được xáo trộn riêng cho từng lượt thi.",
        (True, False): f"Thứ tự câu hỏi được xáo trộn riêng cho từng lượt thi; thứ tự phương án trả lời {kept}.",
        (False, True): (
            f"Thứ tự câu hỏi {kept}; thứ tự phương án trả lời {pinned} được xáo trộn riêng cho từng lượt thi."
        ),
        (False, False): f"Thứ tự câu hỏi và thứ tự phương án trả lời {kept}.",
    }
    return order[items, options]


def grace_words(seconds: int) -> str:
    """What becomes of answers that arrive late."""
    if seconds == 0:
        return "Câu trả lời đến hệ thống sau khi hết giờ không được ghi nhận."
    return f"Câu trả lời đến hệ thống chậm không quá {two(seconds)} giây do đường truyền vẫn được ghi nhận."


def answer_words(meaning: Meaning) -> str:
    """How the answer to the prediction question is written."""
    if meaning is Meaning.FULL_SCORE_PERCENT:
        return (
            "Câu trả lời ghi bằng số phần trăm, phần thập phân sau dấu phẩy, nhiều nhất năm chữ số thập phân, ví dụ: "
            "12,5."
        )
    return "Câu trả lời ghi bằng số nguyên; có thể dùng dấu chấm ngăn cách hàng nghìn, ví dụ: 12.345."


def hours_words(hours: Hours) -> str:
    """ "từ 11:30 đến 13:30"; the end of a day is 24:00."""
    return f"từ {_clock(hours.start)} đến {_clock(hours.end)}"


def _clock(minutes: int) -> str:
    return "24:00" if minutes == DAY_MINUTES else f"{minutes // 60:02d}:{minutes % 60:02d}"


def weight_words(thousandths: int) -> str:
    """A weight as people read it: 1; 0,5; 1,25."""
    return number(thousandths / 1000, 3).rstrip("0").rstrip(",")
