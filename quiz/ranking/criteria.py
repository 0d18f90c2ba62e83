"""The tie-break list as people and programs read it: labels, values, and why somebody stands above.

A prediction is nobody else's business while its true value is unknown: until then it has no value here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from flask_babel import gettext, lazy_gettext

from quiz.contests.rules import Criterion
from quiz.core import clock
from quiz.core.points import in_points
from quiz.core.templating import duration, points
from quiz.core.vietnamese import number
from quiz.ranking.models import Standing
from quiz.ranking.outcomes import SCALE, WORST
from quiz.ranking.queries import Above

Guess = dict[str, int | float | None]
Plain = int | float | str | Guess | None
UNKNOWN = "–"
LABELS = {
    Criterion.SCORE: lazy_gettext("Điểm"),
    Criterion.PREDICTION: lazy_gettext("Dự đoán"),
    Criterion.DURATION: lazy_gettext("Thời gian làm bài"),
    Criterion.SUBMITTED_AT: lazy_gettext("Nộp bài lúc"),
    Criterion.STARTED_AT: lazy_gettext("Bắt đầu lúc"),
    Criterion.ATTEMPTS: lazy_gettext("Số lượt đã thi"),
    Criterion.FULL_SCORE_ATTEMPTS: lazy_gettext("Số lượt đạt điểm tối đa"),
    Criterion.LOTS: lazy_gettext("Số bốc thăm"),
    Criterion.BOARD: lazy_gettext("Ban tổ chức quyết định"),
}
_NOUNS = {
    Criterion.SCORE: lazy_gettext("điểm"),
    Criterion.PREDICTION: lazy_gettext("độ lệch của dự đoán"),
    Criterion.DURATION: lazy_gettext("thời gian làm bài"),
    Criterion.SUBMITTED_AT: lazy_gettext("thời điểm nộp bài"),
    Criterion.STARTED_AT: lazy_gettext("thời điểm bắt đầu"),
    Criterion.ATTEMPTS: lazy_gettext("số lượt đã thi"),
    Criterion.FULL_SCORE_ATTEMPTS: lazy_gettext("số lượt đạt điểm tối đa"),
    Criterion.LOTS: lazy_gettext("số bốc thăm"),
    Criterion.BOARD: lazy_gettext("quyết định của ban tổ chức"),
}
_REASONS = {
    Criterion.SCORE: lazy_gettext("%(name)s xếp trên vì có điểm cao hơn: %(theirs)s so với %(mine)s."),
    Criterion.PREDICTION: lazy_gettext("%(name)s xếp trên vì dự đoán sát hơn: %(theirs)s so với %(mine)s."),
    Criterion.DURATION: lazy_gettext("%(name)s xếp trên vì làm bài nhanh hơn: %(theirs)s so với %(mine)s."),
    Criterion.SUBMITTED_AT: lazy_gettext("%(name)s xếp trên vì nộp bài sớm hơn: %(theirs)s so với %(mine)s."),
    Criterion.STARTED_AT: lazy_gettext("%(name)s xếp trên vì bắt đầu làm bài sớm hơn: %(theirs)s so với %(mine)s."),
    Criterion.ATTEMPTS: lazy_gettext("%(name)s xếp trên vì thi ít lượt hơn: %(theirs)s so với %(mine)s lượt."),
    Criterion.FULL_SCORE_ATTEMPTS: lazy_gettext(
        "%(name)s xếp trên vì có nhiều lượt đạt điểm tối đa hơn: %(theirs)s so với %(mine)s lượt."
    ),
    Criterion.LOTS: lazy_gettext("%(name)s xếp trên vì bốc thăm được số nhỏ hơn: %(theirs)s so với %(mine)s."),
    Criterion.BOARD: lazy_gettext(
        "%(name)s xếp trên theo quyết định của ban tổ chức: thứ tự %(theirs)s so với %(mine)s trong nhóm ngang nhau."
    ),
}
_NO_PLACE = lazy_gettext(
    "Theo thể lệ, chỉ thí sinh đạt điểm tối đa mới được xếp hạng. %(name)s là người xếp hạng cuối với %(theirs)s trên "
    "%(highest)s điểm; kết quả so sánh là %(mine)s điểm."
)


def moment_to_the_millisecond(standing_moment: int) -> str:
    """A moment (milliseconds since 1970) as people read it where thousandths decide: 08:05:59,120 02/09/2026."""
    local = clock.local(clock.from_ms(standing_moment))
    return f"{local:%H:%M:%S},{local.microsecond // 1000:03d} {local:%d/%m/%Y}"


def scaled(value: int | None) -> int | float | None:
    """A prediction, true value or distance as a number: whole where it is whole, five decimals at most."""
    if value is None:
        return None
    return value // SCALE if value % SCALE == 0 else round(value / SCALE, 5)


def spoken(value: int) -> str:
    """The same as people read it: 12.345 or 61,7."""
    whole, rest = divmod(value, SCALE)
    return number(whole) + (f",{rest:05d}".rstrip("0") if rest else "")


def _guess(standing: Standing) -> Guess | None:
    """What was predicted and how far off it is; in a total only the sum of distances."""
    error = standing.prediction_error
    if error is None:
        return None
    return {"value": scaled(standing.prediction_value), "error": scaled(error) if error < WORST else None}


def _spoken_guess(standing: Standing) -> str:
    error, value = standing.prediction_error, standing.prediction_value
    if error is None:
        return UNKNOWN
    if error >= WORST:
        return str(gettext("thiếu dự đoán"))
    off: str = gettext("lệch %(error)s", error=spoken(error)) if error else gettext("chính xác")
    return off if value is None else f"{spoken(value)} ({off})"


_SHOWN: Mapping[Criterion, Callable[[Standing], str]] = {
    Criterion.SCORE: lambda standing: points(standing.score),
    Criterion.PREDICTION: _spoken_guess,
    Criterion.DURATION: lambda standing: duration(standing.duration_ms),
    Criterion.SUBMITTED_AT: lambda standing: moment_to_the_millisecond(standing.submitted_ms),
    Criterion.STARTED_AT: lambda standing: moment_to_the_millisecond(standing.started_ms),
    Criterion.ATTEMPTS: lambda standing: number(standing.attempts),
    Criterion.FULL_SCORE_ATTEMPTS: lambda standing: number(standing.full_attempts),
    Criterion.LOTS: lambda standing: UNKNOWN if standing.lot is None else number(standing.lot),
    Criterion.BOARD: lambda standing: number(standing.board_place) if standing.board_place else UNKNOWN,
}
_PLAIN: Mapping[Criterion, Callable[[Standing], Plain]] = {
    Criterion.SCORE: lambda standing: in_points(standing.score),
    Criterion.PREDICTION: _guess,
    Criterion.DURATION: lambda standing: round(standing.duration_ms / 1000, 3),
    Criterion.SUBMITTED_AT: lambda standing: clock.iso(standing.submitted_at),
    Criterion.STARTED_AT: lambda standing: clock.iso(standing.started_at),
    Criterion.ATTEMPTS: lambda standing: standing.attempts,
    Criterion.FULL_SCORE_ATTEMPTS: lambda standing: standing.full_attempts,
    Criterion.LOTS: lambda standing: standing.lot,
    Criterion.BOARD: lambda standing: standing.board_place or None,
}
_IS_KNOWN: Mapping[Criterion, Callable[[Standing], bool]] = {
    Criterion.PREDICTION: lambda standing: standing.prediction_error is not None,
    Criterion.LOTS: lambda standing: standing.lot is not None,
    Criterion.BOARD: lambda standing: standing.board_place > 0,
}
"""Whether a criterion that waits for a decision says anything yet."""


def label(criterion: Criterion) -> str:
    """The heading of a criterion's column."""
    return str(LABELS[criterion])


def shown(criterion: Criterion, standing: Standing) -> str:
    """A standing's value in a criterion, for people."""
    return _SHOWN[criterion](standing)


def plain(criterion: Criterion, standing: Standing) -> Plain:
    """A standing's value in a criterion, for programs.

    Points, seconds with milliseconds, ISO 8601 in UTC; a prediction as `{value, error}`, where a missing one has no
    error. None for what is not known yet.
    """
    return _PLAIN[criterion](standing)


def why_above(mine: Standing, better: Above, order: Sequence[Criterion]) -> str:
    """One sentence: what decided, with both values, and in what the two are equal before that."""
    theirs, criterion = better.row.standing, better.criterion
    if criterion is None:
        return str(_NO_PLACE) % {
            "name": theirs.name,
            "theirs": points(theirs.score),
            "highest": points(theirs.max_score),
            "mine": points(mine.score),
        }
    reason: str = str(_REASONS[criterion]) % {
        "name": theirs.name,
        "theirs": shown(criterion, theirs),
        "mine": shown(criterion, mine),
    }
    before = [name for name in order[: list(order).index(criterion)] if _says_something(name, mine)]
    equal = [str(_NOUNS[name]) for name in before]
    if not equal:
        return reason
    return f"{gettext('Ngang nhau về %(criteria)s.', criteria=', '.join(equal))} {reason}"


def _says_something(criterion: Criterion, standing: Standing) -> bool:
    return criterion not in _IS_KNOWN or _IS_KNOWN[criterion](standing)
