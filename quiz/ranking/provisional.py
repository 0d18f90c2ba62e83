"""Why places may still change, and what each column of a list of places means: texts beside every list."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from flask_babel import lazy_gettext

from quiz.contests.rules import Criterion
from quiz.ranking.scope import Scope


class Waiting(StrEnum):
    """What has to happen before places are final."""

    END = "end"
    PREDICTION = "prediction"
    LOTS = "lots"
    APPROVAL = "approval"
    RECOUNT = "recount"


REASONS = {
    Waiting.END: lazy_gettext("thời gian thi chưa kết thúc"),
    Waiting.PREDICTION: lazy_gettext(
        "giá trị đúng của câu hỏi dự đoán chưa được chốt nên chưa phân định theo tiêu chí này"
    ),
    Waiting.LOTS: lazy_gettext("chưa bốc thăm giữa những người ngang nhau"),
    Waiting.APPROVAL: lazy_gettext("ban tổ chức chưa phê duyệt kết quả"),
    Waiting.RECOUNT: lazy_gettext("kết quả đã được phê duyệt, thứ hạng đang được tính lại"),
}
MEANINGS = {
    Criterion.SCORE: lazy_gettext("Số điểm của lượt thi được tính; điểm cao hơn xếp trên."),
    Criterion.DURATION: lazy_gettext(
        "Từ lúc bắt đầu đến lúc nộp bài, ghi theo phút, giây và phần nghìn giây; nhanh hơn xếp trên."
    ),
    Criterion.SUBMITTED_AT: lazy_gettext("Thời điểm hệ thống nhận bài nộp, đến phần nghìn giây; sớm hơn xếp trên."),
    Criterion.STARTED_AT: lazy_gettext("Thời điểm bắt đầu làm bài, đến phần nghìn giây; sớm hơn xếp trên."),
    Criterion.PREDICTION: lazy_gettext(
        "Chênh lệch giữa câu trả lời dự đoán và giá trị đúng; nhỏ hơn xếp trên. Giá trị đúng chỉ có khi kết quả "
        "được phê duyệt."
    ),
    Criterion.ATTEMPTS: lazy_gettext("Số lượt đã dự thi; ít lượt hơn xếp trên."),
    Criterion.FULL_SCORE_ATTEMPTS: lazy_gettext("Số lượt thi đạt điểm tối đa; nhiều lượt hơn xếp trên."),
    Criterion.LOTS: lazy_gettext(
        "Số bốc thăm, tính từ hạt giống đã cam kết của vòng thi khi phê duyệt kết quả; số nhỏ hơn xếp trên."
    ),
    Criterion.BOARD: lazy_gettext("Thứ tự do ban tổ chức quyết định cho những người còn ngang nhau, bằng văn bản."),
}
MEANINGS_IN_TOTAL = {
    Criterion.SCORE: lazy_gettext("Tổng điểm của các vòng đã dự thi; điểm cao hơn xếp trên."),
    Criterion.DURATION: lazy_gettext(
        "Tổng thời gian làm bài của các vòng đã dự thi, ghi theo phút, giây và phần nghìn giây; nhanh hơn xếp trên."
    ),
    Criterion.SUBMITTED_AT: lazy_gettext("Thời điểm nộp bài muộn nhất trong các vòng; sớm hơn xếp trên."),
    Criterion.STARTED_AT: lazy_gettext("Thời điểm bắt đầu sớm nhất trong các vòng; sớm hơn xếp trên."),
    Criterion.PREDICTION: lazy_gettext(
        "Tổng chênh lệch giữa câu trả lời dự đoán và giá trị đúng của các vòng; nhỏ hơn xếp trên."
    ),
}


def waiting_for(scope: Scope, now: datetime) -> list[Waiting]:
    """What the places of a scope still wait for; nothing once the results are approved."""
    if not scope.is_provisional:
        return []
    if scope.is_being_made:
        return [Waiting.RECOUNT]
    order = scope.rules.tie_break
    waiting = [Waiting.END] if any(now < one.closes_at for one in scope.rounds) else []
    if Criterion.PREDICTION in order and any(
        scope.rules.of_round(one.number).prediction and one.prediction_actual is None for one in scope.rounds
    ):
        waiting.append(Waiting.PREDICTION)
    if Criterion.LOTS in order:
        waiting.append(Waiting.LOTS)
    return [*waiting, Waiting.APPROVAL]


def meaning(criterion: Criterion, scope: Scope) -> str:
    """What a criterion's column holds and which way it decides."""
    own = MEANINGS_IN_TOTAL.get(criterion) if scope.current is None else None
    return str(own or MEANINGS[criterion])
