"""Thirds, alarms and levels as rules."""

from __future__ import annotations

from math import tanh

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.levels import Level
from quiz.analysis.rules import (
    LEAST_ATTEMPTS,
    STANDARD_ERRORS,
    Measured,
    alarms_of,
    level_finding,
    level_means,
    thirds,
)

KEY, LURE = 0b0001, 0b0010


def codes(n: int, index: float | None, upper: dict[int, int]) -> list[str]:
    return [alarm.code for alarm in alarms_of(n, index, KEY, upper)]


class TestThirds:
    def test_scores_all_different_make_three_equal_groups(self) -> None:
        assert list(thirds(dict.fromkeys(range(9), 1)).values()) == [0, 0, 0, 1, 1, 1, 2, 2, 2]

    def test_many_at_the_top_are_the_upper_group_together(self) -> None:
        assert thirds({10: 60, 9: 20, 8: 20}) == {8: 0, 9: 0, 10: 2}

    def test_one_score_for_all_is_the_middle(self) -> None:
        assert thirds({7: 50}) == {7: 1}
        assert thirds({}) == {}

    @given(st.dictionaries(st.integers(0, 50), st.integers(1, 30), max_size=30))
    def test_groups_follow_the_scores_and_turn_with_them(self, scores: dict[int, int]) -> None:
        found = thirds(scores)
        groups = [found[score] for score in sorted(found)]
        assert groups == sorted(groups)
        assert set(groups) <= {0, 1, 2}
        assert found.keys() == scores.keys()

    @given(st.dictionaries(st.integers(0, 1000), st.just(1), min_size=30))
    def test_scores_all_different_are_split_evenly(self, scores: dict[int, int]) -> None:
        sizes = [list(thirds(scores).values()).count(group) for group in range(3)]
        assert max(sizes) - min(sizes) <= 2


class TestNegativeDiscrimination:
    def test_clearly_negative_is_an_alarm_with_its_size_and_sample(self) -> None:
        [alarm] = alarms_of(200, -40.0, KEY, {KEY: 60})
        assert (alarm.code, alarm.n, alarm.index) == ("negative", 200, -40.0)

    @pytest.mark.parametrize("index", [None, 0.0, 35.0, -10.0])
    def test_none_or_a_little_is_none(self, index: float | None) -> None:
        assert codes(200, index, {KEY: 60}) == []

    def test_the_bound_lies_at_so_many_standard_errors(self) -> None:
        bound = -100 * tanh(STANDARD_ERRORS / (200 - 3) ** 0.5)
        assert codes(200, bound - 0.01, {}) == ["negative"]
        assert codes(200, bound + 0.01, {}) == []

    def test_few_attempts_are_never_enough(self) -> None:
        assert codes(LEAST_ATTEMPTS - 1, -100.0, {LURE: 29}) == []
        assert codes(LEAST_ATTEMPTS, -100.0, {}) == ["negative"]


class TestStrongDistractor:
    def test_a_wrong_answer_that_beats_the_key_at_the_top_is_an_alarm(self) -> None:
        [alarm] = alarms_of(200, 5.0, KEY, {KEY: 10, LURE: 40, 0b0100: 12, 0: 5})
        assert (alarm.code, alarm.mask, alarm.chosen, alarm.right, alarm.n) == ("distractor", LURE, 40, 10, 67)

    def test_a_key_that_nobody_chose_counts_as_none(self) -> None:
        assert codes(60, None, {LURE: 6}) == ["distractor"]
        assert codes(60, None, {LURE: 5}) == []

    @pytest.mark.parametrize("upper", [{}, {KEY: 50}, {0: 60}, {KEY: 30, LURE: 31}, {KEY: 20, LURE: 35}])
    def test_blanks_and_narrow_leads_are_none(self, upper: dict[int, int]) -> None:
        assert codes(200, 20.0, upper) == []

    def test_answers_of_several_options_are_compared_as_a_whole(self) -> None:
        [alarm] = alarms_of(100, None, 0b0101, {0b0101: 3, 0b0111: 25, 0b0001: 8})
        assert alarm.mask == 0b0111

    def test_both_reasons_can_be_told(self) -> None:
        assert codes(200, -60.0, {KEY: 2, LURE: 60}) == ["negative", "distractor"]


class TestLevels:
    EASY = [Measured(Level.RECOGNITION, 100, share) for share in (0.8, 0.85, 0.9)]
    HARD = [Measured(Level.HIGH_APPLICATION, 100, share) for share in (0.3, 0.4, 0.5)]

    def test_means_need_a_few_judged_items(self) -> None:
        few = [Measured(Level.APPLICATION, 100, 0.5)] * 2 + [Measured(Level.APPLICATION, 5, 0.5)]
        assert level_means([*self.EASY, *self.HARD, *few]) == {
            "recognition": pytest.approx(0.85),
            "high_application": pytest.approx(0.4),
        }

    @pytest.mark.parametrize(
        ("level", "facility", "finding"),
        [
            (Level.HIGH_APPLICATION, 0.99, "easier"),
            (Level.HIGH_APPLICATION, 0.86, ""),
            (Level.RECOGNITION, 0.2, "harder"),
            (Level.RECOGNITION, 0.38, ""),
            (Level.COMPREHENSION, 0.6, ""),
            ("", 0.99, ""),
        ],
    )
    def test_an_item_is_held_against_the_levels_around_it(self, level: str, facility: float, finding: str) -> None:
        means = level_means([*self.EASY, *self.HARD])
        assert level_finding(Measured(level, 400, facility), means) == finding

    def test_a_small_sample_says_nothing(self) -> None:
        means = level_means([*self.EASY, *self.HARD])
        assert level_finding(Measured(Level.RECOGNITION, 29, 0.0), means) == ""
        assert level_finding(Measured(Level.RECOGNITION, 100, None), means) == ""
