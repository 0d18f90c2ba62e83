"""What the public may not see just now: sums that a prediction question asks for, places before their time.

Plain Python. The one gate of the API, the pages and the projector.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from quiz.contests.rules import ContestRules, Hidden, Meaning, Prediction, RoundState, Shown, is_shown

ROWS_WHILE_HIDDEN = 100
"""How far a list can be paged while its length is a secret."""
SUMS = frozenset(
    {"people", "attempts", "rate", "mean_score", "full_scores", "top_mean", "prize_points", "points", "quota"}
)
"""The columns of unit tables that may be hidden."""
_ASKED = {
    Meaning.FULL_SCORES: {"full_scores"},
    Meaning.FULL_SCORE_PERCENT: {"full_scores"},
    Meaning.PEOPLE: {"people", "rate"},
    Meaning.ATTEMPTS: {"attempts"},
}
_WHEN = {
    Shown.AFTER_ROUND: "Xếp hạng được công bố sau khi vòng thi kết thúc.",
    Shown.AFTER_APPROVAL: "Xếp hạng được công bố sau khi ban tổ chức phê duyệt kết quả.",
    Shown.NEVER: "Xếp hạng được công bố sau khi ban tổ chức phê duyệt kết quả.",
}
_PREDICTED = "Số liệu này liên quan đến câu hỏi dự đoán nên được ẩn cho đến khi vòng thi kết thúc."


@dataclass(frozen=True)
class Gate:
    """`hidden`: sums shown as unknown; without `shows_places` no list of people at all; `reason`: why, for people."""

    hidden: frozenset[str] = frozenset()
    shows_places: bool = True
    reason: str | None = None

    @property
    def row_limit(self) -> int | None:
        """How many rows of a list of people may be seen, None for all; a list one can walk to its end is a sum."""
        return ROWS_WHILE_HIDDEN if self.hidden else None


OPEN_GATE = Gate()


def gate(rules: ContestRules, state: RoundState) -> Gate:
    """What is hidden of one round under its rules while it stands so."""
    policy = rules.review.score
    if state is not RoundState.APPROVED and not is_shown(policy, state):
        return Gate(SUMS, False, _WHEN[policy])
    if rules.prediction is not None and state in {RoundState.OPEN, RoundState.PAUSED}:
        return _while_predicting(rules, rules.prediction)
    return OPEN_GATE


def _while_predicting(rules: ContestRules, prediction: Prediction) -> Gate:
    if prediction.hide is Hidden.NONE:
        return OPEN_GATE
    if prediction.hide is Hidden.ALL:
        return Gate(SUMS, True, _PREDICTED)
    hidden = set(_ASKED[prediction.meaning])
    if rules.attempts_allowed == 1 and hidden & {"people", "attempts"}:
        hidden |= {"people", "attempts", "rate"}
    return Gate(frozenset(hidden | _made_of(hidden, rules)), True, _PREDICTED)


def _made_of(hidden: set[str], rules: ContestRules) -> set[str]:
    """What is computed from hidden sums and would give them away."""
    derived = {"quota"} if "attempts" in hidden else set()
    if "people" in hidden and rules.prizes.most_percent is not None:
        derived.add("prize_points")
    if {weight.criterion.value for weight in rules.unit_scheme.weights} & (hidden | derived):
        derived.add("points")
    return derived


def strictest(gates: Iterable[Gate]) -> Gate:
    """What is hidden of a sum over rounds: whatever is hidden of one of them."""
    closed = [one for one in gates if one != OPEN_GATE]
    if not closed:
        return OPEN_GATE
    first = min(closed, key=lambda one: one.shows_places)
    return Gate(frozenset().union(*(one.hidden for one in closed)), first.shows_places, first.reason)
