"""Figures of items and papers: by hand, by an independent recomputation, and by what must never change them."""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from question_bank.item import Kind
from question_bank.mark_table import MarkTable, TableFigures, table_figures
from question_bank.statistics import effective_weights, item_figures, random_guess, score_figures, spread

LADDER = [[1, 1, 1, 1], [1, 1, 1, 0], [1, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 0]]
MARKS = st.lists(st.lists(st.integers(0, 4), min_size=3, max_size=3), min_size=4, max_size=12)


def table(marks: Sequence[Sequence[int]], maximum: int = 1, totals: Sequence[int] | None = None) -> MarkTable:
    """A table of whole marks."""
    width = len(marks[0]) if marks else 0
    return MarkTable(
        items=tuple(f"c{index}" for index in range(width)),
        maxima=(Decimal(maximum),) * width,
        marks=tuple(tuple(map(Decimal, row)) for row in marks),
        totals=None if totals is None else tuple(map(Decimal, totals)),
    )


def figures(marks: Sequence[Sequence[int]], maximum: int = 1) -> TableFigures:
    """All figures of a table of whole marks."""
    return table_figures(table(marks, maximum))


def close(found: float | None, expected: float | None) -> bool:
    """Equal but for the last digits of floating point."""
    if found is None or expected is None:
        return found is expected
    return math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-9)


class TestByHand:
    """Five people, four items, each item a little harder: every number below was worked out on paper."""

    def test_scores(self) -> None:
        found = figures(LADDER).test
        assert (found.n, found.mean, found.median) == (5, 2.0, 2.0)
        assert close(found.sd, math.sqrt(2.5))
        assert close(found.skewness, 0)
        assert close(found.kurtosis, -1.2)

    def test_reliability(self) -> None:
        # item variances 0.2 + 0.3 + 0.3 + 0.2 = 1, variance of scores 2.5: 4/3 × (1 − 1/2.5) = 0.8
        found = figures(LADDER).test
        assert close(found.reliability, 80)
        assert close(found.error_ratio, 100 * math.sqrt(0.2))
        assert close(found.standard_error, math.sqrt(0.2) * math.sqrt(2.5))

    def test_items(self) -> None:
        found = figures(LADDER).items
        assert [one.figures.facility for one in found] == [0.8, 0.6, 0.4, 0.2]
        # first item: rests 3 2 1 0 0; covariance 0.3, variances 0.2 and 1.7
        assert close(found[0].figures.discrimination_index, 100 * 0.3 / math.sqrt(0.2 * 1.7))
        assert close(found[0].figures.discriminative_efficiency, 100)
        assert close(found[0].figures.sd, math.sqrt(0.2))
        # covariances with the score 0.5, 0.75, 0.75, 0.5
        roots = [math.sqrt(0.5), math.sqrt(0.75)]
        assert close(found[0].effective_weight, 100 * roots[0] / (2 * sum(roots)))

    def test_efficiency_compares_with_the_best_there_could_be(self) -> None:
        # marks 0 1 1 against rests 2 0 1: covariance −0.5; sorted apart 0 1 1 against 0 1 2: 0.5
        found = item_figures(Counter({(0, 2): 1, (1, 0): 1, (1, 1): 1}), 1)
        assert close(found.discriminative_efficiency, -100)
        assert close(found.discrimination_index, -100 * 0.5 / math.sqrt(1 / 3 * 1))

    def test_a_skewed_set_of_scores(self) -> None:
        # 0 0 0 4: m2 = 3, m3 = 6, m4 = 21; k2 = 4, k3 = 16, k4 = 64
        found = score_figures({0: 3, 4: 1})
        assert (found.mean, found.median, found.sd) == (1.0, 0.0, 2.0)
        assert close(found.skewness, 2)
        assert close(found.kurtosis, 4)

    def test_the_median_of_an_even_number_is_the_mean_of_the_two_in_the_middle(self) -> None:
        assert score_figures({1: 1, 2: 1, 5: 1, 9: 1}).median == 3.5
        assert score_figures({1: 3, 9: 1}).median == 1.0
        assert score_figures({150: 1, 225: 1}, scale=100).median == 1.875

    def test_guessing(self) -> None:
        assert random_guess(Kind.TRUE_FALSE, 2) == 0.5
        assert random_guess(Kind.SINGLE, 4) == 0.25
        assert random_guess(Kind.MULTIPLE, 4) is None


class TestUndefined:
    """Where a figure has no meaning there is none."""

    def test_without_attempts(self) -> None:
        found = table_figures(MarkTable(("c0",), (Decimal(1),), ()))
        assert (found.test.n, found.test.mean, found.test.median, found.test.sd) == (0, None, None, None)
        assert found.items[0].figures.facility is None

    def test_each_figure_waits_for_enough_attempts(self) -> None:
        shown = []
        for count in (1, 2, 3, 4):
            test = figures(LADDER[:count]).test
            shown.append([test.mean, test.sd, test.reliability, test.skewness, test.kurtosis])
        assert [[value is not None for value in row] for row in shown] == [
            [True, False, False, False, False],
            [True, True, False, False, False],
            [True, True, True, True, False],
            [True, True, True, True, True],
        ]

    def test_one_attempt_has_a_facility_only(self) -> None:
        found = figures([[1, 0]]).items[0]
        assert found.figures.facility == 1.0
        assert (found.figures.sd, found.figures.discrimination_index, found.effective_weight) == (None, None, None)

    def test_an_item_that_everybody_got_right(self) -> None:
        found = figures([[1, 1], [1, 0], [1, 1]]).items[0]
        assert (found.figures.sd, found.effective_weight) == (0.0, 0.0)
        assert found.figures.discrimination_index is None
        assert found.figures.discriminative_efficiency is None

    def test_tenths_that_are_all_equal_do_not_vary(self) -> None:
        rows = [(Decimal("0.1"), Decimal("0.7"))] * 3
        found = table_figures(MarkTable(("a", "b"), (Decimal(1), Decimal(1)), tuple(rows)))
        assert found.test.sd == 0.0
        assert found.items[0].figures.discrimination_index is None
        assert found.test.reliability is None

    def test_a_maximum_of_nothing_has_no_facility(self) -> None:
        assert figures([[0, 0], [0, 0]], maximum=0).items[0].figures.facility is None

    def test_one_item_alone_has_no_reliability(self) -> None:
        found = figures([[0], [1], [1]])
        assert (found.test.reliability, found.test.error_ratio, found.test.standard_error) == (None, None, None)
        assert found.items[0].figures.discrimination_index is None, "there is no rest"

    def test_a_negative_covariance_has_no_weight_and_the_others_share_the_hundred(self) -> None:
        assert effective_weights([Fraction(-1), Fraction(4), Fraction(1), None]) == [
            None,
            pytest.approx(200 / 3),
            pytest.approx(100 / 3),
            None,
        ]
        assert effective_weights([Fraction(0), Fraction(-1)]) == [None, None]

    def test_reliability_may_be_negative_and_then_the_error_is_above_a_hundred(self) -> None:
        found = figures([[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 0, 1]]).test
        assert found.reliability is not None
        assert found.reliability < 0
        assert found.error_ratio is not None
        assert found.error_ratio > 100

    def test_totals_that_are_not_sums_take_their_place(self) -> None:
        found = table_figures(table([[1, 1], [1, 0], [0, 0]], totals=[9, 5, 1]))
        assert (found.test.mean, found.test.median) == (5.0, 5.0)
        # marks 1 1 0 against rests 8 4 1
        assert close(found.items[0].figures.discrimination_index, 100 * pearson([1, 1, 0], [8, 4, 1]))

    def test_items_that_never_vary_under_totals_that_do_have_no_error_ratio(self) -> None:
        found = table_figures(table([[1, 1], [1, 1], [1, 1]], totals=[1, 2, 4])).test
        assert close(found.reliability, 200)
        assert found.error_ratio is None


def pearson(xs: Sequence[float], ys: Sequence[float]) -> float:
    """The correlation of two lists by the library of the language."""
    return statistics.correlation(xs, ys)


def has_spread(values: Sequence[float]) -> bool:
    """Whether not all are equal."""
    return len(set(values)) > 1


class TestAgainstOtherFormulas:
    """The same figures from the language's own library, or from another formula."""

    @given(MARKS)
    def test_items(self, marks: list[list[int]]) -> None:
        for index, line in enumerate(figures(marks, maximum=4).items):
            xs = [row[index] for row in marks]
            rests = [sum(row) - row[index] for row in marks]
            assert close(line.figures.facility, statistics.fmean(xs) / 4)
            assert close(line.figures.sd, statistics.stdev(xs))
            if has_spread(xs) and has_spread(rests):
                assert close(line.figures.discrimination_index, 100 * pearson(xs, rests))
                best = statistics.covariance(sorted(xs), sorted(rests))
                assert close(line.figures.discriminative_efficiency, 100 * statistics.covariance(xs, rests) / best)
            else:
                assert line.figures.discrimination_index is None

    @given(MARKS)
    def test_weights(self, marks: list[list[int]]) -> None:
        totals = [sum(row) for row in marks]
        covariances = [statistics.covariance([row[index] for row in marks], totals) for index in range(3)]
        assume(all(abs(one) > 1e-9 for one in covariances))
        roots = [math.sqrt(one) if one > 0 else None for one in covariances]
        together = sum(root for root in roots if root is not None)
        for line, root in zip(figures(marks, maximum=4).items, roots, strict=True):
            assert close(line.effective_weight, None if root is None else 100 * root / together)

    @given(st.lists(st.integers(0, 30), min_size=4, max_size=25))
    def test_scores(self, scores: list[int]) -> None:
        found = score_figures(Counter(scores))
        n, mean, sd = len(scores), statistics.fmean(scores), statistics.stdev(scores)
        assert close(found.mean, mean)
        assert close(found.median, statistics.median(scores))
        assert close(found.sd, sd)
        if has_spread(scores):
            # the textbook forms of the adjusted skewness and kurtosis, over deviations in SDs
            cubes = sum(((score - mean) / sd) ** 3 for score in scores)
            fourths = sum(((score - mean) / sd) ** 4 for score in scores)
            assert close(found.skewness, n / ((n - 1) * (n - 2)) * cubes)
            left = n * (n + 1) / ((n - 1) * (n - 2) * (n - 3)) * fourths
            assert close(found.kurtosis, left - 3 * (n - 1) ** 2 / ((n - 2) * (n - 3)))
        else:
            assert (found.skewness, found.kurtosis) == (None, None)

    @given(MARKS)
    def test_reliability_is_that_of_all_covariances_between_items(self, marks: list[list[int]]) -> None:
        totals = [sum(row) for row in marks]
        assume(has_spread(totals))
        columns = list(zip(*marks, strict=True))
        between = sum(
            statistics.covariance(one, other)
            for i, one in enumerate(columns)
            for j, other in enumerate(columns)
            if i != j
        )
        found = figures(marks, maximum=4).test
        assert close(found.reliability, 100 * 3 / 2 * between / statistics.variance(totals))
        assert found.error_ratio is not None
        assert close(found.standard_error, found.error_ratio * statistics.stdev(totals) / 100)

    @given(st.lists(st.lists(st.integers(0, 1), min_size=4, max_size=4), min_size=3, max_size=12))
    def test_reliability_of_right_and_wrong_is_kr_20(self, marks: list[list[int]]) -> None:
        n, totals = len(marks), [sum(row) for row in marks]
        assume(has_spread(totals))
        shares = [statistics.fmean(row[index] for row in marks) for index in range(4)]
        kr20 = 4 / 3 * (1 - sum(p * (1 - p) for p in shares) * n / (n - 1) / statistics.variance(totals))
        assert close(figures(marks).test.reliability, 100 * kr20)


class TestWhatChangesNothing:
    """Invariances and identities."""

    @given(MARKS, st.randoms())
    def test_the_order_of_attempts(self, marks: list[list[int]], rng: object) -> None:
        shuffled = list(marks)
        rng.shuffle(shuffled)  # type: ignore[attr-defined]
        assert figures(shuffled, 4) == figures(marks, 4)

    @given(MARKS, st.integers(1, 5))
    def test_a_constant_added_to_every_mark_moves_the_mean_alone(self, marks: list[list[int]], more: int) -> None:
        before, after = figures(marks, 9), figures([[mark + more for mark in row] for row in marks], 9)
        assert close(after.test.mean, (before.test.mean or 0) + 3 * more)
        for name in ("sd", "skewness", "kurtosis", "reliability", "error_ratio", "standard_error"):
            assert close(getattr(after.test, name), getattr(before.test, name))
        for one, other in zip(after.items, before.items, strict=True):
            assert close(one.figures.discrimination_index, other.figures.discrimination_index)
            assert close(one.effective_weight, other.effective_weight)

    @given(MARKS, st.integers(2, 9))
    def test_another_unit_of_marks_changes_no_ratio(self, marks: list[list[int]], factor: int) -> None:
        before, after = figures(marks, 4), figures([[mark * factor for mark in row] for row in marks], 4 * factor)
        assert close(after.test.sd, (before.test.sd or 0) * factor)
        for name in ("skewness", "kurtosis", "reliability", "error_ratio"):
            assert close(getattr(after.test, name), getattr(before.test, name))
        for one, other in zip(after.items, before.items, strict=True):
            assert close(one.figures.facility, other.figures.facility)
            assert close(one.figures.discriminative_efficiency, other.figures.discriminative_efficiency)

    @given(MARKS)
    def test_weights_make_a_hundred_and_efficiency_is_never_above_it(self, marks: list[list[int]]) -> None:
        found = figures(marks, 4).items
        weights = [one.effective_weight for one in found if one.effective_weight is not None]
        assert not weights or close(sum(weights), 100)
        for one in found:
            index, efficiency = one.figures.discrimination_index, one.figures.discriminative_efficiency
            if index is not None and efficiency is not None:
                assert abs(index) <= abs(efficiency) + 1e-9
                assert efficiency <= 100 + 1e-9
                assert (index > 0) == (efficiency > 0)

    @given(MARKS)
    def test_covariances_with_the_score_make_its_variance(self, marks: list[list[int]]) -> None:
        totals = [sum(row) for row in marks]
        spreads = [
            spread(Counter((row[i], total - row[i]) for row, total in zip(marks, totals, strict=True)))
            for i in range(3)
        ]
        together = sum(one.cov_total for one in spreads if one is not None)
        assert together == statistics.variance([Fraction(total) for total in totals])
