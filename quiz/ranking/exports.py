"""Standings as workbooks for the organiser: full names, nothing hidden; what every workbook of rankings says."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from quiz.accounts.models import Person
from quiz.contests.models import Contest
from quiz.core import audit
from quiz.core.db import db, transaction
from quiz.core.permissions import Actor
from quiz.core.templating import moment
from quiz.documents.workbook import Column, Sheet, Value, workbook
from quiz.ranking.criteria import label, shown
from quiz.ranking.models import Standing
from quiz.ranking.queries import as_of
from quiz.ranking.rules import places
from quiz.ranking.scope import Scope


def standings_workbook(actor: Actor, scope: Scope, now: datetime) -> bytes:
    """Everybody's place in a round or the total; who took the list away goes into the audit trail."""
    query = (
        sa.select(Standing, Person.name, Person.login_name)
        .join(Person, Person.id == Standing.person_id)
        .where(Standing.contest_id == scope.contest.id, Standing.round_number == scope.number)
        .order_by(Standing.sort_key, Standing.name_key, Standing.person_id)
    )
    found = db.session.execute(query).all()
    ranks = places([row.Standing.sort_key for row in found], 1, 0)
    rows = [
        _person_row(scope, rank, row.Standing, row.name, row.login_name) for rank, row in zip(ranks, found, strict=True)
    ]
    content = workbook([Sheet(_("Xếp hạng thí sinh"), _person_columns(scope), rows)], *frame_lines(scope), made_at=now)
    record_export(actor, scope.contest, scope.number, "standings", len(rows))
    return content


def _person_columns(scope: Scope) -> list[Column]:
    return [
        Column(_("Hạng"), 8, "number"),
        Column(_("Họ và tên"), 28),
        Column(_("Tên đăng nhập"), 18),
        Column(_("Mã đơn vị"), 12),
        Column(_("Đơn vị"), 36),
        Column(_("Bảng"), 12),
        *(Column(label(criterion), 24) for criterion in scope.rules.tie_break),
        Column(_("Số lượt thi"), 12, "number"),
    ]


def _person_row(scope: Scope, rank: int, standing: Standing, name: str, login_name: str) -> list[Value]:
    criteria = [shown(criterion, standing) for criterion in scope.rules.tie_break]
    unit = (standing.unit_code, standing.unit_name, standing.division or None)
    return [rank, name, login_name, *unit, *criteria, standing.attempts]


def frame_lines(scope: Scope) -> tuple[list[str], list[str]]:
    """What stands above and below the table."""
    title = scope.current.title if scope.current else _("Toàn cuộc thi")
    state = _("Kết quả tạm thời") if scope.is_provisional else _("Kết quả đã được phê duyệt")
    made = as_of(scope.contest.id, scope.number)
    notes = [_("Số liệu tính đến %(moment)s", moment=moment(made))] if made else []
    if scope.contest.is_demo:
        notes.append(_("Dữ liệu minh họa: người, đơn vị và kết quả không có thật"))
    return [scope.contest.title, title, state], notes


def record_export(actor: Actor, contest: Contest, number: int, table: str, rows: int) -> None:
    """Note who took which list away."""
    contest_id = contest.id
    with transaction():
        taken = {"table": table, "round": number, "rows": rows}
        audit.record(actor, "ranking.export", "contest", contest_id, after=taken)
