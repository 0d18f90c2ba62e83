"""The comparison with the scorer sees every fault: a scorer that reads one rule otherwise finds other places."""

from __future__ import annotations

import copy
from typing import Any

from flask import Flask

from tests.conftest import FrozenClock
from tests.factories.contests import as_yaml
from tests.rule_sets.comparing import differences
from tests.rule_sets.playing import run, set_up
from tests.rule_sets.stage import BankStyle

FILE: dict[str, Any] = {
    "slug": "loi-gai-san",
    "title": "Cuộc thi thử nghiệm",
    "bank": "MAU",
    "rounds": [{"number": 1, "opens_at": "02/03/2026 10:00", "closes_at": "08/03/2026 24:00"}],
    "paper": {"cells": [{"topic": "*", "level": "*", "count": 6}], "points_per_item": 1},
    "time_limit_minutes": 10,
    "attempts_allowed": 3,
    "counted_attempt": "best",
    "complete_only": False,
    "tie_break": ["score", "prediction", "duration", "submitted_at"],
    "prediction": {"question": "Bao nhiêu người?", "meaning": "people"},
    "prizes": {
        "each_round": [{"title": "Nhất", "count": 1, "points": 10}, {"title": "Nhì", "count": 4, "points": 8}],
        "most_percent": 20,
    },
    "unit_order": ["points", "top_mean"],
    "unit_scheme": {
        "weights": [
            {"criterion": "rate", "weight": 1, "scale": "best"},
            {"criterion": "prize_points", "weight": 0.5, "scale": "raw"},
        ],
        "rate_cap_percent": 5,
        "min_headcount": 10,
        "top_k": 2,
        "bands": [
            {"code": "XA", "title": "Khối xã", "kinds": ["commune", "ward", "branch"]},
            {"code": "KHAC", "title": "Khối khác"},
        ],
    },
}
FAULTS: dict[str, dict[str, Any]] = {
    "the order of ties swapped": {"tie_break": ["duration", "score", "prediction", "submitted_at"]},
    "a criterion left out": {"tie_break": ["score", "duration", "submitted_at"]},
    "the last criterion left out": {"tie_break": ["score", "prediction", "duration"]},
    "the last attempt counted": {"counted_attempt": "last"},
    "the first attempt counted": {"counted_attempt": "first"},
    "attempts asked for instead of people": {"prediction": {"question": "?", "meaning": "attempts"}},
    "blanks forbidden": {"complete_only": True},
    "full scores alone placed": {"full_scores_only": True},
    "other marks": {"paper": {"cells": [], "points_per_item": 2}},
    "fewer prizes": {"prizes": {**FILE["prizes"], "most_percent": 5}},
    "another order of units": {"unit_order": ["people"]},
}
SCHEME_FAULTS: dict[str, dict[str, Any]] = {
    "the cap left out": {"rate_cap_percent": "none"},
    "small units ranked": {"min_headcount": 0},
    "more people in the top": {"top_k": 10},
    "bands left out": {"bands": []},
    "weights swapped": {"weights": [{**FILE["unit_scheme"]["weights"][1], "weight": 5}]},
}


def test_every_fault_is_seen(app: Flask, frozen: FrozenClock) -> None:
    play = set_up(app, frozen, as_yaml(FILE), FILE["slug"], 5, 30, BankStyle())
    list(run(play))
    assert differences(app, play.contest, copy.deepcopy(FILE)) == []
    faulty = {name: {**FILE, **change} for name, change in FAULTS.items()}
    faulty |= {
        name: {**FILE, "unit_scheme": {**FILE["unit_scheme"], **change}} for name, change in SCHEME_FAULTS.items()
    }
    unseen = [name for name, file in faulty.items() if not differences(app, play.contest, file)]
    assert unseen == []
