"""The console's page of approvals: what an approval brings, the decision, ties for the board, prizes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from quiz.contests import queries
from quiz.contests.models import Contest, Round
from quiz.contests.organising import own_contest
from quiz.contests.rules import Criterion, Meaning, RoundState
from quiz.contests.stages import ContestLink, Stage
from quiz.core import clock
from quiz.core.db import db
from quiz.core.errors import DomainError, Invalid, NotAllowed
from quiz.core.jobs.models import Job
from quiz.core.messages import message_of
from quiz.core.permissions import Role, acting, roles
from quiz.ranking.approval import awaited_until, open_attempts, record_approval, record_withdrawal
from quiz.ranking.board import MOST_GROUPS, Decision, Group, decide, decisions_of, groups_of
from quiz.ranking.criteria import spoken
from quiz.ranking.frames import counts
from quiz.ranking.nothing import explain_on
from quiz.ranking.preview import Preview, preview_of
from quiz.ranking.prize_rows import PrizeRow, prize_rows
from quiz.ranking.rebuild_jobs import make_anew
from quiz.ranking.scope import Scope, asked_round, scope_of

blueprint = Blueprint("approvals_admin", __name__, url_prefix="/admin/ranking/<slug>")
explain_on(blueprint)
OVER = {RoundState.CLOSED, RoundState.APPROVED}
MOST_ROWS = 200
"""How many prize winners the page lists."""
PLACE = "place-"
"""How the fields of a group's form begin; the person's id follows."""
MEANINGS = {
    Meaning.FULL_SCORES: lazy_gettext("số người đạt điểm tối đa"),
    Meaning.PEOPLE: lazy_gettext("số người dự thi"),
    Meaning.ATTEMPTS: lazy_gettext("số lượt thi"),
    Meaning.FULL_SCORE_PERCENT: lazy_gettext("tỷ lệ phần trăm người đạt điểm tối đa"),
}


@dataclass(frozen=True)
class ApprovalPage:
    """What the page shows of one round, or of the total (`current` None); without a preview the round is not over.

    `awaited_until`: some people may sit until then, in a window of their own.
    `groups` are those the board may order; `prize_ranks` up to which rank there is a prize.
    """

    scope: Scope
    state: RoundState | None
    still_open: int
    awaited_until: datetime | None
    preview: Preview | None
    rows: list[PrizeRow]
    groups: list[Group]
    decisions: Sequence[Decision]
    asks_board: bool

    @property
    def prize_ranks(self) -> int:
        """Up to which rank there is a prize."""
        return max((row.rank for row in self.rows), default=0)


@blueprint.get("/approval")
@roles(Role.ORGANISER)
def show(slug: str) -> ResponseReturnValue:
    """One round's page; `round=` chooses it, 0 for the whole contest; `preview=1` ranks a large one in advance."""
    now = clock.now()
    contest = own_contest(slug)
    scope = scope_of(slug, _asked(contest, now), now)
    return render_template(
        "ranking/approval.html",
        contest=contest,
        page=_page(scope, now),
        meaning=MEANINGS[scope.rules.prediction.meaning] if scope.rules.prediction else "",
        spoken=spoken,
        most_groups=MOST_GROUPS,
        most_rows=MOST_ROWS,
        is_demo=contest.is_demo,
    )


@blueprint.post("/approval/<int:number>")
@roles(Role.ORGANISER)
def approve(slug: str, number: int) -> ResponseReturnValue:
    """Approve a round's results."""
    contest_round = queries.round_of(own_contest(slug).id, number)
    done = _("Đã phê duyệt kết quả. Thứ hạng đã được tính lại.")

    def act() -> Job | None:
        record_approval(acting(), contest_round.id, clock.now(), _reason())
        return _made_anew(contest_round)

    return _decide(slug, number, act, done)


@blueprint.post("/approval/<int:number>/withdrawal")
@roles(Role.ORGANISER)
def withdraw(slug: str, number: int) -> ResponseReturnValue:
    """Take an approval back."""
    contest_round = queries.round_of(own_contest(slug).id, number)
    done = _("Đã hủy phê duyệt. Thứ hạng trở lại tạm thời.")

    def act() -> Job | None:
        record_withdrawal(acting(), contest_round.id, clock.now(), _reason())
        return _made_anew(contest_round)

    return _decide(slug, number, act, done)


@blueprint.post("/board/<int:number>")
@roles(Role.ORGANISER)
def order_group(slug: str, number: int) -> ResponseReturnValue:
    """Put a group of equals into the order that the board has decided; number 0 is the whole contest."""
    contest_id = own_contest(slug).id
    done = _("Đã ghi quyết định của ban tổ chức. Thứ hạng đã được tính lại.")

    def act() -> None:
        document = request.form.get("document", "")
        decide(acting(), contest_id, number, _typed_order(), document, _reason(), clock.now())

    return _decide(slug, number, act, done)


def _made_anew(contest_round: Round) -> Job | None:
    """Make the contest's standings anew; the job, where that takes long."""
    slug = db.session.get_one(Contest, contest_round.contest_id).slug
    back = url_for(".show", slug=slug, round=contest_round.number)
    return make_anew(acting(), contest_round.contest_id, clock.now(), back)


def _decide(slug: str, number: int, act: Callable[[], Job | None], done: str) -> ResponseReturnValue:
    """Do something and go back to the round's page with the outcome, or on to the job that follows from it."""
    try:
        job = act()
    except NotAllowed:
        raise
    except DomainError as error:
        flash(message_of(error), "danger")
    else:
        if job is not None:
            return redirect(url_for("jobs.show", job_id=job.id), 303)
        flash(done)
    return redirect(url_for(".show", slug=slug, round=number), 303)


def _reason() -> str:
    return request.form.get("reason", "")


def _typed_order() -> list[int]:
    """The people of the form by the places typed beside them; Invalid where these are not 1, 2, 3 and so on."""
    text = _("Vui lòng ghi đủ thứ tự 1, 2, 3… cho cả nhóm, mỗi số một lần.")
    fields = [(name.removeprefix(PLACE), value) for name, value in request.form.items() if name.startswith(PLACE)]
    if not all(part.isascii() and part.isdigit() and len(part) < 19 for field in fields for part in field):
        raise Invalid(text, field="places")
    places = {int(place): int(person_id) for person_id, place in fields}
    if sorted(places) != list(range(1, len(fields) + 1)):
        raise Invalid(text, field="places")
    return [places[place] for place in sorted(places)]


def _asked(contest: Contest, now: datetime) -> int | None:
    """The round in the address, or else the first that waits for approval, or the latest that has opened."""
    asked = asked_round(request.args.get("round"))
    if asked is not None:
        return asked
    opened = [one for one in queries.rounds_of(contest.id) if counts(one) and one.opens_at <= now]
    waiting = [one.number for one in opened if queries.state_of(one, now) is RoundState.CLOSED]
    return waiting[0] if waiting else max((one.number for one in opened), default=None)


def _page(scope: Scope, now: datetime) -> ApprovalPage:
    contest_id, current = scope.contest.id, scope.current
    state = queries.state_of(current, now) if current else None
    in_full = "preview" in request.args
    preview = preview_of(current, in_full=in_full) if current and state in OVER else None
    return ApprovalPage(
        scope=scope,
        state=state,
        still_open=open_attempts(current.id) if current else 0,
        awaited_until=awaited_until(current, now) if current else None,
        preview=preview,
        rows=prize_rows(contest_id, scope.number, preview.tables if preview else None),
        groups=groups_of(contest_id, scope.number, now),
        decisions=decisions_of(contest_id, scope.round_id),
        asks_board=Criterion.BOARD in scope.rules.tie_break,
    )


def link(contest: Contest) -> tuple[ContestLink, ...]:
    """The way here from the contest's page in the console."""
    address = url_for("approvals_admin.show", slug=contest.slug)
    text = _("Xem trước thứ hạng, quyết định của ban tổ chức, phê duyệt và công bố.")
    return (ContestLink(Stage.AFTER, _("Phê duyệt kết quả, giải thưởng"), address, text),)
