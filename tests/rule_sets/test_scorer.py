"""The independent scorer itself: it stands alone, and gives what a person works out by hand."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.rule_sets import scorer, unit_scorer
from tests.rule_sets.random_cases import case

FOLDER = Path(__file__).parent
SCRIPTS = [FOLDER / "scorer.py", FOLDER / "unit_scorer.py"]
CONTEST: dict[str, Any] = {
    "rounds": [{"number": 1}],
    "paper": {"points_per_item": 1},
    "tie_break": ["score", "prediction", "duration"],
    "prediction": {"question": "?", "meaning": "people"},
    "prizes": {"each_round": [{"title": "Nhất", "count": 1, "points": 10}, {"title": "Nhì", "count": 2}]},
    "unit_order": ["points"],
    "unit_scheme": {"weights": [{"criterion": "rate", "weight": "0,5"}, {"criterion": "prize_points", "weight": 1}]},
}
UNITS = [
    {"code": "T", "parent": None, "kind": "province", "headcount": None},
    {"code": "A", "parent": "T", "kind": "commune", "headcount": 10},
    {"code": "B", "parent": "T", "kind": "commune", "headcount": 1},
]


def attempt(person: int, unit: str, right: int, guess: str, seconds: int, number: int = 1) -> dict[str, Any]:
    """An attempt with so many of two items right."""
    items = [{"marks": 100, "key": ["a"], "chosen": ["a"] if index < right else ["b"]} for index in range(2)]
    return {
        "person": person,
        "unit": unit,
        "round": 1,
        "practice": False,
        "number": number,
        "started": 0,
        "deadline": 600_000,
        "submitted": seconds * 1000,
        "paused": 0,
        "prediction": guess,
        "items": items,
    }


def dump(*attempts: dict[str, Any], approved: bool = True) -> dict[str, Any]:
    """What happened in one round."""
    people = sorted({one["person"] for one in attempts})
    entries = [{"person": one, "ranked": True, "disqualified": False, "division": ""} for one in people]
    one = {"number": 1, "seed": "00", "approved": approved, "cancelled": False, "units": UNITS}
    return {"rounds": [one], "entries": entries, "rulings": [], "attempts": list(attempts)}


FOUR = (
    attempt(1, "A", 2, "4", 60),
    attempt(2, "A", 2, "5", 30),
    attempt(3, "B", 2, "3", 30),
    attempt(4, "A", 1, "4", 10),
    attempt(4, "A", 2, "không rõ", 90, number=2),
)


def test_places_and_prizes_by_hand() -> None:
    """Four people took part: 1 has guessed it, 2 and 3 are one off and equally quick, 4 counts with no guess."""
    place = scorer.score_contest(CONTEST, dump(*FOUR))["1"]
    rows = {row["person"]: (row["rank"], row.get("prize"), row["counted"]) for row in place["people"]}
    assert place["actual"] == 400_000
    assert rows == {1: (1, 0, 1), 2: (2, 1, 1), 3: (2, 1, 1), 4: (4, None, 2)}


def test_predictions_decide_nothing_before_the_approval() -> None:
    place = scorer.score_contest(CONTEST, dump(*FOUR, approved=False))["1"]
    assert {row["person"]: row["rank"] for row in place["people"]} == {1: 3, 2: 1, 3: 1, 4: 4}


def test_units_by_hand() -> None:
    """A: 3 of 10 people are 30 percent, half of it and 10 points make 25; B: 100 percent, half of it is 50."""
    places = scorer.score_contest(CONTEST, dump(*FOUR))
    units = {
        unit["code"]: (unit["rank"], unit["points"], unit["people"])
        for unit in unit_scorer.score_units(CONTEST, places)["1"]
    }
    assert units == {"T": (1, 10, 4), "A": (2, 25, 3), "B": (1, 50, 1)}


@pytest.mark.parametrize(
    ("text", "meaning", "value"),
    [
        ("12.345", "people", 12_345),
        ("1 000", "people", 1000),
        ("012", "people", 12),
        ("12,5", "people", None),
        ("1.00", "people", None),
        ("", "people", None),
        ("12,5", "full_score_percent", 12.5),
        ("100%", "full_score_percent", 100),
        ("100,1", "full_score_percent", None),
        ("33,333333", "full_score_percent", None),
    ],
)
def test_predictions_are_read_as_printed(text: str, meaning: str, value: float | None) -> None:
    assert scorer.read_number(text, meaning) == (None if value is None else value * 100_000)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_the_scorer_knows_nothing_of_the_product(script: Path) -> None:
    imported = set()
    for node in ast.walk(ast.parse(script.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add((node.module or "").partition(".")[0])
    assert imported <= set(sys.stdlib_module_names) | {"yaml"}


def test_the_scorer_runs_as_a_script_of_its_own(tmp_path: Path) -> None:
    one = case(8)
    contest, dumped, placed = (tmp_path / name for name in ("contest.yaml", "dump.json", "places.json"))
    contest.write_text(yaml.safe_dump(one.file), encoding="utf-8")
    dumped.write_text(json.dumps(one.dump), encoding="utf-8")
    placed.write_text(_run(SCRIPTS[0], contest, dumped), encoding="utf-8")
    places = json.loads(placed.read_text(encoding="utf-8"))
    assert places == json.loads(json.dumps(scorer.score_contest(one.file, one.dump)))
    units = json.loads(_run(SCRIPTS[1], contest, placed))
    expected = unit_scorer.score_units(one.file, places)
    assert {name: [unit["rank"] for unit in found] for name, found in units.items()} == {
        name: [unit["rank"] for unit in found] for name, found in expected.items()
    }


def _run(script: Path, *files: Path) -> str:
    """What a script prints, started where nothing of ours can be found."""
    command = [sys.executable, "-I", str(script), *map(str, files)]
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd=files[0].parent).stdout
