"""What kinds of tasks there are, and what a module that attends to one of them gives to the machinery.

A module fills the slot `plan_modules` of its room with a function that returns its `PlanModule`. What no module attends
to is done on the duty's own page.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from flask import current_app

from quiz.core.permissions import Actor
from quiz.core.room import slot
from quiz.plans.models import Duty, Plan, PlanTask
from quiz.units.models import OrgUnit

TITLES: dict[str, str] = {
    "materials": "Tài liệu",
    "conferences": "Hội nghị quán triệt",
    "branch_meetings": "Sinh hoạt chi bộ",
    "registrations": "Kế hoạch và đăng ký làm theo",
    "exemplars": "Mô hình, điển hình",
    "communications": "Tuyên truyền",
    "contests": "Cuộc thi",
    "teaching": "Giảng dạy, học tập trong nhà trường",
    "supervision": "Kiểm tra, giám sát",
    "self_scoring": "Chấm điểm, đánh giá",
    "commendations": "Biểu dương, khen thưởng",
    "reports": "Báo cáo, sơ kết, tổng kết",
    "standards": "Chuẩn mực, nêu gương",
    "targets": "Chỉ tiêu kinh tế - xã hội",
    "directives": "Văn bản chỉ đạo",
    "essays": "Sáng tác, cuộc thi viết",
    "activities": "Hoạt động hưởng ứng",
}
"""The modules that tasks of plan files name, and what they are called."""
OF_THE_MACHINERY = frozenset({"reports"})
"""Tasks that the plans room itself attends to: the reports of periods."""
OF_THE_CONTEST = frozenset({"contests"})
"""Tasks that the product's contests attend to."""


@dataclass(frozen=True)
class Figure:
    """A number of a unit with everything below it, counted from confirmed records, in hundredths of its measure.

    `key` is the same in every unit and period ("registrations.collective.registered"), `of` the key of the figure
    that this is a share of ("" for none). `measure`: what is counted, shown behind the number.
    """

    key: str
    title: str
    value: int
    measure: str = ""
    of: str = ""


@dataclass(frozen=True)
class Span:
    """The days a figure is counted over, both included."""

    from_on: date
    to_on: date


@dataclass(frozen=True)
class DutyLink:
    """Where a duty is attended to by its module: the address, what to do there, and how far it is, in words."""

    url: str
    action: str
    progress: str = ""


Figures = Callable[[Plan, Sequence[OrgUnit], Span], Mapping[int, Sequence[Figure]]]
Links = Callable[[Actor, Sequence[tuple[Duty, PlanTask]]], Mapping[int, DutyLink]]
Kept = Callable[[Sequence[tuple[Duty, PlanTask]]], Collection[int]]


@dataclass(frozen=True)
class PlanModule:
    """A module of the registry. `figures(plan, units, span)` gives each unit's figures by its id, for its whole
    subtree.

    `duty_links(actor, duties)` gives, by the duty's id, where the person attends to it. Both take many at once and need
    the same number of statements for one as for a thousand. `own_page`: the address of the person's own page and what
    it is called. `kept(duties)`: the ids of those that a record of the module stands behind; they follow that record
    alone, and nobody takes them a step by hand. `page`: the address of the module's console, "" for none.
    """

    name: str
    figures: Figures | None = None
    duty_links: Links | None = None
    figure_titles: Sequence[tuple[str, str]] = field(default=())
    kept: Kept | None = None
    own_page: tuple[str, str] = ("", "")
    page: str = ""


def present() -> dict[str, PlanModule]:
    """The modules that are attached, by name."""
    made: list[PlanModule] = [give() for give in slot(current_app, "plan_modules")]
    return {module.name: module for module in made}


def own_pages() -> list[tuple[str, str]]:
    """The addresses and titles of the modules' own pages, for whoever has tasks."""
    return [module.own_page for module in present().values() if module.own_page[0]]


def kept_of(duties: Sequence[tuple[Duty, PlanTask]]) -> set[int]:
    """The ids of the duties that follow a record of their module; a few statements for each module among them."""
    there = present()
    found: set[int] = set()
    for name in {task.module for _duty, task in duties}:
        module = there.get(name)
        if module is not None and module.kept is not None:
            found.update(module.kept([pair for pair in duties if pair[1].module == name]))
    return found


def page_of(name: str, slug: str) -> str:
    """The address of the console that attends to tasks of this kind in a plan; "" where nobody attends to them yet."""
    if name in OF_THE_MACHINERY:
        return f"/admin/plans/{slug}/reports"
    module = present().get(name)
    return module.page if module else ""


def is_known(name: str) -> bool:
    """Whether a plan file may name this module."""
    return name in TITLES
