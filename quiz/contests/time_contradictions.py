"""Windows, rests, limits and attempts that do not go together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from quiz.contests.contradiction import Contradiction, contradiction
from quiz.contests.deviations import counted, practised, round_name
from quiz.contests.draft import ContestDraft, RoundDraft
from quiz.contests.moments import spoken
from quiz.contests.rules import ContestRules
from quiz.contests.schedule import Schedule, closed_until, next_closing
from quiz.core.vietnamese import number

DAY = timedelta(days=1)
LONG_REST = timedelta(hours=12)


def time_contradictions(draft: ContestDraft) -> Iterator[Contradiction]:
    """Those of every round, then those between rounds."""
    for place, one in enumerate(draft.rounds):
        yield from _of_round(f"rounds[{place}]", one, draft.rules.of_round(one.number))
    yield from _overlaps(draft)
    yield from _midnights(draft)
    yield from _practice(draft)


def openings(schedule: Schedule, one: RoundDraft) -> list[timedelta]:
    """The lengths of the stretches in which a round is really open, one after the other."""
    found, moment = [], one.opens_at
    while moment < one.closes_at:
        reopening = closed_until(schedule, moment)
        if reopening is not None and reopening > moment:
            moment = reopening
            continue
        end = min(next_closing(schedule, moment) or one.closes_at, one.closes_at)
        found.append(end - moment)
        moment = end
    return found


def _of_round(path: str, one: RoundDraft, rules: ContestRules) -> Iterator[Contradiction]:
    limit, open_for = timedelta(seconds=rules.time_limit_seconds), openings(rules.schedule, one)
    if not open_for:
        yield contradiction(
            "never_open",
            f"{path} schedule",
            "%(round)s nằm trọn trong thời gian nghỉ nên không lúc nào thi được. Hãy đổi thời gian mở của vòng, hoặc "
            "bỏ ngày, giờ nghỉ trùng với vòng này.",
            round=round_name(one),
        )
        return
    if limit > one.closes_at - one.opens_at:
        yield contradiction(
            "limit_beyond_window",
            f"{path}.closes_at time_limit_minutes",
            "%(round)s mở ngắn hơn thời gian làm bài (%(minutes)s phút), không ai được làm bài đủ thời gian. Hãy rút "
            "ngắn thời gian làm bài hoặc mở vòng lâu hơn.",
            round=round_name(one),
            minutes=_minutes(rules.time_limit_seconds),
        )
    elif limit > max(open_for):
        yield contradiction(
            "limit_beyond_opening",
            f"schedule {path} time_limit_minutes",
            "Ở %(round)s, giữa hai lần nghỉ không lúc nào mở liền đủ thời gian làm bài (%(minutes)s phút), nên bài "
            "nào cũng bị nộp sớm. Hãy bớt giờ nghỉ hoặc rút ngắn thời gian làm bài.",
            round=round_name(one),
            minutes=_minutes(rules.time_limit_seconds),
        )
    elif rules.attempts_allowed is not None and rules.attempts_allowed * limit > sum(open_for, timedelta()):
        yield contradiction(
            "attempts_beyond_window",
            f"attempts_allowed {path}",
            "%(round)s không đủ dài để một người thi hết %(count)s lượt. Hãy giảm số lượt hoặc mở vòng lâu hơn.",
            round=round_name(one),
            count=rules.attempts_allowed,
        )
    yield from _end_in_rest(path, one, rules.schedule)


def _minutes(seconds: int) -> str:
    return number(seconds / 60, 0 if seconds % 60 == 0 else 2)


def _end_in_rest(path: str, one: RoundDraft, schedule: Schedule) -> Iterator[Contradiction]:
    """A rest of half a day and more before the end; one of a single night says no other day."""
    last = one.closes_at - LONG_REST
    if last > one.opens_at and closed_until(schedule, last) is not None and not _opens_after(schedule, last, one):
        yield contradiction(
            "ends_in_rest",
            f"{path}.closes_at schedule",
            "%(round)s kết thúc lúc %(end)s, đúng vào thời gian nghỉ: thực tế vòng đóng từ trước đó mà thí sinh không "
            "để ý. Hãy đặt giờ kết thúc vào lúc vòng còn mở.",
            round=round_name(one),
            end=spoken(one.closes_at, is_end=True),
        )


def _opens_after(schedule: Schedule, moment: datetime, one: RoundDraft) -> bool:
    return bool(openings(schedule, replace(one, opens_at=moment)))


def _overlaps(draft: ContestDraft) -> Iterator[Contradiction]:
    rounds = counted(draft)
    for place, one in enumerate(rounds):
        for other in rounds[place + 1 :]:
            if _meet(one, other):
                yield contradiction(
                    "rounds_overlap",
                    f"rounds[{draft.rounds.index(one)}] rounds[{draft.rounds.index(other)}]",
                    "%(one)s và %(other)s mở cùng lúc; thí sinh dễ vào nhầm vòng. Hãy để vòng sau mở khi vòng trước đã "
                    "kết thúc.",
                    one=round_name(one),
                    other=round_name(other),
                )


def _meet(one: RoundDraft, other: RoundDraft) -> bool:
    return one.opens_at < other.closes_at and other.opens_at < one.closes_at


def _midnights(draft: ContestDraft) -> Iterator[Contradiction]:
    """An end at 00:00 of the day that was meant to be the last: the next round begins a day later than it could."""
    rounds = sorted(counted(draft), key=lambda one: one.opens_at)
    for one, following in pairwise(rounds):
        if _is_midnight(one.closes_at) and DAY <= following.opens_at - one.closes_at < 2 * DAY:
            yield contradiction(
                "midnight",
                f"rounds[{draft.rounds.index(one)}].closes_at",
                "%(round)s kết thúc lúc %(end)s, cách vòng sau hơn một ngày. Nếu ý định là hết ngày %(day)s thì hãy "
                "ghi 24:00 của ngày đó, không ghi 00:00.",
                round=round_name(one),
                end=spoken(one.closes_at, is_end=True),
                day=spoken(one.closes_at)[-10:],
            )


def _is_midnight(moment: datetime) -> bool:
    return spoken(moment).startswith("00:00 ")


def _practice(draft: ContestDraft) -> Iterator[Contradiction]:
    for trial in practised(draft):
        path = f"rounds[{draft.rounds.index(trial)}]"
        for one in counted(draft):
            if _meet(trial, one):
                yield contradiction(
                    "practice_overlaps",
                    path,
                    "%(trial)s mở cùng lúc với %(round)s; thí sinh có thể tưởng bài thi thử là bài thi thật. Hãy cho "
                    "thi thử kết thúc trước.",
                    trial=round_name(trial),
                    round=round_name(one),
                )
        banks = {draft.rules.of_round(one.number).bank for one in counted(draft)}
        if draft.rules.of_round(trial.number).bank in banks:
            yield contradiction(
                "practice_same_bank",
                f"{path}.bank bank",
                "%(trial)s dùng chung ngân hàng câu hỏi với vòng thi thật nên làm lộ câu hỏi. Hãy dùng một ngân hàng "
                "riêng cho thi thử.",
                trial=round_name(trial),
            )
