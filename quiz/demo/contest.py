"""The contest of the demo: one round that is over, one that is open, and a further one whenever none is open."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from question_bank.levels import Level
from quiz.contests import queries, service
from quiz.contests.draft import ContestDraft, RoundDraft
from quiz.contests.models import Contest, Round
from quiz.contests.rules import Cell, ContestRules, RoundState, Total
from quiz.core import clock
from quiz.core.errors import Conflict, NotFound
from quiz.core.permissions import Actor
from quiz.demo.bank import CODE
from quiz.demo.places import ROOT

SLUG = "tim-hieu-chuyen-de"
TITLE = "Cuộc thi Tìm hiểu việc học tập và làm theo Bác (dữ liệu minh họa)"
SUMMARY = (
    "Dữ liệu minh họa: thí sinh, kết quả và số liệu đơn vị đều là hư cấu; câu hỏi soạn từ các kế hoạch có thật.\n"
    "Mỗi vòng, thí sinh được làm bài 2 lượt, mỗi lượt 20 câu trong 15 phút; kết quả cao nhất được tính."
)
HARD = {
    "Học tập, quán triệt": Level.APPLICATION,
    "Đăng ký, làm theo và nêu gương": Level.HIGH_APPLICATION,
    "Tuyên truyền và cuộc thi": Level.APPLICATION,
    "Kiểm tra, giám sát và báo cáo": Level.APPLICATION,
    "Tổ chức thực hiện": Level.HIGH_APPLICATION,
}
"""The level of the hardest question of each topic."""
ANNOUNCED_BEFORE = timedelta(days=3)
REASON = "Mở thêm một vòng để tiếp tục dùng thử."


def rules() -> ContestRules:
    """Twenty questions, four a topic, in fifteen minutes; two attempts, the best counts."""
    cells = [
        Cell(topic, level.value, count)
        for topic, hardest in HARD.items()
        for level, count in ((Level.RECOGNITION, 2), (Level.COMPREHENSION, 1), (hardest, 1))
    ]
    return ContestRules(
        bank=CODE,
        blueprint=tuple(cells),
        time_limit_seconds=15 * 60,
        attempts_allowed=2,
        contest_total=Total.SUM,
        points_per_item=5,
    )


def load_contest(actor: Actor, now: datetime) -> tuple[Contest, Round]:
    """The contest and its open round, each made where there is none; everything a round needs is prepared.

    Raises Conflict where somebody else's contest has taken the address.
    """
    contest = _contest(actor, now)
    current = _open_round(contest, now)
    if current is None:
        drafted = queries.draft_of(contest)
        extended = replace(drafted, rounds=(*drafted.rounds, _next_round(drafted, now)))
        service.save_contest(actor, extended, now, REASON)
        current = _open_round(contest, now)
    if current is None:
        raise NotFound("Chưa mở được vòng thi minh họa.")
    for one in (queries.round_of(contest.id, 1), current):
        service.prepare_round(one.id, one.opens_at)
    return contest, current


def _contest(actor: Actor, now: datetime) -> Contest:
    try:
        contest = queries.contest_by_slug(SLUG)
    except NotFound:
        drafted = first_draft(now)
        service.save_contest(actor, drafted, drafted.rounds[0].opens_at - ANNOUNCED_BEFORE)
        return queries.contest_by_slug(SLUG)
    if not contest.is_demo:
        raise Conflict("Địa chỉ %(slug)s đã thuộc một cuộc thi thật, nên không nạp dữ liệu minh họa.", slug=SLUG)
    return contest


def first_draft(now: datetime) -> ContestDraft:
    """The contest on its first day: a round of last week, and one from yesterday for a fortnight."""
    past = RoundDraft(1, "Vòng 1", _at(now, -9, 8), _at(now, -2, 24))
    present = RoundDraft(2, "Vòng 2", _at(now, -1, 8), _at(now, 13, 24))
    return ContestDraft(SLUG, TITLE, rules(), (past, present), summary=SUMMARY, owner_unit=ROOT, is_demo=True)


def _next_round(drafted: ContestDraft, now: datetime) -> RoundDraft:
    """A round from yesterday (or from the end of the last one) for a fortnight."""
    ended = (one.closes_at for one in drafted.rounds if one.closes_at <= now)
    number = max(one.number for one in drafted.rounds) + 1
    return RoundDraft(number, f"Vòng {number}", max(_at(now, -1, 8), *ended), _at(now, 13, 24))


def _open_round(contest: Contest, now: datetime) -> Round | None:
    """The open round; the newest where there are several."""
    rounds = reversed(queries.rounds_of(contest.id))
    return next((one for one in rounds if queries.state_of(one, now) is RoundState.OPEN), None)


def _at(now: datetime, days: int, hour: int) -> datetime:
    """An hour of the day that lies so many days from today in Vietnam."""
    return clock.at_local(clock.local(now).date() + timedelta(days=days), hour, 0)
