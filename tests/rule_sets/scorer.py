"""An independent scorer: places of people from a contest file and a dump of what happened, and nothing else.

Written from the printed meaning of the rules, by the plainest means, without anything of the product. Scores are in
hundredths of a point, moments and lengths in milliseconds, predictions and true values times 100,000. Run it as
`python scorer.py CONTEST.yaml DUMP.json`; places of units follow from what it prints (unit_scorer.py).

The dump: {"rounds": [{number, seed, approved, approved_at, cancelled, units: [{code, parent, kind, headcount}]}],
"entries": [{person, ranked, disqualified, division}], "rulings": [{kind, round, person, at, places}],
"attempts": [{person, unit, round, practice, number, started, deadline, submitted, paused, prediction,
items: [{marks, key, chosen}]}]}, where key and chosen are lists of option texts. `out`: who was out at the approval.
"""

from __future__ import annotations

import json
import sys
from fractions import Fraction
from hashlib import sha256
from typing import Any

import yaml

Json = dict[str, Any]
WORST = 10**15
OF_AN_ATTEMPT = ("score", "prediction", "duration", "submitted_at", "started_at")
BEHIND = 2**32  # whom the board gave no place, behind those of the group who have one
DEFAULT_ORDER = ["score", "duration", "submitted_at"]


def score_contest(contest: Json, dump: Json) -> Json:
    """Everything: by round number, and "total" where the rounds are added up."""
    rounds = [one for one in sorted(dump["rounds"], key=lambda one: one["number"]) if counts(contest, one)]
    result: Json = {str(one["number"]): people_of_round(contest, dump, one) for one in rounds}
    if contest.get("contest_total") == "sum" and rounds:
        result["total"] = people_of_total(contest, dump, rounds, result)
    for place in result.values():
        rank_people(contest, place)
    give_prizes(contest, result)
    return result


def rules_of(contest: Json, number: int) -> Json:
    """The file as it holds in one round."""
    own = next(one for one in contest["rounds"] if int(one["number"]) == number)
    paper = {**contest["paper"], **own.get("paper", {})}
    return {**contest, **{name: own[name] for name in own if name != "paper"}, "paper": paper}


def order_of(contest: Json) -> list[str]:
    """The printed order of places."""
    order: list[str] = contest.get("tie_break", DEFAULT_ORDER)
    return order


def counts(contest: Json, one: Json) -> bool:
    """A round for practice and a cancelled one have no places."""
    return not (rules_of(contest, one["number"]).get("practice") or one["cancelled"])


def question_of(rules: Json) -> Json | None:
    """The prediction question that holds."""
    asked = rules.get("prediction")
    return None if asked in (None, "none") else asked


def read_number(text: str | None, meaning: str) -> int | None:
    """A prediction as typed: 12.345 is twelve thousand; percent has at most five decimals after a comma or point."""
    text = (text or "").strip()
    if meaning == "full_score_percent":
        whole, _, decimals = text.removesuffix("%").strip().replace(",", ".").partition(".")
        has_mark = "," in text or "." in text
        if not (digits(whole) and len(whole) <= 3 and ((digits(decimals) and len(decimals) <= 5) or not has_mark)):
            return None
        value = Fraction(f"{whole}.{decimals or 0}") * 100_000
        return int(value) if value <= 100 * 100_000 else None
    groups = text.replace(" ", ".").split(".")
    if not all(digits(group) for group in groups) or (len(groups) == 1 and len(text) > 12):
        return None
    if len(groups) > 1 and (len(groups[0]) > 3 or any(len(group) != 3 for group in groups[1:])):
        return None
    return int("".join(groups)) * 100_000


def digits(text: str) -> bool:
    """Whether a text is made of digits."""
    return text.isascii() and text.isdigit()


def mark(attempt: Json, rules: Json) -> tuple[int, int]:
    """Points and highest points: an item counts when exactly its key was chosen."""
    each = rules["paper"].get("points_per_item", "none")
    points = [item["marks"] if each == "none" else int(each) * 100 for item in attempt["items"]]
    right = [set(item["chosen"]) == set(item["key"]) for item in attempt["items"]]
    asked = question_of(rules)
    has_blank = any(not item["chosen"] for item in attempt["items"])
    lacks_guess = asked is not None and read_number(attempt["prediction"], asked["meaning"]) is None
    is_void = bool(rules.get("complete_only")) and (has_blank or lacks_guess)
    return 0 if is_void else sum(one for one, good in zip(points, right, strict=True) if good), sum(points)


def people_of_round(contest: Json, dump: Json, one: Json) -> Json:
    """What everybody reached in a round; the counted attempts are chosen anew once the true value is known."""
    rules, number = rules_of(contest, one["number"]), one["number"]
    entries = {entry["person"]: entry for entry in dump["entries"]}
    by_person: dict[int, list[Json]] = {}
    for attempt in dump["attempts"]:
        in_round = attempt["round"] == number and not attempt["practice"] and attempt["submitted"] is not None
        if in_round and entries[attempt["person"]]["ranked"]:
            by_person.setdefault(attempt["person"], []).append(judged(attempt, rules))
    disqualified = [entry["person"] for entry in dump["entries"] if entry["disqualified"]]
    then = [some for person, some in by_person.items() if person not in one.get("out", disqualified)]
    by_person = {person: some for person, some in by_person.items() if person not in disqualified}
    actual = None
    if one["approved"] and question_of(rules):
        first = [counted(attempts, rules, None) for attempts in then]
        actual = true_value(question_of(rules) or {}, first, sum(map(len, then)))
    rows = [
        {**reached(attempts, rules, actual), "person": person, "division": entries[person]["division"]}
        for person, attempts in by_person.items()
    ]
    decide(dump, rows, number, [one["seed"]] if one["approved"] and "lots" in order_of(contest) else [])
    return {"actual": actual, "people": rows, "tree": one["units"], "number": number}


def judged(attempt: Json, rules: Json) -> Json:
    """An attempt with its points, its length and its prediction as a number."""
    score, highest = mark(attempt, rules)
    asked = question_of(rules)
    return {
        "number": attempt["number"],
        "unit": attempt["unit"],
        "score": score,
        "highest": highest,
        "full": score == highest > 0,
        "duration": min(attempt["submitted"], attempt["deadline"]) - attempt["started"] - attempt["paused"],
        "submitted_at": attempt["submitted"],
        "started_at": attempt["started"],
        "guess": read_number(attempt["prediction"], asked["meaning"]) if asked else None,
    }


def distance(attempt: Json, actual: int | None) -> int:
    """How far a prediction is from the true value; nothing while that is unknown."""
    if actual is None:
        return 0
    return WORST if attempt["guess"] is None else min(WORST, abs(attempt["guess"] - actual))


def counted(attempts: list[Json], rules: Json, actual: int | None) -> Json:
    """The attempt that counts; of equally good ones the earliest."""
    if rules.get("counted_attempt", "best") == "first":
        return min(attempts, key=lambda one: one["number"])
    if rules.get("counted_attempt", "best") == "last":
        return max(attempts, key=lambda one: one["number"])
    order = [name for name in order_of(rules) if name in OF_AN_ATTEMPT]
    with_guess = [{**one, "prediction": distance(one, actual)} for one in attempts]
    only_full = bool(rules.get("full_scores_only"))  # then one without every point has no place at all
    return min(
        with_guess,
        key=lambda one: (only_full and not one["full"], key_of(one, order), one["submitted_at"], one["number"]),
    )


def key_of(row: Json, order: list[str]) -> list[int]:
    """What places follow from; smaller is better."""
    sign = {"score": -1, "full_score_attempts": -1}
    return [row[name] or BEHIND if name == "board" else sign.get(name, 1) * row[name] for name in order]


def true_value(asked: Json, counted_ones: list[Json], attempts: int) -> int:
    """What the prediction question asks for."""
    people, full = len(counted_ones), sum(one["full"] for one in counted_ones)
    if asked["meaning"] == "full_score_percent":
        exact = Fraction(full * 100 * 100_000, people) if people else Fraction(0)
        return int(exact + Fraction(1, 2))
    return {"full_scores": full, "people": people, "attempts": attempts}[asked["meaning"]] * 100_000


def reached(attempts: list[Json], rules: Json, actual: int | None) -> Json:
    """A person's row of a round; the unit is that of the first attempt."""
    best = counted(attempts, rules, actual)
    return {
        **best,
        "unit": min(attempts, key=lambda one: one["number"])["unit"],
        "prediction": distance(best, actual),
        "attempts": len(attempts),
        "full_score_attempts": sum(one["full"] for one in attempts),
        "placed": best["full"] or not rules.get("full_scores_only"),
        "counted": best["number"],
        "full_scores": int(best["full"]),
    }


def decide(dump: Json, people: list[Json], number: int | None, seeds: list[str]) -> None:
    """Lots from the seeds, places that the board gave."""
    given: dict[str, int] = {}
    for ruling in dump["rulings"]:
        if ruling["kind"] == "board" and ruling["round"] == number:
            given.update(ruling["places"])
    for row in people:
        text = f"lots {'+'.join(seeds)} {row['person']}"
        row["lots"] = int(sha256(text.encode()).hexdigest()[:12], 16) if seeds else 0
        row["board"] = given.get(str(row["person"]), 0)


def people_of_total(contest: Json, dump: Json, rounds: list[Json], result: Json) -> Json:
    """The sum over the rounds that each person sat; the unit is that of the last one."""
    by_person: dict[int, list[Json]] = {}
    for one in rounds:
        for row in result[str(one["number"])]["people"]:
            by_person.setdefault(row["person"], []).append(row)
    sums = ("score", "duration", "prediction", "attempts", "full_score_attempts", "full_scores")
    people = []
    for rows in by_person.values():
        total: Json = {name: sum(row[name] for row in rows) for name in sums}
        total["submitted_at"] = max(row["submitted_at"] for row in rows)
        total["started_at"] = min(row["started_at"] for row in rows)
        total["placed"] = all(row["full"] for row in rows) or not contest.get("full_scores_only")
        people.append({**rows[-1], **total})
    are_drawn = "lots" in order_of(contest) and all(one["approved"] for one in rounds)
    decide(dump, people, None, [one["seed"] for one in rounds] if are_drawn else [])
    trees = [one["units"] for one in rounds if one["units"]]
    return {"actual": None, "people": people, "tree": trees[-1] if trees else [], "number": 0}


def rank_people(contest: Json, place: Json) -> None:
    """Ranks 1, 2, 2, 4 among all who have a place, and within the division."""
    order = order_of(contest)
    for row in place["people"]:
        row["key"] = key_of(row, order)
    ranked = [row for row in place["people"] if row["placed"]]
    for row in place["people"]:
        above = [other for other in ranked if other["key"] < row["key"]]
        row["rank"] = 1 + len(above) if row["placed"] else None
        within = sum(other["division"] == row["division"] for other in above)
        row["rank_within"] = 1 + within if row["placed"] else None


def give_prizes(contest: Json, result: Json) -> None:
    """The prize of each person by rank; who has a prize is passed over where there is one a person."""
    limit = (contest.get("prizes") or {}).get("one_per_person")
    if limit == "highest":
        give_highest(contest, result)
        return
    winners: set[int] = set()
    for name, place in result.items():
        lists = lists_of(contest, name, place)
        for grades, left, group in lists:
            free = [row for row in group if row["person"] not in winners]
            for row in free:
                rank = 1 + sum(other["key"] < row["key"] for other in free)
                give(row, grades, next((index for index in range(len(left)) if rank <= sum(left[: index + 1])), None))
        if limit in (True, "first"):
            winners |= {row["person"] for *_rest, group in lists for row in group if row.get("prize") is not None}


def give_highest(contest: Json, result: Json) -> None:
    """Grade after grade from the highest, the total's before the rounds': the next who have no prize yet get it."""
    names = [name for name in result if name == "total"] + [name for name in result if name != "total"]
    lists = [one for name in names for one in lists_of(contest, name, result[name])]
    winners: set[int] = set()
    for grade in range(max((len(left) for _grades, left, _group in lists), default=0)):
        for grades, left, group in lists:
            asked = [row for row in group if row["person"] not in winners or row.get("prize") is not None]
            ranks = [1 + sum(other["key"] < row["key"] for other in asked) for row in asked]
            for row, rank in zip(asked, ranks, strict=True):
                if grade < len(left) and sum(left[:grade]) < rank <= sum(left[: grade + 1]):
                    give(row, grades, grade)
                    winners.add(row["person"])


def give(row: Json, grades: list[Json], grade: int | None) -> None:
    """Write down a prize, or that there is none."""
    row["prize"], row["points"] = grade, 0 if grade is None else int(grades[grade].get("points", 0))


def lists_of(contest: Json, name: str, place: Json) -> list[tuple[list[Json], list[int], list[Json]]]:
    """Of each list of prizes of a round or the total: the grades, how many there are of each, who has a place."""
    prizes, found = contest.get("prizes") or {}, []
    kind = "total" if name == "total" else "each_round"
    for division in contest.get("divisions") or [None]:
        grades = ((division or {}).get("prizes") or {}).get(kind) or prizes.get(kind) or []
        group = [row for row in place["people"] if division is None or row["division"] == str(division["code"])]
        left = [int(grade["count"]) for grade in grades]
        if prizes.get("most_percent"):
            left = cut(left, len(group) * int(prizes["most_percent"]) // 100)
        found.append((grades, left, [row for row in group if row["placed"]]))
    return found


def cut(left: list[int], most: int) -> list[int]:
    """No more prizes than that, the lowest grades cut first."""
    while sum(left) > most:
        left[max(index for index, count in enumerate(left) if count)] -= 1
    return left


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file, open(sys.argv[2], encoding="utf-8") as dumped:
        print(json.dumps(score_contest(yaml.safe_load(file), json.load(dumped))))
