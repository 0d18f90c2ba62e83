"""Whether a round can be opened with a quiet mind: what must be done, what should be looked at, what is in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _

from quiz.accounts.models import Membership, Person
from quiz.bank.browsing import state_counts
from quiz.bank.models import ItemState
from quiz.bank.queries import DRAWABLE, bank_by_code, cell_counts, owner_position
from quiz.contests import queries
from quiz.contests.blueprint import compare
from quiz.contests.intake import warnings_of
from quiz.contests.models import Contest, Round
from quiz.contests.rules import ContestRules
from quiz.contests.unit_scheme import UnitCriterion
from quiz.core.audit import AuditEntry
from quiz.core.db import db
from quiz.core.durability import durability_problems
from quiz.core.permissions import Role, acting
from quiz.core.vietnamese import number
from quiz.units.models import OrgUnit
from quiz.units.queries import all_units, is_valid

MOST_NAMES = 5


@dataclass(frozen=True)
class Check:
    """One line of the list: "ok", "warn" (look at it) or "bad" (it must be done), and where to do it."""

    state: str
    title: str
    lines: tuple[str, ...] = ()
    address: str = ""
    link: str = field(default_factory=lambda: _("Mở"))


def checks_of(contest: Contest, contest_round: Round, now: datetime) -> list[Check]:
    """All lines for a round, in the order in which they are best done."""
    rules = queries.rules_of(contest.id, contest.rules_version).of_round(contest_round.number)
    return [
        *_bank(rules),
        _approved(rules),
        *_contradictions(contest),
        _version(contest),
        *_units(contest, rules, now),
        _people(contest),
        _rehearsal(contest),
        _durability(),
    ]


def _bank(rules: ContestRules) -> Iterator[Check]:
    missing = tuple(str(one) for one in compare(rules.blueprint, cell_counts(rules.bank)) if one.is_short)
    address = _bank_address(rules.bank)
    if missing:
        yield Check("bad", _("Ngân hàng câu hỏi chưa đủ câu cho đề"), missing, address, _("Bổ sung, duyệt câu hỏi"))
    else:
        yield Check("ok", _("Ngân hàng câu hỏi đủ câu cho đề %(count)s câu", count=rules.questions), (), address)


def _approved(rules: ContestRules) -> Check:
    counts = state_counts(bank_by_code(rules.bank))
    waiting = sum(count for state, count in counts.items() if ItemState(state) not in {*DRAWABLE, ItemState.RETIRED})
    address = _bank_address(rules.bank)
    if waiting:
        lines = (_("Những câu này không vào đề. Duyệt thêm nếu muốn dùng; sau khi chốt đề thì không thêm được nữa."),)
        title = _("Ngân hàng còn %(count)s câu chưa duyệt", count=number(waiting))
        return Check("warn", title, lines, address, _("Xem câu chưa duyệt"))
    return Check("ok", _("Mọi câu hỏi của ngân hàng đã được duyệt"), (), address)


def _bank_address(code: str) -> str:
    """The bank's page for those who look after it; nothing for others, whose contest may use it all the same."""
    if not acting().covers(owner_position(bank_by_code(code)), Role.ORGANISER):
        return ""
    return url_for("bank_admin.bank", code=code)


def _contradictions(contest: Contest) -> Iterator[Check]:
    found = warnings_of(queries.draft_of(contest))
    address = url_for("contests_admin.settings", slug=contest.slug)
    if found:
        yield Check("warn", _("Quy định có chỗ nên xem lại"), found, address, _("Sửa quy định"))
    else:
        yield Check("ok", _("Quy định không có chỗ mâu thuẫn"), (), address)


def _version(contest: Contest) -> Check:
    version = queries.version_of(contest.id, contest.rules_version)
    title = _("Thể lệ bản số %(number)s sẽ được công bố", number=version.number)
    address = url_for("contests_admin.rules", slug=contest.slug, number=version.number)
    return Check("ok", title, (), address, _("Đọc lại thể lệ"))


def _units(contest: Contest, rules: ContestRules, now: datetime) -> Iterator[Check]:
    owner = queries.owner_unit(contest)
    units = [unit for unit in all_units() if is_valid(unit, now) and _within(owner, unit)]
    without = [unit.name for unit in units if unit.headcount is None]
    address = url_for("units_admin.index")
    if not without:
        yield Check("ok", _("Mọi đơn vị đã có tổng số người"), (), address)
        return
    scheme = rules.unit_scheme
    asked = {*rules.unit_order, *(one.criterion for one in scheme.weights)}
    is_needed = UnitCriterion.RATE in asked or scheme.min_headcount > 0
    names = ", ".join(without[:MOST_NAMES]) + ("…" if len(without) > MOST_NAMES else "")
    why = (
        _("Xếp hạng đơn vị cần tổng số người; đơn vị thiếu số này xếp cuối. Số người được chốt khi mở vòng.")
        if is_needed
        else _("Xếp hạng đơn vị của cuộc thi này không dùng đến; chỉ thiếu tỷ lệ dự thi trên bảng.")
    )
    title = _("%(count)s đơn vị chưa có tổng số người", count=number(len(without)))
    yield Check("warn" if is_needed else "ok", title, (names, why), address, _("Bổ sung số người"))


def _within(owner: OrgUnit | None, unit: OrgUnit) -> bool:
    return owner is None or owner.position <= unit.position <= owner.last_position


def _people(contest: Contest) -> Check:
    owner = queries.owner_unit(contest)
    query = sa.select(sa.func.count(Person.id.distinct())).where(Person.is_active)
    if owner is not None:
        query = (
            query.join(Membership, Membership.person_id == Person.id)
            .join(OrgUnit, OrgUnit.id == Membership.unit_id)
            .where(Membership.is_primary, Membership.to_on.is_(None))
            .where(OrgUnit.position.between(owner.position, owner.last_position))
        )
    count = db.session.scalar(query) or 0
    address = url_for("accounts_admin.index")
    if count:
        return Check("ok", _("Có %(count)s người đã có tài khoản", count=number(count)), (), address)
    lines = (_("Thí sinh vẫn tự đăng ký được; muốn cấp tài khoản sẵn thì nạp danh sách."),)
    return Check("warn", _("Chưa có tài khoản nào của đơn vị tổ chức"), lines, address, _("Nạp danh sách người"))


def _rehearsal(contest: Contest) -> Check:
    query = sa.select(AuditEntry.at).where(
        AuditEntry.object_kind == "contest",
        AuditEntry.object_id == str(contest.id),
        AuditEntry.action == "contest.rehearse",
    )
    last = db.session.scalar(query.order_by(AuditEntry.id.desc()).limit(1))
    address = url_for("contests_admin.rehearse", slug=contest.slug)
    if last is not None:
        return Check("ok", _("Đã diễn tập"), (), address)
    lines = (_("Diễn tập với vài người trước khi mở thật giúp tránh sự cố."),)
    return Check("warn", _("Chưa diễn tập"), lines, address, _("Diễn tập"))


def _durability() -> Check:
    problems = tuple(durability_problems())
    if problems:
        return Check("bad", _("Cơ sở dữ liệu chưa bảo đảm giữ được bài thi khi mất điện"), problems)
    return Check("ok", _("Cơ sở dữ liệu giữ được bài thi cả khi mất điện"))
