"""The second half of the independent scorer: places of units from a contest file and the places of people.

Like the first half it knows nothing of the product. Run it as `python unit_scorer.py CONTEST.yaml PLACES.json`, PLACES
being what `scorer.py` prints. All values are whole numbers or fractions.
"""

from __future__ import annotations

import json
import sys
from fractions import Fraction
from typing import Any

import yaml

Json = dict[str, Any]
NOTHING = (1, Fraction(0))
"""A value that is not known: behind all that are."""


def score_units(contest: Json, places: Json) -> dict[str, list[Json]]:
    """The units of every round and of "total" with values and ranks."""
    return {
        name: units_of(contest, place, places if name == "total" else {name: place}) for name, place in places.items()
    }


def units_of(contest: Json, place: Json, stages: Json) -> list[Json]:
    """The units of a round or total with their values and ranks; `stages` are those whose prizes bring points."""
    scheme = contest.get("unit_scheme") or {}
    parents = {unit["code"]: unit["parent"] for unit in place["tree"]}
    points: dict[int, int] = {}
    for stage in stages.values():
        for row in stage["people"]:
            points[row["person"]] = points.get(row["person"], 0) + row.get("points", 0)
    members: dict[str, list[Json]] = {code: [] for code in parents}
    for row in place["people"]:
        unit = row["unit"]
        while unit is not None:
            members[unit].append({**row, "points": points.get(row["person"], 0)})
            unit = parents[unit]
    units = [values_of(unit, members[unit["code"]], scheme, place["number"] == 0) for unit in place["tree"]]
    for unit in units:
        unit["band"] = next((band["code"] for band in scheme.get("bands") or [] if fits(unit, band)), None)
    for unit in units:
        unit["ranked"] = is_ranked(unit, scheme)
    for unit in units:
        group = [other for other in units if compared(unit, other, scheme) and other["ranked"]]
        unit["key"] = unit_key(unit, group, contest, scheme)
    for unit in units:
        group = [other for other in units if compared(unit, other, scheme) and other["ranked"]]
        unit["rank"] = 1 + sum(other["key"] < unit["key"] for other in group) if unit["ranked"] else None
    return units


def compared(unit: Json, other: Json, scheme: Json) -> bool:
    """Units of the same band are compared wherever they stand; without bands those below the same unit."""
    name = "band" if scheme.get("bands") else "parent"
    return bool(unit[name] == other[name])


def is_ranked(unit: Json, scheme: Json) -> bool:
    """A unit that is too small, or in none of the bands, has no rank."""
    least = int(scheme.get("min_headcount", 0))
    if scheme.get("bands") and unit["band"] is None:
        return False
    return least == 0 or (unit["headcount"] is not None and unit["headcount"] >= least)


def fits(unit: Json, group: Json) -> bool:
    """Whether a band or quota is meant for a unit; an unknown head count fits no bound."""
    low, high, heads = group.get("min_headcount"), group.get("max_headcount"), unit["headcount"]
    if group.get("kinds") and unit["kind"] not in group["kinds"]:
        return False
    if group.get("units") and unit["code"] not in group["units"]:
        return False
    if (low is not None or high is not None) and heads is None:
        return False
    return (low is None or heads >= int(low)) and (high is None or heads <= int(high))


def values_of(unit: Json, people: list[Json], scheme: Json, is_total: bool) -> Json:
    """What a unit with everything below it has to show."""
    scores = sorted((row["score"] for row in people), reverse=True)
    best = scores[: int(scheme.get("top_k", 10))]
    heads, attempts = unit["headcount"], sum(row["attempts"] for row in people)
    quota = next((one for one in scheme.get("quotas") or [] if fits(unit, one)), {})
    asked = quota.get("total" if is_total else "each_round")
    return {
        **unit,
        "people": len(people),
        "attempts": attempts,
        "rate": Fraction(len(people), heads) if heads else None,
        "mean_score": Fraction(sum(scores), len(scores) * 100) if scores else None,
        "full_scores": sum(row["full_scores"] for row in people),
        "top_mean": Fraction(sum(best), len(best) * 100) if best else None,
        "prize_points": sum(row["points"] for row in people),
        "quota": min(Fraction(1), Fraction(attempts, int(asked))) if asked else None,
    }


def value_for_rank(unit: Json, name: str, scheme: Json) -> Any:
    """A value as it ranks: the rate capped where the rules say so."""
    cap = scheme.get("rate_cap_percent", 100)
    if name == "rate" and unit["rate"] is not None and cap != "none":
        return min(unit["rate"], Fraction(int(cap), 100))
    return unit[name]


def in_points(unit: Json, name: str, scheme: Json) -> Fraction | None:
    """A value as it enters the weighted sum: rate and quota in percent."""
    value = value_for_rank(unit, name, scheme)
    if value is None:
        return None
    return Fraction(value) * 100 if name in ("rate", "quota") else Fraction(value)


def points_of(unit: Json, group: list[Json], scheme: Json) -> Fraction:
    """The weighted sum; `group` are the units it is compared with."""
    total = Fraction(0)
    for weight in scheme.get("weights") or []:
        name = weight["criterion"]
        value = in_points(unit, name, scheme) or Fraction(0)
        if weight.get("scale", "raw") == "best":
            best = max((in_points(other, name, scheme) or Fraction(0) for other in group), default=Fraction(0))
            value = value / best * 100 if best else Fraction(0)
        total += value * Fraction(str(weight["weight"]).replace(",", "."))
    return total


def unit_key(unit: Json, group: list[Json], contest: Json, scheme: Json) -> list[tuple[int, Fraction]]:
    """The contest's order, then the mean score, then full scores; smaller is better, unknown comes last."""
    unit["points"] = points_of(unit, group, scheme)
    names = [*contest.get("unit_order", ["people"]), "mean_score", "full_scores"]
    values = [value_for_rank(unit, name, scheme) for name in names]
    return [NOTHING if value is None else (0, -Fraction(value)) for value in values]


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file, open(sys.argv[2], encoding="utf-8") as placed:
        print(json.dumps(score_units(yaml.safe_load(file), json.load(placed)), default=str))
