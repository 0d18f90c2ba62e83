"""What people are told about a file: before it is imported, and after."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Self

from question_bank.item import Kind
from question_bank.problem import Problem, Severity
from question_bank.reading import Reading
from quiz.bank.planning import Action, Plan
from quiz.bank.rules import Accept
from quiz.core.errors import Invalid

_CELL = re.compile(r"(.*?)[A-Z]{1,3}([0-9]+)")


def spot(place: str) -> str:
    """What tells two questions of a file apart: a place as it is, but of a cell only its sheet and row."""
    cell = _CELL.fullmatch(place)
    return f"{cell[1]}{cell[2]}" if cell else place


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What becomes of a file: how many items it brings (`taken`), of which `new` or `revised`, and every problem.

    `import_id` is None where nothing was stored.
    """

    format: str
    taken: int
    problems: tuple[Problem, ...]
    import_id: int | None = None
    new: int = 0
    revised: int = 0
    by_kind: tuple[tuple[str, int], ...] = ()

    @classmethod
    def of(cls, reading: Reading, plan: Plan, import_id: int | None = None) -> Self:
        """The report of a plan; with `import_id` it was carried out."""
        kinds = [step.content.kind for step in plan.steps]
        return cls(
            format=reading.format,
            taken=len(plan.steps),
            problems=(*reading.problems, *plan.problems),
            import_id=import_id,
            new=plan.count(Action.NEW),
            revised=plan.count(Action.REVISED),
            by_kind=tuple((kind.value, kinds.count(kind.value)) for kind in Kind),
        )

    @property
    def unchanged(self) -> int:
        """Items the bank held already just so."""
        return self.taken - self.new - self.revised

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems because of which something was not taken."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)

    @property
    def refused_places(self) -> int:
        """How many places of the file have an error: as a rule, questions that cannot be taken."""
        return len({spot(problem.place) for problem in self.errors})

    def may_store(self, accept: Accept) -> bool:
        """Whether something would be stored under this policy."""
        return bool(self.taken) and (accept is not Accept.ALL_OR_NOTHING or not self.errors)

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON values; the names of the library's report, and what the bank adds."""
        return {
            "format": self.format,
            "items": self.taken,
            "by_kind": dict(self.by_kind),
            "new": self.new,
            "revised": self.revised,
            "unchanged": self.unchanged,
            "import_id": self.import_id,
            "problems": [problem.to_dict() for problem in self.problems],
        }


class ImportRefused(Invalid):
    """The file as it is cannot be imported and nothing was stored; `report` says why, place by place."""

    default_code = "import_refused"

    def __init__(self, report: ImportReport) -> None:
        first = next(iter(report.errors), None)
        if first is None:
            super().__init__("Chưa nhập câu hỏi nào vì không có câu nào được chọn.", field="file")
            self.report = report
            return
        super().__init__(
            "Chưa nhập câu hỏi nào vì tệp có %(count)s lỗi. Lỗi đầu tiên (%(place)s): %(message)s",
            field="file",
            count=len(report.errors),
            place=first.place,
            message=first.message,
        )
        self.report = report
        self.with_details(problems=[problem.to_dict() for problem in report.problems])
