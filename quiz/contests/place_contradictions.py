"""Criteria, prediction and total that do not go together."""

from __future__ import annotations

from collections.abc import Iterator

from quiz.contests.contradiction import Contradiction, contradiction
from quiz.contests.deviations import counted
from quiz.contests.draft import ContestDraft
from quiz.contests.rules import ContestRules, Counted, Criterion, Hidden, Meaning, Total

FEW_GUESSES = 3
"""Up to so many attempts a person does not try out a whole range of guesses."""
PARTING = frozenset({Criterion.DURATION, Criterion.SUBMITTED_AT, Criterion.STARTED_AT, Criterion.LOTS, Criterion.BOARD})


def place_contradictions(draft: ContestDraft) -> Iterator[Contradiction]:
    """Those of the order of criteria, then those of the prediction question."""
    yield from _order(draft.rules)
    for one in counted(draft):
        found = list(_prediction(draft.rules.of_round(one.number)))
        if found:
            yield from found
            return


def _order(rules: ContestRules) -> Iterator[Contradiction]:
    order = rules.tie_break
    if Criterion.SCORE not in order and not rules.full_scores_only:
        yield contradiction(
            "score_not_used",
            "tie_break full_scores_only",
            "Điểm không nằm trong các tiêu chí xếp hạng mà mọi thí sinh đều được xếp hạng. Hãy thêm tiêu chí điểm, "
            "hoặc chỉ xếp hạng người đạt điểm tối đa.",
        )
    if not PARTING.intersection(order):
        yield contradiction(
            "no_last_word",
            "tie_break",
            "Sau các tiêu chí đã chọn, rất nhiều người có thể vẫn bằng nhau. Hãy thêm ở cuối một tiêu chí phân định: "
            "bốc thăm hoặc quyết định của ban tổ chức.",
        )
    if _is_before(order, Criterion.SUBMITTED_AT, Criterion.DURATION):
        yield contradiction(
            "submitted_before_duration",
            "tie_break",
            "Thời điểm nộp bài được xét trước thời gian làm bài, nên thời gian làm bài hầu như không bao giờ phân "
            "định được ai. Xét thời điểm nộp trước là ưu tiên người thi sớm trong vòng; xét thời gian làm bài trước "
            "là ưu tiên người làm nhanh. Hãy chọn một, hoặc đổi thứ tự.",
        )
    if any(one in order[:-1] for one in (Criterion.LOTS, Criterion.BOARD)):
        yield contradiction(
            "after_lots",
            "tie_break",
            "Sau bốc thăm hoặc quyết định của ban tổ chức không còn ai bằng nhau, nên các tiêu chí đứng sau không có "
            "tác dụng. Hãy chuyển bốc thăm hoặc quyết định của ban tổ chức xuống cuối.",
        )
    if rules.full_scores_only and rules.contest_total is Total.SUM:
        yield contradiction(
            "full_scores_in_total",
            "full_scores_only contest_total",
            "Chỉ xếp hạng người đạt điểm tối đa mà lại cộng các vòng: ai thiếu điểm ở một vòng thì mất hạng toàn cuộc, "
            "còn người chỉ thi một vòng vẫn được xếp hạng. Hãy bỏ một trong hai.",
        )


def _is_before(order: tuple[Criterion, ...], first: Criterion, second: Criterion) -> bool:
    return first in order and second in order and order.index(first) < order.index(second)


def _prediction(rules: ContestRules) -> Iterator[Contradiction]:
    asked = rules.prediction
    if asked is None:
        return
    if Criterion.PREDICTION not in rules.tie_break:
        yield contradiction(
            "prediction_unused",
            "prediction tie_break",
            "Có câu hỏi dự đoán nhưng không tiêu chí xếp hạng nào dùng đến. Hãy thêm tiêu chí dự đoán, hoặc bỏ câu "
            "hỏi.",
        )
        return
    if asked.hide is Hidden.NONE:
        yield contradiction(
            "prediction_in_the_open",
            "prediction.hide_while_open",
            "Số liệu công khai trong lúc vòng mở cho biết gần đúng điều mà câu hỏi dự đoán hỏi; người thi muộn có lợi. "
            "Hãy ẩn số liệu được hỏi khi vòng đang mở.",
        )
    if asked.meaning is Meaning.ATTEMPTS and rules.attempts_allowed is None:
        yield contradiction(
            "prediction_of_unlimited",
            "prediction.meaning attempts_allowed",
            "Câu hỏi dự đoán hỏi số lượt thi mà số lượt không giới hạn: một người có thể thi thật nhiều lượt để làm "
            "đúng dự đoán của mình. Hãy giới hạn số lượt, hoặc hỏi số người dự thi.",
        )
    elif rules.counted_attempt is Counted.BEST and rules.attempt_limit > FEW_GUESSES:
        yield contradiction(
            "many_guesses",
            "prediction attempts_allowed counted_attempt",
            "Lượt tốt nhất được tính và mỗi người có nhiều lượt, nên một người có thể dự đoán nhiều số khác nhau. Hãy "
            "giảm số lượt, hoặc tính lượt đầu tiên hay lượt cuối cùng.",
        )
