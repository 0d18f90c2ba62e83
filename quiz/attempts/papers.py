"""Papers: drawn from the round's seed for one person and attempt, and put into the words of the API."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from typing import Any

from question_bank.drawing import DrawStream, draw, option_order
from quiz.attempts import layout as layouts
from quiz.attempts.rules import Drawn, read_paper
from quiz.bank.images import image_url
from quiz.bank.shown import ShownItem, shown_items
from quiz.contests.context import RoundContext


def paper_seed(round_seed: bytes, person_id: int, number: int) -> bytes:
    """The seed of one paper; with the round's seed published, anybody can draw the paper again."""
    return hmac.digest(round_seed, f"{person_id}.{number}".encode(), "sha256")[:16]


def draw_paper(context: RoundContext, seed: bytes) -> list[Drawn]:
    """Which items in which order, and the order of their options."""
    stream = DrawStream(seed)
    revisions = draw(context.cells, stream, context.rules.shuffle_items)
    items = shown_items(revisions)
    return [Drawn(revision, _order(items[revision], stream, context)) for revision in revisions]


def _order(item: ShownItem, stream: DrawStream, context: RoundContext) -> tuple[int, ...]:
    keep = item.kind == "true_false" or not context.rules.shuffle_options
    return option_order([keep or pinned for _text, pinned in item.options], stream)


def layout_of(paper: Sequence[Drawn]) -> str:
    """The layout of a drawn paper."""
    items = shown_items([position.revision_id for position in paper])
    return "".join(
        layouts.letter(items[position.revision_id].kind, len(items[position.revision_id].options)) for position in paper
    )


def shown(paper: str, ids: Sequence[Sequence[str]]) -> list[dict[str, Any]]:
    """The items of a stored paper as the API gives them: no key, options in the order drawn."""
    drawn = read_paper(paper)
    items = shown_items([position.revision_id for position in drawn])
    return [
        _shown_item(number, items[position.revision_id], position.order, ids[number - 1])
        for number, position in enumerate(drawn, start=1)
    ]


def _shown_item(number: int, item: ShownItem, order: Sequence[int], ids: Sequence[str]) -> dict[str, Any]:
    return {
        "position": number,
        "kind": item.kind,
        "stem": item.stem,
        "markup": item.markup,
        "images": [image_url(name) for name in item.images],
        "options": [{"id": ids[index], "text": item.options[index][0]} for index in order],
    }
