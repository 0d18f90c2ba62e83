"""What an import does to a bank, decided from the file's items and what the bank holds. Plain Python."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from operator import itemgetter

from question_bank.item import Item, Kind
from question_bank.problem import Problem, error
from question_bank.text import same
from quiz.bank.rules import LONGEST_REF, LONGEST_TOPIC, SEALED, Content, Kept, content_of

Outlook = tuple[str, str, int | None, bool]
"""What was shown of a step: its ref, its action, the revision the bank held (None: none), whether the item moves."""


class Action(StrEnum):
    """What becomes of one item of the file."""

    NEW = "new"
    REVISED = "revised"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Step:
    """One item of the file (`index` in the reading) under its ref; `kept` is the item of the bank that it is."""

    ref: str
    item: Item
    content: Content
    kept: Kept | None = None
    index: int = 0

    @property
    def action(self) -> Action:
        """New, the next revision of what is kept, or nothing to do."""
        if self.kept is None:
            return Action.NEW
        return Action.UNCHANGED if self.kept.content == self.content else Action.REVISED

    @property
    def topic(self) -> str:
        """The topic; a file that names none leaves a kept item where it is."""
        return self.item.topic or (self.kept.topic if self.kept else "")

    @property
    def level(self) -> str:
        """The level's code, empty where nobody gave one; a file that names none leaves a kept item where it is."""
        if self.item.level:
            return self.item.level.value
        return self.kept.level if self.kept else ""

    @property
    def moves(self) -> bool:
        """Whether a kept item comes under another topic or level."""
        return self.kept is not None and (self.kept.topic, self.kept.level) != (self.topic, self.level)

    @property
    def outlook(self) -> Outlook:
        """What a person is shown of the step before deciding."""
        return self.ref, self.action.value, self.kept.revision_id if self.kept else None, self.moves


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do, and what it refuses."""

    steps: tuple[Step, ...] = ()
    problems: tuple[Problem, ...] = ()

    def only(self, indexes: Collection[int]) -> Plan:
        """The same for these items of the file alone."""
        return Plan(tuple(step for step in self.steps if step.index in indexes), self.problems)

    def count(self, action: Action) -> int:
        """How many items of the file meet with this action."""
        return sum(step.action is action for step in self.steps)


def plan_import(items: Sequence[Item], kept: Iterable[Kept], stem: str) -> Plan:
    """Which item of the file is which item of the bank, and what cannot be stored.

    An id finds its item. Items without one are found by equal content; the others get `<stem>-<n>`, n being the
    place in the file. They revise an item of that name only if it asks the same question or offers the same
    options (otherwise two files of one name would destroy each other's items), else they take the next free number.
    """
    matching = _Matching(stem, {one.ref: one for one in kept})
    matching.by_id(items)
    matching.by_content(items)
    matching.by_number(items)
    steps, problems = [], []
    for _, step in sorted(matching.steps.items(), key=itemgetter(0)):
        refused = _refusals(step)
        problems += refused
        if not refused:
            steps.append(step)
    return Plan(tuple(steps), tuple(problems))


@dataclass(slots=True)
class _Matching:
    """Finds the item of the bank, or a free ref, for every item of a file."""

    stem: str
    kept: dict[str, Kept]
    steps: dict[int, Step] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def by_id(self, items: Sequence[Item]) -> None:
        """Items that bear an id are the items of that ref."""
        for index, item in enumerate(items):
            if item.id:
                self._settle(index, item, item.id)

    def by_content(self, items: Sequence[Item]) -> None:
        """Items without an id that the bank holds already, under whatever ref."""
        equal: dict[Content, list[str]] = {}
        for one in self.kept.values():
            if one.ref not in self.used:
                equal.setdefault(one.content, []).append(one.ref)
        for index, item in enumerate(items):
            refs = equal.get(content_of(item))
            if index not in self.steps and refs:
                self._settle(index, item, refs.pop(0))

    def by_number(self, items: Sequence[Item]) -> None:
        """The rest: by the place in the file, or under the next free number."""
        number = len(items)
        for index, item in enumerate(items):
            if index in self.steps:
                continue
            ref = f"{self.stem}-{index + 1}"
            while ref in self.used or (ref in self.kept and not _is_related(item, self.kept[ref].content)):
                number += 1
                ref = f"{self.stem}-{number}"
            self._settle(index, item, ref)

    def _settle(self, index: int, item: Item, ref: str) -> None:
        self.used.add(ref)
        self.steps[index] = Step(ref, item, content_of(item), self.kept.get(ref), index)


def _is_related(item: Item, content: Content) -> bool:
    options = sorted(same(option["text"]) for option in json.loads(content.options))
    mine = sorted(same(option.text) for option in item.options)
    return same(item.stem) == same(content.stem) or (item.kind is not Kind.TRUE_FALSE and mine == options)


def _refusals(step: Step) -> list[Problem]:
    item, found = step.item, []
    if len(step.ref) > LONGEST_REF:
        message = f"Mã câu hỏi dài {len(step.ref)} ký tự, nhiều nhất là {LONGEST_REF}; hãy đặt mã ngắn hơn."
        found.append(error(item.place, "long_id", message))
    if len(item.topic) > LONGEST_TOPIC:
        message = f"Tên chủ đề dài {len(item.topic)} ký tự, nhiều nhất là {LONGEST_TOPIC}; hãy rút gọn."
        found.append(error(item.place, "long_topic", message))
    if item.marks * 100 != step.content.marks:
        message = "Điểm của câu chỉ được có nhiều nhất hai chữ số thập phân; hãy sửa lại."
        found.append(error(item.place, "bad_marks", message))
    if step.kept and step.kept.state == SEALED and (step.action is Action.REVISED or step.moves):
        message = f"Câu “{step.ref}” đã niêm phong nên không thay đổi được nội dung."
        found.append(error(item.place, "sealed", message))
    return found
