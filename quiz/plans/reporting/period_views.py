"""Opening the periods that the units below have to report on, changing and deleting them."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from quiz.core import clock
from quiz.core.errors import Conflict, DomainError, NotAllowed
from quiz.core.messages import show_error
from quiz.core.permissions import acting, roles
from quiz.plans.authority import STAFF
from quiz.plans.models import Plan
from quiz.plans.models_records import ReportPeriod
from quiz.plans.reporting import periods as service
from quiz.plans.reporting import queries, rules
from quiz.plans.reporting.counting import rooted
from quiz.plans.reporting.door import blueprint
from quiz.plans.reporting.forms import WHOLE_YEAR, PeriodForm, RegularForm, number_of
from quiz.plans.reporting.rules import PERIODS_A_YEAR, PeriodKind
from quiz.units import queries as units
from quiz.units.models import OrgUnit


@blueprint.route("/<slug>/reports/periods", methods=["GET", "POST"])
@roles(*STAFF)
def periods(slug: str) -> ResponseReturnValue:
    """The periods a unit has opened, and the forms for more: regular ones, or one with days of its own."""
    plan = queries.plan_of(slug)
    unit = _opener(plan)
    regular, adhoc = _regular_form(plan), PeriodForm(prefix="adhoc-")
    if request.method == "GET":
        return _page(plan, unit, regular, adhoc)
    is_adhoc = request.form.get("do") == "adhoc"
    form = adhoc if is_adhoc else regular
    if form.validate():
        try:
            _open_adhoc(plan, unit, adhoc) if is_adhoc else _open_regular(plan, unit, regular)
            return redirect(url_for(".periods", slug=slug, unit=unit.code), 303)
        except DomainError as error:
            show_error(form, error, "title" if is_adhoc else "kind")
            return _page(plan_again(slug), units.get(unit.id), regular, adhoc), error.status
    return _page(plan, unit, regular, adhoc), 422


def plan_again(slug: str) -> Plan:
    """The plan read anew after a transaction was undone."""
    return queries.plan_of(slug)


def _opener(plan: Plan) -> OrgUnit:
    unit = queries.unit_of(acting(), plan, request.args.get("unit"))
    if not queries.may_open(acting(), unit):
        raise NotAllowed("Chỉ ban tổ chức của đơn vị mới mở được kỳ báo cáo.")
    return unit


def _regular_form(plan: Plan) -> RegularForm:
    years = sorted({*plan.years, clock.local(clock.now()).year})
    this_year = clock.local(clock.now()).year
    asked = request.args.get("kind", "")
    kind = asked if asked in set(PeriodKind) - {PeriodKind.ADHOC} else str(PeriodKind.QUARTER)
    return RegularForm(years, data={"kind": kind, "year": this_year, "number": WHOLE_YEAR, "due_days": 5})


def _open_regular(plan: Plan, unit: OrgUnit, form: RegularForm) -> None:
    kind, number, year = PeriodKind(form.kind.data), form.number.data, form.year.data
    numbers = range(1, PERIODS_A_YEAR[kind] + 1) if number == WHOLE_YEAR else [min(number, PERIODS_A_YEAR[kind])]
    wanted = [rules.days_of(kind, year, one) for one in numbers]
    made = service.open_regular(acting(), plan.id, unit, kind, wanted, clock.now(), form.due_days.data)
    if made:
        flash(_("Đã mở %(number)s kỳ báo cáo.", number=made))
    else:
        flash(_("Các kỳ này đã mở từ trước."), "warning")


def _open_adhoc(plan: Plan, unit: OrgUnit, form: PeriodForm) -> None:
    period = service.open_adhoc(acting(), plan.id, unit, form.values(), clock.now())
    flash(_("Đã mở %(title)s.", title=period.title))


def _page(plan: Plan, unit: OrgUnit, regular: RegularForm, adhoc: PeriodForm) -> str:
    return render_template(
        "plans/reporting/periods.html",
        plan=plan,
        is_demo=plan.is_demo,
        unit=unit,
        regular=regular,
        adhoc=adhoc,
        periods=queries.periods_opened_by(plan, unit),
        proposals=queries.report_tasks(rooted(plan.id)),
        rules=rules,
    )


@blueprint.route("/<slug>/reports/periods/<int:period_id>", methods=["GET", "POST"])
@roles(*STAFF)
def period(slug: str, period_id: int) -> ResponseReturnValue:
    """Change a period, or delete it while nobody has begun to report on it."""
    found, opener = _own_period(slug, period_id)
    form = PeriodForm(obj=found)
    if request.method == "GET":
        return _edit(slug, found, opener, form)
    is_deleting = request.form.get("do") == "delete"
    if not (is_deleting or form.validate()):
        return _edit(slug, found, opener, form), 422
    version, actor, now = number_of(form.version.data), acting(), clock.now()
    try:
        if is_deleting:
            service.delete_period(actor, period_id, version, now)
            flash(_("Đã xóa kỳ báo cáo."))
        else:
            service.change_period(actor, period_id, version, form.values(), now)
            flash(_("Đã lưu kỳ báo cáo."))
    except DomainError as error:
        return _refused(slug, period_id, form, error)
    return redirect(url_for(".periods", slug=slug, unit=opener.code), 303)


def _own_period(slug: str, period_id: int) -> tuple[ReportPeriod, OrgUnit]:
    plan = queries.plan_of(slug)
    found, opener = queries.period_with_opener(plan, period_id)
    queries.unit_of(acting(), plan, opener.code)
    if not queries.may_open(acting(), opener):
        raise NotAllowed("Chỉ đơn vị đã mở kỳ báo cáo mới sửa được kỳ đó.")
    return found, opener


def _refused(slug: str, period_id: int, form: PeriodForm, error: DomainError) -> ResponseReturnValue:
    """The form again with what was typed; of a stale one with what is stored now, so that it can be saved again."""
    found, opener = _own_period(slug, period_id)
    stored = PeriodForm(obj=found, formdata=None)
    differing: list[tuple[str, str, str]] = []
    if isinstance(error, Conflict) and error.code == "stale":
        names = ("title", "from_on", "to_on", "due_on", "questions")
        pairs = [(form[name].label.text, _shown(stored[name].data), _shown(form[name].data)) for name in names]
        differing = [pair for pair in pairs if pair[1] != pair[2]]
        form.version.data = form.version.raw_data = str(found.version)
    show_error(form, error, "title")
    return _edit(slug, found, opener, form, differing), error.status


def _shown(value: object) -> str:
    return f"{value:%d/%m/%Y}" if hasattr(value, "strftime") else str(value or "").replace("\r\n", "\n")


def _edit(
    slug: str,
    found: ReportPeriod,
    opener: OrgUnit,
    form: PeriodForm,
    differing: list[tuple[str, str, str]] | None = None,
) -> str:
    plan = plan_again(slug)
    form.version.data = form.version.data or str(found.version)
    return render_template(
        "plans/reporting/period.html",
        plan=plan,
        is_demo=plan.is_demo,
        unit=opener,
        period=found,
        form=form,
        differing=differing or [],
        is_adhoc=found.kind == PeriodKind.ADHOC,
    )
