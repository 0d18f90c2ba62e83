"""Actions on many items: a page that says what would happen to which, then all of it in one transaction."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from flask import flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from question_bank.formats import WRITABLE
from quiz.bank import classifying, decisions, labels
from quiz.bank.browsing import topics_of
from quiz.bank.choosing import ACTIONS, CLASSIFYING, all_that_match, parse, tokens
from quiz.bank.council_views import council_file
from quiz.bank.decisions import Chosen, Outcome
from quiz.bank.models import Bank
from quiz.bank.searching import Filters, rows_of
from quiz.bank.service import export_bank
from quiz.bank.telling import tell
from quiz.bank.usage import used_items
from quiz.bank.views import blueprint, own_bank
from quiz.bank.workflow import RULES, Move
from quiz.core import clock
from quiz.core.errors import Invalid
from quiz.core.messages import message_of
from quiz.core.permissions import Role, acting, roles

ENDINGS = {"aiken": "aiken.txt", "moodle": "xml", "qti": "qti.zip"}
"""Of formats whose files do not end in their name."""
SHOWN = 200
"""How many of the items the confirmation lists by name; the rest are counted."""


@blueprint.get("/banks/<code>/bulk")
@roles(Role.ORGANISER)
def bulk(code: str) -> ResponseReturnValue:
    """What an action would do to the chosen items; nothing is changed yet."""
    own = own_bank(code)
    action = _action(request.args.get("action"))
    chosen = all_that_match(own, Filters.of(request.args)) if request.args.get("all") else None
    if chosen is None:
        chosen = parse(request.args.getlist("item"))
    if not chosen:
        flash(_("Chưa chọn câu hỏi nào. Vui lòng đánh dấu các câu cần xử lý rồi chọn việc cần làm."), "warning")
        args: dict[str, Any] = Filters.of(request.args).to_args()
        return redirect(url_for(".bank", code=code, **args))
    return _confirm(own, action, chosen)


@blueprint.post("/banks/<code>/bulk")
@roles(Role.ORGANISER)
def carry_out(code: str) -> ResponseReturnValue:
    """Do it, in one transaction, or answer with the file that was asked for."""
    own = own_bank(code)
    action = _action(request.form.get("action"))
    chosen = parse(request.form.get("chosen", "").split())
    try:
        if action in CLASSIFYING:
            return _classify(own, action, chosen)
        if action == "export":
            return _export(own, chosen)
        if action == "council":
            return council_file(own, chosen)
        outcome = decisions.decide_many(
            acting(), code, chosen, Move(action), request.form.get("remark", ""), clock.now()
        )
    except Invalid as error:
        return _confirm(own, action, chosen, error), error.status
    tell(outcome)
    return redirect(url_for(".bank", code=code))


@blueprint.post("/banks/<code>/undo")
@roles(Role.ORGANISER)
def undo(code: str) -> ResponseReturnValue:
    """Take a change of topic or level back."""
    entry = request.form.get("entry", "")
    number = int(entry[:15]) if entry.isascii() and entry.isdecimal() else 0
    tell(classifying.undo(acting(), code, number, clock.now()))
    return redirect(url_for(".bank", code=code))


def _action(name: str | None) -> str:
    if name not in ACTIONS:
        raise Invalid("Vui lòng chọn việc cần làm với các câu đã đánh dấu.")
    return name


def _confirm(own: Bank, action: str, chosen: list[Chosen], error: Invalid | None = None) -> str:
    outcome = _outcome(own, action, chosen)
    ids = [item.id for item in outcome.done]
    return render_template(
        "bank/bulk.html",
        bank=own,
        action=action,
        chosen=tokens(chosen),
        outcome=outcome,
        rows=rows_of(ids[:SHOWN]),
        used=len(used_items(ids)),
        rule=RULES[Move(action)] if action in list(Move) else None,
        topics=[topic for topic in topics_of(own) if topic],
        problem=message_of(error) if error else "",
        today=clock.local(clock.now()).date().isoformat(),
        form=request.form,
        formats=WRITABLE,
        labels=labels,
    )


def _outcome(own: Bank, action: str, chosen: list[Chosen]) -> Outcome:
    if action in list(Move):
        return decisions.sort_out(acting(), own, chosen, Move(action))
    if action in CLASSIFYING:
        return classifying.sort_out(own, chosen, action)
    return Outcome(decisions.load(own, [one.item_id for one in chosen]))


def _classify(own: Bank, action: str, chosen: list[Chosen]) -> ResponseReturnValue:
    done = classifying.classify(acting(), own.code, chosen, action, request.form.get("value", ""), clock.now())
    tell(done.outcome)
    return redirect(url_for(".bank", code=own.code, undo=done.entry))


def _export(own: Bank, chosen: list[Chosen]) -> ResponseReturnValue:
    name = request.form.get("format", "")
    content = export_bank(acting(), own.code, name, {one.item_id for one in chosen})
    return send_file(
        BytesIO(content), as_attachment=True, download_name=f"{own.code}.{name}", mimetype="application/octet-stream"
    )
