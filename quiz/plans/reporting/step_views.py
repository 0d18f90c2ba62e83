"""What happens to a report once it is handed up: taken back, returned, accepted; and the reminder of those missing."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from quiz.core import clock
from quiz.core.errors import Conflict, Invalid, NotFound
from quiz.core.messages import message_of
from quiz.core.permissions import acting, roles
from quiz.plans.authority import STAFF
from quiz.plans.reporting import news, queries, service
from quiz.plans.reporting.counting import rooted
from quiz.plans.reporting.door import blueprint
from quiz.plans.reporting.forms import number_of
from quiz.plans.reporting.report_views import Reading, asked
from quiz.plans.rules import ReportState


@blueprint.post("/<slug>/reports/<int:period_id>/<unit_code>/step")
@roles(*STAFF)
def step(slug: str, period_id: int, unit_code: str) -> ResponseReturnValue:
    """Take a report back, return it with a remark, or accept it: `do` says which."""
    return stepped(asked, slug, period_id, unit_code)


def stepped(read: Reading, slug: str, period_id: int, unit_code: str) -> ResponseReturnValue:
    """The step of a report, in the console and outside of it; `read` checks whose report it is."""
    about = read(slug, period_id, unit_code)
    report = queries.report_of(about.period.id, about.unit.id)
    if report is None:
        raise NotFound("Không tìm thấy báo cáo này.")
    actor, now, do = acting(), clock.now(), request.form.get("do", "")
    version, remark = number_of(request.form.get("version")), request.form.get("remark", "")
    address = url_for(".report", slug=slug, period_id=period_id, unit_code=unit_code)
    try:
        if do == "take_back":
            service.take_back(actor, report.id, version, now)
            flash(_("Đã rút báo cáo về để sửa."))
        elif do == "accept":
            service.decide(actor, report.id, ReportState.ACCEPTED, remark, version, now)
            flash(_("Đã tiếp nhận báo cáo."))
        elif do == "return":
            service.decide(actor, report.id, ReportState.RETURNED, remark, version, now)
            flash(_("Đã trả lại báo cáo kèm nhận xét."))
        else:
            raise NotFound("Không tìm thấy trang này.")
    except Invalid as error:
        flash(message_of(error), "danger")
        return redirect(f"{address}#decide", 303)
    return redirect(address, 303)


@blueprint.post("/<slug>/reports/<int:period_id>/<unit_code>/remind")
@roles(*STAFF)
def remind(slug: str, period_id: int, unit_code: str) -> ResponseReturnValue:
    """Put a reminder into the inboxes of the units directly below that have not sent."""
    about, now = asked(slug, period_id, unit_code), clock.now()
    address = url_for(".report", slug=slug, period_id=period_id, unit_code=unit_code)
    missing = [unit for unit, _standing in service.missing_below(about.period, about.unit, rooted(about.plan.id), now)]
    if not missing:
        raise Conflict("Không còn đơn vị nào chưa gửi báo cáo.", code="state")
    told = news.remind(acting(), about.plan, about.period, about.unit, missing, now)
    flash(_("Đã gửi lời nhắc đến hộp thư của %(number)s người.", number=told))
    return redirect(f"{address}#missing", 303)
