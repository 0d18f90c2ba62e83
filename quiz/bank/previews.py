"""What the preview page shows of a checked file: questions by filter and page, findings by kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from question_bank.explanations import Explanation, explain
from question_bank.item import Item
from question_bank.letters import letter
from question_bank.problem import Problem, Severity
from question_bank.reading import Refused
from quiz.bank.checked import CheckedFile, Row
from quiz.bank.shelf import Archive
from quiz.core.paging import Page, offset

PER_PAGE = 25
_ORDER = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


class Show(StrEnum):
    """Which questions of a file to show."""

    ALL = ""
    ERRORS = "errors"
    WARNINGS = "warnings"
    NOTES = "notes"
    CLEAN = "clean"
    NEW = "new"
    REVISED = "revised"
    UNCHANGED = "unchanged"
    NEAR = "near"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class PreviewedQuestion:
    """A question as contestants would see it (`item`), or what is left of one that was refused, with its problems."""

    row: Row
    item: Item | None
    refused: Refused | None
    letters: tuple[str, ...]
    problems: tuple[Problem, ...]
    is_chosen: bool

    @property
    def needs_a_look(self) -> bool:
        """Whether there is more to it than notes."""
        return any(problem.severity is not Severity.NOTE for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Finding:
    """All problems of one kind: how many, the first of them, and what it means."""

    code: str
    severity: Severity
    count: int
    first: Problem
    explanation: Explanation


def is_shown(checked: CheckedFile, row: Row, show: Show, without: Collection[int]) -> bool:
    """Whether a question falls under a filter."""
    if show in {Show.NEW, Show.REVISED, Show.UNCHANGED}:
        return row.action == show.value
    tests: Mapping[Show, bool] = {
        Show.ALL: True,
        Show.ERRORS: not row.is_taken,
        Show.WARNINGS: row.is_taken and checked.has(row, Severity.WARNING),
        Show.NOTES: row.is_taken and checked.has(row, Severity.NOTE),
        Show.CLEAN: row.is_taken and not checked.has(row, Severity.WARNING),
        Show.NEAR: row.near is not None,
        Show.LEFT_OUT: row.is_taken and row.number in without,
    }
    return tests[show]


def counts(checked: CheckedFile, without: Collection[int]) -> dict[Show, int]:
    """How many questions each filter shows."""
    return {show: sum(is_shown(checked, row, show, without) for row in checked.rows) for show in Show}


def findings(checked: CheckedFile) -> list[Finding]:
    """The problems of a file by kind, the gravest and most frequent first."""
    kinds = Counter((problem.severity, problem.code) for problem in checked.problems)
    first: dict[tuple[Severity, str], Problem] = {}
    for problem in checked.problems:
        first.setdefault((problem.severity, problem.code), problem)
    found = [
        Finding(code, severity, count, first[severity, code], explain(code))
        for (severity, code), count in kinds.items()
    ]
    return sorted(found, key=lambda one: (_ORDER.index(one.severity), -one.count, one.code))


def question_page(
    archive: Archive, checked: CheckedFile, show: Show, code: str, number: int, without: Collection[int]
) -> Page[PreviewedQuestion]:
    """One page of the questions under a filter; `code` narrows to those with a problem of this kind."""
    rows = [
        row
        for row in checked.rows
        if is_shown(checked, row, show, without)
        and (not code or any(checked.problems[one].code == code for one in row.problems))
    ]
    start = offset(number, PER_PAGE)
    shown = [_previewed(archive, checked, row, without) for row in rows[start : start + PER_PAGE]]
    return Page(shown, number, len(rows), PER_PAGE)


def _previewed(archive: Archive, checked: CheckedFile, row: Row, without: Collection[int]) -> PreviewedQuestion:
    question = archive.question(row)
    problems, is_chosen = checked.problems_of(row), row.number not in without
    if isinstance(question, Refused):
        return PreviewedQuestion(row, None, question, (), problems, is_chosen)
    letters = tuple(letter(index) for index in question.key_indexes)
    return PreviewedQuestion(row, question, None, letters, problems, is_chosen)
