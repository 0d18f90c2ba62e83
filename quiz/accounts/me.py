"""The own page: who I am, what I agreed to, my password, my devices."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from quiz.accounts import consents, door, queries, service
from quiz.accounts.forms import ROLE_TITLES, AgreeForm, BirthForm, PasswordForm, PublicNameForm, show_error
from quiz.accounts.limits import count_guess
from quiz.accounts.posts import posts_of
from quiz.accounts.rules import FULL, NAME_SHOWN_FROM_AGE, is_under, shown_birth
from quiz.core import clock
from quiz.core.errors import Conflict, Invalid
from quiz.core.permissions import acting, login_required

blueprint = Blueprint("accounts_me", __name__, url_prefix="/me")


def _page(password: PasswordForm | None = None, birth: BirthForm | None = None) -> str:
    actor, now = acting(), clock.now()
    person = queries.get(actor.person_id)
    return render_template(
        "accounts/me.html",
        person=person,
        birth=shown_birth(person.birth),
        birth_form=None if person.birth else birth or BirthForm(formdata=None),
        unit=queries.primary_unit(person.id),
        posts=[one for one in posts_of(person.id, clock.local(now).date()) if one.title],
        roles=queries.roles_of(person.id),
        role_titles=ROLE_TITLES,
        public_name=queries.public_name(person, now),
        is_young=is_under(NAME_SHOWN_FROM_AGE, person.birth, clock.local(now).date()),
        agreed=queries.has_consented(person.id, consents.TAKING_PART),
        devices=queries.open_sessions(person.id, now),
        agree=AgreeForm(formdata=None),
        public=PublicNameForm(formdata=None, publishes_name=person.public_name == FULL),
        password=password or PasswordForm(formdata=None),
    )


@blueprint.get("")
@login_required
def show() -> ResponseReturnValue:
    """The page."""
    return _page()


@blueprint.post("/agreement")
@login_required
def agree() -> ResponseReturnValue:
    """Consent of somebody whose account an organiser made."""
    form = AgreeForm()
    if form.validate() and form.agrees.data:
        service.agree(acting().person_id, clock.now())
        flash(_("Đã ghi nhận sự đồng ý của quý vị."))
    return redirect(url_for(".show"))


@blueprint.post("/birth")
@login_required
def birth() -> ResponseReturnValue:
    """Give the own birth date, where the account has none."""
    form = BirthForm()
    if form.validate():
        try:
            service.give_birth(acting(), form.birth.data, clock.now())
            flash(_("Đã lưu ngày sinh."))
            return redirect(url_for(".show"))
        except (Conflict, Invalid) as error:
            show_error(form, error, "birth")
    return _page(birth=form), 422


@blueprint.post("/public-name")
@login_required
def public_name() -> ResponseReturnValue:
    """Choose the full name or the initials for public pages."""
    form = PublicNameForm()
    if form.validate():
        service.choose_public_name(acting().person_id, form.publishes_name.data, clock.now())
        flash(_("Đã lưu lựa chọn về tên công khai."))
    return redirect(url_for(".show"))


@blueprint.post("/password")
@login_required
def password() -> ResponseReturnValue:
    """Change the password; every other device is logged out."""
    form, person_id = PasswordForm(), acting().person_id
    if form.validate():
        count_guess(f"me {person_id}")
        try:
            service.change_password(
                person_id, form.old_password.data, form.password.data, clock.now(), keep=door.own_token()
            )
            flash(_("Đã đổi mật khẩu. Các thiết bị khác đã được đăng xuất."))
            return redirect(url_for(".show"))
        except Invalid as error:
            show_error(form, error, "password")
    return _page(form), 422


@blueprint.post("/devices")
@login_required
def devices() -> ResponseReturnValue:
    """Log out everywhere else."""
    service.revoke_sessions(acting().person_id, clock.now(), keep=door.own_token())
    flash(_("Đã đăng xuất khỏi các thiết bị khác."))
    return redirect(url_for(".show"))
