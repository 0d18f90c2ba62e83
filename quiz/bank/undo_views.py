"""The imports of a bank: what each brought, its report to be read again, and taking it back."""

from __future__ import annotations

import json

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from question_bank.problem import Problem
from quiz.bank import labels
from quiz.bank.imports import changes_of, import_by_id, imports_of, rows_of
from quiz.bank.models import Bank, BankImport
from quiz.bank.queries import bank_by_code, require
from quiz.bank.shelf import is_kept
from quiz.bank.undoing import plan_undoing, undo_import
from quiz.bank.views import blueprint
from quiz.core import clock
from quiz.core.paging import page_number
from quiz.core.permissions import Role, acting, roles


@blueprint.get("/banks/<code>/imports")
@roles(Role.ORGANISER)
def imports(code: str) -> ResponseReturnValue:
    """The files that were taken into a bank."""
    bank = bank_by_code(code)
    require(acting(), bank)
    page = imports_of(bank, page_number(request.args.get("page")))
    return render_template("bank/imports.html", bank=bank, page=page, labels=labels)


@blueprint.get("/imports/<int:import_id>")
@roles(Role.ORGANISER)
def imported(import_id: int) -> ResponseReturnValue:
    """One import: what it brought, and everything that was noticed about its file."""
    bank, source = _own(import_id)
    problems = [Problem.from_dict(one) for one in json.loads(source.problems)]
    rest = source.token if source.token and is_kept(source.token, acting().person_id) else None
    facts = {"bank": bank, "row": rows_of([source])[0], "problems": problems, "labels": labels}
    return render_template("bank/imported.html", **facts, changes=changes_of(source), rest=rest)


@blueprint.route("/imports/<int:import_id>/undoing", methods=["GET", "POST"])
@roles(Role.ORGANISER)
def take_back(import_id: int) -> ResponseReturnValue:
    """Say what taking the import back means, and do it once that is confirmed."""
    bank, source = _own(import_id)
    here = url_for(".imported", import_id=import_id)
    if request.method == "POST":
        undo_import(acting(), import_id, clock.now())
        flash(_("Đã hoàn tác lần nhập tệp %(name)s.", name=source.file_name))
        return redirect(here)
    if source.undone_at is not None:
        return redirect(here)
    return render_template("bank/undo.html", bank=bank, source=source, undoing=plan_undoing(source))


def _own(import_id: int) -> tuple[Bank, BankImport]:
    bank, source = import_by_id(import_id)
    require(acting(), bank)
    return bank, source
