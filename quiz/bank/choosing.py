"""Which items of a list somebody chose for an action on many, as forms send them."""

from __future__ import annotations

from collections.abc import Iterable

from quiz.bank.decisions import Chosen
from quiz.bank.models import Bank
from quiz.bank.searching import Filters, matching, rows_of
from quiz.bank.workflow import Move
from quiz.core.db import in_portions

CLASSIFYING = ("topic", "level")
ACTIONS = (*(move.value for move in Move), *CLASSIFYING, "council", "export")


def parse(tokens: Iterable[str]) -> list[Chosen]:
    """Items from "id.version" tokens, each once; what is no such token is left out."""
    found: dict[int, Chosen] = {}
    for token in tokens:
        item_id, _, version = token.partition(".")
        if all(part.isascii() and part.isdecimal() and len(part) < 19 for part in (item_id, version)):
            found.setdefault(int(item_id), Chosen(int(item_id), int(version)))
    return list(found.values())


def tokens(chosen: Iterable[Chosen]) -> str:
    """The chosen items as one text; `parse` reads its words."""
    return " ".join(f"{one.item_id}.{one.version}" for one in chosen)


def all_that_match(bank: Bank, filters: Filters) -> list[Chosen]:
    """Every item of a bank that fits the filters, as it stands now."""
    return [Chosen(row.id, row.version) for portion in in_portions(matching(bank, filters)) for row in rows_of(portion)]
