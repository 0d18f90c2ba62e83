"""The record of a draw: with the seed it gives every paper again, and nothing in it can change unseen."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import replace
from typing import Any

import pytest

from question_bank.draw_record import DrawRecord, RecordShapeError, commitment, first_draw, paper_seed
from question_bank.drawing import DrawStream, draw, option_order

SEED = bytes(range(32))
RECORD = DrawRecord(
    cells=((2, (11, 12, 13)), (1, (21, 22))),
    kept={11: (False,) * 4, 12: (True, False, False, True), 13: (False,) * 3, 21: (True, True), 22: (False,) * 4},
    shuffle_items=True,
)


def test_a_paper_is_the_same_whenever_it_is_drawn() -> None:
    assert RECORD.paper(SEED, 7, 1) == RECORD.paper(SEED, 7, 1)
    assert len(RECORD.paper(SEED, 7, 1)) == 3


def test_people_and_attempts_get_papers_of_their_own() -> None:
    papers = {tuple(RECORD.paper(SEED, person, attempt)) for person in range(20) for attempt in (1, 2)}
    assert len(papers) > 20
    assert paper_seed(SEED, 1, 11) != paper_seed(SEED, 11, 1) != paper_seed(SEED, 111, 1)


def test_the_seed_of_a_paper_is_what_the_description_says() -> None:
    assert paper_seed(SEED, 7, 2) == hmac.new(SEED, b"7.2", hashlib.sha256).digest()[:16]


def test_items_come_first_and_option_orders_follow_from_the_same_stream() -> None:
    stream = DrawStream(paper_seed(SEED, 7, 1))
    items = draw(RECORD.cells, stream, True)
    assert RECORD.paper(SEED, 7, 1) == [(item, option_order(RECORD.kept[item], stream)) for item in items]


def test_kept_options_stand_in_every_paper_where_they_stood() -> None:
    for person in range(50):
        for item, order in RECORD.paper(SEED, person, 1):
            assert all(order[place] == place for place, kept in enumerate(RECORD.kept[item]) if kept)


def test_a_record_survives_being_written_and_read() -> None:
    again = DrawRecord.from_dict(json.loads(json.dumps(RECORD.to_dict())))
    assert again == RECORD
    assert again.digest() == RECORD.digest()


@pytest.mark.parametrize(
    "change",
    [
        {"cells": ((1, (11, 12, 13)), (1, (21, 22)))},
        {"cells": ((2, (11, 12)), (1, (21, 22)))},
        {"kept": {**RECORD.kept, 13: (True, False, False)}},
        {"shuffle_items": False},
    ],
)
def test_any_change_shows_in_the_digest(change: dict[str, Any]) -> None:
    assert replace(RECORD, **change).digest() != RECORD.digest()


def test_the_commitment_is_the_sha_256_of_the_seed() -> None:
    assert commitment(SEED) == hashlib.sha256(SEED).hexdigest()


@pytest.mark.parametrize("data", [{}, {"cells": 5}, {"cells": [], "kept": [], "shuffle_items": 1}, {"cells": [{}]}])
def test_what_is_no_record_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises(RecordShapeError, match="biên bản"):
        DrawRecord.from_dict(data)


FIRST = ((2, (11, 12, 13, 14)), (1, (13, 21, 22)))


def shared_record(seed: bytes) -> DrawRecord:
    """A record of items drawn once for everybody."""
    cells = tuple((count, tuple(items)) for count, items in first_draw(FIRST, seed))
    kept = {item: (False,) * 4 for _count, items in cells for item in items}
    return DrawRecord(cells, kept, shuffle_items=True, first=FIRST)


def test_the_first_draw_is_what_the_description_says() -> None:
    stream = DrawStream(hmac.new(SEED, b"first", hashlib.sha256).digest()[:16])
    drawn = draw(FIRST, stream, False)
    assert first_draw(FIRST, SEED) == [(2, drawn[:2]), (1, drawn[2:])]
    assert len(set(drawn)) == 3


def test_seeds_give_first_draws_of_their_own() -> None:
    assert len({str(first_draw(FIRST, bytes([number]) * 32)) for number in range(40)}) > 5


def test_everybody_has_the_items_of_the_first_draw() -> None:
    record = shared_record(SEED)
    assert record.is_first_draw(SEED)
    assert {frozenset(item for item, _order in record.paper(SEED, person, 1)) for person in range(30)} == {
        frozenset(item for _count, items in record.cells for item in items)
    }


def test_a_record_with_a_first_draw_survives_too_and_one_without_is_as_it_was() -> None:
    record = shared_record(SEED)
    assert DrawRecord.from_dict(json.loads(json.dumps(record.to_dict()))) == record
    assert "first" not in RECORD.to_dict()
    assert RECORD.is_first_draw(SEED)
    assert replace(record, first=()).digest() != record.digest()


def test_other_items_than_those_of_the_first_draw_are_found() -> None:
    record = shared_record(SEED)
    (count, items), last = record.cells
    other = next(one for one in FIRST[0][1] if one not in items and one not in last[1])
    assert not replace(record, cells=((count, (items[0], other)), last)).is_first_draw(SEED)
