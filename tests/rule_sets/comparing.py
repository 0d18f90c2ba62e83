"""The product's places beside those of the independent scorer."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import Flask

from quiz.attempts.models import Attempt
from quiz.contests.models import Contest
from quiz.core.db import db
from quiz.ranking.models import Standing
from quiz.ranking.prizes import prize_winners
from tests.rule_sets.dumping import dump_of
from tests.rule_sets.ruled import as_ruled
from tests.rule_sets.scorer import score_contest
from tests.rule_sets.unit_scorer import score_units

Json = dict[str, Any]
UNIT_COLUMNS = ("people", "attempts", "full_scores", "prize_points", "rank", "rate", "mean_score", "top_mean")


def differences(app: Flask, contest: Contest, file: Json, only: int | None = None) -> list[str]:
    """Everything in which the product and the scorer differ, for all rounds and the total; empty where all is equal.

    `only` looks at one round and the total alone.
    """
    places = score_contest(file, as_ruled(dump_of(contest)))
    units = score_units(file, places)
    found = []
    for name, place in places.items():
        number = 0 if name == "total" else int(name)
        if only is not None and number not in {only, 0}:
            continue
        found += [f"{name}: {text}" for text in _people(app, contest, number, place, bool(file.get("divisions")))]
        found += [f"{name}: {text}" for text in _units(app, contest, number, units[name])]
    return found


def _people(app: Flask, contest: Contest, number: int, place: Json, has_divisions: bool) -> list[str]:
    standings = {one.person_id: one for one in db.session.scalars(_standings(contest, number))}
    rows = {row["person"]: row for row in place["people"]}
    if set(rows) != set(standings):
        return [f"people {sorted(set(rows) ^ set(standings))} are in one ranking only"]
    found: list[str] = []
    for person, row in rows.items():
        theirs, ours = _expected(row), _seen(standings[person], number)
        found += [f"{person}: {key} {ours[key]} instead of {theirs[key]}" for key in ours if ours[key] != theirs[key]]
    names = {one.name: one.person_id for one in standings.values()}
    listed = _listed(app, contest, number)
    ranks = {person: row["rank"] for person, row in rows.items() if row["rank"] is not None}
    shown = {names[row["name"]]: row["rank"] for row in listed}
    found += _unlike("rank", shown, ranks)
    if has_divisions:
        for code in sorted({row["division"] for row in rows.values()}):
            own = {names[row["name"]]: _within(row) for row in _listed(app, contest, number, division=code)}
            group = {person: row["rank_within"] for person, row in rows.items() if row["division"] == code}
            found += _unlike(f"rank in {code}", own, {one: rank for one, rank in group.items() if rank is not None})
    prizes = {row["person"]: row["prize"] for row in rows.values() if row.get("prize") is not None}
    found += _unlike("prize", {one.person_id: one.grade for one in prize_winners(contest.id, number)}, prizes)
    return found


def _standings(contest: Contest, number: int) -> sa.Select[Standing]:
    return sa.select(Standing).where(Standing.contest_id == contest.id, Standing.round_number == number)


def _expected(row: Json) -> Json:
    counted = {} if "counted" not in row else {"counted": row["counted"]}
    return {**row, **counted, "submitted": row["submitted_at"], "started": row["started_at"]}


def _seen(one: Standing, number: int) -> Json:
    """A standing in the scorer's words."""
    seen = {
        "score": one.score,
        "duration": one.duration_ms,
        "submitted": int(one.submitted_at.timestamp() * 1000 + 0.5),
        "started": int(one.started_at.timestamp() * 1000 + 0.5),
        "prediction": one.prediction_error or 0,
        "attempts": one.attempts,
        "full_score_attempts": one.full_attempts,
        "full_scores": one.full_scores,
        "lots": one.lot or 0,
        "board": one.board_place,
        "placed": one.is_placed,
        "division": one.division,
        "unit": one.unit_code,
    }
    if number:
        seen["counted"] = db.session.get_one(Attempt, one.attempt_id).number
    return seen


def _listed(app: Flask, contest: Contest, number: int, **asked: str) -> list[Json]:
    """All rows of the public list, page after page."""
    where = f"/rounds/{number}" if number else ""
    rows: list[Json] = []
    for page in range(1, 100):
        answer = app.test_client().get(
            f"/api/v1/contests/{contest.slug}{where}/standings", query_string={**asked, "page": page}
        )
        assert answer.status_code == 200, answer.text
        rows += answer.json["rows"]  # type: ignore[index]
        if page >= answer.json["pages"]:  # type: ignore[index]
            break
    return rows


def _within(row: Json) -> int:
    rank: int = row.get("rank_within", row["rank"])
    return rank


def _unlike(what: str, ours: dict[Any, Any], theirs: dict[Any, Any]) -> list[str]:
    unequal = [key for key in sorted({*ours, *theirs}) if ours.get(key) != theirs.get(key)]
    return [f"{what} of {key}: {ours.get(key)} instead of {theirs.get(key)}" for key in unequal]


def _units(app: Flask, contest: Contest, number: int, expected: list[Json]) -> list[str]:
    shown: dict[str, Json] = {}
    hidden: set[str] = set()
    where = f"/rounds/{number}" if number else ""
    for parent in {unit["parent"] for unit in expected}:
        asked = {"parent": parent} if parent else {}
        answer = app.test_client().get(f"/api/v1/contests/{contest.slug}{where}/units", query_string=asked)
        assert answer.status_code == 200, answer.text
        shown.update({row["code"]: row for row in answer.json["rows"]})  # type: ignore[index]
        hidden |= set((answer.json["hidden"] or {}).get("columns", ()))  # type: ignore[index]
    found = _unlike("units", dict.fromkeys(shown, True), {unit["code"]: True for unit in expected})
    for unit in expected:
        row = shown.get(unit["code"], {})
        found += [
            f"unit {unit['code']}: {key} {row.get(key)} instead of {unit[key]}"
            for key in UNIT_COLUMNS
            if key not in hidden and not _is_near(row.get(key), unit[key])
        ]
    return found


def _is_near(shown: float | None, exact: Any) -> bool:
    """Whether a number, rounded to hundredths, stands for an exact one."""
    if shown is None or exact is None:
        return shown is exact is None
    return abs(shown - exact) < 0.005
