"""Common shapes of contests, to begin a form with: rounds from a first day on, and the rules that go with them.

Plain Python. A shape gives the mapping of a contest file; what it does not speak of keeps its default.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from quiz.contests.posted import Tree

MOST_ROUNDS = 20
TEN = {"cells": [{"topic": "*", "level": "*", "count": "10"}]}
TWENTY = {"cells": [{"topic": "*", "level": "*", "count": "20"}]}
PEOPLE = {
    "question": "Theo quý vị, có bao nhiêu người dự thi vòng này?",
    "meaning": "people",
    "hide_while_open": "totals",
}
FULL = {
    "question": "Theo quý vị, có bao nhiêu người trả lời đúng tất cả các câu hỏi của vòng này?",
    "meaning": "full_scores",
    "hide_while_open": "totals",
}


@dataclass(frozen=True)
class Shape:
    """A round lasts from `opens` of its first day to `closes` of the day `days` later; the next begins after `every`.

    `weekday` (1 Monday to 7 Sunday) is the day on which rounds begin, None for any.
    """

    title: str
    rules: dict[str, Any]
    opens: str = "08:00"
    closes: str = "24:00"
    days: int = 6
    every: int = 7
    weekday: int | None = 1


SHAPES = {
    "weekly": Shape(
        "10 câu và 1 câu hỏi dự đoán, mỗi tuần một vòng, từ 8:00 thứ Hai đến 24:00 Chủ nhật",
        {
            "paper": TEN,
            "time_limit_minutes": "15",
            "attempts_allowed": "2",
            "prediction": PEOPLE,
            "tie_break": ["score", "prediction", "duration", "submitted_at"],
        },
    ),
    "workdays": Shape(
        "20 câu, mỗi tuần một vòng, từ 7:30 thứ Hai đến 17:30 thứ Sáu, nghỉ cuối tuần",
        {"paper": TWENTY, "time_limit_minutes": "20", "tie_break": ["score", "duration", "submitted_at"]},
        opens="07:30",
        closes="17:30",
        days=4,
    ),
    "full_scores": Shape(
        "Chỉ xếp hạng người đúng tất cả, dự đoán số người đúng tất cả, từ 10:00 thứ Hai đến 9:00 thứ Hai tuần sau",
        {
            "paper": TEN,
            "time_limit_minutes": "15",
            "attempts_allowed": "unlimited",
            "full_scores_only": "true",
            "prediction": FULL,
            "tie_break": ["score", "prediction", "submitted_at"],
        },
        opens="10:00",
        closes="09:00",
        days=7,
    ),
    "one": Shape(
        "20 câu, một vòng duy nhất trong 7 ngày, từ 8:00 đến 24:00 ngày cuối",
        {"paper": TWENTY, "time_limit_minutes": "30", "tie_break": ["score", "duration", "submitted_at"]},
        weekday=None,
    ),
    "final": Shape(
        "Thi hằng tuần, có giải tuần và giải toàn cuộc thi theo tổng điểm các vòng",
        {
            "paper": TEN,
            "time_limit_minutes": "15",
            "contest_total": "sum",
            "tie_break": ["score", "duration", "submitted_at"],
            "prizes": {
                "each_round": [
                    {"title": "Giải Nhất", "count": "1"},
                    {"title": "Giải Nhì", "count": "2"},
                    {"title": "Giải Ba", "count": "3"},
                ],
                "total": [
                    {"title": "Giải Nhất", "count": "1"},
                    {"title": "Giải Nhì", "count": "2"},
                    {"title": "Giải Ba", "count": "3"},
                    {"title": "Giải Khuyến khích", "count": "5"},
                ],
            },
        },
    ),
}


def filled(root: Tree, shape: Shape, first: date, count: int) -> Tree:
    """The tree with the shape's rules and rounds in place of its own; names and organiser stay."""
    return {**root, **copy.deepcopy(shape.rules), "rounds": rounds(shape, first, count)}


def rounds(shape: Shape, first: date, count: int) -> list[dict[str, str]]:
    """Rounds of the shape from a day on, as a form shows them."""
    found = []
    for number in range(1, min(count, MOST_ROUNDS) + 1):
        begin = first + timedelta(days=shape.every * (number - 1))
        found.append(
            {
                "number": str(number),
                "title": f"Vòng {number}",
                "opens_at": f"{begin:%d/%m/%Y} {shape.opens}",
                "closes_at": f"{begin + timedelta(days=shape.days):%d/%m/%Y} {shape.closes}",
            }
        )
    return found


def first_days(shape: Shape, today: date) -> tuple[date, date]:
    """The next two days on which the shape may begin, after `today`."""
    tomorrow = today + timedelta(days=1)
    wait = 0 if shape.weekday is None else (shape.weekday - tomorrow.isoweekday()) % 7
    return tomorrow + timedelta(days=wait), tomorrow + timedelta(days=wait + 7)


def fits(shape: Shape, first: date) -> bool:
    """Whether the shape may begin on that day of the week."""
    return shape.weekday is None or first.isoweekday() == shape.weekday
