"""The console pages of the bank: the list, one bank, one item, the table of topics and levels."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from quiz.bank import browsing, labels, service
from quiz.bank.keys import keys, solutions
from quiz.bank.models import Bank, Item, ItemRevision
from quiz.bank.queries import bank_by_code, item_by_id, require, shown_items
from quiz.core.errors import NotFound
from quiz.core.paging import page_number
from quiz.core.permissions import Role, acting, roles

blueprint = Blueprint("bank_admin", __name__, url_prefix="/admin/bank")
WITHOUT = "-"
"""What a filter sends for "items without a topic" or "without a level"; an empty value narrows nothing."""


def own_bank(code: str) -> Bank:
    """The bank of an address; refuses where it is not the acting person's."""
    bank = bank_by_code(code)
    require(acting(), bank)
    return bank


@blueprint.get("/")
@roles(Role.ORGANISER)
def index() -> ResponseReturnValue:
    """All banks the person may look after."""
    return render_template("bank/index.html", banks=browsing.banks_of(acting()))


@blueprint.get("/banks/<code>")
@roles(Role.ORGANISER)
def bank(code: str) -> ResponseReturnValue:
    """The items of a bank, searched and filtered."""
    own = own_bank(code)
    args = request.args
    filters = browsing.Filters(args.get("q", "")[:200], _choice("topic"), _choice("level"), _choice("state"))
    return render_template(
        "bank/bank.html",
        bank=own,
        page=browsing.search_items(own, filters, page_number(args.get("page"))),
        topics=browsing.topics_of(own),
        states=browsing.state_counts(own),
        labels=labels,
        WITHOUT=WITHOUT,
    )


def _choice(name: str) -> str | None:
    value = request.args.get(name, "")
    return None if not value else "" if value == WITHOUT else value


@blueprint.get("/banks/<code>/table")
@roles(Role.ORGANISER)
def table(code: str) -> ResponseReturnValue:
    """How many items each topic has on each level."""
    own = own_bank(code)
    rows = browsing.topic_table(own)
    sums = {level: browsing.add(row.counts.get(level, (0, 0)) for row in rows) for level in browsing.LEVELS}
    levels = [level for level in browsing.LEVELS if level or sums[""][0]]
    total = browsing.add(sums.values())
    return render_template("bank/table.html", bank=own, rows=rows, levels=levels, sums=sums, total=total, labels=labels)


@blueprint.post("/banks/<code>/approval")
@roles(Role.ORGANISER)
def approve(code: str) -> ResponseReturnValue:
    """Approve every draft of a bank."""
    count = service.approve_drafts(acting(), code)
    flash(_("Đã duyệt %(count)s câu hỏi.", count=count))
    return redirect(url_for(".bank", code=code))


@blueprint.get("/items/<int:item_id>")
@roles(Role.ORGANISER)
def item(item_id: int) -> ResponseReturnValue:
    """One item with its options, its key and its revisions; `?revision=` shows an older one."""
    own, found = item_by_id(item_id)
    require(acting(), own)
    revisions = browsing.revisions_of(found)
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
        options=options,
        key=keys([chosen.id])[chosen.id],
        solution=solution,
        labels=labels,
    )


def _chosen(found: Item, revisions: Sequence[ItemRevision]) -> ItemRevision:
    number = request.args.get("revision")
    for revision in revisions:
        if (revision.id == found.current_revision_id) if number is None else (str(revision.number) == number):
            return revision
    raise NotFound("Không tìm thấy phiên bản này của câu hỏi.")
