"""The pages of the door: registering, logging in and out, a forgotten password."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from quiz.accounts import door, service
from quiz.accounts.forms import CodeForm, LoginForm, RegisterForm, show_error
from quiz.accounts.rules import local_path
from quiz.accounts.units_typed import unit_or_root
from quiz.core import clock
from quiz.core.errors import DomainError, TooMany, Unavailable
from quiz.core.permissions import current_actor, public

blueprint = Blueprint("accounts", __name__)
PASSED_ON = (TooMany, Unavailable)
"""Errors that are an answer of their own, with the time to wait, not a text beside an input."""


@blueprint.route("/register", methods=["GET", "POST"])
@public
def register() -> ResponseReturnValue:
    """A person's own registration; logs in at once."""
    form = RegisterForm()
    choices: object = ()
    if request.method == "GET":
        form.next.data = local_path(request.args.get("next"))
    elif form.validate():
        try:
            door.enter(_registered(form))
            flash(_("Đăng ký thành công. Chúc quý vị làm bài tốt!"))
            return redirect(local_path(form.next.data))
        except DomainError as error:
            if isinstance(error, PASSED_ON):
                raise
            show_error(form, error, "login_name")
            choices = error.details.get("choices", ())
    return render_template("accounts/register.html", form=form, choices=choices), 422 if form.errors else 200


def _registered(form: RegisterForm) -> int:
    now = clock.now()
    person = service.register_person(
        form.name.data,
        form.login_name.data,
        unit_or_root(form, now).id,
        form.password.data,
        phone=form.phone.data or "",
        birth=form.birth.data or "",
        agrees=form.agrees.data,
        publishes_name=form.publishes_name.data,
        missing_unit=form.missing_unit.data or "",
        now=now,
    )
    return person.id


@blueprint.route("/login", methods=["GET", "POST"])
@public
def login() -> ResponseReturnValue:
    """Log in with a login name or a phone number."""
    form = LoginForm()
    if request.method == "GET":
        form.next.data = local_path(request.args.get("next"))
        if current_actor() is not None:
            return redirect(form.next.data)
    elif form.validate():
        try:
            door.log_in(form.login.data, form.password.data)
            return redirect(local_path(form.next.data))
        except service.WrongLogin as error:
            show_error(form, error, "password")
    return render_template("accounts/login.html", form=form), 422 if form.errors else 200


@blueprint.route("/login/code", methods=["GET", "POST"])
@public
def code() -> ResponseReturnValue:
    """Set a password with the one-time code from the organiser."""
    form = CodeForm()
    if form.validate_on_submit():
        try:
            door.redeem(form.login.data, form.code.data, form.password.data)
            flash(_("Đã đặt mật khẩu mới."))
            return redirect(url_for("accounts_me.show"))
        except DomainError as error:
            if isinstance(error, PASSED_ON):
                raise
            show_error(form, error, "code")
    return render_template("accounts/code.html", form=form), 422 if form.errors else 200


@blueprint.post("/logout")
@public
def logout() -> ResponseReturnValue:
    """Log out on this device."""
    door.leave()
    flash(_("Đã đăng xuất."))
    answer = redirect("/")
    answer.headers["Clear-Site-Data"] = '"storage"'
    return answer
