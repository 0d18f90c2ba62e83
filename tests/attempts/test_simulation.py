"""A thousand papers for nobody: their difficulty, how often items come, and that nothing leans to one side."""

from __future__ import annotations

import pytest

from question_bank.draw_record import DrawRecord
from question_bank.drawing import ShortageError
from quiz.attempts.simulation import FEWEST_ANSWERS, PROMISED, Tally, expected_facility, simulate, summary

FREE = (False,) * 4
RECORD = DrawRecord(
    cells=((2, tuple(range(10))), (1, (100, 101))),
    kept=dict.fromkeys([*range(10), 100, 101], FREE),
    shuffle_items=True,
)
FACILITY = {**dict.fromkeys(range(10), 0.8), 100: 0.2, 101: 0.6}


def drawn(papers: int = 400) -> Tally:
    """Papers of three items."""
    return simulate(RECORD, FACILITY, {0: 0, 1: 0, 2: 0, 3: 3}, b"thu", papers)


def test_every_paper_has_its_items_and_every_item_is_counted() -> None:
    tally = drawn()
    assert sum(tally.exposure.values()) == 400 * 3
    assert tally.exposure[100] + tally.exposure[101] == 400
    assert all(40 < tally.exposure[item] < 120 for item in range(10))


def test_the_share_of_a_paper_is_the_mean_of_its_items() -> None:
    shares = {round(share, 6) for share in drawn().shares}
    assert shares == {round((0.8 + 0.8 + 0.2) / 3, 6), round((0.8 + 0.8 + 0.6) / 3, 6)}


def test_the_summary_is_that_of_the_papers() -> None:
    tally = Tally(shares=[0.5, 0.7, 0.6, 0.6])
    tally.exposure.update({1: 4, 2: 2, 3: 1, 4: 1})
    told = summary(tally)
    assert told["mean"] == pytest.approx(0.6)
    assert told["sd"] == pytest.approx(0.0816496580927726)
    assert (told["least"], told["most"]) == (0.5, 0.7)
    assert sum(count for _low, _high, count in told["bins"]) == 4
    assert told["overlap"] == pytest.approx((6 + 1) / 6)  # pairs of papers that share an item, over all six pairs


def test_papers_of_equal_difficulty_make_one_column() -> None:
    assert summary(Tally(shares=[0.5, 0.5]))["bins"] == [(0.5, 0.5, 2)]


def test_the_key_of_freely_mixed_items_stands_everywhere() -> None:
    places = summary(drawn(2000))["key_places"]
    assert len(places) == 4
    total = sum(places)
    assert all(abs(count - total / 4) < total * 0.05 for count in places)


def test_the_same_seed_gives_the_same_figures() -> None:
    assert drawn() == drawn()
    assert simulate(RECORD, FACILITY, {}, b"khac", 400).shares != drawn().shares


def test_progress_is_told_to_the_end() -> None:
    seen: list[tuple[int, int]] = []
    simulate(RECORD, FACILITY, {}, b"thu", 200, lambda done, total: seen.append((done, total)))
    assert seen[-1] == (200, 200)


def test_a_bank_that_is_short_is_refused() -> None:
    short = DrawRecord(((3, (1, 2)),), {1: FREE, 2: FREE}, True)
    with pytest.raises(ShortageError):
        simulate(short, {1: 0.5, 2: 0.5}, {}, b"thu", 5)


def test_a_measured_share_counts_once_enough_have_answered() -> None:
    assert expected_facility("recognition", None) == PROMISED["recognition"]
    assert expected_facility("recognition", (0.1, FEWEST_ANSWERS - 1)) == PROMISED["recognition"]
    assert expected_facility("recognition", (0.1, FEWEST_ANSWERS)) == 0.1
    assert expected_facility("whatever", None) == PROMISED[""]


def test_harder_levels_promise_less() -> None:
    promised = [PROMISED[level] for level in ("recognition", "comprehension", "application", "high_application")]
    assert promised == sorted(promised, reverse=True)
