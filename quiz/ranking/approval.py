"""Approving the results of a round: the true value of its prediction is frozen, lots are drawn, places are final.

A round is approved when it is over for everybody and all its attempts are closed. Everything that follows is in the
standings a moment later, or when a job has made those of many people anew: they rest on the round's row (see
`Frame.decisions`), so that a process which dies between the decision and the new standings leaves nothing that the
next refresh does not put right. Until then places stay provisional.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

import sqlalchemy as sa

from question_bank.draw_record import commitment
from quiz.attempts.closing import close_overdue
from quiz.attempts.models import Attempt
from quiz.contests import queries
from quiz.contests.allowances import round_allowances
from quiz.contests.models import Contest, Entry, Round
from quiz.contests.organising import require_organiser
from quiz.contests.rules import ContestRules, Criterion, RoundState
from quiz.contests.rulings import LONGEST_REASON
from quiz.core import audit
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict, Invalid, Unavailable
from quiz.core.permissions import Actor
from quiz.core.templating import moment
from quiz.ranking import service
from quiz.ranking.folding import of_stage
from quiz.ranking.frames import counts
from quiz.ranking.models import Standing
from quiz.ranking.outcomes import true_value
from quiz.ranking.rebuild_jobs import at_once
from quiz.ranking.recomputing import make_dirty


@dataclass(frozen=True)
class Figures:
    """What a round came to: ranked people, their closed attempts, how many reached every point.

    `actual` is the true value of the prediction question (times 100,000), None where the rules have none.
    """

    people: int
    attempts: int
    full_scores: int
    actual: int | None


def approve_round(actor: Actor | None, round_id: int, now: datetime, reason: str = "") -> Figures:
    """Approve a round's results and make all standings of its contest anew; raises what `record_approval` does."""
    figures = record_approval(actor, round_id, now, reason)
    at_once(_contest_of(actor, round_id).id, now)
    return figures


def unapprove_round(actor: Actor | None, round_id: int, now: datetime, reason: str) -> None:
    """Take an approval back and make all standings anew; raises what `record_withdrawal` does."""
    record_withdrawal(actor, round_id, now, reason)
    at_once(_contest_of(actor, round_id).id, now)


def record_approval(actor: Actor | None, round_id: int, now: datetime, reason: str = "") -> Figures:
    """Approve a round's results; the standings are to be made anew by the caller.

    The prediction's true value is taken from the closed attempts: the counted ones as they stand while it is unknown,
    and so the same for all. Raises NotAllowed, Unavailable while standings cannot be completed, and Conflict
    `not_over`, `open_windows`, `open_attempts` or `approved`.
    """
    reason = _checked(reason)
    close_overdue(now)
    with transaction():  # reads anew what was just closed
        contest_id = _contest_of(actor, round_id).id
        _need_over(db.session.get_one(Round, round_id), now)
    service.settle(contest_id, round_id, now)
    with transaction():
        contest_round = _locked(round_id)
        _need_over(contest_round, now)
        figures = figures_of(contest_round, complete=True)
        contest_round.approved_at, contest_round.prediction_actual = now, figures.actual
        make_dirty([round_id])
        audit.record(actor, "round.approve", "round", round_id, after=asdict(figures), reason=reason)
    return figures


def record_withdrawal(actor: Actor | None, round_id: int, now: datetime, reason: str) -> None:
    """Take an approval back that was a mistake; the true value is unknown again. A reason is asked for.

    The standings are to be made anew by the caller. Raises NotAllowed, Invalid without a reason, Conflict
    `not_approved`.
    """
    reason = _checked(reason)
    if not reason:
        raise Invalid("Vui lòng ghi lý do hủy phê duyệt.", code="reason_required", field="reason")
    _contest_of(actor, round_id)
    with transaction():
        contest_round = _locked(round_id)
        if contest_round.approved_at is None:
            raise Conflict("Kết quả vòng thi này chưa được phê duyệt.", code="not_approved")
        before = {"approved_at": contest_round.approved_at, "actual": contest_round.prediction_actual}
        contest_round.approved_at = contest_round.prediction_actual = None
        make_dirty([round_id])
        audit.record(actor, "round.unapprove", "round", round_id, before=before, reason=reason)


def figures_of(contest_round: Round, *, complete: bool = False) -> Figures:
    """The figures of a round from its standings; `complete`: refuse while those miss a closed attempt."""
    rules = queries.rules_of_round(contest_round.id)
    query = sa.select(
        sa.func.count(),
        sa.func.coalesce(sa.func.sum(Standing.attempts), 0),
        sa.func.coalesce(sa.func.sum(Standing.full_scores), 0),
    ).where(*of_stage(contest_round.contest_id, contest_round.number))
    people, attempts, full_scores = (int(value) for value in db.session.execute(query).one())
    if complete and (people, attempts) != _counted_anew(contest_round):
        raise Unavailable("Bảng xếp hạng chưa tính đủ các bài thi. Vui lòng thử lại sau ít phút.")
    actual = true_value(rules.prediction.meaning, people, attempts, full_scores) if rules.prediction else None
    return Figures(people, attempts, full_scores, actual)


def awaited_until(contest_round: Round, now: datetime) -> datetime | None:
    """Until when some people may still sit within a window of their own; None where nobody may."""
    last_end = round_allowances(contest_round.id, contest_round.version).last_end
    return last_end if last_end is not None and now < last_end else None


def open_attempts(round_id: int) -> int:
    """How many attempts of a round, practice included, are still open."""
    query = sa.select(sa.func.count()).where(Attempt.round_id == round_id, Attempt.submitted_at.is_(None))
    return db.session.scalar(query) or 0


def _counted_anew(contest_round: Round) -> tuple[int, int]:
    """Ranked people and their closed attempts, from the attempts themselves."""
    entry = sa.and_(Entry.contest_id == contest_round.contest_id, Entry.person_id == Attempt.person_id)
    query = (
        sa.select(sa.func.count(Attempt.person_id.distinct()), sa.func.count())
        .select_from(Attempt)
        .outerjoin(Entry, entry)
        .where(Attempt.round_id == contest_round.id, ~Attempt.is_practice, Attempt.score.is_not(None))
        .where(Entry.person_id.is_(None) | (Entry.is_ranked & ~Entry.is_disqualified))
    )
    people, attempts = db.session.execute(query).one()
    return int(people), int(attempts)


def _checked(reason: str) -> str:
    reason = reason.strip()
    if len(reason) > LONGEST_REASON:
        raise Invalid("Lý do dài quá 500 ký tự.", field="reason")
    return reason


def _contest_of(actor: Actor | None, round_id: int) -> Contest:
    """The contest of a round; refuses whoever does not organise it."""
    contest = db.session.get_one(Contest, db.session.get_one(Round, round_id).contest_id)
    require_organiser(actor, contest)
    return contest


def _locked(round_id: int) -> Round:
    return db.session.get_one(Round, round_id, with_for_update=True, populate_existing=True)


def _need_over(contest_round: Round, now: datetime) -> None:
    """Refuse a round that cannot be approved now."""
    if not counts(contest_round):
        raise Conflict("Vòng thi thử và vòng thi đã hủy không có kết quả để phê duyệt.", code="no_results")
    state = queries.state_of(contest_round, now)
    if state is RoundState.APPROVED:
        raise Conflict("Kết quả vòng thi này đã được phê duyệt.", code="approved")
    if state is not RoundState.CLOSED:
        raise Conflict("Vòng thi chưa kết thúc nên chưa thể phê duyệt kết quả.", code="not_over")
    awaited = awaited_until(contest_round, now)
    if awaited is not None:
        text = (
            "Còn thí sinh được thi theo khung giờ riêng đến %(moment)s. Vui lòng phê duyệt sau thời điểm đó, hoặc rút "
            "lại quyết định về khung giờ riêng."
        )
        raise Conflict(text, code="open_windows", moment=moment(awaited))
    still_open = open_attempts(contest_round.id)
    if still_open:
        text = "Còn %(count)s bài thi chưa nộp. Vui lòng phê duyệt sau khi mọi bài thi đã được nộp hoặc hết giờ."
        raise Conflict(text, code="open_attempts", count=still_open)
    if _draws_lots(contest_round) and commitment(bytes.fromhex(contest_round.seed)) != contest_round.seed_commitment:
        text = "Hạt giống đang lưu không khớp với mã cam kết đã công bố nên không thể bốc thăm."
        raise Conflict(text, code="commitment")


def _draws_lots(contest_round: Round) -> bool:
    rules: ContestRules = queries.rules_of_round(contest_round.id)
    return Criterion.LOTS in rules.tie_break
