"""The console pages of posts: who holds what in a unit and below it, and a person's posts added and ended."""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from quiz.accounts import service
from quiz.accounts.admin import blueprint, own_person, person_page
from quiz.accounts.forms import PostForm, show_error
from quiz.accounts.post_kinds import TITLES
from quiz.accounts.post_listing import all_posts, page_of_posts
from quiz.accounts.units_typed import typed_unit
from quiz.core import clock
from quiz.core.errors import DomainError, Invalid, NotFound
from quiz.core.paging import page_number
from quiz.core.permissions import Role, acting, roles
from quiz.documents.workbook import XLSX, Column, Sheet, workbook
from quiz.units import queries as units
from quiz.units.models import OrgUnit

STAFF = (Role.UNIT_CONTACT, Role.ORGANISER)


def _unit() -> OrgUnit:
    """The unit of `unit=CODE`; without it the first one that the person acts for."""
    code = request.args.get("unit", "")
    actor = acting()
    if code:
        unit = units.by_code(code)
        if unit is None:
            raise NotFound("Không tìm thấy đơn vị này.")
        actor.require(unit.position, *STAFF)
        return unit
    own = next((grant.unit_id for grant in actor.grants if grant.role in STAFF and grant.unit_id), None)
    unit = units.get(own) if own else next(iter(units.roots()), None)
    if unit is None or not actor.covers(unit.position, *STAFF):
        raise NotFound("Chưa có đơn vị nào.")
    return unit


def _filters() -> tuple[str, str]:
    kind = request.args.get("kind", "")
    return request.args.get("q", "")[:200], kind if kind in set(TITLES) else ""


@blueprint.get("/posts")
@roles(*STAFF)
def posts() -> ResponseReturnValue:
    """Who holds which post in the unit and below it."""
    unit, (text, kind), today = _unit(), _filters(), clock.local(clock.now()).date()
    page = page_of_posts(unit, text, kind, today, page_number(request.args.get("page")))
    links = acting().covers(unit.position, Role.ORGANISER)
    return render_template(
        "accounts/posts.html", unit=unit, page=page, text=text, kind=kind, kinds=TITLES, may_open=links
    )


@blueprint.get("/posts.xlsx")
@roles(*STAFF)
def posts_workbook() -> ResponseReturnValue:
    """The same as a workbook."""
    unit, (text, kind), now = _unit(), _filters(), clock.now()
    columns = [Column(_("Đơn vị"), 36), Column(_("Họ và tên"), 28), Column(_("Chức danh"), 28)]
    columns += [Column(_("Loại chức danh"), 30), Column(_("Từ ngày"), 12, "day")]
    rows = [
        (one.unit, one.person, one.post, _(one.kind_title) if one.kind else "", one.from_on)
        for one in all_posts(unit, text, kind, clock.local(now).date())
    ]
    service.note_export(acting(), unit.id, len(rows))
    content = workbook([Sheet(_("Chức danh"), columns, rows)], (_("DANH SÁCH CHỨC DANH"), unit.name), made_at=now)
    answer = make_response(content)
    answer.headers["Content-Type"] = XLSX
    answer.headers["Content-Disposition"] = "attachment; filename=chuc-danh.xlsx"
    return answer


@blueprint.post("/<int:person_id>/posts")
@roles(Role.ORGANISER)
def add_post(person_id: int) -> ResponseReturnValue:
    """Give a person a post in a unit."""
    own_person(person_id)
    form = PostForm()
    if form.validate():
        try:
            unit = typed_unit(form, clock.now())
            if unit is None:
                raise Invalid("Vui lòng chọn đơn vị.", field="unit")
            service.add_post(acting(), person_id, unit.id, form.post.data or "", form.kind.data or "", clock.now())
            flash(_("Đã thêm chức danh ở %(unit)s.", unit=unit.name))
            return redirect(url_for(".person", person_id=person_id))
        except DomainError as error:
            show_error(form, error, "post")
    return person_page(person_id, post=form), 422


@blueprint.post("/<int:person_id>/posts/<int:post_id>/end")
@roles(Role.ORGANISER)
def end_post(person_id: int, post_id: int) -> ResponseReturnValue:
    """End a post today."""
    own_person(person_id)
    service.end_post(acting(), post_id, clock.now(), person_id=person_id)
    flash(_("Đã kết thúc chức danh."))
    return redirect(url_for(".person", person_id=person_id))
