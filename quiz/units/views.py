"""The console pages of the units: the tree, one unit, units from Excel."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from quiz.core import clock, uploads
from quiz.core.errors import DomainError, Invalid, NotFound
from quiz.core.messages import show_error
from quiz.core.paging import page_number
from quiz.core.permissions import Role, acting, roles
from quiz.documents.workbook import XLSX, Column, Sheet, workbook
from quiz.units import queries, service
from quiz.units.forms import FileForm, UnitForm
from quiz.units.importing import COLUMNS
from quiz.units.kinds import title_of
from quiz.units.models import OrgUnit

blueprint = Blueprint("units_admin", __name__, url_prefix="/admin/units")


def own_unit(code: str) -> OrgUnit:
    """The unit of an address; refuses where it is not the acting person's."""
    unit = queries.by_code(code)
    if unit is None:
        raise NotFound("Không tìm thấy đơn vị này.")
    acting().require(unit.position, Role.ORGANISER)
    return unit


@blueprint.get("/")
@roles(Role.ORGANISER)
def index() -> ResponseReturnValue:
    """The tree in depth-first order, searched by `q`, below the unit `under`."""
    args = request.args
    under = own_unit(args["under"]) if args.get("under") else None
    text = args.get("q", "")[:200]
    page = queries.page_of_units(acting(), text, under, page_number(args.get("page")))
    return render_template(
        "units/index.html",
        page=page,
        text=text,
        under=under,
        above=queries.ancestors(under) if under else [],
        paths=queries.paths(page.rows) if text else {},
        title_of=title_of,
    )


@blueprint.route("/new", methods=["GET", "POST"])
@roles(Role.ORGANISER)
def new() -> ResponseReturnValue:
    """Add a unit."""
    form = UnitForm()
    if request.method == "GET" and request.args.get("under"):
        _show_parent(form, own_unit(request.args["under"]))
    if form.validate_on_submit():
        try:
            values = form.values(_parent_id(form))
            more = {
                name: getattr(values, name) for name in ("headcount", "headcount_on", "aliases", "headcount_source")
            }
            more |= {name: getattr(values, name) for name in ("valid_from", "valid_to", "sort_order")}
            unit = service.create_unit(acting(), form.code.data, values.name, values.kind, values.parent_id, **more)
            flash(_("Đã thêm %(name)s.", name=unit.name))
            return redirect(url_for(".index", under=unit.code))
        except DomainError as error:
            show_error(form, error, "parent_text")
    return render_template("units/edit.html", form=form, unit=None)


@blueprint.route("/<code>/edit", methods=["GET", "POST"])
@roles(Role.ORGANISER)
def edit(code: str) -> ResponseReturnValue:
    """Change a unit: its name, place, head count, other names, validity."""
    unit = own_unit(code)
    form = UnitForm(obj=unit, aliases="\n".join(queries.aliases(unit.id)))
    form.code.data = unit.code
    if request.method == "GET":
        _show_parent(form, queries.get(unit.parent_id) if unit.parent_id is not None else None)
    if form.validate_on_submit():
        try:
            version = int(form.version.data) if str(form.version.data).isdecimal() else 0
            service.edit_unit(acting(), unit.id, form.values(_parent_id(form)), version)
            flash(_("Đã lưu %(name)s.", name=form.name.data))
            return redirect(url_for(".index", under=code))
        except DomainError as error:
            show_error(form, error, "parent_text")
    return render_template("units/edit.html", form=form, unit=unit)


def _show_parent(form: UnitForm, parent: OrgUnit | None) -> None:
    if parent is not None:
        form.parent.data, form.parent_text.data = parent.code, queries.paths([parent])[parent.id]


def _parent_id(form: UnitForm) -> int | None:
    """The unit above as typed; Invalid where the text does not say which one."""
    text = (form.parent_text.data or "").strip()
    if not text:
        return None
    found, hits = queries.resolve(form.parent.data or "", text, clock.now())
    if found is None:
        names = "; ".join(hit.path for hit in hits[:5])
        raise Invalid(
            "Chưa rõ đơn vị cấp trên. Vui lòng ghi đúng tên một đơn vị. %(names)s", field="parent_text", names=names
        )
    return found.id


@blueprint.route("/import", methods=["GET", "POST"])
@roles(Role.ORGANISER)
def upload() -> ResponseReturnValue:
    """Ask for an Excel file and show what would become of each row; nothing is stored yet."""
    form = FileForm()
    if not form.validate_on_submit():
        return render_template("units/upload.html", form=form, columns=COLUMNS)
    try:
        token, name, content = uploads.keep(form.file.data)
        report = service.import_units(acting(), content, dry_run=True)
    except DomainError as error:
        show_error(form, error, "file")
        return render_template("units/upload.html", form=form, columns=COLUMNS), error.status
    if not report.is_clean:
        uploads.discard(token)
    return render_template("units/preview.html", report=report, name=name, token=token)


@blueprint.post("/import/<token>")
@roles(Role.ORGANISER)
def accept(token: str) -> ResponseReturnValue:
    """Take the units of a file that was looked at."""
    report = service.import_units(acting(), uploads.fetch(token))
    uploads.discard(token)
    if not report.is_clean:
        return render_template("units/preview.html", report=report, name="", token=None), 422
    flash(_("Đã thêm %(new)s và cập nhật %(old)s đơn vị.", new=report.count("created"), old=report.count("updated")))
    return redirect(url_for(".index"))


@blueprint.get("/template.xlsx")
@roles(Role.ORGANISER)
def template() -> ResponseReturnValue:
    """An empty table to fill in, with one line as an example."""
    example: tuple[Any, ...] = ("X001", "Xã An Bình", "Xã", "TINH", 1250, "31/12/2025", "Báo cáo năm", "Xã An Bình cũ")
    columns = [Column(column.titles[0], 22) for column in COLUMNS]
    answer = make_response(workbook([Sheet(_("Đơn vị"), columns, [example])]))
    answer.headers["Content-Type"] = XLSX
    answer.headers["Content-Disposition"] = "attachment; filename=don-vi-mau.xlsx"
    return answer
