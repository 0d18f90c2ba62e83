"""K3: over a thousand papers neither the place of an option, nor the order of ids, nor any length tells the key.

The bank is the worst there is: the author put every key at A.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from question_bank.key_patterns import chi_square
from quiz.attempts import layout as layouts
from quiz.attempts.papers import draw_record, layout_of, shown
from quiz.attempts.rules import Drawn, write_paper
from quiz.bank.models import ItemKey
from quiz.contests.context import round_context
from quiz.contests.models import Round
from quiz.core.db import db, transaction
from tests.conftest import FrozenClock
from tests.factories.stage import build

PAPERS = 1000
OPTIONS = 4
CHI_SQUARE_AT_P_001 = 11.345  # three degrees of freedom
SEED = bytes(range(32))


@pytest.fixture
def papers(app: Flask, frozen: FrozenClock) -> list[list[dict[str, Any]]]:
    """A thousand papers as contestants get them, every key first in the bank."""
    stage = build(frozen.moment, items=12)
    with transaction():
        db.session.execute(sa.update(ItemKey).where(ItemKey.mask != 0b0101).values(mask=1))
    contest_round = db.session.get_one(Round, stage.round_id)
    record = draw_record(round_context(stage.round_id, contest_round.version, 1))
    with app.test_request_context():
        return [given_out(person, [Drawn(*one) for one in record.paper(SEED, person, 1)]) for person in range(PAPERS)]


def given_out(person: int, drawn: list[Drawn]) -> list[dict[str, Any]]:
    """A paper in the words of the API."""
    ids = layouts.option_ids(b"secret", person * 7919, layout_of(drawn))
    return shown(write_paper(drawn), ids)


def singles(papers: list[list[dict[str, Any]]]) -> Iterator[tuple[dict[str, Any], int]]:
    """Every single-choice item of every paper with the place of its key among the options shown."""
    for paper in papers:
        for item in paper:
            if item["kind"] == "single":
                [place] = [i for i, one in enumerate(item["options"]) if one["text"].startswith("Phương án A ")]
                yield item, place


def counts(values: Iterator[int]) -> list[int]:
    """How often each place from 0 to 3 came."""
    found = Counter(values)
    assert set(found) == set(range(OPTIONS))
    return [found[place] for place in range(OPTIONS)]


def test_the_key_stands_in_every_place_alike(papers: list[list[dict[str, Any]]]) -> None:
    places = counts(place for _item, place in singles(papers))
    assert sum(places) > 3 * PAPERS
    assert chi_square(places) < CHI_SQUARE_AT_P_001, places


def test_the_id_of_the_key_has_every_rank_alike(papers: list[list[dict[str, Any]]]) -> None:
    ranks = counts(
        sorted(one["id"] for one in item["options"]).index(item["options"][place]["id"])
        for item, place in singles(papers)
    )
    assert chi_square(ranks) < CHI_SQUARE_AT_P_001, ranks


def test_the_length_of_an_item_is_the_same_wherever_its_key_stands(papers: list[list[dict[str, Any]]]) -> None:
    lengths: dict[tuple[str, int], set[int]] = {}
    for item, place in singles(papers):
        lengths.setdefault((item["stem"], place), set()).add(len(json.dumps(item | {"position": 1})))
    stems = {stem for stem, _place in lengths}
    assert len(lengths) == OPTIONS * len(stems)
    for stem in stems:
        assert len(set.union(*(lengths[stem, place] for place in range(OPTIONS)))) == 1, stem


def test_nothing_but_the_shown_parts_is_given_out(papers: list[list[dict[str, Any]]]) -> None:
    for paper in papers[:50]:
        for item in paper:
            assert set(item) == {"position", "kind", "stem", "markup", "images", "options"}
            assert all(set(one) == {"id", "text"} for one in item["options"])
