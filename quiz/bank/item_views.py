"""One item in the console: what it says, its history, what changed between revisions, and the steps of its workflow."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from quiz.bank import labels
from quiz.bank.decisions import Chosen, decide, history_of, names_of
from quiz.bank.differences import compare
from quiz.bank.images import image_url
from quiz.bank.keys import keys, solutions
from quiz.bank.models import Item, ItemRevision
from quiz.bank.queries import item_by_id, require, shown_items
from quiz.bank.revising import EDITABLE
from quiz.bank.revisions import contents_of, revisions_of
from quiz.bank.usage import usage_of
from quiz.bank.views import blueprint
from quiz.bank.workflow import OWN, RULES, Move, moves_from, refusal
from quiz.core import clock
from quiz.core.errors import Invalid, NotFound
from quiz.core.permissions import Role, acting, roles


@blueprint.get("/items/<int:item_id>")
@roles(Role.ORGANISER)
def item(item_id: int) -> ResponseReturnValue:
    """One item with its options, key, revisions and history; `?revision=` shows an older one."""
    own, found = item_by_id(item_id)
    require(acting(), own)
    revisions = revisions_of(found.id)
    chosen = _chosen(found, revisions)
    shown, solution = shown_items([chosen.id])[chosen.id], solutions([chosen.id])[chosen.id]
    options = [
        {"text": text, "pinned": pinned, "feedback": feedback}
        for (text, pinned), feedback in zip(shown.options, solution.feedback, strict=True)
    ]
    return render_template(
        "bank/item.html",
        bank=own,
        item=found,
        revisions=revisions,
        chosen=chosen,
        shown=shown,
        pictures=[image_url(name) for name in shown.images],
        options=options,
        key=keys([chosen.id])[chosen.id],
        solution=solution,
        usage=usage_of([found.id])[found.id],
        history=history_of(found),
        names=names_of([found.author_id, *(one.author_id for one in revisions)]),
        moves=moves_from(found.state),
        rules=RULES,
        is_own=_is_own(found, revisions),
        own_text=OWN.text,
        can_edit=found.state in EDITABLE,
        labels=labels,
    )


def _is_own(found: Item, revisions: Sequence[ItemRevision]) -> bool:
    """Whether the acting person wrote the item or one of its revisions, and so may not review it."""
    authors = {found.author_id, *(one.author_id for one in revisions)}
    return any(refusal(move, found.state, authors, acting().person_id) is OWN for move in Move)


def _chosen(found: Item, revisions: Sequence[ItemRevision]) -> ItemRevision:
    number = request.args.get("revision")
    for revision in revisions:
        if (revision.id == found.current_revision_id) if number is None else (str(revision.number) == number):
            return revision
    raise NotFound("Không tìm thấy phiên bản này của câu hỏi.")


@blueprint.get("/items/<int:item_id>/difference")
@roles(Role.ORGANISER)
def difference(item_id: int) -> ResponseReturnValue:
    """What changed from one revision (`from`) to another (`to`); by default the last step."""
    own, found = item_by_id(item_id)
    require(acting(), own)
    revisions = revisions_of(found.id)
    numbers = {str(revision.number): revision for revision in revisions}
    newest = revisions[0].number
    after = numbers.get(request.args.get("to", str(newest)))
    before = numbers.get(request.args.get("from", str(max(newest - 1, 1))))
    if after is None or before is None:
        raise NotFound("Không tìm thấy phiên bản này của câu hỏi.")
    contents = contents_of([before.id, after.id])
    return render_template(
        "bank/difference.html",
        bank=own,
        item=found,
        revisions=revisions,
        before=before,
        after=after,
        parts=compare(contents[before.id], contents[after.id]),
        names=names_of([before.author_id, after.author_id]),
        labels=labels,
    )


@blueprint.post("/items/<int:item_id>/decision")
@roles(Role.ORGANISER)
def decision(item_id: int) -> ResponseReturnValue:
    """Take one step of the workflow with an item as the page showed it."""
    form = request.form
    if form.get("move") not in list(Move):
        raise Invalid("Vui lòng chọn một bước: thẩm định, phê duyệt, niêm phong, cho thôi dùng hoặc trả lại.")
    version = form.get("version", "")
    seen = Chosen(item_id, int(version[:15]) if version.isascii() and version.isdecimal() else 0)
    found = decide(acting(), seen, Move(form["move"]), form.get("remark", ""), clock.now())
    flash(_("Câu %(ref)s: %(state)s.", ref=found.ref, state=str(labels.STATES[found.state]).lower()))
    return redirect(url_for(".item", item_id=item_id))
