"""Criteria of units, head counts and quotas that do not go together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quiz.contests.contradiction import Contradiction, contradiction
from quiz.contests.deviations import counted
from quiz.contests.draft import ContestDraft
from quiz.contests.rules import ContestRules
from quiz.contests.unit_scheme import UnitCriterion

MEANS = frozenset({UnitCriterion.MEAN_SCORE, UnitCriterion.TOP_MEAN})
SHARES = frozenset({UnitCriterion.RATE, UnitCriterion.MEAN_SCORE})


def unit_contradictions(draft: ContestDraft, headcounts: Sequence[int | None]) -> Iterator[Contradiction]:
    """Those of rates and means, of weights, of quotas."""
    rules, scheme = draft.rules, draft.rules.unit_scheme
    used = set(rules.unit_order)
    if UnitCriterion.POINTS in used:
        used |= {weight.criterion for weight in scheme.weights}
    elif scheme.weights:
        yield contradiction(
            "weights_unused",
            "unit_scheme.weights unit_order",
            "Có hệ số tính tổng điểm đơn vị nhưng đơn vị không được xét theo tổng điểm. Hãy thêm tiêu chí tổng điểm, "
            "hoặc bỏ các hệ số.",
        )
    yield from _rates(rules, used, headcounts)
    if rules.full_scores_only and MEANS & used:
        yield contradiction(
            "mean_of_full_scores",
            "full_scores_only unit_order",
            "Chỉ người đạt điểm tối đa được xếp hạng, nhưng điểm trung bình của đơn vị tính trên mọi người dự thi; hai "
            "cách xếp hạng dễ bị hiểu lầm. Hãy xét đơn vị theo số người đạt điểm tối đa.",
        )
    yield from _top(rules, used, headcounts)
    yield from _quotas(draft)


def _rates(rules: ContestRules, used: set[UnitCriterion], headcounts: Sequence[int | None]) -> Iterator[Contradiction]:
    scheme = rules.unit_scheme
    unknown = sum(1 for count in headcounts if count is None)
    if UnitCriterion.RATE in used and unknown:
        yield contradiction(
            "rate_without_headcount",
            "unit_order",
            "Đơn vị được xét theo tỷ lệ dự thi, nhưng %(count)s đơn vị chưa có số liệu về tổng số người. Hãy bổ sung "
            "số người trước khi mở vòng thi.",
            count=unknown,
        )
    if UnitCriterion.RATE in used and scheme.rate_cap_percent is None:
        yield contradiction(
            "rate_without_cap",
            "unit_scheme.rate_cap_percent unit_order",
            "Tỷ lệ dự thi không có mức tối đa: đơn vị có số liệu tổng số người quá thấp có thể đạt tỷ lệ rất lớn và "
            "đứng đầu. Hãy đặt mức tối đa là 100 phần trăm.",
        )
    if SHARES & used and not scheme.min_headcount and not scheme.bands:
        yield contradiction(
            "tiny_units",
            "unit_scheme.min_headcount unit_order",
            "Xét theo tỷ lệ hoặc điểm trung bình mà không đặt số người tối thiểu và không chia khối: đơn vị chỉ có vài "
            "người dễ đứng đầu. Hãy đặt số người tối thiểu, hoặc chia khối theo số người.",
        )


def _top(rules: ContestRules, used: set[UnitCriterion], headcounts: Sequence[int | None]) -> Iterator[Contradiction]:
    scheme = rules.unit_scheme
    sizes = [band.max_headcount for band in scheme.bands if band.max_headcount is not None]
    sizes += [count for count in headcounts if count is not None and count >= scheme.min_headcount]
    if UnitCriterion.TOP_MEAN in used and sizes and min(sizes) < scheme.top_k:
        yield contradiction(
            "top_beyond_units",
            "unit_scheme.top_k unit_scheme.bands",
            "Nhóm người dẫn đầu đơn vị gồm %(top)s người, nhưng có đơn vị chỉ có %(size)s người. Hãy giảm số người "
            "của nhóm, hoặc nâng số người tối thiểu của đơn vị.",
            top=scheme.top_k,
            size=min(sizes),
        )


def _quotas(draft: ContestDraft) -> Iterator[Contradiction]:
    limits = [draft.rules.of_round(one.number).attempts_allowed for one in counted(draft)]
    known = [limit for limit in limits if limit is not None]
    if not limits or len(known) < len(limits):
        return
    for place, quota in enumerate(draft.rules.unit_scheme.quotas):
        if quota.max_headcount is None:
            continue
        most, total = quota.max_headcount * min(known), quota.max_headcount * sum(known)
        if (quota.each_round or 0) > most or (quota.total or 0) > total:
            yield contradiction(
                "quota_beyond_people",
                f"unit_scheme.quotas[{place}] attempts_allowed",
                "Chỉ tiêu số lượt thi cao hơn số lượt mà cả đơn vị %(people)s người có thể thi. Hãy giảm chỉ tiêu hoặc "
                "tăng số lượt của mỗi người.",
                people=quota.max_headcount,
            )
