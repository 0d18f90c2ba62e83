"""A contest file in which every setting stands, and the rules it means."""

from __future__ import annotations

from datetime import date
from typing import Any

from quiz.contests.awards import OnePerPerson, Prize, Prizes
from quiz.contests.groups import Division, Entrants, Group, Staff
from quiz.contests.rules import (
    Cell,
    ContestRules,
    Counted,
    Criterion,
    Hidden,
    Meaning,
    Prediction,
    Review,
    Shown,
    Total,
)
from quiz.contests.schedule import Hours, Schedule
from quiz.contests.unit_scheme import Band, Quota, Scale, UnitCriterion, UnitScheme, Weight
from tests.factories.contests import TOPIC, contest_file

CLOSED = {
    "closed_hours": ["22:00-24:00", "11h30 - 13h30"],
    "closed_weekdays": ["CN", "Thứ Bảy"],
    "closed_days": ["01/05/2026", "30/04/2026"],
}
PRIZES = [
    {"title": "Giải Nhất", "count": "1", "worth": "2.000.000 đồng", "points": "10"},
    {"title": "Giải Nhì", "count": "2"},
]
FULL: dict[str, Any] = {
    "schedule": CLOSED,
    "paper": {
        "cells": [{"topic": TOPIC, "level": "Nhận biết", "count": 2}],
        "same_for_all": "true",
        "shuffle_items": "false",
        "points_per_item": 2,
    },
    "attempts_allowed": "unlimited",
    "counted_attempt": "last",
    "complete_only": "true",
    "full_scores_only": "true",
    "grace_seconds": 0,
    "tie_break": ["score", "prediction", "attempts", "full_score_attempts", "lots", "board"],
    "contest_total": "sum",
    "unit_order": ["points", "quota", "top_mean", "prize_points"],
    "unit_scheme": {
        "weights": [
            {"criterion": "rate", "weight": 1},
            {"criterion": "prize_points", "weight": "0,5", "scale": "best"},
            {"criterion": "quota", "weight": "12.125"},
        ],
        "rate_cap_percent": "none",
        "min_headcount": 10,
        "top_k": 5,
        "bands": [
            {"code": "XA", "title": "Khối xã", "kinds": ["commune", "Phường"], "max_headcount": 500},
            {"code": "KHAC", "title": "Khối khác", "units": ["p", "Q"], "min_headcount": 0},
        ],
        "quotas": [{"each_round": 20, "total": 80, "max_headcount": 100}, {"each_round": 50, "kinds": ["school"]}],
    },
    "entrants": {
        "units": ["P"],
        "kinds": ["Trường học"],
        "posts": ["Bí thư chi bộ"],
        "min_age": 14,
        "max_age": 35,
        "staff": "barred",
        "unranked": {"units": ["q"], "min_age": 30, "logins": ["Contact.thu"]},
        "barred": {"logins": ["outsider.thu"]},
    },
    "divisions": [
        {"code": "A", "title": "Bảng A – Cán bộ", "posts": ["Bí thư"], "prizes": {"each_round": PRIZES}},
        {"code": "B", "title": "Bảng B", "max_age": 18, "prizes": {"total": PRIZES[:1]}},
    ],
    "prizes": {
        "each_round": PRIZES,
        "total": PRIZES[:1],
        "units_each_round": PRIZES[1:],
        "units_total": PRIZES,
        "one_per_person": "highest",
        "most_percent": 50,
        "others": ["10 giải dành cho tập thể"],
    },
    "review": {"score": "now", "correctness": "after_approval", "key": "never"},
    "prediction": {"question": "Bao nhiêu người?", "meaning": "people", "hide_while_open": "all"},
    "note": "Dòng một.\nDòng hai.",
}
"""What is set besides the slug, the title, the bank, the rounds and the time limit."""

_FIRST = Prize("Giải Nhất", 1, "2.000.000 đồng", 10)
_SECOND = Prize("Giải Nhì", 2)
MEANT = ContestRules(
    bank="thu",
    blueprint=(Cell(TOPIC, "recognition", 2),),
    time_limit_seconds=900,
    attempts_allowed=None,
    counted_attempt=Counted.LAST,
    contest_total=Total.SUM,
    tie_break=(
        Criterion.SCORE,
        Criterion.PREDICTION,
        Criterion.ATTEMPTS,
        Criterion.FULL_SCORE_ATTEMPTS,
        Criterion.LOTS,
        Criterion.BOARD,
    ),
    unit_order=(UnitCriterion.POINTS, UnitCriterion.QUOTA, UnitCriterion.TOP_MEAN, UnitCriterion.PRIZE_POINTS),
    grace_seconds=0,
    points_per_item=2,
    shuffle_items=False,
    review=Review(Shown.NOW, Shown.AFTER_APPROVAL, Shown.NEVER),
    prediction=Prediction("Bao nhiêu người?", Meaning.PEOPLE, Hidden.ALL),
    schedule=Schedule(
        closed_hours=(Hours(690, 810), Hours(1320, 1440)),
        closed_weekdays=(6, 7),
        closed_days=(date(2026, 4, 30), date(2026, 5, 1)),
    ),
    same_for_all=True,
    complete_only=True,
    full_scores_only=True,
    entrants=Entrants(
        who=Group(units=("P",), kinds=("school",), posts=("Bí thư chi bộ",), min_age=14, max_age=35),
        staff=Staff.BARRED,
        unranked=Group(units=("Q",), min_age=30),
        unranked_logins=("contact.thu",),
        barred_logins=("outsider.thu",),
    ),
    divisions=(
        Division("A", "Bảng A – Cán bộ", Group(posts=("Bí thư",)), each_round=(_FIRST, _SECOND)),
        Division("B", "Bảng B", Group(max_age=18), total=(_FIRST,)),
    ),
    prizes=Prizes(
        each_round=(_FIRST, _SECOND),
        total=(_FIRST,),
        units_each_round=(_SECOND,),
        units_total=(_FIRST, _SECOND),
        one_per_person=OnePerPerson.HIGHEST,
        most_percent=50,
        others=("10 giải dành cho tập thể",),
    ),
    unit_scheme=UnitScheme(
        weights=(
            Weight(UnitCriterion.RATE, 1000),
            Weight(UnitCriterion.PRIZE_POINTS, 500, Scale.BEST),
            Weight(UnitCriterion.QUOTA, 12_125),
        ),
        rate_cap_percent=None,
        min_headcount=10,
        top_k=5,
        bands=(
            Band("XA", "Khối xã", kinds=("commune", "ward"), max_headcount=500),
            Band("KHAC", "Khối khác", units=("P", "Q"), min_headcount=0),
        ),
        quotas=(Quota(20, 80, max_headcount=100), Quota(50, kinds=("school",))),
    ),
    note="Dòng một.\nDòng hai.",
)


def full_file(**changes: Any) -> dict[str, Any]:
    """The content of the file with all settings."""
    return contest_file(**{**FULL, **changes})
