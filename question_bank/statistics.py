"""Figures of items and of whole papers, by the definitions of Moodle's quiz statistics.

Marks come in as whole numbers of a unit (hundredths of a point, say) and every sum is exact; only the last step, a root
or a quotient, makes a float. So a variance that is nothing is nothing, and what is undefined is None. Variances and
covariances divide by the number of attempts less one; a blank counts as no marks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

from question_bank.item import Kind

Pairs = Mapping[tuple[int, int], int]
"""How many attempts have this mark on the item and this score on the rest of their paper."""
Totals = Mapping[int, int]
"""How many attempts have this score."""


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """An item over `n` attempts. `facility` is a share, `sd` in marks, the two of discrimination in percent.

    Source: Moodle, question/classes/statistics/questions/calculator.php.
    """

    n: int
    facility: float | None
    sd: float | None
    discrimination_index: float | None
    discriminative_efficiency: float | None


@dataclass(frozen=True, slots=True)
class TestFigures:
    """The scores of `n` attempts. Mean, median, SD and standard error in marks; reliability and error ratio in percent.

    Source: Moodle, mod/quiz/report/statistics/classes/calculator.php.
    """

    n: int
    mean: float | None
    median: float | None
    sd: float | None
    skewness: float | None
    kurtosis: float | None
    reliability: float | None = None
    error_ratio: float | None = None
    standard_error: float | None = None


@dataclass(frozen=True, slots=True)
class Spread:
    """How marks x on an item and scores y on the rest vary, in squared units; needs two attempts."""

    var_x: Fraction
    var_y: Fraction
    cov: Fraction
    cov_max: Fraction

    @property
    def cov_total(self) -> Fraction:
        """The covariance of the item with the whole score, itself included."""
        return self.cov + self.var_x


def spread(pairs: Pairs) -> Spread | None:
    """Variances and covariance of an item with the rest; None for fewer than two attempts.

    `cov_max` is the covariance there would be had the best marks on the item met the best scores on the rest: that of
    the two sorted independently.
    """
    n = sum(pairs.values())
    if n < 2:
        return None
    marks, rests = _margins(pairs)
    sum_x = sum(x * count for x, count in marks.items())
    sum_y = sum(y * count for y, count in rests.items())
    below = n * (n - 1)

    def centred(products: int, one: int, other: int) -> Fraction:
        return Fraction(n * products - one * other, below)

    return Spread(
        var_x=centred(sum(x * x * count for x, count in marks.items()), sum_x, sum_x),
        var_y=centred(sum(y * y * count for y, count in rests.items()), sum_y, sum_y),
        cov=centred(sum(x * y * count for (x, y), count in pairs.items()), sum_x, sum_y),
        cov_max=centred(sum(x * y * count for x, y, count in _sorted_apart(marks, rests)), sum_x, sum_y),
    )


def _margins(pairs: Pairs) -> tuple[Counter[int], Counter[int]]:
    marks: Counter[int] = Counter()
    rests: Counter[int] = Counter()
    for (x, y), count in pairs.items():
        marks[x] += count
        rests[y] += count
    return marks, rests


def _sorted_apart(marks: Totals, rests: Totals) -> Iterator[tuple[int, int, int]]:
    """Marks and rest scores, each in ascending order, side by side: (x, y, how many)."""
    others = iter(sorted(rests.items()))
    y, left = next(others)
    for x, wanted in sorted(marks.items()):
        while wanted:
            if not left:
                y, left = next(others)
            both = min(wanted, left)
            yield x, y, both
            wanted, left = wanted - both, left - both


def item_figures(pairs: Pairs, maximum: int, scale: int = 1) -> ItemFigures:
    """The figures of an item with this highest mark, `scale` units making one point.

    The discrimination index is the correlation with the rest of the paper, the item itself left out.
    """
    n, found = sum(pairs.values()), spread(pairs)
    total = sum(x * count for (x, _y), count in pairs.items())
    facility = float(Fraction(total, n * maximum)) if n and maximum else None
    if found is None:
        return ItemFigures(n, facility, None, None, None)
    efficiency = 100 * found.cov / found.cov_max if found.cov_max else None
    return ItemFigures(
        n=n,
        facility=facility,
        sd=_root(found.var_x) / scale,
        discrimination_index=_correlation(found),
        discriminative_efficiency=None if efficiency is None else float(efficiency),
    )


def _correlation(found: Spread) -> float | None:
    if not found.var_x or not found.var_y:
        return None
    size = 100 * _root(found.cov**2 / (found.var_x * found.var_y))
    return -size if found.cov < 0 else size


def _root(value: Fraction) -> float:
    return sqrt(float(value))


def effective_weights(covariances: Sequence[Fraction | None]) -> list[float | None]:
    """How much each item contributes to the spread of the scores, in percent, from its covariance with them.

    None for an item whose covariance is negative or unknown; the others share the hundred.
    """
    roots = [_root(one) if one is not None and one >= 0 else None for one in covariances]
    together = sum(root for root in roots if root is not None)
    return [100 * root / together if root is not None and together else None for root in roots]


def score_figures(totals: Totals, scale: int = 1, item_variances: Sequence[Fraction] | None = None) -> TestFigures:
    """The figures of scores, `scale` units making one point.

    With the variances of the items of a fixed paper come reliability (Cronbach's alpha; KR-20 where items are right or
    wrong), error ratio and standard error; randomly drawn papers have none.
    """
    n = sum(totals.values())
    if not n:
        return TestFigures(0, None, None, None, None, None)
    k2, k3, k4 = _cumulants(totals, n)
    sd = None if k2 is None else _root(k2) / scale
    reliability = _reliability(item_variances or (), k2, n)
    error_ratio = _error_ratio(reliability)
    skewness = _root(k3**2 / k2**3) if k2 and k3 is not None else None
    return TestFigures(
        n=n,
        mean=float(Fraction(sum(value * count for value, count in totals.items()), n * scale)),
        median=float(_median(totals, n) / scale),
        sd=sd,
        skewness=-skewness if skewness is not None and k3 is not None and k3 < 0 else skewness,
        kurtosis=float(k4 / k2**2) if k2 and k4 is not None else None,
        reliability=None if reliability is None else float(reliability),
        error_ratio=error_ratio,
        standard_error=None if error_ratio is None or sd is None else error_ratio * sd / 100,
    )


def _median(totals: Totals, n: int) -> Fraction:
    """The middle score, or the mean of the two in the middle."""
    seen, middle = 0, []
    for value, count in sorted(totals.items()):
        middle += [value] * sum(1 for place in {(n - 1) // 2, n // 2} if seen <= place < seen + count)
        seen += count
    return Fraction(sum(middle), len(middle))


def _cumulants(totals: Totals, n: int) -> tuple[Fraction | None, Fraction | None, Fraction | None]:
    """Unbiased second, third and fourth cumulant, each None below its number of attempts."""
    total = sum(value * count for value, count in totals.items())
    m2, m3, m4 = (
        Fraction(sum(count * (n * value - total) ** power for value, count in totals.items()), n ** (power + 1))
        for power in (2, 3, 4)
    )
    k2 = n * m2 / (n - 1) if n > 1 else None
    k3 = n**2 * m3 / ((n - 1) * (n - 2)) if n > 2 else None
    k4 = n**2 * ((n + 1) * m4 - 3 * (n - 1) * m2**2) / ((n - 1) * (n - 2) * (n - 3)) if n > 3 else None
    return k2, k3, k4


def _reliability(item_variances: Sequence[Fraction], k2: Fraction | None, n: int) -> Fraction | None:
    items = len(item_variances)
    if n < 3 or items < 2 or not k2:
        return None
    return 100 * Fraction(items, items - 1) * (1 - sum(item_variances, Fraction(0)) / k2)


def _error_ratio(reliability: Fraction | None) -> float | None:
    if reliability is None or reliability > 100:
        return None  # above a hundred only where scores are not the sums of the marks
    return 100 * _root(1 - reliability / 100)


def random_guess(kind: Kind, options: int) -> float | None:
    """The share of the marks that guessing brings; None for an item of several right answers."""
    if kind is Kind.MULTIPLE:
        return None
    return 0.5 if kind is Kind.TRUE_FALSE else 1 / options
