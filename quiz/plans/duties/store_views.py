"""A unit's store of evidence on the console: what is in it, what shows it, renaming, removing and bringing back."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from quiz.core import clock
from quiz.core.db import db
from quiz.core.errors import Conflict, Invalid, NotFound
from quiz.core.messages import message_of, show_error
from quiz.core.paging import page_number
from quiz.core.permissions import acting, roles
from quiz.plans.authority import STAFF
from quiz.plans.duties import evidence, shelf
from quiz.plans.duties.forms import EvidenceForm
from quiz.plans.duties.views import blueprint
from quiz.units import queries as units
from quiz.units.models import OrgUnit


def _own_unit(code: str) -> OrgUnit:
    """The unit of an address, by code or name, or the person's own; NotFound for one out of reach."""
    actor = acting()
    text = request.args.get("unit_text", "")[:200]
    if code or text.strip():
        unit = units.resolve(code, text, clock.now())[0]
    else:
        held = (grant.unit_id for grant in actor.grants if grant.unit_id is not None)
        first = next(held, None)
        unit = units.get(first) if first is not None else next(iter(units.roots()), None)
    if unit is None or not actor.covers(unit.position, *STAFF):
        raise NotFound("Không tìm thấy đơn vị này.")
    return unit


@blueprint.get("/evidence")
@roles(*STAFF)
def evidence_store() -> ResponseReturnValue:
    """The pieces of a unit, searched by `q`."""
    return _page(_own_unit(request.args.get("unit", "")[:32]), EvidenceForm(formdata=None))


def _page(unit: OrgUnit, form: EvidenceForm) -> str:
    text = request.args.get("q", "")[:200]
    page = shelf.page_of_store(unit, text, page_number(request.args.get("page")))
    return render_template(
        "plans/duties/store.html",
        unit=unit,
        page=page,
        uses=shelf.uses_of(page.rows),
        text=text,
        evidence_form=form,
        removed=request.args.get("removed", type=int),
    )


@blueprint.post("/evidence")
@roles(*STAFF)
def add_to_store() -> ResponseReturnValue:
    """Take files or a link into the store of a unit."""
    unit, form, actor, now = _own_unit(request.args.get("unit", "")[:32]), EvidenceForm(), acting(), clock.now()
    refused: tuple[Invalid, ...] = ()
    taken = 0
    try:
        if form.validate_on_submit() and form.url.data:
            evidence.add_link(actor, unit.id, form.url.data, form.title.data or "", now)
            taken = 1
        elif form.validate_on_submit():
            done = evidence.take_files(actor, unit.id, request.files.getlist("file"), now)
            taken, refused = len(done.ids), done.refused
    except Invalid as error:
        refused = (error,)
    if taken:
        flash(_("Đã thêm %(count)s minh chứng.", count=taken))
    for problem in refused:
        show_error(form, problem, "file")
    if not taken or refused:
        return _page(db.session.get_one(OrgUnit, unit.id), form), 422
    return _back(unit)


@blueprint.post("/evidence/<int:evidence_id>/rename")
@roles(*STAFF)
def rename_evidence(evidence_id: int) -> ResponseReturnValue:
    """Give a piece another title."""
    version = request.form.get("version", type=int) or 0
    try:
        shelf.rename(acting(), evidence_id, request.form.get("title", ""), version)
    except (Invalid, Conflict) as error:
        unit = _unit_of(evidence_id)
        typed = request.form.get("title", "")[:200]
        flash(message_of(error), "danger")
        flash(_("Tên quý vị vừa ghi: %(title)s", title=typed), "warning")
        return _page(unit, EvidenceForm(formdata=None)), error.status
    flash(_("Đã đổi tên minh chứng."))
    return _back(_unit_of(evidence_id))


@blueprint.post("/evidence/<int:evidence_id>/remove")
@roles(*STAFF)
def remove_evidence(evidence_id: int) -> ResponseReturnValue:
    """Take a piece out of the store; the page then offers to bring it back."""
    try:
        piece = shelf.remove(acting(), evidence_id, clock.now())
    except Conflict as error:
        flash(message_of(error), "danger")
        return _page(_unit_of(evidence_id), EvidenceForm(formdata=None)), error.status
    return _back(units.get(piece.unit_id), removed=evidence_id)


@blueprint.post("/evidence/<int:evidence_id>/restore")
@roles(*STAFF)
def restore_evidence(evidence_id: int) -> ResponseReturnValue:
    """Bring a removed piece back."""
    piece = shelf.restore(acting(), evidence_id)
    flash(_("Đã khôi phục “%(title)s”.", title=piece.title))
    return _back(units.get(piece.unit_id))


def _unit_of(evidence_id: int) -> OrgUnit:
    return units.get(evidence.seen_piece(acting(), evidence_id).unit_id)


def _back(unit: OrgUnit, removed: int | None = None) -> ResponseReturnValue:
    return redirect(url_for(".evidence_store", unit=unit.code, removed=removed), 303)
