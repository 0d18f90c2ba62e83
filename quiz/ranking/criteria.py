"""The tie-break list as people and programs read it: labels, values, and why somebody stands above."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from flask_babel import gettext, lazy_gettext

from quiz.contests.rules import Criterion
from quiz.core import clock
from quiz.core.points import in_points
from quiz.core.templating import duration, points
from quiz.ranking.models import Standing
from quiz.ranking.queries import Above

Plain = int | float | str
LABELS = {
    Criterion.SCORE: lazy_gettext("Điểm"),
    Criterion.DURATION: lazy_gettext("Thời gian làm bài"),
    Criterion.SUBMITTED_AT: lazy_gettext("Nộp bài lúc"),
    Criterion.STARTED_AT: lazy_gettext("Bắt đầu lúc"),
}
_NOUNS = {
    Criterion.SCORE: lazy_gettext("điểm"),
    Criterion.DURATION: lazy_gettext("thời gian làm bài"),
    Criterion.SUBMITTED_AT: lazy_gettext("thời điểm nộp bài"),
    Criterion.STARTED_AT: lazy_gettext("thời điểm bắt đầu"),
}
_REASONS = {
    Criterion.SCORE: lazy_gettext("%(name)s xếp trên vì có điểm cao hơn: %(theirs)s so với %(mine)s."),
    Criterion.DURATION: lazy_gettext("%(name)s xếp trên vì làm bài nhanh hơn: %(theirs)s so với %(mine)s."),
    Criterion.SUBMITTED_AT: lazy_gettext("%(name)s xếp trên vì nộp bài sớm hơn: %(theirs)s so với %(mine)s."),
    Criterion.STARTED_AT: lazy_gettext("%(name)s xếp trên vì bắt đầu làm bài sớm hơn: %(theirs)s so với %(mine)s."),
}


def moment_to_the_millisecond(standing_moment: int) -> str:
    """A moment (milliseconds since 1970) as people read it where thousandths decide: 08:05:59,120 02/09/2026."""
    local = clock.local(clock.from_ms(standing_moment))
    return f"{local:%H:%M:%S},{local.microsecond // 1000:03d} {local:%d/%m/%Y}"


_SHOWN: Mapping[Criterion, Callable[[Standing], str]] = {
    Criterion.SCORE: lambda standing: points(standing.score),
    Criterion.DURATION: lambda standing: duration(standing.duration_ms),
    Criterion.SUBMITTED_AT: lambda standing: moment_to_the_millisecond(standing.submitted_ms),
    Criterion.STARTED_AT: lambda standing: moment_to_the_millisecond(standing.started_ms),
}
_PLAIN: Mapping[Criterion, Callable[[Standing], Plain]] = {
    Criterion.SCORE: lambda standing: in_points(standing.score),
    Criterion.DURATION: lambda standing: round(standing.duration_ms / 1000, 3),
    Criterion.SUBMITTED_AT: lambda standing: clock.iso(standing.submitted_at),
    Criterion.STARTED_AT: lambda standing: clock.iso(standing.started_at),
}


def label(criterion: Criterion) -> str:
    """The heading of a criterion's column."""
    return str(LABELS[criterion])


def shown(criterion: Criterion, standing: Standing) -> str:
    """A standing's value in a criterion, for people."""
    return _SHOWN[criterion](standing)


def plain(criterion: Criterion, standing: Standing) -> Plain:
    """A standing's value in a criterion, for programs: points, seconds with milliseconds, ISO 8601 in UTC."""
    return _PLAIN[criterion](standing)


def why_above(mine: Standing, better: Above, order: Sequence[Criterion]) -> str:
    """One sentence: what decided, with both values, and in what the two are equal before that."""
    theirs = better.row.standing
    reason: str = str(_REASONS[better.criterion]) % {
        "name": theirs.name,
        "theirs": shown(better.criterion, theirs),
        "mine": shown(better.criterion, mine),
    }
    equal = [str(_NOUNS[criterion]) for criterion in order[: list(order).index(better.criterion)]]
    if not equal:
        return reason
    return f"{gettext('Ngang nhau về %(criteria)s.', criteria=', '.join(equal))} {reason}"
