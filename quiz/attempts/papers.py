"""Papers: drawn from the round's seed for one person and attempt, and put into the words of the API."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from question_bank.draw_record import DrawRecord, draw_positions
from quiz.attempts import layout as layouts
from quiz.attempts.rules import Drawn, read_paper
from quiz.bank.images import image_url
from quiz.bank.shown import ShownItem, shown_items
from quiz.contests.context import RoundContext
from quiz.contests.pools import first_pool


def draw_paper(context: RoundContext, seed: bytes) -> list[Drawn]:
    """Which items in which order, and the order of their options."""
    keeps_all = not context.rules.shuffle_options
    positions = draw_positions(
        context.cells, context.rules.shuffle_items, seed, lambda revisions: kept_options(revisions, keeps_all)
    )
    return [Drawn(revision, order) for revision, order in positions]


def kept_options(revisions: Sequence[int], keeps_all: bool) -> dict[int, list[bool]]:
    """For each revision, which of its options keep their places: pinned ones, and all of a true/false item."""
    return {
        revision: [keeps_all or item.kind == "true_false" or pinned for _text, pinned in item.options]
        for revision, item in shown_items(revisions).items()
    }


def draw_record(context: RoundContext) -> DrawRecord:
    """What anybody needs, with the round's seed, to draw every paper of the round again."""
    revisions = sorted({revision for _count, some in context.cells for revision in some})
    kept = kept_options(revisions, not context.rules.shuffle_options)
    return DrawRecord(
        context.cells,
        {revision: tuple(kept[revision]) for revision in revisions},
        context.rules.shuffle_items,
        first_pool(context.round_id, context.rules),
    )


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
