"""The console pages of who is invited: units, people by search, lists; who comes instead; who is excused."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from quiz.core import clock, uploads
from quiz.core.errors import Conflict, DomainError, Invalid
from quiz.core.messages import message_of, show_error
from quiz.core.paging import page_number
from quiz.core.permissions import acting, roles
from quiz.modules.conferences import coverage, inviting, queries
from quiz.modules.conferences.answers import table_file
from quiz.modules.conferences.finding import find_people
from quiz.modules.conferences.forms import InviteForm, ListForm
from quiz.modules.conferences.intake import WHO, Report, invite_list, read_rows, rows_of_text
from quiz.modules.conferences.ownership import unit_in_reach
from quiz.modules.conferences.views import ONE, blueprint, concerned, run
from quiz.plans.authority import STAFF
from quiz.units import queries as units
from quiz.units.kinds import TITLES as KINDS

PERSON = f"{ONE}/people/<int:person_id>"
WHICH = ("", "absent", "attended")


@blueprint.route(f"{ONE}/invite", methods=["GET", "POST"])
@roles(*STAFF)
def invite(conference_id: int) -> ResponseReturnValue:
    """Choose units and who of them; the first press tells how many it means, the second invites."""
    found = run(conference_id)
    form, reached, status = InviteForm(kinds=[(str(kind), title) for kind, title in KINDS.items()]), None, 200
    if request.method == "GET":
        form.unit.data, form.unit_text.data = found.unit.code, found.unit.name
    elif not form.validate():
        status = 422
    else:
        try:
            choice = _choice(form)
            if request.form.get("sure") == "1":
                done = inviting.invite(acting(), conference_id, choice, clock.now())
                flash(_("Đã mời %(people)s người của %(units)s đơn vị.", people=done.people, units=done.units))
                return redirect(url_for(".show", conference_id=conference_id), 303)
            reached = inviting.preview(acting(), conference_id, choice, clock.now())
        except DomainError as error:
            show_error(form, error, "unit_text")
            status = error.status
    return render_template("conferences/invite.html", found=found, form=form, reached=reached), status


def _choice(form: InviteForm) -> inviting.Choice:
    unit, _hits = units.resolve(form.unit.data or "", form.unit_text.data or "", clock.now())
    if unit is None:
        raise Invalid("Chưa rõ đơn vị. Vui lòng gõ vài chữ rồi chọn trong danh sách.", field="unit_text")
    return inviting.Choice(
        unit_id=unit.id,
        with_below=form.with_below.data,
        kinds=form.kinds.data or (),
        who=form.who.data,
        posts=form.posts.data or (),
        seats=int(form.seats.data or 0),
    )


@blueprint.route(f"{ONE}/people/add", methods=["GET", "POST"])
@roles(*STAFF)
def add(conference_id: int) -> ResponseReturnValue:
    """Invite single people, found by name."""
    found = run(conference_id)
    if request.method == "POST":
        added = inviting.invite_people(acting(), conference_id, _people_sent(), clock.now())
        flash(_("Đã mời thêm %(count)s người.", count=added))
        return redirect(url_for(".people", conference_id=conference_id), 303)
    text = request.args.get("q", "")[:100]
    hits = find_people(acting(), conference_id, text) if text else []
    return render_template("conferences/choose_people.html", found=found, hits=hits, text=text, what="add", about=None)


@blueprint.route(f"{ONE}/units/<code>/name", methods=["GET", "POST"])
@roles(*STAFF)
def name(conference_id: int, code: str) -> ResponseReturnValue:
    """A unit names who comes for it."""
    found, unit, error = concerned(conference_id), unit_in_reach(acting(), code), ""
    if request.method == "POST":
        try:
            named = inviting.name_people(acting(), conference_id, unit.id, _people_sent(), clock.now())
            flash(_("Đã cử %(count)s người.", count=named))
            return redirect(url_for(".show", conference_id=conference_id), 303)
        except Invalid as refused:
            error = message_of(refused)
    text = request.args.get("q", "")[:100]
    hits = find_people(acting(), conference_id, text, unit)
    page = render_template(
        "conferences/choose_people.html", found=found, hits=hits, text=text, what="name", about=unit, error=error
    )
    return page, 422 if error else 200


@blueprint.route(f"{PERSON}/instead", methods=["GET", "POST"])
@roles(*STAFF)
def instead(conference_id: int, person_id: int) -> ResponseReturnValue:
    """Choose who comes instead of somebody."""
    found, error, status = concerned(conference_id), "", 200
    who = inviting.within(acting(), conference_id, person_id)
    if request.method == "POST":
        try:
            chosen = request.form.get("people", 0, type=int)
            inviting.send_instead(acting(), conference_id, person_id, chosen, clock.now())
            flash(_("Đã ghi người đi thay."))
            return redirect(url_for(".people", conference_id=conference_id), 303)
        except (Invalid, Conflict) as refused:
            error, status = message_of(refused), refused.status
    text, unit = request.args.get("q", "")[:100], units.get(who.unit_id)
    hits = [hit for hit in find_people(acting(), conference_id, text, unit) if not hit.is_listed]
    page = render_template(
        "conferences/choose_people.html", found=found, hits=hits, text=text, what="instead", about=unit, error=error
    )
    return page, status


@blueprint.get(f"{ONE}/people")
@roles(*STAFF)
def people(conference_id: int) -> ResponseReturnValue:
    """Who is invited, of the own subtree, with what can be done about each."""
    found = concerned(conference_id)
    unit = unit_in_reach(acting(), request.args["unit"][:32]) if request.args.get("unit") else None
    which = request.args.get("which", "")
    asked = coverage.Asked(unit, request.args.get("q", "")[:100], which if which in WHICH else "", with_replaced=True)
    page = coverage.people(acting(), conference_id, asked, page_number(request.args.get("page")))
    runs = queries.may_run(acting(), found.unit)
    return render_template("conferences/people.html", found=found, page=page, asked=asked, runs=runs)


@blueprint.post(f"{PERSON}/excuse")
@roles(*STAFF)
def excuse(conference_id: int, person_id: int) -> ResponseReturnValue:
    """Note that somebody is excused, with a reason; without one the note is taken back."""
    concerned(conference_id)
    reason = request.form.get("reason", "")
    inviting.excuse(acting(), conference_id, person_id, reason, clock.now())
    flash(_("Đã ghi vắng mặt có lý do.") if reason.strip() else _("Đã bỏ ghi chú vắng mặt."))
    return redirect(url_for(".people", conference_id=conference_id), 303)


@blueprint.post(f"{PERSON}/disinvite")
@roles(*STAFF)
def disinvite(conference_id: int, person_id: int) -> ResponseReturnValue:
    """Take somebody off the list."""
    inviting.disinvite(acting(), conference_id, person_id)
    flash(_("Đã bỏ khỏi danh sách triệu tập."))
    return redirect(url_for(".people", conference_id=conference_id), 303)


@blueprint.route(f"{ONE}/list", methods=["GET", "POST"])
@roles(*STAFF)
def listed(conference_id: int) -> ResponseReturnValue:
    """A pasted list or an Excel file, looked at before anybody is invited."""
    found = run(conference_id)
    form, status = ListForm(), 200
    if form.validate_on_submit():
        try:
            token, report = _looked_at(form, conference_id)
            return render_template("conferences/list_preview.html", found=found, report=report, token=token)
        except DomainError as error:
            show_error(form, error, "file")
            status = error.status
    return render_template("conferences/list.html", found=found, form=form, columns=WHO), status


def _looked_at(form: ListForm, conference_id: int) -> tuple[str, Report]:
    """A pasted list is kept as a table too, so that accepting it takes the same way."""
    if form.file.data is not None and form.file.data.filename:
        token, _name, content = uploads.keep(form.file.data)
    else:
        rows = rows_of_text(form.text.data or "")
        report = invite_list(acting(), conference_id, rows, clock.now(), dry_run=True)
        token, path = uploads.reserve()
        path.write_bytes((form.text.data or "").encode())
        return token, report
    report = invite_list(acting(), conference_id, read_rows(content, WHO), clock.now(), dry_run=True)
    if not report.is_clean:
        uploads.discard(token)
    return token, report


@blueprint.post(f"{ONE}/list/<token>")
@roles(*STAFF)
def accept_list(conference_id: int, token: str) -> ResponseReturnValue:
    """Invite the people of a list that was looked at."""
    found = run(conference_id)
    content = uploads.fetch(token)
    rows = read_rows(content, WHO) if content[:2] == b"PK" else rows_of_text(content.decode(errors="replace"))
    report = invite_list(acting(), conference_id, rows, clock.now(), dry_run=False)
    if not report.is_clean:
        return render_template("conferences/list_preview.html", found=found, report=report, token=""), 422
    uploads.discard(token)
    flash(_("Đã mời %(count)s người trong danh sách.", count=len(report.found)))
    return redirect(url_for(".people", conference_id=conference_id), 303)


@blueprint.get("/list.xlsx")
@roles(*STAFF)
def list_template() -> ResponseReturnValue:
    """An empty table of people to invite, with one line as an example."""
    return table_file(_("Danh sách mời"), WHO, [("X001", "Nguyễn Văn An", "")], "danh-sach-moi.xlsx")


def _people_sent() -> list[int]:
    return [int(text) for text in request.form.getlist("people")[:500] if text.isdecimal() and len(text) < 18]
