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
from quiz.core.vietnamese import number as number_of
from quiz.plans.models import Duty, Plan, PlanTask
from quiz.plans.overview import todo_queries as queries
from quiz.plans.overview.bundles import Bundle, PeopleBundle, bundled, bundled_people
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
    Group.EXTENSIONS: "Đề nghị gia hạn chờ trả lời",
    Group.REPORTS: "Báo cáo phải gửi",
    Group.INCOMING: "Báo cáo của cấp dưới chờ tiếp nhận",
    Group.PLANS: "Kế hoạch của cấp dưới chờ trả lời",
    Group.DIFFICULTIES: "Khó khăn, vướng mắc chờ trả lời",
}


@dataclass(frozen=True)
class Item:
    """One thing to do, or `many` alike: what, in which unit, by when at the earliest, where, what the button says."""

    title: str
    unit: str
    url: str
    action: str
    due_on: date | None = None
    note: str = ""
    plan: str = ""
    many: int = 1


@dataclass(frozen=True)
class Shown:
    """A group with the lines of one page; `many` things stand behind all its lines."""

    group: Group
    title: str
    page: Page[Item]
    many: int


Found = tuple[Page[Item], int]
"""The lines of a page, and how many things stand behind all lines."""
Reader = Callable[[Actor, Wanted, int, int], Found]


def todo_of(actor: Actor, wanted: Wanted, group: Group | None, number: int) -> list[Shown]:
    """The groups with their first items, or one group page by page; groups with nothing in them are left out."""
    groups = [group] if group else list(Group)
    per_page, number = (PER_PAGE, number) if group else (FEW, 1)
    found = []
    for one in groups:
        page, many = READERS[one](actor, wanted, number, per_page)
        if page.total or group:
            found.append(Shown(one, str(_(TITLES[one])), page, many))
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


def _by_status(status: Status, group: Group) -> Reader:
    def read(actor: Actor, wanted: Wanted, number: int, per_page: int) -> Found:
        seen = status_sql(Duty.state, Duty.due_on, wanted.today)
        return _duties(actor, queries.of_units(wanted).where(seen == status.value), wanted, group, number, per_page)

    return read


def _confirm(actor: Actor, wanted: Wanted, number: int, per_page: int) -> Found:
    return _duties(actor, queries.to_confirm(actor, wanted), wanted, Group.CONFIRM, number, per_page)


def _duties(actor: Actor, query: Rows, wanted: Wanted, group: Group, number: int, per_page: int) -> Found:
    """Duties with what is behind them, by task where many units have it; a module says where to attend to one."""
    found = bundled(query, wanted, number, per_page)
    rows = {row[0].id: row for row in queries.with_all([bundle.first for bundle in found.rows])}
    single = [rows[bundle.first] for bundle in found.rows if bundle.many == 1]
    links = {} if group is Group.CONFIRM else links_of(actor, [(duty, task) for duty, task, *_rest in single])
    items = [
        _item(row, links, group) if bundle.many == 1 else _many(row, bundle, wanted, group)
        for bundle, row in ((bundle, rows[bundle.first]) for bundle in found.rows)
    ]
    return Page(items, number, found.total, per_page), found.many


def _item(row: queries.Whole, links: dict[int, tuple[str, str, str]], group: Group) -> Item:
    duty, task, unit, plan, person = row
    action = str(_("Xem và xác nhận") if group is Group.CONFIRM else _("Làm việc này"))
    url, does, progress = links.get(duty.id, (f"/admin/plans/duties/{duty.id}", action, ""))
    who = f"{person}, {unit.name}" if person else unit.name
    return Item(f"{task.code} – {task.title}", who, url, does, duty.due_on, progress, plan.title)


def _many(row: queries.Whole, bundle: Bundle, wanted: Wanted, group: Group) -> Item:
    """A task that waits in many units: to be opened to them, or to be confirmed at once."""
    _duty, task, unit, plan, _person = row
    units = str(_("%(n)s đơn vị", n=number_of(bundle.units))) if bundle.units > 1 else unit.name
    note = str(_("%(n)s lượt việc", n=number_of(bundle.many))) if bundle.many != bundle.units else ""
    url, action = _opened(wanted, group, task.id), str(_("Xem các đơn vị"))
    if group is Group.CONFIRM:
        url, action = f"/admin/plans/duties/?task={task.id}", str(_("Xem và xác nhận"))
    return Item(f"{task.code} – {task.title}", units, url, action, bundle.due_on, note, plan.title, bundle.many)


def _opened(wanted: Wanted, group: Group, task_id: int) -> str:
    return f"/admin/plans/todo?group={group}&task={task_id}" + (f"&{wanted.kept}" if wanted.kept else "")


def _people(_actor: Actor, wanted: Wanted, number: int, per_page: int) -> Found:
    query = queries.of_people(wanted)
    if query is None:
        return Page([], number, 0, per_page), 0
    found = bundled_people(query, wanted, number, per_page)
    tasks, units = queries.tasks_and_units({row.task_id for row in found.rows}, {row.unit_id for row in found.rows})
    items = [_people_item(row, *tasks[row.task_id], units[row.unit_id], wanted) for row in found.rows]
    return Page(items, number, found.total, per_page), found.many


def _people_item(row: PeopleBundle, task: PlanTask, plan: Plan, unit: OrgUnit, wanted: Wanted) -> Item:
    note = str(_("%(done)s trên %(all)s người đã xong", done=number_of(row.done), all=number_of(row.people)))
    title, who, action = f"{task.code} – {task.title}", unit.name, str(_("Xem từng người"))
    url = f"/admin/plans/{plan.slug}/grid/people/{row.assignment_id}?unit={unit.code}&period={row.period}"
    if row.many > 1:
        url, action = _opened(wanted, Group.PEOPLE, task.id), str(_("Xem các đơn vị"))
        who = str(_("%(n)s đơn vị", n=number_of(row.units))) if row.units > 1 else unit.name
    return Item(title, who, url, action, row.due_on, note, plan.title, row.many)


def _rest(reader: Callable[[Wanted], Rows | None], make: Callable[[Sequence[Any]], Item]) -> Reader:
    """Things that are no duties; a module was not asked for them, so a filter by module leaves them out."""

    def read(_actor: Actor, wanted: Wanted, number: int, per_page: int) -> Found:
        query = reader(wanted) if not wanted.module and wanted.task_id is None else None
        if query is None:
            return Page([], number, 0, per_page), 0
        rows = db.session.execute(query.limit(per_page).offset(offset(number, per_page))).all()
        many = _count(query)
        return Page([make(row) for row in rows], number, many, per_page), many

    return read


def _extension(row: Sequence[Any]) -> Item:
    extension, duty, task, unit, plan = row
    note = str(_("Xin gia hạn đến %(day)s", day=f"{extension.new_due_on:%d/%m/%Y}"))
    title, url = f"{task.code} – {task.title}", f"/admin/plans/duties/{duty.id}"
    return Item(title, unit.name, url, str(_("Trả lời")), duty.due_on, note, plan.title)


def _report(row: Sequence[Any]) -> Item:
    period, unit, plan = row
    url = f"/admin/plans/{plan.slug}/reports/{period.id}/{unit.code}"
    return Item(period.title, unit.name, url, str(_("Lập báo cáo")), period.due_on, "", plan.title)


def _incoming(row: Sequence[Any]) -> Item:
    return replace(_report(row), action=str(_("Xem và tiếp nhận")))


def _plan(row: Sequence[Any]) -> Item:
    plan, unit = row
    return Item(plan.title, unit.name, f"/admin/plans/{plan.slug}/answer", str(_("Xem và trả lời")))


def _difficulty(row: Sequence[Any]) -> Item:
    difficulty, unit, plan = row
    url = f"/admin/plans/{plan.slug}/reports/difficulties/{difficulty.id}"
    return Item(difficulty.text[:200], unit.name, url, str(_("Trả lời")), None, "", plan.title)


READERS: dict[Group, Reader] = {
    Group.LATE: _by_status(Status.LATE, Group.LATE),
    Group.RETURNED: _by_status(Status.RETURNED, Group.RETURNED),
    Group.CONFIRM: _confirm,
    Group.SOON: _by_status(Status.SOON, Group.SOON),
    Group.PEOPLE: _people,
    Group.EXTENSIONS: _rest(queries.extensions, _extension),
    Group.REPORTS: _rest(queries.reports_due, _report),
    Group.INCOMING: _rest(queries.reports_to_accept, _incoming),
    Group.PLANS: _rest(queries.plans_to_answer, _plan),
    Group.DIFFICULTIES: _rest(queries.difficulties, _difficulty),
}
