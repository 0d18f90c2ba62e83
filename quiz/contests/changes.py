"""What may still change in a contest once a round of it has been prepared, and what may not.

A change is a new rules version with a reason; an attempt keeps the version it was started under. A prepared round for
practice fixes nothing but itself: nobody has a place in it.

| setting | once a counting round is prepared |
|---|---|
| title, summary, note, review | may change: they decide over no place |
| owner_unit, demo | fixed: who answers for the contest, what every page said of it |
| time limit, attempts allowed, grace, complete_only | may change; hold for attempts started afterwards |
| schedule | may change; the deadlines of attempts under way stay |
| tie_break, counted_attempt, contest_total, full_scores_only | fixed: places would move after the fact |
| prediction | fixed; a round not yet prepared may get a question of its own |
| divisions, prizes | fixed: promised to those who have entered |
| unit_order, unit_scheme | fixed: as tie_break, for units |
| entrants: units, kinds, posts, ages | only wider: nobody who may enter is shut out in mid-contest |
| entrants: staff, unranked | fixed: who has entered is ranked or not already |
| entrants: logins unranked or barred | may change; hold for those who enter or start afterwards |
| rounds | may be added; those not prepared may change in everything and go |
| a prepared round: bank, paper, prediction, practice | fixed: drawn or answered already; others may differ |
| a prepared round: title, window | may change, but no opening and no closing that is past |
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import inf

from quiz.contests.draft import ContestDraft, Mistake, RoundDraft, mistake
from quiz.contests.groups import Entrants, Group
from quiz.contests.moments import spoken
from quiz.contests.rules import ContestRules

LONGEST_WINDOW = timedelta(days=400)
FIXED = (
    "tie_break",
    "counted_attempt",
    "contest_total",
    "full_scores_only",
    "prediction",
    "divisions",
    "prizes",
    "unit_order",
    "unit_scheme",
)
PAPER = ("blueprint", "shuffle_items", "shuffle_options", "points_per_item", "same_for_all")


@dataclass(frozen=True)
class Progress:
    """What has happened to the rounds of a stored contest: numbers of those prepared, at which moment we look."""

    prepared: frozenset[int]
    now: datetime


def refusals(old: ContestDraft, new: ContestDraft, progress: Progress) -> list[Mistake]:
    """What the new draft may not change any more; nothing is refused while no round has been prepared."""
    if not progress.prepared:
        return []
    is_under_way = any(not one.is_practice for one in old.rounds if one.number in progress.prepared)
    fixed = [*_fixed(old, new), *_entrants(old.rules.entrants, new.rules.entrants)] if is_under_way else []
    return [*fixed, *_rounds(old, new, progress)]


def _fixed(old: ContestDraft, new: ContestDraft) -> Iterator[Mistake]:
    text = "không đổi được nữa vì cuộc thi đã có vòng chốt đề"
    if old.owner_unit != new.owner_unit:
        yield mistake("owner_unit", text)
    if old.is_demo != new.is_demo:
        yield mistake("demo", text)
    for name in FIXED:
        if getattr(old.rules, name) != getattr(new.rules, name):
            yield mistake(name, text)


def _entrants(old: Entrants, new: Entrants) -> Iterator[Mistake]:
    for name in ("staff", "unranked"):
        if getattr(old, name) != getattr(new, name):
            yield mistake(f"entrants.{name}", "không đổi được nữa vì cuộc thi đã có vòng chốt đề")
    text = "chỉ được mở rộng, không thu hẹp được nữa vì cuộc thi đã có vòng chốt đề"
    for name in ("units", "kinds", "posts"):
        before, after = set(getattr(old.who, name)), set(getattr(new.who, name))
        if after and (not before or not before <= after):
            yield mistake(f"entrants.{name}", text)
    before_ages, after_ages = _ages(old.who), _ages(new.who)
    if after_ages[0] > before_ages[0]:
        yield mistake("entrants.min_age", text)
    if after_ages[1] < before_ages[1]:
        yield mistake("entrants.max_age", text)


def _ages(group: Group) -> tuple[float, float]:
    """The youngest and the oldest that a group takes."""
    return group.min_age or 0, inf if group.max_age is None else group.max_age


def _rounds(old: ContestDraft, new: ContestDraft, progress: Progress) -> Iterator[Mistake]:
    places = {one.number: place for place, one in enumerate(new.rounds)}
    for number in sorted(progress.prepared):
        if number not in places:
            yield mistake("rounds", "vòng %(number)s đã chốt đề nên không bỏ được", number=number)
            continue
        place = places[number]
        yield from _paper(f"rounds[{place}]", number, old.rules, new.rules)
        yield from _asked(f"rounds[{place}]", number, old, new)
        yield from moved_windows(f"rounds[{place}]", old.round(number), new.rounds[place], progress.now)


def _paper(path: str, number: int, old: ContestRules, new: ContestRules) -> Iterator[Mistake]:
    before, after = old.of_round(number), new.of_round(number)
    if before.bank != after.bank:
        yield mistake(f"{path}.bank", "vòng %(number)s đã chốt đề nên không đổi ngân hàng được", number=number)
    if any(getattr(before, name) != getattr(after, name) for name in PAPER):
        text = (
            "đề của vòng %(number)s đã chốt nên không đổi được; muốn đổi đề cho các vòng sau, "
            "hãy ghi đề cũ vào riêng vòng này"
        )
        yield mistake(f"{path}.paper", text, number=number)


def _asked(path: str, number: int, old: ContestDraft, new: ContestDraft) -> Iterator[Mistake]:
    """Whether the round counts, and the prediction question as it stands in this round alone."""
    before, after = old.round(number), new.round(number)
    if before and after and before.is_practice != after.is_practice:
        text = "vòng %(number)s đã chốt đề nên không đổi giữa thi thử và thi chính thức được"
        yield mistake(f"{path}.practice", text, number=number)
    questions = [rules.of_round(number).prediction for rules in (old.rules, new.rules)]
    if questions[0] != questions[1] and old.rules.prediction == new.rules.prediction:
        text = "vòng %(number)s đã chốt đề nên không đổi câu hỏi dự đoán được"
        yield mistake(f"{path}.prediction", text, number=number)


def window_mistakes(path: str, one: RoundDraft) -> Iterator[Mistake]:
    """What is wrong with a window in itself."""
    if one.closes_at <= one.opens_at:
        yield mistake(f"{path}.closes_at", "giờ đóng phải sau giờ mở (%(opens)s)", opens=spoken(one.opens_at))
    elif one.closes_at - one.opens_at > LONGEST_WINDOW:
        yield mistake(f"{path}.closes_at", "vòng thi dài quá %(days)s ngày", days=LONGEST_WINDOW.days)


def moved_windows(path: str, old: RoundDraft | None, new: RoundDraft, now: datetime) -> Iterator[Mistake]:
    """What a new window of a prepared round changes in what has happened already."""
    if old is None:
        return
    if old.opens_at <= now and new.opens_at != old.opens_at:
        text = "vòng đã mở lúc %(opens)s nên không đổi giờ mở được nữa"
        yield mistake(f"{path}.opens_at", text, opens=spoken(old.opens_at))
    if old.closes_at <= now and new.closes_at != old.closes_at:
        text = "vòng đã đóng lúc %(closes)s nên không đổi giờ đóng được nữa"
        yield mistake(f"{path}.closes_at", text, closes=spoken(old.closes_at, is_end=True))
    elif old.closes_at > now >= new.closes_at:
        yield mistake(f"{path}.closes_at", "giờ đóng phải sau thời điểm hiện tại")
