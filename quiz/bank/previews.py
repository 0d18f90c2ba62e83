"""How a file is laid out before it is imported: its items, each with what was noticed about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from question_bank.letters import letter
from question_bank.problem import Problem, Severity
from quiz.bank.planning import Step
from quiz.bank.reports import spot


@dataclass(frozen=True, slots=True)
class PreviewedItem:
    """An item as contestants would see it, with the letters of its key and its problems."""

    step: Step
    letters: tuple[str, ...]
    problems: tuple[Problem, ...]

    @property
    def needs_a_look(self) -> bool:
        """Whether there is more to it than notes."""
        return any(problem.severity is not Severity.NOTE for problem in self.problems)


@dataclass(frozen=True, slots=True)
class RefusedPlace:
    """A place of the file where something could not be taken."""

    place: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """What the preview page shows: refused places first, then the items, and what concerns neither."""

    refused: tuple[RefusedPlace, ...]
    items: tuple[PreviewedItem, ...]
    others: tuple[Problem, ...]


def lay_out(steps: Sequence[Step], problems: Iterable[Problem]) -> Layout:
    """Put every problem where a person looks for it: an item's own cells belong to the item."""
    found: dict[str, list[Problem]] = {}
    for problem in problems:
        found.setdefault(spot(problem.place), []).append(problem)
    refused = [where for where, here in found.items() if any(one.severity is Severity.ERROR for one in here)]
    places = tuple(RefusedPlace(found[where][0].place, tuple(found.pop(where))) for where in refused)
    items = tuple(_previewed(step, found.get(spot(step.item.place), ())) for step in steps)
    taken = {spot(step.item.place) for step in steps}
    others = tuple(one for where, here in found.items() if where not in taken for one in here)
    return Layout(places, items, others)


def _previewed(step: Step, problems: Sequence[Problem]) -> PreviewedItem:
    return PreviewedItem(step, tuple(letter(index) for index in step.item.key_indexes), tuple(problems))
