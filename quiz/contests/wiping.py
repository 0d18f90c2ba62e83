"""Taking away a rehearsal with all that came of it, or a contest that never began. Nothing else can be wiped."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import sqlalchemy as sa

from quiz.contests import queries
from quiz.contests.models import Contest, ContestGuest, Entry, Round, RoundItem, RoundUnit, RulesVersion, Ruling
from quiz.contests.organising import locked_contest
from quiz.core import audit
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict, Invalid
from quiz.core.permissions import Actor

on_contest_wiped: list[Callable[[int, Sequence[int]], int]] = []
"""Called with the ids of a contest and its rounds inside the transaction, uppermost room first; how many rows went."""


def wipe_rehearsal(actor: Actor | None, contest_id: int, typed_slug: str) -> str:
    """Take a rehearsal away with everything in it, the rows of other rooms too; its address.

    Raises Conflict where this is no rehearsal, Invalid where the address was not typed as it is.
    """
    with transaction():
        contest = _held(actor, contest_id, typed_slug)
        if contest.rehearses_id is None:
            raise Conflict("Đây là cuộc thi thật nên không xóa được; chỉ xóa được cuộc diễn tập.", code="not_rehearsal")
        return _erase(actor, contest, "contest.wipe")


def delete_draft(actor: Actor | None, contest_id: int, typed_slug: str) -> str:
    """Take a contest away of which no round was ever prepared; raises Conflict, Invalid."""
    with transaction():
        contest = _held(actor, contest_id, typed_slug)
        query = sa.select(Round).where(Round.contest_id == contest_id).order_by(Round.id).with_for_update()
        rounds = db.session.scalars(query.execution_options(populate_existing=True)).all()
        if any(one.prepared_at is not None for one in rounds):
            text = "Cuộc thi đã có vòng chốt đề nên không xóa được nữa."
            raise Conflict(text, code="prepared")
        return _erase(actor, contest, "contest.delete")


def _held(actor: Actor | None, contest_id: int, typed_slug: str) -> Contest:
    contest = locked_contest(actor, contest_id)
    if typed_slug.strip().lower() != contest.slug:
        text = "Địa chỉ gõ vào không khớp; vui lòng gõ đúng “%(slug)s” để xác nhận."
        raise Invalid(text, field="slug", slug=contest.slug)
    return contest


def _erase(actor: Actor | None, contest: Contest, action: str) -> str:
    """Delete all rows of a contest from the top of the house down to the contest itself."""
    slug, contest_id = contest.slug, contest.id
    round_ids = [one.id for one in queries.rounds_of(contest_id)]
    rows = {"others": sum(wipe(contest_id, round_ids) for wipe in reversed(on_contest_wiped))}
    for of_round in (RoundUnit, RoundItem):
        rows[of_round.__tablename__] = _delete(of_round, of_round.round_id.in_(round_ids))
    for of_contest in (Ruling, Entry, ContestGuest, Round, RulesVersion):
        rows[of_contest.__tablename__] = _delete(of_contest, of_contest.contest_id == contest_id)
    before = {"slug": slug, "title": contest.title, "rehearses_id": contest.rehearses_id, "rows": rows}
    db.session.expunge(contest)
    _delete(Contest, Contest.id == contest_id)
    audit.record(actor, action, "contest", contest_id, before=before)
    return slug


def _delete(table: type[db.Model], condition: sa.ColumnElement[bool]) -> int:  # type: ignore[name-defined]
    deleted = db.session.execute(sa.delete(table).where(condition), execution_options={"synchronize_session": False})
    return int(getattr(deleted, "rowcount", 0))
