"""The report of a unit on a period: written, filled, corrected and handed up in one form that keeps what was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from quiz.core import clock
from quiz.core.db import transaction
from quiz.core.errors import Conflict, DomainError, Invalid, NotFound
from quiz.core.messages import message_of
from quiz.core.permissions import acting, roles
from quiz.plans.authority import STAFF
from quiz.plans.models import Plan
from quiz.plans.models_records import PeriodReport, ReportPeriod
from quiz.plans.reporting import difficulties, queries, rules, service, words
from quiz.plans.reporting.difficulties import STATE_TITLES
from quiz.plans.reporting.door import blueprint
from quiz.plans.reporting.filling import filled
from quiz.plans.reporting.forms import number_of
from quiz.plans.reporting.page import ReportPage, report_page
from quiz.plans.reporting.service import Said
from quiz.plans.rules import REPORT_TITLES
from quiz.units import queries as units
from quiz.units.models import OrgUnit


@dataclass(frozen=True)
class Asked:
    """What an address names, checked: the plan, the period, the unit."""

    plan: Plan
    period: ReportPeriod
    unit: OrgUnit


Reading = Callable[[str, int, str], Asked]
"""How an address becomes what it names, checked for the person."""


def asked(slug: str, period_id: int, unit_code: str) -> Asked:
    """The report of an address within the person's reach; NotFound otherwise."""
    plan = queries.plan_of(slug)
    unit = queries.unit_of(acting(), plan, unit_code)
    return Asked(plan, queries.period_of(plan, period_id, unit), unit)


def asked_by_leader(slug: str, period_id: int, unit_code: str) -> Asked:
    """The report of a unit that the person leads by post; NotFound otherwise."""
    plan = queries.plan_of(slug)
    unit = queries.led_unit(acting(), plan, unit_code)
    return Asked(plan, queries.period_of(plan, period_id, unit), unit)


@blueprint.route("/<slug>/reports/<int:period_id>/<unit_code>", methods=["GET", "POST"])
@roles(*STAFF)
def report(slug: str, period_id: int, unit_code: str) -> ResponseReturnValue:
    """A unit's report on a period; `correct` chooses the figure or task whose number is to be put right."""
    return answered(asked, slug, period_id, unit_code)


def answered(read: Reading, slug: str, period_id: int, unit_code: str) -> ResponseReturnValue:
    """What the page of a report answers, in the console and outside of it; `read` checks whose report it is."""
    about = read(slug, period_id, unit_code)
    if request.method == "GET":
        return _page(report_page(about.plan, about.period, about.unit, clock.now()))
    said, do = _said(), request.form.get("do", "save")
    try:
        made = _act(about, said, do, clock.now())
    except DomainError as error:
        return _refused(read(slug, period_id, unit_code), said, do, error)
    if do == "autosave":
        return jsonify(version=made.version, saved=_("Đã tự lưu lúc %(time)s.", time=_time(clock.now())))
    chosen = do.removeprefix("choose:") if do.startswith("choose:") else None
    return redirect(_address(slug, period_id, unit_code, chosen) + _anchor(do), 303)


def _said() -> Said:
    """The texts of the form; what the report does not ask for is left out by the service."""
    form = request.form
    narrative = {name[5:]: text for name, text in form.items() if name.startswith("part-")}
    return Said(narrative, {name[9:]: text for name, text in form.items() if name.startswith("standing-")})


def _act(about: Asked, said: Said, do: str, now: datetime) -> PeriodReport:
    """Keep everything that was typed, and do what the button said, in one transaction."""
    actor, plan_id, period_id, unit_id = acting(), about.plan.id, about.period.id, about.unit.id
    version = number_of(request.form.get("version"))
    with transaction():
        period, unit = queries.period_of(queries.plan_by_id(plan_id), period_id, units.get(unit_id)), units.get(unit_id)
        said = filled(said, do, period, unit)
        verb, _colon, what = do.partition(":")
        trouble = said.narrative.get(rules.TROUBLE, "")
        if verb in {"raise", "submit"}:  # it is no longer a draft
            said = Said({key: text for key, text in said.narrative.items() if key != rules.TROUBLE}, said.standing)
        made = service.save(actor, period_id, unit_id, said, version, now)
        if verb == "correct":
            service.correct(actor, made, request.form.get("figure", ""), _stated(), request.form.get("remark", ""), now)
        elif verb == "uncorrect":
            service.uncorrect(actor, made, what)
        elif verb == "raise":
            difficulties.raise_difficulty(actor, plan_id, unit, trouble, now, report_id=made.id)
        elif verb == "submit":
            if trouble.strip():
                difficulties.raise_difficulty(actor, plan_id, unit, trouble, now, report_id=made.id)
            service.submit(actor, made.id, now)
    if do != "autosave":
        flash(_(DONE.get(verb, "Đã lưu.")))
    return made


DONE = {
    "submit": "Đã gửi báo cáo.",
    "correct": "Đã lưu và ghi số liệu điều chỉnh.",
    "uncorrect": "Đã lưu và bỏ số liệu điều chỉnh.",
    "raise": "Đã lưu và gửi khó khăn, vướng mắc lên cấp trên.",
    "fill": "Đã lưu và điền câu trả lời cho các việc còn trống.",
    "copy": "Đã lưu và chép phần còn trống từ báo cáo kỳ trước.",
    "take": "Đã lưu và lấy nội dung của đơn vị trực thuộc.",
}
ANCHORS = {
    "correct": "#figures",
    "uncorrect": "#figures",
    "choose": "#correct",
    "raise": "#difficulties",
    "fill": "#standing",
    "copy": "#text",
    "take": "#text",
}


def _stated() -> int:
    try:
        return rules.hundredths(request.form.get("stated", ""))
    except ValueError as error:
        raise Invalid("Vui lòng ghi một số, ví dụ 1.234 hoặc 8,5.", field="stated") from error


def _anchor(do: str) -> str:
    verb, _colon, what = do.partition(":")
    part = what.partition(":")[0]
    return f"#part-{part}" if verb == "take" else ANCHORS.get(verb, "")


def _address(slug: str, period_id: int, unit_code: str, chosen: str | None) -> str:
    return url_for(".report", slug=slug, period_id=period_id, unit_code=unit_code, correct=chosen or None)


def _time(now: datetime) -> str:
    return clock.local(now).strftime("%H:%M")


def _refused(about: Asked, said: Said, do: str, error: DomainError) -> ResponseReturnValue:
    """The page again with everything that was typed; of a stale form with what differs from what is stored now."""
    if do == "autosave":
        return jsonify(message=message_of(error)), error.status
    page = report_page(about.plan, about.period, about.unit, clock.now())
    if isinstance(error, NotFound) or page.is_sent:
        raise error
    is_stale = isinstance(error, Conflict) and error.code == "stale"
    return _page(page, said, error, _differing(page, said) if is_stale else []), error.status


def _differing(page: ReportPage, said: Said) -> list[dict[str, str]]:
    stored = page.report
    titles = {**page.parts, **{str(task.id): task.title for task in page.standing}}
    texts = {**(stored.narrative if stored else {}), **(stored.standing if stored else {})}
    typed = {key: text.replace("\r\n", "\n").strip() for key, text in {**said.narrative, **said.standing}.items()}
    return [
        {"title": title, "stored": texts.get(key, ""), "typed": typed.get(key, "")}
        for key, title in titles.items()
        if texts.get(key, "") != typed.get(key, "")
    ]


def _page(
    page: ReportPage,
    said: Said | None = None,
    error: DomainError | None = None,
    differing: list[dict[str, str]] | None = None,
) -> str:
    actor, stored = acting(), page.report
    own = Said(stored.narrative, stored.standing) if stored else Said()
    address = request.host_url.rstrip("/") + url_for("plans_reporting.overview", slug=page.plan.slug)
    return render_template(
        "plans/reporting/report.html",
        layout="admin.html" if request.path.startswith("/admin/") else "base.html",
        page=page,
        plan=page.plan,
        is_demo=page.plan.is_demo,
        said=said or own,
        typed=request.form if error else {},
        error_at=error.field if error else None,
        error_text=message_of(error) if error else "",
        is_saved=error is None,
        differing=differing,
        chosen=_chosen(page),
        steps=queries.steps_of(stored.id) if stored else [],
        may_fill=service.may_fill(actor, page.unit) and not page.is_sent,
        may_take_back=stored is not None and stored.state == "submitted" and service.may_fill(actor, page.unit),
        may_decide=page.is_sent and service.may_decide(actor, page.period, page.unit),
        is_own=stored is not None and stored.submitted_by == actor.person_id,
        decider=service.decider(page.period, page.unit),
        reminder=words.reminder(page.plan, page.period, page.missing, address),
        difficulty_states=STATE_TITLES,
        titles=REPORT_TITLES,
        empty_codes={row.code for row in page.task_rows if page.is_empty(row)},
        names={info.key: f"{info.group}: {_(info.what)}" for info in page.live.infos},
        answered=sum(1 for task in page.standing if (said or own).standing.get(str(task.id), "").strip()),
        rules=rules,
    )


def _chosen(page: ReportPage) -> list[object]:
    """The figures among which one is put right: those of the task, or the one figure, that the address names."""
    wanted: Mapping[str, str] = request.args if request.method == "GET" else request.form
    text = wanted.get("correct") or wanted.get("figure", "")
    code = next((info.code for info in page.live.infos if info.key == text), text)
    return [info for info in page.live.infos if text and (info.key == text or (info.code and info.code == code))]
