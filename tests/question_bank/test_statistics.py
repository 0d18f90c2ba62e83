"""Figures of items and papers: by hand, and none where a figure has no meaning."""

from __future__ import annotations

import math
import statistics
from collections import Counter
from decimal import Decimal
from fractions import Fraction

import pytest

from question_bank.item import Kind
from question_bank.mark_table import MarkTable, table_figures
from question_bank.statistics import effective_weights, item_figures, random_guess, score_figures
from tests.question_bank.mark_tables import close, figures, table

LADDER = [[1, 1, 1, 1], [1, 1, 1, 0], [1, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 0]]


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
        assert close(found.items[0].figures.discrimination_index, 100 * statistics.correlation([1, 1, 0], [8, 4, 1]))

    def test_items_that_never_vary_under_totals_that_do_have_no_error_ratio(self) -> None:
        found = table_figures(table([[1, 1], [1, 1], [1, 1]], totals=[1, 2, 4])).test
        assert close(found.reliability, 200)
        assert found.error_ratio is None
