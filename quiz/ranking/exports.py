"""What every workbook of rankings says: its head and notes, and who took it away."""

from __future__ import annotations

from flask_babel import gettext as _

from quiz.contests.models import Contest
from quiz.core import audit
from quiz.core.db import transaction
from quiz.core.permissions import Actor
from quiz.core.templating import moment
from quiz.ranking.queries import as_of
from quiz.ranking.scope import Scope


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
