"""Random rule sets and what random people do under them: papers, keys, answers, predictions, moments, units."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from quiz.contests.awards import OnePerPerson, Prize, Prizes
from quiz.contests.draft import ContestDraft, RoundDraft
from quiz.contests.groups import Division
from quiz.contests.rules import Cell, ContestRules, Counted, Criterion, Meaning, Prediction, Total
from quiz.contests.unit_scheme import Band, Quota, Scale, UnitCriterion, UnitScheme, Weight
from quiz.contests.writing import to_mapping
from tests.rule_sets.invented import GUESSES, HOMES, UNITS

Json = dict[str, Any]
OPENS_AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
LIMIT_SECONDS = 300
HEADCOUNTS = (None, 1, 2, 3, 4, 9, 40)
"""So few that the cap of the rate matters."""


@dataclass(frozen=True)
class Case:
    """A contest, and what happened in it as the scorer reads it; in `masks` the answers and keys by attempt."""

    draft: ContestDraft
    dump: Json

    @property
    def file(self) -> Json:
        """The contest file as the scorer reads it."""
        plain: Json = _typed(to_mapping(self.draft))
        return plain


def _typed(value: Any) -> Any:
    """Yes and no as YAML means them; numbers may stay texts."""
    if isinstance(value, dict):
        return {key: _typed(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_typed(one) for one in value]
    return {"true": True, "false": False}.get(value, value)


def case(seed: int) -> Case:
    """The case of a seed."""
    random = Random(seed)
    rounds = random.choice((1, 1, 2, 3))
    windows = [OPENS_AT + timedelta(weeks=number) for number in range(rounds)]
    drafts = [
        RoundDraft(number, f"Vòng {number}", opens_at, opens_at + timedelta(days=5))
        for number, opens_at in enumerate(windows, start=1)
    ]
    draft = ContestDraft("thu", "Cuộc thi thử", _rules(random), tuple(drafts))
    return Case(draft, _dump(random, draft))


def _some(random: Random, among: Any, least: int = 0) -> list[Any]:
    choices = list(among)
    return random.sample(choices, random.randint(least, min(4, len(choices))))


def _prizes(random: Random) -> tuple[Prize, ...]:
    return tuple(
        Prize(f"Giải {number}", random.randint(1, 3), points=random.choice((0, 6, 10)))
        for number in range(random.randint(0, 3))
    )


def _rules(random: Random) -> ContestRules:
    order = _some(random, Criterion, 1)
    asks = Criterion.PREDICTION in order or random.random() < 0.3
    scheme = _scheme(random)
    unit_order = [
        one
        for one in random.choice((_some(random, UnitCriterion, 1), [UnitCriterion.RATE, UnitCriterion.POINTS]))
        if {UnitCriterion.POINTS: scheme.weights, UnitCriterion.QUOTA: scheme.quotas}.get(one, True)
    ]
    rules = ContestRules(
        bank="MAU",
        blueprint=(Cell("*", "*", random.randint(1, 6)),),
        time_limit_seconds=LIMIT_SECONDS,
        attempts_allowed=random.choice((1, 2, 3, None)),
        counted_attempt=random.choice(list(Counted)),
        contest_total=random.choice(list(Total)),
        tie_break=tuple(order),
        unit_order=tuple(unit_order) or (UnitCriterion.PEOPLE,),
        points_per_item=random.choice((None, 1, 10)),
        prediction=Prediction("Bao nhiêu?", random.choice(list(Meaning))) if asks else None,
        complete_only=random.random() < 0.2,
        full_scores_only=random.random() < 0.2,
        divisions=random.choice(((), (Division("A", "Bảng A"), Division("B", "Bảng B", each_round=_prizes(random))))),
        prizes=Prizes(
            each_round=_prizes(random),
            one_per_person=random.choice((*[OnePerPerson.NONE] * 3, OnePerPerson.FIRST, *[OnePerPerson.HIGHEST] * 2)),
            most_percent=random.choice((None, None, 10, 50)),
        ),
        unit_scheme=scheme,
    )
    if rules.contest_total is Total.NONE:
        return rules
    return replace(rules, prizes=replace(rules.prizes, total=_prizes(random)))


def _scheme(random: Random) -> UnitScheme:
    quotas = (Quota(3, 9, max_headcount=4), Quota(12, 30))
    asked = quotas if random.random() < 0.5 else ()
    criteria = [one for one in UnitCriterion if one is not UnitCriterion.POINTS and (asked or one.value != "quota")]
    bands = (
        Band("A", "Khối A", kinds=("commune", "ward", "branch")),
        Band("B", "Khối B", min_headcount=3),
        Band("C", "Khối C", units=("S1", "N", "T")),
    )
    return UnitScheme(
        weights=tuple(
            Weight(one, random.choice((125, 500, 1000, 3000)), random.choice(list(Scale)))
            for one in _some(random, criteria)
        ),
        rate_cap_percent=random.choice((None, 20, 100)),
        min_headcount=random.choice((0, 0, 3)),
        top_k=random.choice((1, 2, 10)),
        bands=bands if random.random() < 0.4 else (),
        quotas=asked,
    )


def _dump(random: Random, draft: ContestDraft) -> Json:
    people = range(1, random.randint(4, 16))
    homes = {person: random.choice(HOMES) for person in people}
    units = [
        {"code": code, "parent": parent, "kind": kind, "headcount": random.choice(HEADCOUNTS)}
        for code, parent, kind, _heads in UNITS
    ]
    items = [_item(random) for _ in range(8)]
    codes = [one.code for one in draft.rules.divisions] or [""]
    return {
        "rounds": [
            {
                "number": one.number,
                "seed": f"{random.getrandbits(256):064x}",
                "approved": random.random() < 0.8,
                "cancelled": False,
                "units": units,
            }
            for one in draft.rounds
        ],
        "entries": [
            {
                "person": person,
                "ranked": random.random() < 0.9,
                "disqualified": random.random() < 0.1,
                "division": random.choice(codes),
            }
            for person in people
        ],
        "rulings": _rulings(random, draft, list(people)),
        "attempts": [
            attempt
            for one in draft.rounds
            for person in people
            for attempt in _attempts(random, draft, one, person, homes[person], items)
        ],
    }


def _rulings(random: Random, draft: ContestDraft, people: list[int]) -> list[Json]:
    if Criterion.BOARD not in draft.rules.tie_break:
        return []
    chosen = random.sample(people, len(people) // 2)
    places = {str(person): place for place, person in enumerate(chosen, start=1)}
    return [{"kind": "board", "round": random.choice((1, None)), "places": places}]


def _item(random: Random) -> Json:
    texts = [f"Phương án {index}" for index in range(random.randint(2, 8))]
    key = sorted(random.sample(texts, random.choice((1, 1, random.randint(1, len(texts))))))
    return {"marks": random.choice((50, 100, 100, 250)), "texts": texts, "key": key}


def _attempts(
    random: Random, draft: ContestDraft, one: RoundDraft, person: int, home: str, items: list[Json]
) -> list[Json]:
    if random.random() < 0.15:
        return []
    opened = int(one.opens_at.timestamp() * 1000)
    found: list[Json] = []
    limit = draft.rules.attempts_allowed or 4
    for number in range(1, random.randint(1, limit) + 1):
        started = opened + number * 3_600_000 + random.choice((0, 0, 1, 1000))
        length = random.choice((60_000, 60_000, 60_001, LIMIT_SECONDS * 1000))
        drawn = random.sample(items, draft.rules.questions)
        random.shuffle(drawn)
        skill = random.choice((1.0, 1.0, 0.9, 0.4))
        found.append(
            {
                "person": person,
                "unit": home,
                "round": one.number,
                "practice": random.random() < 0.05,
                "number": number,
                "started": started,
                "deadline": started + LIMIT_SECONDS * 1000,
                "submitted": started + length if random.random() < 0.97 else None,
                "paused": random.choice((0, 0, 0, 5000)),
                "prediction": random.choice(GUESSES),
                "items": [{**item, "chosen": _chosen(random, item, skill)} for item in drawn],
            }
        )
    return found


def _chosen(random: Random, item: Json, skill: float) -> list[str]:
    """The key, or something else, or nothing; in any order."""
    if random.random() < skill:
        return random.sample(item["key"], len(item["key"]))
    return random.sample(item["texts"], random.randint(0, len(item["texts"])))
