"""Deadlines, targets, posts and whole drafts in words, as the pages show them and as two versions are compared."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext

from quiz.plans.modules import TITLES
from quiz.plans.timing.rules import Occurrence, as_day
from quiz.plans.writing.drafts import ActorDraft, PlanDraft, TaskDraft
from quiz.units.kinds import title_of

Facts = list[tuple[str, str]]
ROMAN = ("", "I", "II", "III", "IV")
KINDS: dict[str, str] = {
    "ongoing": "Thường xuyên, không có ngày đến hạn",
    "fixed": "Một ngày đã định",
    "month": "Trong một tháng",
    "quarter": "Trong một quý",
    "recurring": "Lặp lại theo tháng, quý hoặc năm",
    "relative": "Tính từ một sự kiện",
}
EVENTS: dict[str, str] = {
    "provincial_conference": "hội nghị toàn tỉnh",
    "own_conference": "hội nghị mà đơn vị hoặc cá nhân dự",
    "course_opening_week": "tuần sinh hoạt chính trị đầu khóa",
    "central_guidance": "hướng dẫn của Trung ương",
}
EVERY: dict[str, str] = {
    "": "không nêu",
    "month": "mỗi tháng",
    "quarter": "mỗi quý",
    "year": "mỗi năm",
    "once": "một lần",
}
POSTS: dict[str, str] = {
    "secretary": "Bí thư",
    "head": "Người đứng đầu",
    "standing_member": "Ủy viên ban thường vụ",
    "committee_member": "Cấp ủy viên",
    "cadre": "Cán bộ",
    "party_member": "Đảng viên",
    "civil_servant": "Công chức, viên chức",
    "youth_member": "Đoàn viên thanh niên",
    "union_member": "Đoàn viên công đoàn, hội viên",
    "veteran": "Cựu chiến binh",
    "artist": "Văn nghệ sĩ",
    "worker": "Người lao động",
    "anyone": "Mọi người",
}
SCOPES: dict[str, str] = {
    "all": "Mọi đơn vị, mọi người khớp",
    "some": "Chỉ một phần, chọn bằng tay",
    "named": "Một nơi có tên, chọn bằng tay",
}
COUNTED: dict[str, str] = {
    "plans": "kế hoạch",
    "contents": "nội dung",
    "key_tasks": "việc trọng tâm",
    "reports": "báo cáo",
    "topics": "chuyên đề",
    "meetings": "kỳ sinh hoạt",
    "models": "mô hình",
    "individuals": "cá nhân",
    "collectives": "tập thể",
    "contests": "cuộc thi",
    "documents": "văn bản",
    "duration_days": "ngày",
    "registered_deeds": "việc đăng ký",
    "percent_new_members": "% đảng viên mới",
    "percent_poor_homes": "% hộ nghèo",
    "percent_merit_homes": "% hộ người có công",
    "exemplars": "điển hình",
    "visits": "lượt thăm",
    "other": "mục khác",
}
PER: dict[str, str] = {
    "unit": "mỗi đơn vị",
    "committee": "mỗi cấp ủy",
    "person": "mỗi người",
    "province": "toàn tỉnh",
    "branch": "mỗi chi bộ",
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
    """The rule of a deadline in words, without its note."""
    kind = deadline.get("kind", "ongoing")
    if kind == "fixed":
        day = day_words(deadline["on"])
        return _("trước ngày %(day)s", day=day) if deadline.get("before") else _("chậm nhất ngày %(day)s", day=day)
    if kind == "month":
        return _("trong tháng %(month)s năm %(year)s", month=deadline["month"], year=deadline["year"])
    if kind == "quarter":
        return _("trong quý %(quarter)s năm %(year)s", quarter=ROMAN[deadline["quarter"]], year=deadline["year"])
    if kind == "recurring":
        return "; ".join([_rhythm(deadline), *_limits(deadline)])
    if kind == "relative":
        return _after(deadline)
    return _("thường xuyên")


def _rhythm(deadline: Mapping[str, Any]) -> str:
    every, before = deadline["every"], deadline.get("year_offset") == -1
    if every == "month":
        return _("hằng tháng")
    if every == "quarter":
        return _("hằng quý")
    if "month" in deadline:
        month = deadline["month"]
        told = _("hằng năm, trong tháng %(month)s của năm trước", month=month)
        return told if before else _("hằng năm, trong tháng %(month)s", month=month)
    if "quarter" in deadline:
        quarter = ROMAN[deadline["quarter"]]
        told = _("hằng năm, trong quý %(quarter)s của năm trước", quarter=quarter)
        return told if before else _("hằng năm, trong quý %(quarter)s", quarter=quarter)
    return _("hằng năm, trong năm trước") if before else _("hằng năm, trong năm")


def _limits(deadline: Mapping[str, Any]) -> list[str]:
    limits = []
    if deadline.get("years"):
        limits.append(_("chỉ các năm %(years)s", years=_joined(deadline["years"])))
    if deadline.get("from_year"):
        limits.append(_("từ năm %(year)s", year=deadline["from_year"]))
    if deadline.get("except_years"):
        limits.append(_("trừ các năm %(years)s", years=_joined(deadline["except_years"])))
    return limits


def _joined(years: Any) -> str:
    return ", ".join(str(year) for year in years)


def _after(deadline: Mapping[str, Any]) -> str:
    event = str(deadline.get("to") or _(EVENTS.get(deadline.get("event", ""), "sự kiện")))
    months = deadline.get("months")
    if months is None:
        return _("sau %(event)s", event=event)
    if not months:
        return _("vào dịp %(event)s", event=event)
    return _("chậm nhất %(months)s tháng sau %(event)s", months=months, event=event)


def period_words(period: str) -> str:
    """A period of a rhythm: "2026-03" is tháng 3 năm 2026."""
    year, _dash, part = period.partition("-")
    if part.startswith("Q"):
        return _("quý %(quarter)s năm %(year)s", quarter=ROMAN[int(part[1:])], year=year)
    if part:
        return _("tháng %(month)s năm %(year)s", month=int(part), year=year)
    return _("năm %(year)s", year=year)


def time_words(time: Occurrence) -> str:
    """One time a task is due: its period and last day, or what it waits for."""
    if time.due_on is None:
        awaited = _(EVENTS[time.awaits]) if time.awaits in EVENTS else ""
        return _("chờ %(event)s", event=awaited) if awaited else _("không có ngày")
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
        (_("Các năm"), _joined(draft.years)),
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
