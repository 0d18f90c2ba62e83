"""Questions of a file that the bank holds already in nearly the same words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from question_bank.markup import to_plain
from question_bank.problem import Problem, warning
from question_bank.reading import Reading
from question_bank.similarity import near_duplicates
from quiz.bank.planning import Action, Plan
from quiz.bank.rules import RETIRED, Content, Kept

NEAR_BANK = "near_bank"


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An item of the file (`index` in the reading) and the item of the bank most like it; `ratio` 0 to 1."""

    index: int
    kept: Kept
    ratio: float


def find_neighbours(plan: Plan, kept: Sequence[Kept]) -> list[Neighbour]:
    """For each item that would be stored, the item of the bank that asks nearly the same, where there is one.

    An item that the file revises is no neighbour of itself; retired items are none at all.
    """
    steps = [step for step in plan.steps if step.action is not Action.UNCHANGED]
    there = [one for one in kept if one.state != RETIRED]
    if not steps or not there:
        return []
    found: dict[int, Neighbour] = {}
    pairs = near_duplicates([_seen(step.content) for step in steps], [_seen(one.content) for one in there])
    for new, old, ratio in pairs:
        step, other = steps[new], there[old]
        is_itself = step.kept is not None and step.kept.item_id == other.item_id
        if not is_itself and (step.index not in found or found[step.index].ratio < ratio):
            found[step.index] = Neighbour(step.index, other, ratio)
    return sorted(found.values(), key=lambda one: one.index)


def with_neighbours(reading: Reading, neighbours: Sequence[Neighbour]) -> Reading:
    """The reading with a warning at the place of each item that has a neighbour."""
    return replace(reading, problems=(*reading.problems, *_warnings(reading, neighbours)))


def _warnings(reading: Reading, neighbours: Sequence[Neighbour]) -> Iterator[Problem]:
    for one in neighbours:
        percent = int(one.ratio * 100)
        message = (
            f"Gần trùng với câu “{one.kept.ref}” của ngân hàng (giống nhau {percent}%); "
            "hãy xem có phải cùng một câu hỏi không."
        )
        yield warning(reading.items[one.index].place, NEAR_BANK, message)


def _seen(content: Content) -> str:
    return to_plain(content.stem) if content.markup == "html" else content.stem
