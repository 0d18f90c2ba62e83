"""The product's plain rules applied to a dump, without any database: what it makes of the same random case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from quiz.attempts.rules import graded, read_prediction
from quiz.contests.rules import Criterion, Total
from quiz.ranking.allocation import Contender, Winner
from quiz.ranking.frames import Stage
from quiz.ranking.giving import Ranking, passed_over, winners_of
from quiz.ranking.lots import lot_number
from quiz.ranking.outcomes import ClosedAttempt, Outcome, round_outcome, total_outcome, true_value
from quiz.ranking.preview import Foreseen
from quiz.ranking.rules import UNPLACED, places, sort_key
from quiz.ranking.unit_rules import UnitValues, asked_of, place_units
from tests.rule_sets.random_cases import OPENS_AT, Case

Json = dict[str, Any]
CODES: dict[str, int] = {}


@dataclass(frozen=True)
class Key:
    """The right options of an item and its marks."""

    mask: int
    marks: int


def play(case: Case) -> Json:
    """Rows of people and ranks of units by round number, and "total" where there is one."""
    rules = case.draft.rules
    entries = {one["person"]: one for one in case.dump["entries"]}
    result: dict[str, dict[int, Outcome]] = {}
    for one in case.dump["rounds"]:
        result[str(one["number"])] = _round(case, one, entries)
    if rules.contest_total is Total.SUM:
        result["total"] = _total(case, result)
    return _ranked(case, result, entries)


def _mask(item: Json, chosen: list[str]) -> int:
    return sum(1 << item["texts"].index(text) for text in chosen)


def _closed(case: Case, attempt: Json, index: int) -> ClosedAttempt:
    rules = case.draft.rules.of_round(attempt["round"])
    text, asked = attempt["prediction"], rules.prediction
    value = read_prediction(text, asked.meaning) if text is not None and asked is not None else None
    revisions = range(len(attempt["items"]))
    keys = {number: Key(_mask(item, item["key"]), item["marks"]) for number, item in enumerate(attempt["items"])}
    answers = bytes(_mask(item, item["chosen"]) for item in attempt["items"])
    score, highest = graded(rules, revisions, answers, value, keys)
    return ClosedAttempt(
        id=index,
        number=attempt["number"],
        unit_id=CODES.setdefault(attempt["unit"], len(CODES)),
        score=score,
        max_score=highest,
        duration_ms=min(attempt["submitted"], attempt["deadline"]) - attempt["started"] - attempt["paused"],
        submitted_ms=attempt["submitted"],
        started_ms=attempt["started"],
        prediction_value=value,
    )


def _stage(case: Case, number: int) -> Stage:
    rules = case.draft.rules.of_round(number) if number else case.draft.rules
    return Stage(number, number, number, rules, OPENS_AT.date())


def _round(case: Case, one: Json, entries: Mapping[int, Json]) -> dict[int, Outcome]:
    by_person: dict[int, list[ClosedAttempt]] = {}
    for index, attempt in enumerate(case.dump["attempts"]):
        entry = entries[attempt["person"]]
        is_in = attempt["round"] == one["number"] and not attempt["practice"] and attempt["submitted"] is not None
        if is_in and entry["ranked"] and not entry["disqualified"]:
            by_person.setdefault(attempt["person"], []).append(_closed(case, attempt, index))
    stage = _stage(case, one["number"])
    outcomes = {person: round_outcome(stage.number, some, stage.terms) for person, some in by_person.items()}
    if one["approved"] and stage.rules.prediction is not None:
        sums = [sum(getattr(outcome, name) for outcome in outcomes.values()) for name in ("attempts", "full_scores")]
        terms = replace(stage, actual=true_value(stage.rules.prediction.meaning, len(outcomes), *sums)).terms
        outcomes = {person: round_outcome(stage.number, some, terms) for person, some in by_person.items()}
    return _decided(case, outcomes, one["number"], [one["seed"]] if one["approved"] else [])


def _decided(case: Case, outcomes: Mapping[int, Outcome], number: int, seeds: list[str]) -> dict[int, Outcome]:
    """Outcomes with their lots and what the board gave."""
    draws = Criterion.LOTS in case.draft.rules.tie_break and bool(seeds)
    given = {}
    for ruling in case.dump["rulings"]:
        if ruling["round"] == (number or None):
            given.update({int(person): place for person, place in ruling["places"].items()})
    return {
        person: replace(one, lot=lot_number(seeds, person) if draws else None, board_place=given.get(person, 0))
        for person, one in outcomes.items()
    }


def _total(case: Case, result: Mapping[str, Mapping[int, Outcome]]) -> dict[int, Outcome]:
    by_person: dict[int, list[Outcome]] = {}
    for outcomes in result.values():
        for person, outcome in outcomes.items():
            by_person.setdefault(person, []).append(outcome)
    only_full = case.draft.rules.full_scores_only
    totals = {person: total_outcome(some, full_scores_only=only_full) for person, some in by_person.items()}
    is_over = all(one["approved"] for one in case.dump["rounds"])
    return _decided(case, totals, 0, [one["seed"] for one in case.dump["rounds"]] if is_over else [])


def _ranked(case: Case, result: Mapping[str, Mapping[int, Outcome]], entries: Mapping[int, Json]) -> Json:
    """Ranks, prizes and units of everything."""
    rules, points = case.draft.rules, Counter[int]()
    prizes = _prizes(case, result, entries)
    found: Json = {}
    for name, outcomes in result.items():
        keys = {person: sort_key(outcome, rules.tie_break) for person, outcome in outcomes.items()}
        in_order = sorted(keys, key=lambda person: (keys[person], person))
        ranks = dict(zip(in_order, places([keys[person] for person in in_order], 1, 0), strict=True))
        here = Counter({winner.person_id: winner.points for winner in prizes[name]})
        points += here
        people = {
            person: (outcome.score, ranks[person] if keys[person] < UNPLACED else None, outcome.prediction_error or 0)
            for person, outcome in outcomes.items()
        }
        found[name] = {
            "people": people,
            "prizes": {winner.person_id: winner.grade for winner in prizes[name]},
            "units": _units(case, outcomes, points if name == "total" else here, is_total=name == "total"),
        }
    return found


def _prizes(
    case: Case, result: Mapping[str, Mapping[int, Outcome]], entries: Mapping[int, Json]
) -> dict[str, list[Winner]]:
    """Who wins what in everything."""
    rankings: dict[str, Ranking] = {}
    for name, outcomes in result.items():
        keys = {person: sort_key(outcome, case.draft.rules.tie_break) for person, outcome in outcomes.items()}
        in_order = sorted(keys, key=lambda person: (keys[person], person))
        people = [(Contender(one, keys[one], 0), entries[one]["division"]) for one in in_order]
        rankings[name] = (_stage(case, 0 if name == "total" else int(name)), Foreseen(people))
    over = passed_over(list(rankings.values()))
    return {name: winners_of(stage, ranked, over[stage.number]) for name, (stage, ranked) in rankings.items()}


def _units(
    case: Case, outcomes: Mapping[int, Outcome], points: Mapping[int, int], *, is_total: bool
) -> dict[str, int | None]:
    """The ranks of the units by code: within the band, or else among those below the same unit."""
    rules = case.draft.rules
    tree = case.dump["rounds"][0]["units"]
    parents = {unit["code"]: unit["parent"] for unit in tree}
    names = {number: code for code, number in CODES.items()}
    members: dict[str, list[int]] = {code: [] for code in parents}
    for person, outcome in outcomes.items():
        code: str | None = names[outcome.unit_id]
        while code is not None:
            members[code].append(person)
            code = parents[code]
    groups: dict[str | None, list[UnitValues]] = {}
    for unit in tree:
        some = [outcomes[person] for person in members[unit["code"]]]
        scores = sorted((one.score for one in some), reverse=True)[: rules.unit_scheme.top_k]
        values = UnitValues(
            people=len(some),
            attempts=sum(one.attempts for one in some),
            headcount=unit["headcount"],
            score_sum=sum(one.score for one in some),
            full_scores=sum(one.full_scores for one in some),
            top_sum=sum(scores),
            top_count=len(scores),
            prize_points=sum(points[person] for person in members[unit["code"]]),
            asked=asked_of(unit["code"], unit["kind"], unit["headcount"], rules.unit_scheme, in_total=is_total),
            code=unit["code"],
            kind=unit["kind"],
        )
        groups.setdefault(None if rules.unit_scheme.bands else unit["parent"], []).append(values)
    return {
        unit.code: place.rank
        for group in groups.values()
        for unit, place in zip(group, place_units(group, rules.unit_order, rules.unit_scheme), strict=True)
    }
