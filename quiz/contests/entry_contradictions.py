"""Who may enter, divisions and prizes that do not go together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from quiz.contests.awards import OnePerPerson, Prize, Prizes
from quiz.contests.contradiction import Contradiction, contradiction
from quiz.contests.draft import ContestDraft
from quiz.contests.entry_articles import division_name
from quiz.contests.groups import Group, Staff
from quiz.contests.rules import ContestRules
from quiz.contests.unit_scheme import UnitCriterion

OLDEST = 150


def entry_contradictions(draft: ContestDraft, headcounts: Sequence[int | None]) -> Iterator[Contradiction]:
    """Those of divisions, of staff, of prizes."""
    rules = draft.rules
    yield from _divisions(rules)
    if rules.entrants.staff is Staff.RANKED and any(_lists(rules)):
        yield contradiction(
            "staff_wins",
            "entrants.staff prizes",
            "Thành viên ban tổ chức và người ra đề được xếp hạng nên có thể đạt giải của chính cuộc thi. Hãy cho họ "
            "thi không xếp hạng, hoặc không dự thi.",
        )
    yield from _prizes(rules, headcounts)
    yield from _prize_points(rules)


def _lists(rules: ContestRules) -> list[tuple[Prize, ...]]:
    """Every list of prizes for people."""
    own = [its for one in rules.divisions for its in (one.each_round, one.total)]
    return [rules.prizes.each_round, rules.prizes.total, *own]


def _divisions(rules: ContestRules) -> Iterator[Contradiction]:
    groups = [one.who for one in rules.divisions]
    if groups and not _covers(groups, rules.entrants.who):
        yield contradiction(
            "divisions_leave_out",
            "divisions entrants",
            "Có thể có người thuộc đối tượng dự thi mà không thuộc bảng nào, khi đó họ không dự thi được. Hãy thêm một "
            "bảng cho những người còn lại, hoặc thu hẹp đối tượng dự thi.",
        )
    for one, other in combinations(rules.divisions, 2):
        if not _are_apart(one.who, other.who):
            yield contradiction(
                "divisions_overlap",
                "divisions",
                "Một người có thể thuộc cả %(one)s và %(other)s; khi đó họ tự chọn bảng. Nếu không muốn vậy, hãy đặt "
                "điều kiện để hai bảng tách hẳn nhau.",
                one=division_name(one),
                other=division_name(other),
            )


def _covers(groups: Sequence[Group], whole: Group) -> bool:
    """Whether everybody of the whole surely is in some group: one is as wide, or ages follow each other without gap."""
    if any(group in (Group(), whole) for group in groups):
        return True
    least, most = whole.min_age or 0, whole.max_age if whole.max_age is not None else OLDEST
    ages = sorted((group.min_age or 0, _oldest(group)) for group in groups if _by_age_alone(group))
    for first, last in ages:
        if first > least:
            break
        least = max(least, last + 1)
    return least > most


def _oldest(group: Group) -> int:
    return group.max_age if group.max_age is not None else OLDEST


def _by_age_alone(group: Group) -> bool:
    return not (group.units or group.kinds or group.posts)


def _are_apart(one: Group, other: Group) -> bool:
    """Whether nobody can be in both: ages do not meet, or other units or kinds are asked for."""
    if (one.min_age or 0) > _oldest(other) or (other.min_age or 0) > _oldest(one):
        return True
    pairs = ((one.units, other.units), (one.kinds, other.kinds))
    return any(mine and theirs and not set(mine) & set(theirs) for mine, theirs in pairs)


def _prizes(rules: ContestRules, headcounts: Sequence[int | None]) -> Iterator[Contradiction]:
    lists, prizes = [its for its in _lists(rules) if its], rules.prizes
    if not lists:
        yield from _limits_of_none(prizes)
        return
    if prizes.most_percent is not None:
        planned = max(sum(prize.count for prize in its) for its in lists)
        yield from _beyond_percent(planned, prizes.most_percent, headcounts)


def _limits_of_none(prizes: Prizes) -> Iterator[Contradiction]:
    if prizes.one_per_person is not OnePerPerson.NONE:
        yield contradiction(
            "one_per_person_of_none",
            "prizes.one_per_person",
            "Có quy định mỗi người một giải nhưng chưa có giải cá nhân nào. Hãy ghi cơ cấu giải, hoặc bỏ quy định này.",
        )
    if prizes.most_percent is not None:
        yield contradiction(
            "percent_of_none",
            "prizes.most_percent",
            "Có tỷ lệ giải tối đa nhưng chưa có giải cá nhân nào. Hãy ghi cơ cấu giải, hoặc bỏ tỷ lệ này.",
        )


def _beyond_percent(planned: int, percent: int, headcounts: Sequence[int | None]) -> Iterator[Contradiction]:
    """More prizes than the share allows even if everybody entered."""
    most = sum(count for count in headcounts if count is not None) * percent // 100
    if 0 < most < planned:
        yield contradiction(
            "prizes_beyond_percent",
            "prizes prizes.most_percent",
            "Cơ cấu có %(planned)s giải, nhưng dù mọi người cùng dự thi thì tỷ lệ %(percent)s%% chỉ cho trao %(most)s "
            "giải. Hãy giảm số giải hoặc nâng tỷ lệ.",
            planned=planned,
            percent=percent,
            most=most,
        )


def _prize_points(rules: ContestRules) -> Iterator[Contradiction]:
    scheme = rules.unit_scheme
    used = {*rules.unit_order, *(weight.criterion for weight in scheme.weights)}
    brings = any(prize.points for its in _lists(rules) for prize in its)
    if UnitCriterion.PRIZE_POINTS in used and not brings:
        yield contradiction(
            "prize_points_of_none",
            "unit_order prizes",
            "Đơn vị được xét theo điểm thưởng từ giải cá nhân, nhưng chưa giải nào có điểm thưởng. Hãy ghi điểm thưởng "
            "cho từng giải, hoặc bỏ tiêu chí này.",
        )
    if brings and UnitCriterion.PRIZE_POINTS not in used:
        yield contradiction(
            "prize_points_unused",
            "prizes unit_order",
            "Các giải có điểm thưởng cho đơn vị, nhưng đơn vị không được xét theo điểm thưởng. Hãy thêm tiêu chí điểm "
            "thưởng từ giải cá nhân, hoặc bỏ điểm thưởng.",
        )
