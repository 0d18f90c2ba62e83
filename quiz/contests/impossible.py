"""Settings that are right one by one and cannot hold together: each is a mistake, found before anything is stored."""

from __future__ import annotations

from collections.abc import Iterator

from quiz.contests.draft import ContestDraft, Mistake, mistake
from quiz.contests.moments import spoken
from quiz.contests.rules import ContestRules, Criterion, Total
from quiz.contests.schedule import closed_until
from quiz.contests.unit_scheme import UnitCriterion


def impossibilities(draft: ContestDraft) -> Iterator[Mistake]:
    """Everything that can never happen as the draft states it."""
    yield from _rounds(draft)
    yield from _prediction(draft)
    yield from _units(draft.rules)
    if draft.rules.contest_total is Total.NONE:
        yield from _without_total(draft.rules)


def _rounds(draft: ContestDraft) -> Iterator[Mistake]:
    if all(one.is_practice for one in draft.rounds):
        yield mistake("rounds", "chỉ có vòng thi thử; cần ít nhất một vòng được tính kết quả")
    for place, one in enumerate(draft.rounds):
        reopens_at = closed_until(draft.rules.of_round(one.number).schedule, one.opens_at)
        if reopens_at is not None and reopens_at >= one.closes_at:
            text = (
                "vòng %(number)s nằm trọn trong thời gian đóng (schedule) nên không lúc nào thi được; lần mở cửa tiếp "
                "theo là %(when)s"
            )
            yield mistake(f"rounds[{place}].closes_at", text, number=one.number, when=spoken(reopens_at))


def _prediction(draft: ContestDraft) -> Iterator[Mistake]:
    if Criterion.PREDICTION not in draft.rules.tie_break:
        return
    lacking = [
        one.number
        for one in draft.rounds
        if not one.is_practice and draft.rules.of_round(one.number).prediction is None
    ]
    if lacking:
        text = "xếp hạng theo dự đoán (prediction) nhưng vòng %(numbers)s không có câu hỏi dự đoán"
        yield mistake("tie_break", text, numbers=", ".join(map(str, lacking)))


def _units(rules: ContestRules) -> Iterator[Mistake]:
    scheme = rules.unit_scheme
    if UnitCriterion.POINTS in rules.unit_order and not scheme.weights:
        text = "xếp hạng đơn vị theo tổng điểm (points) thì phải ghi hệ số ở unit_scheme.weights"
        yield mistake("unit_order", text)
    asked = {"unit_order": rules.unit_order, "unit_scheme.weights": [one.criterion for one in scheme.weights]}
    for place, criteria in asked.items():
        if UnitCriterion.QUOTA in criteria and not scheme.quotas:
            yield mistake(place, "tính theo chỉ tiêu (quota) thì phải ghi chỉ tiêu ở unit_scheme.quotas")


def _without_total(rules: ContestRules) -> Iterator[Mistake]:
    text = "cuộc thi không tính kết quả chung (contest_total: none) nên không trao giải này được"
    if rules.prizes.total:
        yield mistake("prizes.total", text)
    if rules.prizes.units_total:
        yield mistake("prizes.units_total", text)
    for place, division in enumerate(rules.divisions):
        if division.total:
            yield mistake(f"divisions[{place}].prizes.total", text)
