"""A person's own tasks and inbox."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from quiz.core import clock, inbox
from quiz.core.db import db, transaction
from quiz.core.paging import page_number
from quiz.core.permissions import acting, login_required
from quiz.plans.assigning.service import person_duty
from quiz.plans.models import PlanTask
from quiz.plans.modules import own_pages
from quiz.plans.overview import words
from quiz.plans.overview.linking import links_of
from quiz.plans.overview.own import own_list

blueprint = Blueprint("plans_own", __name__, url_prefix="/tasks")


@blueprint.get("/")
@login_required
def tasks() -> ResponseReturnValue:
    """What the person has to do by the posts held, what waits for a leading post, what the unit owes."""
    today = clock.local(clock.now()).date()
    own = own_list(acting(), today)
    return render_template("plans/overview/tasks.html", own=own, pages=own_pages(), today=today, words=words)


@blueprint.post("/begin/<int:assignment_id>")
@login_required
def begin(assignment_id: int) -> ResponseReturnValue:
    """Open an own task that has no row yet; `period` is the time of a rhythm. Leads to where it is attended to."""
    actor = acting()
    with transaction():
        duty = person_duty(assignment_id, actor.person_id, request.form.get("period", "")[:12], clock.now())
        found = duty.id, duty.task_id
    pair = (duty, db.session.get_one(PlanTask, found[1]))
    address, _action, _progress = links_of(actor, [pair]).get(found[0], (f"/tasks/duties/{found[0]}", "", ""))
    return redirect(address, 303)


@blueprint.get("/inbox")
@login_required
def messages() -> ResponseReturnValue:
    """Messages to the person, unread ones first."""
    page = inbox.page_of(acting().person_id, page_number(request.args.get("page")))
    return render_template("plans/overview/inbox.html", page=page)


@blueprint.post("/inbox/<int:message_id>")
@login_required
def message(message_id: int) -> ResponseReturnValue:
    """Open a message: it counts as read, and its page is shown."""
    opened = inbox.open_message(acting().person_id, message_id, clock.now())
    is_ours = opened.url.startswith("/") and not opened.url.startswith("//")
    return redirect(opened.url if is_ours else url_for(".messages"), 303)


@blueprint.post("/inbox/read")
@login_required
def read_all() -> ResponseReturnValue:
    """Every message counts as read."""
    inbox.mark_all_read(acting().person_id, clock.now())
    flash(_("Đã đánh dấu mọi tin là đã đọc."))
    return redirect(url_for(".messages"), 303)
