"""The ways a duty may take from state to state, who may take them, and what must be said. Plain Python."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from quiz.plans.rules import DutyState

S = DutyState


class Who(StrEnum):
    """Whose step it is."""

    FILLS = "fills"  # the person whose duty it is, or who fills in for the unit
    HANDED_UP = "handed_up"  # whoever handed it up
    CONFIRMS = "confirms"  # whoever may decide
    EXCUSES = "excuses"  # the same, but never a unit's own leadership: for a unit's duty at least the unit above


@dataclass(frozen=True)
class Way:
    """A step that is possible: whose it is, and whether a remark must go with it."""

    who: Who
    needs_remark: bool = False


_FILL, _DECIDE, _REFUSE = Way(Who.FILLS), Way(Who.CONFIRMS), Way(Who.CONFIRMS, needs_remark=True)
WAYS: dict[tuple[DutyState, DutyState], Way] = {
    (S.OPEN, S.DRAFT): _FILL,
    (S.DRAFT, S.DRAFT): _FILL,
    (S.RETURNED, S.DRAFT): _FILL,
    (S.OPEN, S.SUBMITTED): _FILL,
    (S.DRAFT, S.SUBMITTED): _FILL,
    (S.RETURNED, S.SUBMITTED): _FILL,
    (S.SUBMITTED, S.DRAFT): Way(Who.HANDED_UP),
    (S.SUBMITTED, S.RETURNED): _REFUSE,
    (S.SUBMITTED, S.CONFIRMED): _DECIDE,
    (S.CONFIRMED, S.RETURNED): _REFUSE,
    (S.CONFIRMED, S.CARRIED_OUT): _FILL,
    (S.CARRIED_OUT, S.CONFIRMED): _REFUSE,
    (S.CARRIED_OUT, S.EVALUATED): _DECIDE,
    (S.EVALUATED, S.CARRIED_OUT): _REFUSE,
    (S.EXCUSED, S.OPEN): Way(Who.EXCUSES, needs_remark=True),
    **{(state, S.EXCUSED): Way(Who.EXCUSES, needs_remark=True) for state in (S.OPEN, S.DRAFT, S.RETURNED, S.SUBMITTED)},
}
"""Every step there is; what stands here under CONFIRMED to RETURNED is the confirmer's taking back."""

RATINGS: dict[str, str] = {
    "excellent": "Hoàn thành xuất sắc",
    "good": "Hoàn thành tốt",
    "done": "Hoàn thành",
    "not_done": "Chưa hoàn thành",
}
"""How a duty that was carried out is rated, by what is stored."""
MEASURES: dict[str, str] = {
    "collectives": "Số tập thể",
    "individuals": "Số cá nhân",
    "exemplars": "Số gương điển hình",
    "models": "Số mô hình",
    "key_tasks": "Số việc trọng tâm",
    "registered_deeds": "Số việc đăng ký",
    "contents": "Số nội dung",
    "topics": "Số chuyên đề",
    "contests": "Số cuộc thi",
    "meetings": "Số buổi sinh hoạt, hội nghị",
    "visits": "Số chuyến đi",
    "reports": "Số báo cáo",
    "plans": "Số kế hoạch",
    "documents": "Số văn bản",
    "duration_days": "Số ngày",
    "percent_new_members": "Tỷ lệ kết nạp đảng viên mới (%)",
    "percent_merit_homes": "Tỷ lệ nhà ở cho người có công (%)",
    "percent_poor_homes": "Tỷ lệ nhà ở hộ nghèo (%)",
    "other": "Số lượng",
}
"""What the targets of tasks count, by their `of`."""


def is_done_at_once(approval: str) -> bool:
    """Whether nothing has to be approved beforehand, so that one report that it is done is the whole way."""
    return not approval.strip()


def way(at: DutyState, to: DutyState) -> Way | None:
    """The step from one state to another; None where no way leads."""
    return WAYS.get((at, to))


_THOUSANDS = re.compile(r"\d{1,3}(\.\d{3})+(,\d+)?")


def typed_number(text: str) -> str:
    """A number as people type it, for float(): "1.200" is 1200, "0,5" and "0.5" are a half."""
    bare = "".join(text.split())
    return (bare.replace(".", "") if _THOUSANDS.fullmatch(bare) else bare).replace(",", ".")
