"""A checked file: what was read of an upload and how it stands against the bank, kept beside the upload.

It is an archive with a short head, which every page reads, and one entry for each question with its pictures, of which
a page reads those that it shows.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from question_bank.columns import Correction, Table
from question_bank.item import Item
from question_bank.problem import Problem, Severity
from question_bank.reading import Reading, Refused
from quiz.bank.neighbours import Neighbour
from quiz.bank.planning import Action, Plan
from quiz.bank.reports import ImportReport, spot
from quiz.core import uploads
from quiz.core.errors import NotFound

REFUSED = "refused"
"""The action of a row that cannot be taken."""
_KIND, _LEFT_OUT = "checked", "left"
_GONE = "Tệp đã tải lên không còn nữa. Vui lòng tải lại tệp."


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

    `index` is its place among the items of the reading, or `refusal` that among what was refused. `near` is the item of
    the bank that asks nearly the same.
    """

    number: int
    place: str
    action: str
    index: int | None = None
    refusal: int | None = None
    ref: str = ""
    topic: str = ""
    level: str = ""
    moves: bool = False
    marks: int = 100
    near: int | None = None
    problems: tuple[int, ...] = ()

    @property
    def is_taken(self) -> bool:
        """Whether the question can be imported."""
        return self.action != REFUSED


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
        numbered = tuple(_renumbered(row, number) for number, row in enumerate(rows))
        given = {one for row in numbered for one in row.problems}
        return numbered, tuple(one for one in range(len(self._problems)) if one not in given)

    def _refusal(self, number: int, refused: Refused) -> Row:
        return Row(0, refused.place, REFUSED, refusal=number, problems=self._at(refused.place))

    def _item(self, index: int, item: Item) -> Row:
        step, problems = self._steps.get(index), self._at(item.place)
        if step is None:
            return Row(0, item.place, REFUSED, index, topic=item.topic, problems=problems)
        about = {"ref": step.ref, "topic": step.topic, "level": step.level, "moves": step.moves}
        marks, near = step.content.marks, self._near.get(index)
        return Row(0, item.place, step.action, index, marks=marks, near=near, problems=problems, **about)

    def _at(self, place: str) -> tuple[int, ...]:
        return tuple(self._found.get(spot(place), ()))


def _renumbered(row: Row, number: int) -> Row:
    return Row(**{**asdict(row), "number": number, "problems": row.problems})


def keep_checked(token: str, checked: CheckedFile, reading: Reading) -> None:
    """Keep a checked file with its questions beside its upload, whole or not at all; the choice begins anew."""
    path = uploads.beside(token, _KIND)
    draft = path.with_name(f"{path.name}.part")
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        _put(archive, "head", checked.to_dict())
        for index, item in enumerate(reading.items):
            _put(archive, f"item/{index}", item.to_dict())
        for number, refused in enumerate(reading.refused):
            _put(archive, f"refused/{number}", asdict(refused))
    uploads.beside(token, _LEFT_OUT).unlink(missing_ok=True)
    draft.replace(path)


def _put(archive: zipfile.ZipFile, name: str, value: object) -> None:
    archive.writestr(f"{name}.json", json.dumps(value, ensure_ascii=False))


class Archive:
    """The kept file of an upload, open for reading."""

    def __init__(self, path: Path) -> None:
        self._zip = zipfile.ZipFile(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def head(self) -> CheckedFile:
        """Everything but the questions."""
        return CheckedFile.from_dict(self._get("head"))

    def question(self, row: Row) -> Item | Refused:
        """The question of a row."""
        if row.index is not None:
            return Item.from_dict(self._get(f"item/{row.index}"))
        return Refused.from_dict(self._get(f"refused/{row.refusal}"))

    def reading(self, checked: CheckedFile) -> Reading:
        """The whole reading, as it was made."""
        items = tuple(self.question(row) for row in _by_index(checked.rows))
        refused = tuple(self.question(row) for row in checked.rows if row.refusal is not None)
        problems = checked.problems[: checked.read_problems]
        return Reading(
            checked.format,
            tuple(one for one in items if isinstance(one, Item)),
            problems,
            tuple(one for one in refused if isinstance(one, Refused)),
            checked.tables,
        )

    def _get(self, name: str) -> Any:
        return json.loads(self._zip.read(f"{name}.json"))


def _by_index(rows: Sequence[Row]) -> Iterator[Row]:
    return iter(sorted((row for row in rows if row.index is not None), key=lambda row: row.index or 0))


def open_checked(token: str, person_id: int) -> Archive:
    """The kept file of a person's own upload; NotFound where there is none, or it is somebody else's."""
    path = uploads.beside(token, _KIND)
    if not path.is_file():
        raise NotFound(_GONE)
    archive = Archive(path)
    if archive.head().person_id != person_id:
        archive.__exit__()
        raise NotFound(_GONE)
    return archive


def left_out(token: str) -> frozenset[int]:
    """The numbers of the rows that the person does not want imported."""
    path = uploads.beside(token, _LEFT_OUT)
    return frozenset(json.loads(path.read_text(encoding="ascii"))) if path.is_file() else frozenset()


def leave_out(token: str, numbers: Collection[int]) -> None:
    """Remember which rows the person does not want imported."""
    path = uploads.beside(token, _LEFT_OUT)
    draft = path.with_name(f"{path.name}.part")
    draft.write_text(json.dumps(sorted(numbers)), encoding="ascii")
    draft.replace(path)
