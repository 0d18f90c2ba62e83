"""The console pages of the bank: the list, one bank, the table of topics and levels, the imports."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from quiz.bank import browsing, labels, searching
from quiz.bank.choosing import ACTIONS
from quiz.bank.models import Bank
from quiz.bank.queries import bank_by_code, require
from quiz.core.paging import page_number
from quiz.core.permissions import Role, acting, roles

blueprint = Blueprint("bank_admin", __name__, url_prefix="/admin/bank")


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
    filters = searching.Filters.of(request.args)
    return render_template(
        "bank/bank.html",
        bank=own,
        filters=filters,
        page=searching.search_items(own, filters, page_number(request.args.get("page"))),
        topics=browsing.topics_of(own),
        states=browsing.state_counts(own),
        undo=request.args.get("undo", ""),
        actions=ACTIONS,
        labels=labels,
        searching=searching,
    )


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
