"""Why one row stands above another: for each row of a list against the next one, and against the own place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import gettext

from quiz.contests.rules import Criterion
from quiz.ranking.criteria import label, plain, why_above
from quiz.ranking.models import Standing
from quiz.ranking.queries import Above, StandingRow
from quiz.ranking.rules import deciding_criterion


class Relation(StrEnum):
    """How a row stands to the other one."""

    ABOVE = "above"
    BELOW = "below"
    SAME = "same"
    SELF = "self"


@dataclass(frozen=True)
class Comparison:
    """A row held against another: `criterion` is the first in which they differ (None: none), `text` says why."""

    relation: Relation
    other: StandingRow
    criterion: Criterion | None
    text: str


def compare(row: StandingRow, other: StandingRow, order: Sequence[Criterion]) -> Comparison:
    """Why a row stands where it does, seen from the other one. Reads nothing: both rows carry their values."""
    mine, theirs = row.standing, other.standing
    if mine.person_id == theirs.person_id:
        return Comparison(Relation.SELF, other, None, "")
    if mine.sort_key == theirs.sort_key:
        return Comparison(Relation.SAME, other, None, _equal(mine, order))
    is_above = mine.sort_key < theirs.sort_key
    better, worse = (row, other) if is_above else (other, row)
    criterion = deciding_criterion(worse.standing, better.standing, order)
    relation = Relation.ABOVE if is_above else Relation.BELOW
    return Comparison(relation, other, criterion, _why(better, worse, criterion, order))


def _why(better: StandingRow, worse: StandingRow, criterion: Criterion | None, order: Sequence[Criterion]) -> str:
    if not worse.standing.is_placed:
        return str(gettext("%(name)s không được xếp hạng vì chưa đạt điểm tối đa.", name=worse.standing.name))
    if criterion is None:
        return str(gettext("%(name)s xếp trên theo thể lệ.", name=better.standing.name))
    return why_above(worse.standing, Above(better, criterion), order)


def _equal(standing: Standing, order: Sequence[Criterion]) -> str:
    """In what the two are equal, and what may yet tell them apart."""
    known = [label(criterion).lower() for criterion in order if plain(criterion, standing) is not None]
    open_still = [label(one).lower() for one in order if one is not Criterion.BOARD and plain(one, standing) is None]
    text = str(gettext("Đồng hạng vì bằng nhau ở mọi tiêu chí: %(criteria)s.", criteria=", ".join(known)))
    if not open_still:
        return text
    return f"{text} {gettext('Chưa có kết quả về: %(criteria)s.', criteria=', '.join(open_still))}"
