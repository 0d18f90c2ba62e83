"""An item's way from draft to retired: which steps there are, and who may not take them. Plain Python."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from quiz.bank.rules import APPROVED, DRAFT, RETIRED, REVIEWED, SEALED

LONGEST_REMARK = 1000


class Move(StrEnum):
    """A step that a person takes with an item; a new revision goes back to draft without one."""

    REVIEW = "review"
    APPROVE = "approve"
    SEAL = "seal"
    RETIRE = "retire"
    RETURN = "return"


@dataclass(frozen=True, slots=True)
class Rule:
    """From which states a step leads to which, and whether it asks for a reason and for somebody else's eyes."""

    before: tuple[str, ...]
    after: str
    needs_remark: bool = False
    not_by_author: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a step is not taken: a code to group by, and a sentence of the catalogue."""

    code: str
    text: str


RULES = {
    Move.REVIEW: Rule((DRAFT,), REVIEWED, not_by_author=True),
    Move.APPROVE: Rule((REVIEWED,), APPROVED, not_by_author=True),
    Move.SEAL: Rule((APPROVED,), SEALED),
    Move.RETIRE: Rule((DRAFT, REVIEWED, APPROVED, SEALED), RETIRED, needs_remark=True),
    Move.RETURN: Rule((REVIEWED, APPROVED, RETIRED), DRAFT, needs_remark=True),
}
OWN = Refusal("own", "Người soạn câu hỏi không tự thẩm định hoặc phê duyệt câu của mình; vui lòng nhờ người khác.")
_WRONG_STATE = {
    Move.REVIEW: Refusal("state", "Chỉ câu ở dạng bản nháp mới thẩm định được."),
    Move.APPROVE: Refusal("state", "Chỉ câu đã thẩm định mới phê duyệt được."),
    Move.SEAL: Refusal("state", "Chỉ câu đã duyệt mới niêm phong được."),
    Move.RETIRE: Refusal("state", "Câu này đã thôi dùng từ trước."),
    Move.RETURN: Refusal(
        "state",
        "Câu đang ở dạng bản nháp hoặc đã niêm phong thì không trả lại được; "
        "câu đã niêm phong chỉ có thể cho thôi dùng.",
    ),
}


def moves_from(state: str) -> list[Move]:
    """The steps that lead on from a state, in the order of the workflow."""
    return [move for move, rule in RULES.items() if state in rule.before]


def refusal(move: Move, state: str, authors: Collection[int | None], actor_id: int | None) -> Refusal | None:
    """Why this person may not take this step with an item now; None where nothing is against it.

    `authors` are those of the item and of all its revisions. Nobody (None) is no author: the command line.
    """
    rule = RULES[move]
    if state not in rule.before:
        return _WRONG_STATE[move]
    if rule.not_by_author and actor_id is not None and actor_id in authors:
        return OWN
    return None
