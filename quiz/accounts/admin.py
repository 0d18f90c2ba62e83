"""The console pages of people: the list, one person, roles, one-time codes, missing units."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from quiz.accounts import queries, service
from quiz.accounts.authority import may_grant
from quiz.accounts.forms import ROLE_TITLES, GrantForm, NewPersonForm, PostForm, UnitForm, show_error
from quiz.accounts.intake import free_login_name
from quiz.accounts.listing import page_of_people
from quiz.accounts.missing_units import open_requests
from quiz.accounts.models import Person
from quiz.accounts.posts import TITLES, posts_of
from quiz.accounts.rules import shown_birth
from quiz.accounts.units_typed import typed_unit
from quiz.core import clock
from quiz.core.errors import DomainError, Invalid, NotFound
from quiz.core.paging import page_number
from quiz.core.permissions import Role, acting, roles
from quiz.units import queries as units
from quiz.units.models import OrgUnit

blueprint = Blueprint("accounts_admin", __name__, url_prefix="/admin/accounts")


def own_person(person_id: int) -> Person:
    """The person of an address; refuses where the acting person does not organise the unit."""
    person, unit = queries.get(person_id), queries.primary_unit(person_id)
    acting().require(unit.position if unit else None, Role.ORGANISER)
    return person


def _under() -> OrgUnit | None:
    code = request.args.get("under")
    if not code:
        return None
    unit = units.by_code(code)
    if unit is None:
        raise NotFound("Không tìm thấy đơn vị này.")
    acting().require(unit.position, Role.ORGANISER)
    return unit


@blueprint.get("/")
@roles(Role.ORGANISER)
def index() -> ResponseReturnValue:
    """People of the own subtree, searched by `q`, of the unit `under` and below."""
    actor, under, text = acting(), _under(), request.args.get("q", "")[:200]
    page = page_of_people(actor, text, under, page_number(request.args.get("page")))
    waiting = len(open_requests(actor))
    return render_template("accounts/index.html", page=page, text=text, under=under, waiting=waiting)


@blueprint.route("/new", methods=["GET", "POST"])
@roles(Role.ORGANISER)
def new() -> ResponseReturnValue:
    """Add one person; the one-time code is shown once."""
    form = NewPersonForm()
    if form.validate_on_submit():
        try:
            return _created(form)
        except DomainError as error:
            show_error(form, error, "name")
    return render_template("accounts/new.html", form=form), 422 if form.errors else 200


def _created(form: NewPersonForm) -> str:
    now = clock.now()
    unit = typed_unit(form, now)
    if unit is None and not acting().covers(None, Role.ORGANISER):
        raise Invalid("Vui lòng chọn đơn vị.", field="unit")
    person = service.create_person(
        acting(),
        form.name.data,
        form.login_name.data or free_login_name(form.name.data),
        unit.id if unit else None,
        phone=form.phone.data or "",
        birth=form.birth.data or "",
        post=form.post.data or "",
        now=now,
    )
    return _show_code(person.id, service.issue_code(acting(), person.id, now))


@blueprint.get("/<int:person_id>")
@roles(Role.ORGANISER)
def person(person_id: int) -> ResponseReturnValue:
    """One person: unit, roles, and what may be done."""
    return person_page(person_id)


def person_page(
    person_id: int, grant: FlaskForm | None = None, move: FlaskForm | None = None, post: FlaskForm | None = None
) -> str:
    """The page of a person with the forms as they were filled in; of the posts those in units the actor organises."""
    found, actor = own_person(person_id), acting()
    held_posts = posts_of(person_id, clock.local(clock.now()).date(), with_ended=True)
    held = queries.roles_of(person_id)
    return render_template(
        "accounts/person.html",
        person=found,
        birth=shown_birth(found.birth),
        unit=queries.primary_unit(person_id),
        held=held,
        role_titles=ROLE_TITLES,
        is_above=not all(may_grant(actor, role.role, role.position) for role in held),
        duplicates=queries.likely_duplicates(found, actor),
        grant=grant or GrantForm(formdata=None),
        move=move or UnitForm(formdata=None),
        posts=[one for one in held_posts if one.title and actor.covers(one.position, Role.ORGANISER)],
        kind_titles=TITLES,
        post_form=post or PostForm(formdata=None),
    )


@blueprint.post("/<int:person_id>/code")
@roles(Role.ORGANISER)
def issue_code(person_id: int) -> ResponseReturnValue:
    """Issue a one-time code; it is shown on this answer only."""
    own_person(person_id)
    return _show_code(person_id, service.issue_code(acting(), person_id, clock.now()))


def _show_code(person_id: int, code: str) -> str:
    found = queries.get(person_id)
    return render_template(
        "accounts/code_issued.html",
        person=found,
        code=code,
        unit=queries.primary_unit(person_id),
        duplicates=queries.likely_duplicates(found, acting()),
    )


@blueprint.post("/<int:person_id>/roles")
@roles(Role.ORGANISER)
def grant(person_id: int) -> ResponseReturnValue:
    """Give a role."""
    own_person(person_id)
    form = GrantForm()
    if form.validate():
        try:
            unit = typed_unit(form, clock.now())
            service.grant_role(acting(), person_id, Role(form.role.data), unit.id if unit else None, clock.now())
            flash(_("Đã phân vai trò."))
            return redirect(url_for(".person", person_id=person_id))
        except DomainError as error:
            show_error(form, error, "unit_text")
    return person_page(person_id, grant=form), 422


@blueprint.post("/<int:person_id>/roles/<int:grant_id>/revocation")
@roles(Role.ORGANISER)
def revoke(person_id: int, grant_id: int) -> ResponseReturnValue:
    """Take a role back."""
    own_person(person_id)
    if all(held.id != grant_id for held in queries.roles_of(person_id)):
        raise NotFound("Không tìm thấy vai trò này.")
    service.revoke_role(acting(), grant_id)
    flash(_("Đã thu hồi vai trò."))
    return redirect(url_for(".person", person_id=person_id))


@blueprint.post("/<int:person_id>/unit")
@roles(Role.ORGANISER)
def move(person_id: int) -> ResponseReturnValue:
    """Let a person stand for another unit."""
    own_person(person_id)
    form = UnitForm()
    try:
        unit = _chosen(form)
        service.change_unit(acting(), person_id, unit.id, clock.now())
        flash(_("Đã chuyển về %(name)s.", name=unit.name))
        return redirect(url_for(".person", person_id=person_id))
    except DomainError as error:
        show_error(form, error, "unit_text")
    return person_page(person_id, move=form), 422


@blueprint.post("/<int:person_id>/state")
@roles(Role.ORGANISER)
def state(person_id: int) -> ResponseReturnValue:
    """Close an account or open it again."""
    own_person(person_id)
    active = request.form.get("active") == "1"
    service.set_active(acting(), person_id, active, clock.now())
    flash(_("Đã mở lại tài khoản.") if active else _("Đã khóa tài khoản."))
    return redirect(url_for(".person", person_id=person_id))


@blueprint.get("/requests")
@roles(Role.ORGANISER)
def requests() -> ResponseReturnValue:
    """People whose unit was missing when they registered."""
    waiting = [(item, UnitForm(formdata=None, number=item.id)) for item in open_requests(acting())]
    return render_template("accounts/requests.html", requests=waiting)


@blueprint.post("/requests/<int:request_id>")
@roles(Role.ORGANISER)
def settle(request_id: int) -> ResponseReturnValue:
    """Answer a request: move the person to a unit, or (`close`) leave things as they are."""
    try:
        unit = None if request.form.get("close") else _chosen(UnitForm())
        service.settle_request(acting(), request_id, unit.id if unit else None, clock.now())
        flash(_("Đã chuyển về %(name)s.", name=unit.name) if unit else _("Đã đóng yêu cầu."))
    except Invalid as error:
        flash(_(error.text, **error.params), "danger")
    return redirect(url_for(".requests"))


def _chosen(form: UnitForm) -> OrgUnit:
    unit = typed_unit(form, clock.now())
    if unit is None:
        raise Invalid("Vui lòng chọn đơn vị.", field="unit")
    return unit
