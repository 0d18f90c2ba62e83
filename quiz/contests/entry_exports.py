"""The entries of a contest as a workbook; who took it away goes into the audit trail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask_babel import gettext as _

from quiz.contests import queries
from quiz.contests.entries import Asked, EntryLine, Status, all_entries, counts_by_division
from quiz.contests.models import Contest
from quiz.core import audit
from quiz.core.db import transaction
from quiz.core.permissions import Actor
from quiz.core.templating import moment
from quiz.documents.workbook import Column, Sheet, Value, workbook

STATUS_TITLES = {
    Status.RANKED: "Xếp hạng",
    Status.UNRANKED: "Không xếp hạng",
    Status.DISQUALIFIED: "Bị loại",
}


def entries_workbook(actor: Actor, contest: Contest, asked: Asked, now: datetime) -> bytes:
    """The entries that fit, and how many each division has."""
    rules = queries.rules_of(contest.id, contest.rules_version)
    titles = {one.code: one.title for one in rules.divisions}
    rows = [_row(line, titles) for line in all_entries(contest.id, asked)]
    sheets = [Sheet(_("Thí sinh dự thi"), _columns(), rows, landscape=True)]
    if titles:
        sheets.append(Sheet(_("Theo bảng thi"), _count_columns(), _counts(contest.id, titles)))
    notes = [_("Danh sách tính đến %(moment)s", moment=moment(now))]
    if contest.is_demo:
        notes.append(_("Dữ liệu minh họa: người, đơn vị và kết quả không có thật"))
    content = workbook(sheets, [contest.title, _("Danh sách thí sinh dự thi")], notes, made_at=now)
    contest_id = contest.id
    with transaction():
        audit.record(actor, "entries.export", "contest", contest_id, after={"rows": len(rows)})
    return content


def _columns() -> list[Column]:
    return [
        Column(_("Họ và tên"), 28),
        Column(_("Tên đăng nhập"), 18),
        Column(_("Đơn vị"), 36),
        Column(_("Bảng thi"), 24),
        Column(_("Tình trạng"), 16),
        Column(_("Lý do"), 40),
        Column(_("Đồng ý thể lệ lúc"), 18, "moment"),
        Column(_("Bản thể lệ"), 10, "number"),
    ]


def _row(line: EntryLine, titles: Mapping[str, str]) -> Sequence[Value]:
    entry = line.entry
    return [
        line.name,
        line.login_name,
        line.unit,
        titles.get(entry.division, entry.division),
        _(STATUS_TITLES[line.status]),
        _(entry.status_reason) if entry.status_reason else "",
        entry.accepted_at,
        entry.rules_version,
    ]


def _count_columns() -> list[Column]:
    statuses = [Column(_(title), 16, "number") for title in STATUS_TITLES.values()]
    return [Column(_("Bảng thi"), 32), *statuses, Column(_("Tổng số"), 12, "number")]


def _counts(contest_id: int, titles: Mapping[str, str]) -> list[Sequence[Value]]:
    return [
        [titles.get(one.division, one.division), one.ranked, one.unranked, one.disqualified, one.total]
        for one in counts_by_division(contest_id)
    ]
