"""CHECKS I3: a damaged file is read or refused with places, and never breaks the reader."""

from __future__ import annotations

import hashlib
import json
from random import Random

import pytest

from question_bank.formats import FORMATS, Reading, read
from question_bank.letters import FEWEST_OPTIONS, MOST_OPTIONS
from tests.question_bank.mutations import mutated, seeds

SHARDS, FILES_A_SHARD = 30, 100


def sound(reading: Reading) -> None:
    assert reading.format in {"", *FORMATS}
    assert reading.items or reading.errors
    for found in reading.items:
        assert found.stem
        assert found.key_indexes
        assert FEWEST_OPTIONS <= len(found.options) <= MOST_OPTIONS
        assert found.place
    for problem in reading.problems:
        assert problem.place
        assert problem.message
    for refused in reading.refused:
        assert refused.place
        assert refused.problems
        assert set(refused.problems) <= set(reading.problems)
    assert Reading.load(json.loads(json.dumps(reading.dump()))) == reading


def try_files(shard: int, count: int) -> int:
    """Read as many damaged files; tells how many differ."""
    seen = set()
    for name, data in mutated(count, Random(shard)):
        seen.add(hashlib.sha256(data).digest())
        try:
            sound(read(data, name))
        except Exception as failure:
            failure.add_note(f"shard {shard}, {name}: {data[:200]!r} …")
            raise
    return len(seen)


def test_the_seeds_are_valid_files_of_every_format_that_is_there() -> None:
    corpus = seeds()
    assert len(corpus) >= 30
    formats = set()
    for name, data in corpus.items():
        reading = read(data, name)
        assert (reading.errors, bool(reading.items)) == ((), True), name
        formats.add(reading.format)
    assert formats == set(FORMATS)


def test_a_few_damaged_files_never_break_the_reader() -> None:
    assert try_files(shard=1_000, count=60) > 50


@pytest.mark.nightly
@pytest.mark.parametrize("shard", range(SHARDS))
def test_three_thousand_damaged_files_never_break_the_reader(shard: int) -> None:
    assert try_files(shard, FILES_A_SHARD) > FILES_A_SHARD * 0.9
