"""Drawing papers: fixed for ever by the seed, fair, without repetition, and pins that stay."""

from __future__ import annotations

import math
from collections import Counter
from hashlib import sha256
from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.drawing import DrawStream, ShortageError, draw, option_order

GOLDEN_NUMBERS = [2, 4, 20, 1, 209, 0, 3427769889]
GOLDEN_PAPER = [300, 115, 108, 208, 119, 206]
GOLDEN_CELLS = [108, 115, 119, 206, 208, 300]
GOLDEN_ORDER = (1, 0, 3, 2, 5, 4)
SEEDS = [number.to_bytes(4, "big") for number in range(6000)]


def chi_square(counts: Counter[object], outcomes: int) -> float:
    """How far the counts are from all outcomes being equally likely."""
    expected = counts.total() / outcomes
    unseen = outcomes - len(counts)
    return float(unseen * expected + sum((seen - expected) ** 2 / expected for seen in counts.values()))


def limit(outcomes: int) -> float:
    """A bound that a fair draw passes by far more than four deviations (mean k, variance 2k)."""
    freedom = outcomes - 1
    return freedom + 5 * math.sqrt(2 * freedom)


class TestDrawStream:
    def test_words_are_those_of_sha256_in_counter_mode(self) -> None:
        stream = DrawStream(b"seed")
        block = sha256(b"seed" + bytes(8)).digest() + sha256(b"seed" + bytes(7) + b"\x01").digest()
        expected = [int.from_bytes(block[at : at + 4], "big") for at in range(0, 64, 4)]
        assert [stream.below(1 << 32) for _ in range(16)] == expected

    def test_numbers_never_change(self) -> None:
        stream = DrawStream(b"Sen")
        assert [stream.below(n) for n in (10, 6, 100, 2, 1000, 7, 1 << 32)] == GOLDEN_NUMBERS

    def test_a_number_below_one_costs_no_word(self) -> None:
        stream, other = DrawStream(b"x"), DrawStream(b"x")
        assert [stream.below(1) for _ in range(5)] == [0] * 5
        assert stream.below(1000) == other.below(1000)

    def test_words_beyond_the_largest_multiple_are_left_out(self) -> None:
        n = 3 << 30  # a quarter of all words lies beyond it
        words = DrawStream(b"refuse")
        kept = [word for word in (words.below(1 << 32) for _ in range(400)) if word < n]
        stream = DrawStream(b"refuse")
        assert [stream.below(n) for _ in kept] == kept
        assert len(kept) < 340

    @pytest.mark.parametrize("n", [0, -1, (1 << 32) + 1])
    def test_an_impossible_range_is_refused(self, n: int) -> None:
        with pytest.raises(ValueError, match="cannot be drawn"):
            DrawStream(b"").below(n)

    @pytest.mark.parametrize("n", [2, 3, 7, 30])
    def test_every_number_is_equally_likely(self, n: int) -> None:
        counts: Counter[object] = Counter(DrawStream(seed).below(n) for seed in SEEDS)
        assert chi_square(counts, n) < limit(n)


class TestDraw:
    def test_a_paper_never_changes(self) -> None:
        cells = [(3, range(100, 120)), (2, range(200, 210)), (1, [300])]
        assert draw(cells, DrawStream(b"paper"), shuffle=True) == GOLDEN_PAPER
        assert draw(cells, DrawStream(b"paper"), shuffle=False) == GOLDEN_CELLS

    def test_the_same_seed_gives_the_same_paper_and_another_seed_another(self) -> None:
        cells = [(10, range(200))]
        papers = [draw(cells, DrawStream(seed), shuffle=True) for seed in SEEDS[:50]]
        assert papers == [draw(cells, DrawStream(seed), shuffle=True) for seed in SEEDS[:50]]
        assert len({tuple(paper) for paper in papers}) == 50

    def test_without_shuffling_cells_follow_each_other_in_the_given_order(self) -> None:
        paper = draw([(4, [9, 7, 5, 3]), (2, [8, 6])], DrawStream(b"any"), shuffle=False)
        assert paper == [9, 7, 5, 3, 8, 6]

    def test_shuffling_mixes_the_cells(self) -> None:
        firsts = Counter(draw([(1, [1]), (1, [2])], DrawStream(seed), shuffle=True)[0] for seed in SEEDS)
        assert abs(firsts[1] - len(SEEDS) / 2) < 200

    def test_every_selection_and_order_is_equally_likely(self) -> None:
        counts: Counter[object] = Counter(
            tuple(draw([(3, [1, 2, 3, 4, 5])], DrawStream(seed), shuffle=True)) for seed in SEEDS
        )
        assert set(counts) == set(permutations([1, 2, 3, 4, 5], 3))
        assert chi_square(counts, 60) < limit(60)

    def test_cells_are_drawn_independently_of_each_other(self) -> None:
        counts: Counter[object] = Counter(
            tuple(draw([(1, [1, 2, 3]), (1, [4, 5, 6])], DrawStream(seed), shuffle=False)) for seed in SEEDS
        )
        assert set(counts) == set(product([1, 2, 3], [4, 5, 6]))
        assert chi_square(counts, 9) < limit(9)

    def test_the_caller_s_lists_are_left_alone(self) -> None:
        candidates = list(range(30))
        draw([(10, candidates)], DrawStream(b"s"), shuffle=True)
        assert candidates == list(range(30))

    def test_a_candidate_named_twice_is_drawn_once(self) -> None:
        assert sorted(draw([(2, [5, 5, 6])], DrawStream(b"s"), shuffle=True)) == [5, 6]
        assert draw([(2, [5, 5, 6])], DrawStream(b"s"), shuffle=False) == [5, 6]

    def test_nothing_wanted_is_nothing_drawn(self) -> None:
        assert draw([], DrawStream(b"s"), shuffle=True) == []
        assert draw([(0, [1, 2])], DrawStream(b"s"), shuffle=True) == []


class TestOverlap:
    def test_a_wide_cell_leaves_a_narrow_one_what_it_needs(self) -> None:
        for seed in SEEDS[:300]:
            paper = draw([(5, range(8)), (3, [0, 1, 2])], DrawStream(seed), shuffle=False)
            assert len(set(paper)) == 8
            assert sorted(paper[5:]) == [0, 1, 2]

    def test_a_chain_of_cells_hands_on(self) -> None:
        cells = [(1, [1, 2]), (1, [2, 3]), (1, [3, 4]), (1, [1])]
        for seed in SEEDS[:300]:
            assert draw(cells, DrawStream(seed), shuffle=False) == [2, 3, 4, 1]

    def test_a_true_shortage_names_the_cell(self) -> None:
        with pytest.raises(ShortageError) as caught:
            draw([(2, [1, 2, 3]), (2, [2, 3])], DrawStream(b"s"), shuffle=True)
        assert (caught.value.cell, caught.value.wanted, caught.value.found) == (1, 2, 1)

    def test_too_few_candidates_in_a_single_cell_are_refused(self) -> None:
        with pytest.raises(ShortageError, match="cell 0: 3 wanted, 2 found"):
            draw([(3, [1, 2])], DrawStream(b"s"), shuffle=True)

    @given(st.lists(st.tuples(st.integers(0, 3), st.sets(st.integers(0, 8))), max_size=5), st.binary(max_size=8))
    def test_a_paper_is_found_exactly_when_there_is_one(self, cells: list[tuple[int, set[int]]], seed: bytes) -> None:
        ordered = [(count, sorted(candidates)) for count, candidates in cells]
        if not _has_paper(ordered):
            with pytest.raises(ShortageError):
                draw(ordered, DrawStream(seed), shuffle=False)
            return
        paper = draw(ordered, DrawStream(seed), shuffle=False)
        assert len(set(paper)) == len(paper) == sum(count for count, _ in ordered)
        for count, candidates in ordered:
            assert set(paper[:count]) <= set(candidates)
            paper = paper[count:]


def _has_paper(cells: list[tuple[int, list[int]]]) -> bool:
    """Hall's condition: any cells together have at least as many candidates as they want."""
    for chosen in product([False, True], repeat=len(cells)):
        together = [cell for cell, is_in in zip(cells, chosen, strict=True) if is_in]
        if sum(count for count, _ in together) > len({one for _, candidates in together for one in candidates}):
            return False
    return True


class TestOptionOrder:
    def test_an_order_never_changes(self) -> None:
        assert option_order([False] * 6, DrawStream(b"order")) == GOLDEN_ORDER

    def test_pinned_options_keep_their_places(self) -> None:
        pinned = [True, False, False, True, False, True]
        for seed in SEEDS[:200]:
            order = option_order(pinned, DrawStream(seed))
            assert (order[0], order[3], order[5]) == (0, 3, 5)
            assert sorted(order) == list(range(6))

    def test_all_pinned_is_the_written_order(self) -> None:
        assert option_order([True, True], DrawStream(b"any")) == (0, 1)

    def test_a_single_free_option_has_nowhere_to_go(self) -> None:
        assert option_order([True, False, True], DrawStream(b"any")) == (0, 1, 2)

    def test_no_options_have_no_order(self) -> None:
        assert option_order([], DrawStream(b"any")) == ()

    def test_every_order_of_the_free_options_is_equally_likely(self) -> None:
        pinned = [False, False, False, False, True]
        counts: Counter[object] = Counter(option_order(pinned, DrawStream(seed)) for seed in SEEDS)
        assert len(counts) == 24
        assert chi_square(counts, 24) < limit(24)
