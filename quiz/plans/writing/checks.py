"""What a plan, a task or an actor must be like before it is stored; each refusal names its field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from quiz.core.errors import Invalid
from quiz.core.vietnamese import clean
from quiz.plans.modules import is_known
from quiz.plans.timing.rules import as_day
from quiz.plans.writing.drafts import ActorDraft, PlanDraft, TaskDraft
from quiz.plans.writing.wording import EVENTS, LAYOUTS, OFF_DAYS, POSTS, SCOPES
from quiz.units.models import UnitKind

MOST_TARGETS = 20
EVERY = {None, "month", "quarter", "year", "once"}


def checked_plan(draft: PlanDraft) -> PlanDraft:
    """The draft with its texts cleaned; Invalid with the field where it cannot be stored."""
    title = _needed(draft.title, 400, "title", "Vui lòng ghi tên kế hoạch.")
    if not draft.years:
        raise Invalid("Vui lòng ghi năm của kế hoạch, ví dụ 2026 hoặc 2021-2025.", field="years")
    if draft.layout not in LAYOUTS or draft.off_days not in OFF_DAYS:
        raise Invalid("Vui lòng chọn một trong các mục có sẵn.", field="layout")
    return replace(
        draft,
        title=title,
        number=clean(draft.number)[:60],
        issuer=clean(draft.issuer)[:200],
        province=clean(draft.province)[:100],
        note=draft.note.strip(),
        topics=tuple(row for row in draft.topics if row.get("title")),
        basis=tuple(row for row in draft.basis if row.get("number") or row.get("subject")),
    )


def checked_task(draft: TaskDraft, known_actors: Mapping[str, Any]) -> TaskDraft:
    """The same of a task; every actor must be one of the plan's."""
    if not is_known(draft.module):
        raise Invalid("Vui lòng chọn loại việc trong danh sách.", field="module")
    unknown = [name for name in draft.actors if name not in known_actors]
    if unknown:
        raise Invalid("Kế hoạch này chưa có chủ thể “%(name)s”.", field="actors", name=unknown[0])
    return replace(
        draft,
        title=_needed(draft.title, 500, "title", "Vui lòng ghi nội dung việc."),
        code=clean(draft.code)[:40],
        section=clean(draft.section)[:60],
        quantity=draft.quantity.strip(),
        targets=tuple(checked_target(target) for target in draft.targets[:MOST_TARGETS]),
        deadline=checked_deadline(draft.deadline),
        **{name: getattr(draft, name).strip() for name in ("approval", "report_to", "output", "exemptions", "note")},
    )


def checked_actor(draft: ActorDraft) -> ActorDraft:
    """The same of an actor: known kinds, posts and scope, at least one kind."""
    name = _needed(draft.name, 200, "name", "Vui lòng ghi tên gọi của chủ thể.")
    kinds = tuple(kind for kind in draft.unit_kinds if kind in set(UnitKind) or kind == "any_unit")
    if not kinds:
        raise Invalid("Vui lòng chọn ít nhất một loại đơn vị.", field="unit_kinds")
    if draft.scope not in SCOPES:
        raise Invalid("Vui lòng chọn phạm vi.", field="scope")
    posts = tuple(post for post in draft.posts if post in POSTS)
    return replace(draft, name=name, unit_kinds=kinds, posts=posts, note=draft.note.strip())


def checked_target(target: Mapping[str, Any]) -> dict[str, Any]:
    """A target to count; Invalid where its numbers contradict each other."""
    low, high = target.get("min"), target.get("max")
    if low is None and high is None:
        raise Invalid("Vui lòng ghi số ít nhất hoặc số nhiều nhất của chỉ tiêu.", field="targets")
    if low is not None and high is not None and low > high:
        raise Invalid("Số ít nhất của chỉ tiêu lớn hơn số nhiều nhất.", field="targets")
    if (low or 0) < 0 or (high or 0) < 0 or target.get("every") not in EVERY:
        raise Invalid("Chỉ tiêu không dùng được: số không được âm.", field="targets")
    return {name: target.get(name) for name in ("of", "min", "max", "per", "every")}


def checked_deadline(deadline: Mapping[str, Any]) -> dict[str, Any]:
    """The rule of a deadline; Invalid with the form's field where it says no day."""
    kind = deadline.get("kind", "ongoing")
    check = _KINDS.get(kind)
    if check is None:
        raise Invalid("Vui lòng chọn kiểu thời hạn.", field="kind")
    check(deadline)
    return {name: value for name, value in deadline.items() if value not in ("", None, []) or name == "months"}


def _fixed(deadline: Mapping[str, Any]) -> None:
    try:
        as_day(deadline.get("on") or "")
    except ValueError as error:
        raise Invalid("Vui lòng ghi ngày đến hạn dạng ngày/tháng/năm.", field="day") from error


def _month(deadline: Mapping[str, Any]) -> None:
    _between(deadline.get("month"), 1, 12, "month", "Vui lòng chọn tháng.")
    _between(deadline.get("year"), 1990, 2100, "year", "Vui lòng ghi năm.")


def _quarter(deadline: Mapping[str, Any]) -> None:
    _between(deadline.get("quarter"), 1, 4, "quarter", "Vui lòng chọn quý.")
    _between(deadline.get("year"), 1990, 2100, "year", "Vui lòng ghi năm.")


def _recurring(deadline: Mapping[str, Any]) -> None:
    if deadline.get("every") not in {"month", "quarter", "year"}:
        raise Invalid("Vui lòng chọn nhịp lặp lại.", field="every")
    if deadline.get("month") is not None:
        _between(deadline["month"], 1, 12, "in_month", "Vui lòng chọn tháng.")
    if deadline.get("quarter") is not None:
        _between(deadline["quarter"], 1, 4, "in_quarter", "Vui lòng chọn quý.")


def _relative(deadline: Mapping[str, Any]) -> None:
    if deadline.get("event") not in EVENTS:
        raise Invalid("Vui lòng chọn sự kiện mà thời hạn tính từ đó.", field="event")
    if deadline.get("months") is not None:
        _between(deadline["months"], 0, 24, "months", "Số tháng từ 0 đến 24.")


def _ongoing(_deadline: Mapping[str, Any]) -> None:
    """Nothing to check."""


def _between(value: object, low: int, high: int, field: str, text: str) -> None:
    if not isinstance(value, int) or not low <= value <= high:
        raise Invalid(text, field=field)


def _needed(text: str, most: int, field: str, message: str) -> str:
    if not (kept := clean(text)[:most]):
        raise Invalid(message, field=field)
    return kept


_KINDS = {
    "fixed": _fixed,
    "month": _month,
    "quarter": _quarter,
    "recurring": _recurring,
    "relative": _relative,
    "ongoing": _ongoing,
}
