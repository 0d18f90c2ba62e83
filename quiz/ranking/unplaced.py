"""The sheet of those who sat without a place: below the full score where only that counts, not ranked, disqualified."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session, aliased

from quiz.accounts.models import Person
from quiz.attempts.models import Attempt
from quiz.contests.models import Entry
from quiz.documents.workbook import Column, Sheet, Value
from quiz.ranking.folding import of_stage
from quiz.ranking.models import Standing
from quiz.ranking.scope import Scope
from quiz.units.models import OrgUnit

PORTION = 1_000


def unplaced_sheet(session: Session, scope: Scope) -> Sheet:
    """Who has closed attempts in a round, or in those of the total, but no place, and why."""
    columns = [
        Column(_("Họ và tên"), 28),
        Column(_("Tên đăng nhập"), 18),
        Column(_("Đơn vị"), 36),
        Column(_("Tình trạng"), 26),
        Column(_("Lý do"), 48),
        Column(_("Số lượt thi"), 12, "number"),
        Column(_("Điểm cao nhất của một lượt"), 14, "decimal"),
    ]
    return Sheet(_("Không xếp hạng"), columns, _rows(session, scope), landscape=True)


def _rows(session: Session, scope: Scope) -> Iterator[list[Value]]:
    for row in session.execute(_sat_without_place(scope).execution_options(yield_per=PORTION)):
        state, reason = _why(row)
        yield [row.name, row.login_name, row.unit, state, reason, row.attempts, row.best / 100]


def _why(row: Any) -> tuple[str, str | None]:
    if row.is_disqualified:
        return _("Bị hủy kết quả"), row.status_reason or None
    if row.is_ranked is not None and not row.is_ranked:
        return _("Dự thi không xếp hạng"), row.status_reason or None
    return _("Chưa đạt điểm tối đa"), _("Thể lệ chỉ xếp hạng người đạt điểm tối đa")


def _sat_without_place(scope: Scope) -> sa.Select[Any]:
    sat = (
        sa.select(
            Attempt.person_id,
            sa.func.count().label("attempts"),
            sa.func.max(Attempt.score).label("best"),
            sa.func.max(Attempt.id).label("last"),
        )
        .where(Attempt.round_id.in_([one.id for one in scope.rounds]), ~Attempt.is_practice, Attempt.score.is_not(None))
        .group_by(Attempt.person_id)
        .subquery()
    )
    entry = sa.and_(Entry.contest_id == scope.contest.id, Entry.person_id == sat.c.person_id)
    standing = sa.and_(*of_stage(scope.contest.id, scope.number), Standing.person_id == sat.c.person_id)
    last = aliased(Attempt)
    return (
        sa.select(Person.name, Person.login_name, OrgUnit.name.label("unit"), sat.c.attempts, sat.c.best)
        .add_columns(Entry.is_disqualified, Entry.is_ranked, Entry.status_reason)
        .select_from(sat)
        .join(Person, Person.id == sat.c.person_id)
        .join(last, last.id == sat.c.last)
        .join(OrgUnit, OrgUnit.id == last.unit_id)
        .outerjoin(Entry, entry)
        .outerjoin(Standing, standing)
        .where(Entry.is_disqualified | ~Entry.is_ranked | ~Standing.is_placed)
        .order_by(Person.name_key, Person.id)
    )
