"""What a plan, a task or an actor must be like before it is stored; each refusal names the field of the form.

The checks of plan files have the last word, so that what a form takes can be written to a file and read again.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from quiz.core.errors import Invalid
from quiz.core.vietnamese import clean
from quiz.plans.files import checks
from quiz.plans.files.deadlines import check_deadline, stored_deadline
from quiz.plans.files.drafts import ActorDraft as ActorOfFile
from quiz.plans.files.drafts import TaskDraft as TaskOfFile
from quiz.plans.files.mistakes import Mistake
from quiz.plans.files.vocabulary import SCOPES
from quiz.plans.timing.rules import EVENTS, as_day
from quiz.plans.writing.drafts import ActorDraft, PlanDraft, TaskDraft
from quiz.plans.writing.wording import LAYOUTS, OFF_DAYS

TEXTS = ("quantity", "approval", "report_to", "output", "exemptions", "note")
FIELDS = {
    "id": "code",
    "deadline.on": "day",
    "deadline.years": "only_years",
    "deadline.to": "to_words",
    "deadline.note": "deadline_note",
    **{f"deadline.{name}": name for name in ("kind", "every", "event", "months", "from_year", "except_years")},
}
"""Keys of a plan file that have another name in the form."""


def checked_plan(draft: PlanDraft) -> PlanDraft:
    """The draft with its texts cleaned; Invalid with the field where it cannot be stored."""
    title = _needed(draft.title, 400, "title", "Vui lòng ghi tên kế hoạch.")
    if not draft.years:
        raise Invalid("Vui lòng ghi năm của kế hoạch, ví dụ 2026 hoặc 2021-2025.", field="years")
    if any(not isinstance(row.get("year"), int) for row in draft.topics):
        raise Invalid("Vui lòng ghi năm của từng chủ đề bằng bốn chữ số.", field="topics")
    if draft.layout not in LAYOUTS or draft.off_days not in OFF_DAYS:
        raise Invalid("Vui lòng chọn một trong các mục có sẵn.", field="layout")
    return replace(
        draft,
        title=title,
        number=clean(draft.number)[:60],
        issuer=clean(draft.issuer)[:200],
        province=clean(draft.province)[:100],
        note=draft.note.strip(),
        basis=tuple(row for row in draft.basis if row.get("number") or row.get("subject")),
    )


def checked_task(draft: TaskDraft, known_actors: Collection[str]) -> TaskDraft:
    """The same of a task; every actor must be one of the plan's."""
    title = _needed(draft.title, 500, "title", "Vui lòng ghi nội dung việc.")
    if not draft.actors:
        raise Invalid("Vui lòng chọn ít nhất một chủ thể thực hiện.", field="actors")
    if draft.targets and not draft.quantity.strip():
        raise Invalid("Kế hoạch có chỉ tiêu đếm được; vui lòng ghi thêm số lượng theo lời văn bản.", field="quantity")
    made = replace(
        draft,
        title=title,
        section=clean(draft.section),
        deadline=checked_deadline(draft.deadline),
        **{name: getattr(draft, name).strip() for name in TEXTS},
    )
    _refuse(checks.check_task(TaskOfFile(**made.__dict__), known_actors), made.deadline.get("kind", ""))
    return made


def checked_actor(draft: ActorDraft) -> ActorDraft:
    """The same of an actor: known kinds, posts and scope, at least one kind."""
    name = _needed(draft.name, 200, "name", "Vui lòng ghi tên gọi của chủ thể.")
    if not draft.unit_kinds:
        raise Invalid("Vui lòng chọn ít nhất một loại đơn vị.", field="unit_kinds")
    if draft.scope not in SCOPES:
        raise Invalid("Vui lòng chọn phạm vi.", field="scope")
    made = replace(draft, name=name, note=draft.note.strip())
    _refuse(checks.check_actor(ActorOfFile(**made.__dict__)))
    return made


def checked_deadline(deadline: Mapping[str, Any]) -> dict[str, Any]:
    """The rule of a deadline as it is kept; Invalid with the form's field where it says no day."""
    kind = deadline.get("kind", "ongoing")
    needed = _NEEDED.get(kind)
    if needed is None:
        raise Invalid("Vui lòng chọn kiểu thời hạn.", field="kind")
    for key, field, text in needed:
        if deadline.get(key) in (None, ""):
            raise Invalid(text, field=field)
    if kind == "fixed":
        _day(deadline["on"])
    if kind == "relative" and deadline["event"] not in EVENTS:
        raise Invalid("Vui lòng chọn sự kiện mà thời hạn tính từ đó.", field="event")
    _refuse([replace(one, path=("deadline", *one.path)) for one in check_deadline(deadline)], kind)
    return stored_deadline(deadline)


def _day(value: object) -> None:
    try:
        as_day(value)
    except ValueError as error:
        raise Invalid("Vui lòng ghi ngày đến hạn dạng ngày/tháng/năm.", field="day") from error


def _refuse(mistakes: Sequence[Mistake], kind: str = "") -> None:
    """Raise the first mistake beside its field of the form."""
    if mistakes:
        first = mistakes[0]
        text = first.text[:1].upper() + first.text[1:]
        params: dict[str, Any] = dict(first.params)
        raise Invalid(text, field=_field(first.key, kind), **params)


def _field(key: str, kind: str) -> str:
    if key in {"deadline.month", "deadline.quarter"} and kind == "recurring":
        return f"in_{key.partition('.')[2]}"
    if key == "deadline.year":
        return f"{kind}_year"
    return FIELDS.get(key) or key.removeprefix("deadline.").split("[")[0].split(".")[0]


def _needed(text: str, most: int, field: str, message: str) -> str:
    if not (kept := clean(text)[:most]):
        raise Invalid(message, field=field)
    return kept


_NEEDED: dict[str, tuple[tuple[str, str, str], ...]] = {
    "ongoing": (),
    "fixed": (("on", "day", "Vui lòng ghi ngày đến hạn dạng ngày/tháng/năm."),),
    "month": (("month", "month", "Vui lòng chọn tháng."), ("year", "month_year", "Vui lòng ghi năm.")),
    "quarter": (("quarter", "quarter", "Vui lòng chọn quý."), ("year", "quarter_year", "Vui lòng ghi năm.")),
    "recurring": (("every", "every", "Vui lòng chọn nhịp lặp lại."),),
    "relative": (("event", "event", "Vui lòng chọn sự kiện mà thời hạn tính từ đó."),),
}
"""Of each kind of deadline what must be there: the key, the form's field, what to do."""
