"""What may still change in a contest once a round of it has been prepared, and what may not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from quiz.contests.draft import ContestDraft, Mistake, RoundDraft, mistake
from quiz.contests.moments import spoken
from quiz.contests.rules import ContestRules

LONGEST_WINDOW = timedelta(days=400)
FIXED = ("tie_break", "counted_attempt", "contest_total", "unit_order", "prediction")
PAPER = ("blueprint", "shuffle_items", "shuffle_options", "points_per_item")


@dataclass(frozen=True)
class Progress:
    """What has happened to the rounds of a stored contest: numbers of those prepared, at which moment we look."""

    prepared: frozenset[int]
    now: datetime


def refusals(old: ContestDraft, new: ContestDraft, progress: Progress) -> list[Mistake]:
    """What the new draft may not change any more; nothing is refused while no round has been prepared."""
    if not progress.prepared:
        return []
    return [*_fixed(old, new), *_rounds(old, new, progress)]


def _fixed(old: ContestDraft, new: ContestDraft) -> Iterator[Mistake]:
    text = "không đổi được nữa vì cuộc thi đã có vòng chốt đề"
    if old.owner_unit != new.owner_unit:
        yield mistake("owner_unit", text)
    if old.is_demo != new.is_demo:
        yield mistake("demo", text)
    for name in FIXED:
        if getattr(old.rules, name) != getattr(new.rules, name):
            yield mistake(name, text)


def _rounds(old: ContestDraft, new: ContestDraft, progress: Progress) -> Iterator[Mistake]:
    places = {one.number: place for place, one in enumerate(new.rounds)}
    for number in sorted(progress.prepared):
        if number not in places:
            yield mistake("rounds", "vòng %(number)s đã chốt đề nên không bỏ được", number=number)
            continue
        place = places[number]
        yield from _paper(f"rounds[{place}]", number, old.rules, new.rules)
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
