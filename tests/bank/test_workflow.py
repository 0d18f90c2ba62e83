"""The rules of the way from draft to retired, every step from every state."""

from __future__ import annotations

import pytest

from quiz.bank.models import ItemState
from quiz.bank.workflow import OWN, RULES, Move, moves_from, refusal

STATES = [state.value for state in ItemState]
ALLOWED = {
    ("draft", Move.REVIEW): "reviewed",
    ("reviewed", Move.APPROVE): "approved",
    ("approved", Move.SEAL): "sealed",
    ("draft", Move.RETIRE): "retired",
    ("reviewed", Move.RETIRE): "retired",
    ("approved", Move.RETIRE): "retired",
    ("sealed", Move.RETIRE): "retired",
    ("reviewed", Move.RETURN): "draft",
    ("approved", Move.RETURN): "draft",
    ("retired", Move.RETURN): "draft",
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("move", Move)
def test_a_step_leads_where_the_table_says_and_nowhere_else(state: str, move: Move) -> None:
    reason = refusal(move, state, (1, 1), 2)
    if (state, move) in ALLOWED:
        assert reason is None
        assert RULES[move].after == ALLOWED[state, move]
    else:
        assert reason is not None
        assert reason.code == "state"


@pytest.mark.parametrize(("authors", "actor"), [((1, 2), 1), ((1, 2), 2), ((None, 7), 7), ((7, None), 7)])
def test_who_wrote_the_item_or_its_revision_neither_reviews_nor_approves_it(
    authors: tuple[int | None, ...], actor: int
) -> None:
    assert refusal(Move.REVIEW, "draft", authors, actor) is OWN
    assert refusal(Move.APPROVE, "reviewed", authors, actor) is OWN


def test_the_author_may_seal_retire_and_take_back() -> None:
    for state, move in ALLOWED:
        if move not in {Move.REVIEW, Move.APPROVE}:
            assert refusal(move, state, (1,), 1) is None


@pytest.mark.parametrize("authors", [(None, None), (1, None)])
def test_the_command_line_is_nobody_and_so_no_author(authors: tuple[int | None, ...]) -> None:
    assert refusal(Move.REVIEW, "draft", authors, None) is None


def test_a_wrong_state_is_told_before_the_authorship() -> None:
    reason = refusal(Move.APPROVE, "draft", (1,), 1)
    assert reason is not None
    assert reason is not OWN


def test_a_sealed_item_can_only_be_retired() -> None:
    assert moves_from("sealed") == [Move.RETIRE]
    assert moves_from("draft") == [Move.REVIEW, Move.RETIRE]


def test_only_steps_back_and_out_ask_for_a_reason() -> None:
    assert [move for move in Move if RULES[move].needs_remark] == [Move.RETIRE, Move.RETURN]
