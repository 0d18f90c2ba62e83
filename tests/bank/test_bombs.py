"""Files made to hurt whoever opens them are refused, and the child that reads them stays within its bounds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from quiz.bank.reading.pool import Pool
from quiz.core.settings import IMPORT_LIMITS
from tests.bank.bombs import ALL, HARMLESS, QUICK, read_bomb
from tests.bank.bombs.texts import json_of

SECONDS = 20


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    """One child for bomb after bomb, so that one that is hurt would show at the next."""
    fresh = Pool(at_once=1)
    yield fresh
    fresh.close()


def is_refused(pool: Pool, name: str) -> None:
    """Refused, within the bounds; and an honest file is read afterwards as if nothing had been."""
    result, _seconds, peak = read_bomb(pool, ALL[name](), SECONDS)
    assert result != "taken" or name in HARMLESS
    assert peak <= IMPORT_LIMITS.memory_bytes
    answer, _, _ = read_bomb(pool, ("tot.json", json_of(3)), SECONDS)
    assert answer == "taken"


@pytest.mark.parametrize("name", QUICK)
def test_a_quick_bomb_is_refused(pool: Pool, name: str) -> None:
    is_refused(pool, name)


@pytest.mark.nightly
@pytest.mark.parametrize("name", sorted(set(ALL) - set(QUICK)))
def test_a_bomb_is_refused(pool: Pool, name: str) -> None:
    is_refused(pool, name)


def test_there_are_more_than_the_twenty_five_that_were_asked_for() -> None:
    assert len(ALL) > 40
    assert set(QUICK) <= set(ALL)
    assert set(ALL) >= HARMLESS
