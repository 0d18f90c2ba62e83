"""What a member of the staff has to do, for every unit acted for: in groups, the next thing to do on top."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from quiz.core.db import db
from quiz.core.paging import PER_PAGE, Page, offset
from quiz.core.permissions import Actor
from quiz.plans.models import Duty
from quiz.plans.overview import todo_queries as queries
from quiz.plans.overview.linking import links_of
from quiz.plans.overview.statuses import status_sql
from quiz.plans.overview.todo_queries import Rows, Wanted
from quiz.plans.rules import Status
from quiz.units.models import OrgUnit

FEW = 8
"""How many of each group stand on the page that shows all groups."""


class Group(StrEnum):
    """The groups of a to-do list, the most pressing first."""

    LATE = "late"
    RETURNED = "returned"
    CONFIRM = "confirm"
    SOON = "soon"
    PEOPLE = "people"
    EXTENSIONS = "extensions"
    REPORTS = "reports"
    INCOMING = "incoming"
    PLANS = "plans"
    DIFFICULTIES = "difficulties"


TITLES: dict[Group, str] = {
    Group.LATE: "Quá hạn",
    Group.RETURNED: "Bị trả lại, cần bổ sung",
    Group.CONFIRM: "Chờ quý vị xác nhận",
    Group.SOON: "Đến hạn trong 7 ngày tới",
    Group.PEOPLE: "Cá nhân chưa hoàn thành",
    Group.EXTENSIONS: "Đề nghị lùi hạn chờ trả lời",
    Group.REPORTS: "Báo cáo phải gửi",
    Group.INCOMING: "Báo cáo của cấp dưới chờ tiếp nhận",
    Group.PLANS: "Kế hoạch của cấp dưới chờ trả lời",
    Group.DIFFICULTIES: "Khó khăn, vướng mắc chờ trả lời",
}


@dataclass(frozen=True)
class Item:
    """One thing to do: what, in which unit, until when, where to do it and what the button says."""

    title: str
    unit: str
    url: str
    action: str
    due_on: date | None = None
    note: str = ""
    plan: str = ""


@dataclass(frozen=True)
class Shown:
    """A group with the items of one page."""

    group: Group
    title: str
    page: Page[Item]


def todo_of(actor: Actor, wanted: Wanted, group: Group | None, number: int) -> list[Shown]:
    """The groups with their first items, or one group page by page; groups with nothing in them are left out."""
    groups = [group] if group else list(Group)
    per_page, number = (PER_PAGE, number) if group else (FEW, 1)
    found = []
    for one in groups:
        page = READERS[one](actor, wanted, number, per_page)
        if page.total or group:
            found.append(Shown(one, str(_(TITLES[one])), page))
    return found


def to_do_count(actor: Actor, wanted: Wanted) -> dict[Group, int]:
    """How many things wait in each of the groups that press: late, returned, to confirm, due soon."""
    seen = status_sql(Duty.state, Duty.due_on, wanted.today).label("seen_as")
    rows = db.session.execute(
        queries.of_units(wanted).add_columns(seen, sa.func.count()).group_by(sa.text("seen_as"))
    ).all()
    by_status = {row[0]: row[1] for row in rows}
    counts = {group: by_status.get(group.value, 0) for group in (Group.LATE, Group.RETURNED, Group.SOON)}
    return {**counts, Group.CONFIRM: _count(queries.to_confirm(actor, wanted))}


def _count(query: Rows) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(query.order_by(None).subquery())) or 0


def _by_status(status: Status) -> Callable[[Actor, Wanted, int, int], Page[Item]]:
    def read(actor: Actor, wanted: Wanted, number: int, per_page: int) -> Page[Item]:
        seen = status_sql(Duty.state, Duty.due_on, wanted.today)
        query = queries.of_units(wanted).with_only_columns(Duty.id).where(seen == status.value)
        return _duties(actor, query, number, per_page)

    return read


def _confirm(actor: Actor, wanted: Wanted, number: int, per_page: int) -> Page[Item]:
    return _duties(actor, queries.to_confirm(actor, wanted), number, per_page, str(_("Xem và xác nhận")))


def _duties(actor: Actor, query: Rows, number: int, per_page: int, action: str = "") -> Page[Item]:
    """Duties with what is behind them; the module that attends to one says where."""
    total = _count(query)
    ids = query.order_by(Duty.due_on.is_(None), Duty.due_on, OrgUnit.position, Duty.id)
    chosen = list(db.session.scalars(ids.limit(per_page).offset(offset(number, per_page))))
    rows = queries.with_all(chosen)
    links = {} if action else links_of(actor, [(duty, task) for duty, task, *_rest in rows])
    return Page([_item(row, links, action) for row in rows], number, total, per_page)


def _item(row: queries.Whole, links: dict[int, tuple[str, str, str]], action: str) -> Item:
    duty, task, unit, plan, person = row
    url, does, progress = links.get(duty.id, (f"/admin/plans/duties/{duty.id}", action or str(_("Làm việc này")), ""))
    title = f"{task.code} – {task.title}"
    who = f"{person}, {unit.name}" if person else unit.name
    return Item(title, who, url, does, duty.due_on, progress, plan.title)


def _people(actor: Actor, wanted: Wanted, number: int, per_page: int) -> Page[Item]:
    query = queries.of_people(wanted)
    if query is None:
        return Page([], number, 0, per_page)
    total = _count(query)
    rows = db.session.execute(query.limit(per_page).offset(offset(number, per_page)))
    items = []
    for given, period, due_on, task, unit, plan, many, done in rows:
        note = str(_("%(done)s trên %(all)s người đã xong", done=done, all=many))
        url = f"/admin/plans/{plan.slug}/grid/people/{given}?unit={unit.code}&period={period}"
        title = f"{task.code} – {task.title}"
        items.append(Item(title, unit.name, url, str(_("Xem từng người")), due_on, note, plan.title))
    return Page(items, number, total, per_page)


def _rest(
    reader: Callable[[Wanted], Rows | None], make: Callable[[Sequence[Any]], Item]
) -> Callable[[Actor, Wanted, int, int], Page[Item]]:
    """Things that are no duties; a module was not asked for them, so a filter by module leaves them out."""

    def read(_actor: Actor, wanted: Wanted, number: int, per_page: int) -> Page[Item]:
        query = reader(wanted) if not wanted.module else None
        if query is None:
            return Page([], number, 0, per_page)
        rows = db.session.execute(query.limit(per_page).offset(offset(number, per_page))).all()
        return Page([make(row) for row in rows], number, _count(query), per_page)

    return read


def _extension(row: Sequence[Any]) -> Item:
    extension, duty, task, unit, plan = row
    note = str(_("Xin lùi đến %(day)s", day=f"{extension.new_due_on:%d/%m/%Y}"))
    title, url = f"{task.code} – {task.title}", f"/admin/plans/duties/{duty.id}"
    return Item(title, unit.name, url, str(_("Trả lời")), duty.due_on, note, plan.title)


def _report(row: Sequence[Any]) -> Item:
    period, unit, plan = row
    url = f"/admin/plans/{plan.slug}/reports/{period.id}?unit={unit.code}"
    return Item(period.title, unit.name, url, str(_("Lập báo cáo")), period.due_on, "", plan.title)


def _incoming(row: Sequence[Any]) -> Item:
    return replace(_report(row), action=str(_("Xem và tiếp nhận")))


def _plan(row: Sequence[Any]) -> Item:
    plan, unit = row
    return Item(plan.title, unit.name, f"/admin/plans/{plan.slug}", str(_("Xem và trả lời")))


def _difficulty(row: Sequence[Any]) -> Item:
    difficulty, unit, plan = row
    url = f"/admin/plans/{plan.slug}/difficulties/{difficulty.id}"
    return Item(difficulty.text[:200], unit.name, url, str(_("Trả lời")), None, "", plan.title)


READERS: dict[Group, Callable[[Actor, Wanted, int, int], Page[Item]]] = {
    Group.LATE: _by_status(Status.LATE),
    Group.RETURNED: _by_status(Status.RETURNED),
    Group.CONFIRM: _confirm,
    Group.SOON: _by_status(Status.SOON),
    Group.PEOPLE: _people,
    Group.EXTENSIONS: _rest(queries.extensions, _extension),
    Group.REPORTS: _rest(queries.reports_due, _report),
    Group.INCOMING: _rest(queries.reports_to_accept, _incoming),
    Group.PLANS: _rest(queries.plans_to_answer, _plan),
    Group.DIFFICULTIES: _rest(queries.difficulties, _difficulty),
}
