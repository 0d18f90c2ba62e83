"""What units are compared by, in words: headings, figures, the sum of points, why a unit has no rank."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from quiz.contests.rules import ContestRules
from quiz.contests.unit_scheme import Scale, UnitCriterion, Weight
from quiz.core.vietnamese import number
from quiz.ranking.unit_rows import UnitRow
from quiz.ranking.unit_rules import UNIT_TIES, Part, Unranked

LABELS = {
    UnitCriterion.PEOPLE: lazy_gettext("Người dự thi"),
    UnitCriterion.ATTEMPTS: lazy_gettext("Lượt thi"),
    UnitCriterion.RATE: lazy_gettext("Tỷ lệ dự thi"),
    UnitCriterion.MEAN_SCORE: lazy_gettext("Điểm trung bình"),
    UnitCriterion.FULL_SCORES: lazy_gettext("Đạt điểm tối đa"),
    UnitCriterion.TOP_MEAN: lazy_gettext("Điểm trung bình của những người dẫn đầu"),
    UnitCriterion.PRIZE_POINTS: lazy_gettext("Điểm thưởng từ giải cá nhân"),
    UnitCriterion.POINTS: lazy_gettext("Tổng điểm"),
    UnitCriterion.QUOTA: lazy_gettext("Mức hoàn thành chỉ tiêu"),
}
NOUNS = {
    UnitCriterion.PEOPLE: lazy_gettext("người dự thi"),
    UnitCriterion.ATTEMPTS: lazy_gettext("lượt thi"),
    UnitCriterion.RATE: lazy_gettext("tỷ lệ dự thi"),
    UnitCriterion.MEAN_SCORE: lazy_gettext("điểm trung bình"),
    UnitCriterion.FULL_SCORES: lazy_gettext("người đạt điểm tối đa"),
    UnitCriterion.TOP_MEAN: lazy_gettext("điểm trung bình của những người dẫn đầu"),
    UnitCriterion.PRIZE_POINTS: lazy_gettext("điểm thưởng từ giải cá nhân"),
    UnitCriterion.POINTS: lazy_gettext("tổng điểm"),
    UnitCriterion.QUOTA: lazy_gettext("mức hoàn thành chỉ tiêu"),
}
REASONS = {
    Unranked.TOO_SMALL: lazy_gettext("Không xếp hạng: tổng số người dưới mức quy định."),
    Unranked.NO_HEADCOUNT: lazy_gettext("Không xếp hạng: chưa có tổng số người."),
    Unranked.NO_BAND: lazy_gettext("Không xếp hạng: không thuộc khối nào của thể lệ."),
}
ALWAYS = (
    UnitCriterion.PEOPLE,
    UnitCriterion.ATTEMPTS,
    UnitCriterion.RATE,
    UnitCriterion.MEAN_SCORE,
    UnitCriterion.FULL_SCORES,
)
"""The columns of every unit table; the others stand where the contest ranks by them."""
FITTING = 6
"""How many columns of figures fit on a page."""


def columns(rules: ContestRules) -> list[UnitCriterion]:
    """The columns of a unit table: what the contest ranks by first, in its order, then the others."""
    return list(dict.fromkeys((*_deciding(rules), *ALWAYS)))


def main_columns(rules: ContestRules) -> list[UnitCriterion]:
    """The columns a page has room for: all that the contest ranks by, and of the others as many as fit."""
    return columns(rules)[: max(FITTING, len(_deciding(rules)))]


def _deciding(rules: ContestRules) -> list[UnitCriterion]:
    scheme = rules.unit_scheme
    weighed = [weight.criterion for weight in scheme.weights]
    points = [UnitCriterion.POINTS] if weighed else []
    quota = [UnitCriterion.QUOTA] if scheme.quotas else []
    return list(dict.fromkeys((*rules.unit_order, *points, *weighed, *quota)))


def value_of(row: UnitRow, criterion: UnitCriterion) -> float | None:
    """A row's value: counts, rate and quota as shares, scores in hundredths of a point, points as they are."""
    if criterion is UnitCriterion.QUOTA:
        return row.quota.share if row.quota else None
    value: float | None = getattr(row, criterion.value)
    return value


def figure(value: float | None, criterion: UnitCriterion) -> str:
    """A value as people read it."""
    if value is None:
        return "–"
    if criterion in {UnitCriterion.RATE, UnitCriterion.QUOTA}:
        return f"{number(value * 100, 1)}%"
    if criterion in {UnitCriterion.MEAN_SCORE, UnitCriterion.TOP_MEAN}:
        return number(value / 100, 2)
    return number(value, 2) if criterion == UnitCriterion.POINTS else number(value)


def formula(rules: ContestRules) -> list[str]:
    """How units are ranked, in sentences: the order, the sum of points, cap, least head count."""
    scheme = rules.unit_scheme
    order = [str(NOUNS[criterion]) for criterion in dict.fromkeys((*rules.unit_order, *UNIT_TIES))]
    lines = [_("Thứ tự xét: %(order)s; vẫn bằng nhau thì đồng hạng.", order=", ".join(order))]
    if scheme.weights:
        terms = " + ".join(_term(weight) for weight in scheme.weights)
        lines.append(_("Tổng điểm = %(terms)s.", terms=terms))
    if scheme.rate_cap_percent is not None and UnitCriterion.RATE in _deciding(rules):
        lines.append(_("Tỷ lệ dự thi khi xếp hạng tính tối đa %(cap)s%%.", cap=number(scheme.rate_cap_percent)))
    if UnitCriterion.TOP_MEAN in columns(rules):
        lines.append(
            _(
                "Điểm trung bình của những người dẫn đầu tính trên %(people)s người có điểm cao nhất của đơn vị.",
                people=number(scheme.top_k),
            )
        )
    if scheme.min_headcount:
        lines.append(_("Chỉ xếp hạng đơn vị có từ %(people)s người trở lên.", people=number(scheme.min_headcount)))
    return lines


def _term(weight: Weight) -> str:
    noun = str(NOUNS[weight.criterion])
    if weight.scale is Scale.BEST:
        noun = _("%(value)s (đơn vị cao nhất tính 100)", value=noun)
    elif weight.criterion in {UnitCriterion.RATE, UnitCriterion.QUOTA}:
        noun = _("%(value)s (theo phần trăm)", value=noun)
    times = weight_words(weight)
    return noun if times == "1" else f"{times} × {noun}"


def weight_words(weight: Weight) -> str:
    """A weight as people read it: 0,5."""
    return exact(Fraction(weight.weight_milli, 1000), 3)


def exact(value: Fraction | None, places: int = 2) -> str:
    """An exact value rounded to so many places, without zeros at the end."""
    if value is None:
        return "–"
    text = number(float(value), places)
    return text.rstrip("0").rstrip(",") if "," in text else text


def part_words(part: Part) -> str:
    """A line of the sum as a calculation: 50 ÷ 80 × 100 × 0,5."""
    times = f" × {weight_words(part.weight)}"
    if part.best is not None:
        return f"{exact(part.value)} ÷ {exact(part.best)} × 100{times}"
    return f"{exact(part.value)}{times}"


def part_lines(parts: Sequence[Part]) -> list[tuple[str, str, str]]:
    """How the points of a unit are made up, line by line: of what, the calculation, the points."""
    return [(str(LABELS[part.weight.criterion]), part_words(part), exact(part.points)) for part in parts]
