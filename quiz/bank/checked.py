"""A checked file: what was read of an upload, question by question, and how it stands against the bank."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Self

from question_bank.columns import Correction, Table
from question_bank.item import Item
from question_bank.problem import Problem, Severity
from question_bank.reading import Reading, Refused
from quiz.bank.neighbours import Neighbour
from quiz.bank.planning import Action, Outlook, Plan
from quiz.bank.reports import ImportReport, spot

REFUSED = "refused"
"""The action of a row that cannot be taken."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a file goes, and as what it is read."""

    bank: str
    title: str
    name: str
    format: str = ""
    corrections: tuple[Correction, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The target as JSON values."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """The target that `to_dict` wrote."""
        return cls(**{**data, "corrections": tuple(Correction(**one) for one in data["corrections"])})


@dataclass(frozen=True, slots=True)
class Row:
    """A question of the file: what becomes of it, and its problems by their position among the file's.

    `index` is its place among the items of the reading, or `refusal` that among what was refused. `revision` is the
    current one of the item that the bank holds, `near` the item of the bank that asks nearly the same.
    """

    number: int
    place: str
    action: str
    index: int | None = None
    refusal: int | None = None
    ref: str = ""
    topic: str = ""
    level: str = ""
    revision: int | None = None
    moves: bool = False
    marks: int = 100
    near: int | None = None
    problems: tuple[int, ...] = ()

    @property
    def is_taken(self) -> bool:
        """Whether the question can be imported."""
        return self.action != REFUSED

    @property
    def outlook(self) -> Outlook:
        """What the person was shown of the step."""
        return self.ref, self.action, self.revision, self.moves


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """The head: whose upload it is, where it goes, and a row for each question. `others` belong to no question."""

    target: Target
    person_id: int
    sha256: str
    format: str
    by_kind: tuple[tuple[str, int], ...]
    tables: tuple[Table, ...]
    problems: tuple[Problem, ...]
    read_problems: int
    others: tuple[int, ...]
    rows: tuple[Row, ...]

    @classmethod
    def of(
        cls,
        target: Target,
        person_id: int,
        sha256: str,
        reading: Reading,
        plan: Plan,
        neighbours: Sequence[Neighbour] = (),
    ) -> Self:
        """A reading beside the plan of its import."""
        report = ImportReport.of(reading, plan)
        rows, others = _Rows(reading, plan, report.problems, neighbours).laid_out()
        own = len(reading.problems)
        about = (target, person_id, sha256, reading.format, report.by_kind, reading.tables)
        return cls(*about, report.problems, own, others, rows)

    @property
    def report(self) -> ImportReport:
        """What importing everything would do."""
        actions = [row.action for row in self.rows]
        new, revised = actions.count(Action.NEW), actions.count(Action.REVISED)
        taken = sum(row.is_taken for row in self.rows)
        return ImportReport(self.format, taken, self.problems, None, new, revised, self.by_kind)

    def problems_of(self, row: Row) -> tuple[Problem, ...]:
        """What was noticed about a question."""
        return tuple(self.problems[one] for one in row.problems)

    def has(self, row: Row, severity: Severity) -> bool:
        """Whether something of this severity was noticed about a question."""
        return any(self.problems[one].severity is severity for one in row.problems)

    def to_dict(self) -> dict[str, Any]:
        """The head as JSON values."""
        return {
            **{name: getattr(self, name) for name in ("person_id", "sha256", "format", "read_problems")},
            "target": self.target.to_dict(),
            "by_kind": self.by_kind,
            "tables": [asdict(one) for one in self.tables],
            "problems": [one.to_dict() for one in self.problems],
            "others": self.others,
            "rows": [asdict(one) for one in self.rows],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """The head that `to_dict` wrote."""
        made = {
            "target": Target.from_dict(data["target"]),
            "by_kind": tuple((kind, count) for kind, count in data["by_kind"]),
            "tables": tuple(Table.from_dict(one) for one in data["tables"]),
            "problems": tuple(Problem.from_dict(one) for one in data["problems"]),
            "others": tuple(data["others"]),
            "rows": tuple(Row(**{**one, "problems": tuple(one["problems"])}) for one in data["rows"]),
        }
        return cls(**{**data, **made})


class _Rows:
    """Gives every problem to the question it is about: an item's own cells belong to the item."""

    def __init__(
        self, reading: Reading, plan: Plan, problems: Sequence[Problem], neighbours: Sequence[Neighbour]
    ) -> None:
        self._reading, self._problems = reading, problems
        self._steps = {step.index: step for step in plan.steps}
        self._near = {one.index: one.kept.item_id for one in neighbours}
        self._found: dict[str, list[int]] = {}
        for position, problem in enumerate(problems):
            self._found.setdefault(spot(problem.place), []).append(position)

    def laid_out(self) -> tuple[tuple[Row, ...], tuple[int, ...]]:
        """The rows, refused ones first, and the problems that belong to none of them."""
        items = list(enumerate(self._reading.items))
        rows = [self._refusal(number, one) for number, one in enumerate(self._reading.refused)]
        rows += [self._item(index, item) for index, item in items if index not in self._steps]
        rows += [self._item(index, item) for index, item in items if index in self._steps]
        numbered = tuple(replace(row, number=number) for number, row in enumerate(rows))
        given = {one for row in numbered for one in row.problems}
        return numbered, tuple(one for one in range(len(self._problems)) if one not in given)

    def _refusal(self, number: int, refused: Refused) -> Row:
        return Row(0, refused.place, REFUSED, refusal=number, problems=self._at(refused.place))

    def _item(self, index: int, item: Item) -> Row:
        step, problems = self._steps.get(index), self._at(item.place)
        if step is None:
            return Row(0, item.place, REFUSED, index, topic=item.topic, problems=problems)
        return Row(
            0,
            item.place,
            step.action,
            index,
            ref=step.ref,
            topic=step.topic,
            level=step.level,
            revision=step.kept.revision_id if step.kept else None,
            moves=step.moves,
            marks=step.content.marks,
            near=self._near.get(index),
            problems=problems,
        )

    def _at(self, place: str) -> tuple[int, ...]:
        return tuple(self._found.get(spot(place), ()))
