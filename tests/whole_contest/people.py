"""What each of the twelve does, and what must come of it, worked out without any code of the product."""

from __future__ import annotations

from dataclasses import dataclass

QUESTIONS = 10
LIMIT_SECONDS = 900


@dataclass(frozen=True)
class Plan:
    """One person: unit, how many answers are right, when the person starts and how long it takes (seconds)."""

    login: str
    name: str
    unit: str
    right: int
    starts: int
    takes: int
    manner: str = "plain"


TWELVE = (
    Plan("an", "Nguyễn Thị An", "X1", 10, 0, 300),
    Plan("binh", "Trần Văn Bình", "X1", 9, 10, 240, "submits twice"),
    Plan("chi", "Lê Thị Chi", "X1", 9, 20, 500),
    Plan("dung", "Hoàng Văn Dũng", "X1A", 10, 30, 299),
    Plan("giang", "Nông Thị Giang", "X1A", 4, 40, 600, "resumes on a second device"),
    Plan("ha", "Triệu Thị Hà", "X2", 10, 50, 300),
    Plan("hung", "Đàm Văn Hùng", "X2", 6, 60, LIMIT_SECONDS, "comes late"),
    Plan("khanh", "Bế Văn Khánh", "X2", 9, 70, 240),
    Plan("lan", "Hà Thị Lan", "S1", 0, 80, 120),
    Plan("minh", "Lục Văn Minh", "S1", 7, 90, 333),
    Plan("nga", "Vi Thị Nga", "S1", 7, 100, 332),
    Plan("phuc", "Ma Văn Phúc", "S1", 10, 110, 301),
)
HEADCOUNTS = {"T": 1000, "X1": 40, "X1A": 10, "X2": 50, "S1": 20, "X3": 30}
PARENTS = {"X1": "T", "X1A": "X1", "X2": "T", "S1": "T", "X3": "T"}
NAMES = {
    "T": "Tỉnh Thử Nghiệm",
    "X1": "Xã Một",
    "X1A": "Trường Một A",
    "X2": "Xã Hai",
    "S1": "Sở Một",
    "X3": "Xã Ba",
}


def expected_ranks() -> dict[str, int]:
    """Rank by score, then duration; equals share a rank (1, 2, 2, 4)."""
    values = {plan.login: (-plan.right, plan.takes) for plan in TWELVE}
    return {login: 1 + sum(other < value for other in values.values()) for login, value in values.items()}


def expected_units(parent: str | None) -> dict[str, tuple[int, int, float | None, int]]:
    """For the children of a unit: people, attempts, mean score (None: nobody), full scores, subtree included."""
    codes = [code for code in NAMES if PARENTS.get(code) == parent]
    return {code: _unit(code) for code in codes}


def _unit(code: str) -> tuple[int, int, float | None, int]:
    members = [plan for plan in TWELVE if _is_within(plan.unit, code)]
    if not members:
        return 0, 0, None, 0
    mean = sum(plan.right for plan in members) / len(members)
    return len(members), len(members), mean, sum(plan.right == QUESTIONS for plan in members)


def _is_within(unit: str | None, code: str) -> bool:
    while unit is not None:
        if unit == code:
            return True
        unit = PARENTS.get(unit)
    return False


CONTEST_FILE = """
slug: ca-cuoc-thi
title: Cuộc thi thử trọn vẹn
owner_unit: T
bank: MAU
rounds:
  - number: 1
    opens_at: 02/03/2026 08:00
    closes_at: 02/03/2026 24:00
paper:
  cells:
    - {topic: "*", level: "*", count: 10}
  points_per_item: 1
time_limit_minutes: 15
attempts_allowed: 1
tie_break: [score, duration]
unit_order: [mean_score, people]
"""
