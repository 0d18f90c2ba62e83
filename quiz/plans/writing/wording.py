"""Deadlines, targets, posts and whole drafts in words, as the pages show them and as two versions are compared."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext

from quiz.plans.files.vocabulary import COUNTED, EVERY, PER, POSTS, SCOPES
from quiz.plans.modules import TITLES
from quiz.plans.timing.rules import EVENTS, QUARTERS, Occurrence, as_day
from quiz.plans.timing.wording import words
from quiz.plans.writing.drafts import ActorDraft, PlanDraft, TaskDraft
from quiz.units.kinds import title_of

Facts = list[tuple[str, str]]
KINDS: dict[str, str] = {
    "ongoing": "Thường xuyên, không có ngày đến hạn",
    "fixed": "Một ngày đã định",
    "month": "Trong một tháng",
    "quarter": "Trong một quý",
    "recurring": "Lặp lại theo tháng, quý hoặc năm",
    "relative": "Tính từ một sự kiện",
}
LAYOUTS: dict[str, str] = {"party": "Văn bản của Đảng", "state": "Văn bản hành chính"}
OFF_DAYS: dict[str, str] = {
    "keep": "Giữ nguyên ngày",
    "next": "Lùi đến ngày làm việc kế tiếp",
    "before": "Đưa lên ngày làm việc liền trước",
}


def _(text: str, **params: object) -> str:
    """The text in the reader's language."""
    return str(gettext(text, **params))


def day_words(value: object) -> str:
    """A day as people write it."""
    return as_day(value).strftime("%d/%m/%Y") if value else ""


def deadline_words(deadline: Mapping[str, Any]) -> str:
    """The rule of a deadline in words, without its note, which pages show as a quotation."""
    return words({key: value for key, value in deadline.items() if key != "note"})


def period_words(period: str) -> str:
    """A period of a rhythm: "2026-03" is tháng 3 năm 2026."""
    year, _dash, part = period.partition("-")
    if part.startswith("Q"):
        return _("quý %(quarter)s năm %(year)s", quarter=QUARTERS[int(part[1:])], year=year)
    if part:
        return _("tháng %(month)s năm %(year)s", month=int(part), year=year)
    return _("năm %(year)s", year=year)


def time_words(time: Occurrence) -> str:
    """One time a task is due: its period and last day, or what it waits for."""
    if time.due_on is None:
        awaited = _(EVENTS[time.awaits]) if time.awaits in EVENTS else ""
        return _("Tính từ: %(event)s", event=awaited) if awaited else _("không có ngày")
    day = time.due_on.strftime("%d/%m/%Y")
    return _("%(period)s: %(day)s", period=period_words(time.period), day=day) if time.period else day


def target_words(target: Mapping[str, Any]) -> str:
    """A target to count: "ít nhất 1 kế hoạch; mỗi đơn vị; mỗi năm"."""
    of = _(COUNTED.get(target["of"], target["of"]))
    low, high = target.get("min"), target.get("max")
    if low is not None and high is not None:
        how_many = _number(low) if low == high else _("từ %(low)s đến %(high)s", low=_number(low), high=_number(high))
    elif high is not None:
        how_many = _("nhiều nhất %(high)s", high=_number(high))
    else:
        how_many = _("ít nhất %(low)s", low=_number(low or 0))
    parts = [f"{how_many} {of}", _(PER.get(target.get("per") or "", target.get("per") or ""))]
    parts += [_(EVERY[target["every"]])] if target.get("every") in EVERY and target.get("every") else []
    return "; ".join(part for part in parts if part)


def _number(value: float) -> str:
    return f"{value:g}".replace(".", ",")


def plan_facts(draft: PlanDraft) -> Facts:
    """The fields of a plan's head in words, labelled as in its form."""
    return [
        (_("Tên kế hoạch"), draft.title),
        (_("Số, ký hiệu"), draft.number),
        (_("Ngày ban hành"), day_words(draft.issued_on)),
        (_("Cơ quan ban hành"), draft.issuer),
        (_("Tỉnh, thành phố"), draft.province),
        (_("Các năm"), ", ".join(str(year) for year in draft.years)),
        (_("Chủ đề"), "\n".join(f"{row.get('year') or ''} {row.get('title') or ''}".strip() for row in draft.topics)),
        (_("Văn bản căn cứ"), "\n".join(basis_words(row) for row in draft.basis)),
        (_("Ghi chú"), draft.note),
        (_("Thể thức văn bản"), _(LAYOUTS.get(draft.layout, draft.layout))),
        (_("Hạn rơi vào ngày nghỉ"), _(OFF_DAYS.get(draft.off_days, draft.off_days))),
    ]


def basis_words(row: Mapping[str, Any]) -> str:
    """A document a plan is based on, on one line."""
    return "; ".join(part for part in (row.get("number"), day_words(row.get("date")), row.get("subject")) if part)


def task_facts(draft: TaskDraft) -> Facts:
    """The fields of a task in words, labelled as in its form."""
    return [
        (_("Mã việc"), draft.code),
        (_("Mục"), draft.section),
        (_("Nội dung việc"), draft.title),
        (_("Loại việc"), _(TITLES.get(draft.module, draft.module))),
        (_("Ai thực hiện"), "\n".join(draft.actors)),
        (_("Số lượng"), draft.quantity),
        (_("Chỉ tiêu đếm được"), "\n".join(target_words(target) for target in draft.targets)),
        (_("Thời hạn"), deadline_words(draft.deadline)),
        (_("Thời hạn theo lời văn bản"), str(draft.deadline.get("note") or "")),
        (_("Ai xác nhận"), draft.approval),
        (_("Báo cáo về"), draft.report_to),
        (_("Kết quả, minh chứng"), draft.output),
        (_("Trường hợp được miễn"), draft.exemptions),
        (_("Ghi chú"), draft.note),
    ]


def actor_facts(draft: ActorDraft) -> Facts:
    """The fields of an actor in words, labelled as in its form."""
    return [
        (_("Tên gọi trong kế hoạch"), draft.name),
        (_("Loại đơn vị"), "\n".join(kind_words(kind) for kind in draft.unit_kinds)),
        (_("Chức danh"), "\n".join(_(POSTS.get(post, post)) for post in draft.posts)),
        (_("Phạm vi"), _(SCOPES.get(draft.scope, draft.scope))),
        (_("Ghi chú"), draft.note),
    ]


def kind_words(kind: str) -> str:
    """What a kind of unit is called; "any_unit" is every kind."""
    return _("Mọi loại đơn vị") if kind == "any_unit" else _(title_of(kind))


def state_day(value: date | None) -> str:
    """A day, or a dash where there is none."""
    return value.strftime("%d/%m/%Y") if value else "–"
