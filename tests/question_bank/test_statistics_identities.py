"""Figures of items and papers by what must be true of them all: other formulas, identities, invariances."""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from question_bank.statistics import score_figures, spread
from tests.question_bank.mark_tables import close, figures

MARKS = st.lists(st.lists(st.integers(0, 4), min_size=3, max_size=3), min_size=4, max_size=12)


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
