"""Which task a repeat repeats: a file marks it in `output` as "(lặp việc ở 1.2)". Plain Python."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from quiz.core.vietnamese import fold
from quiz.plans.files.drafts import TaskDraft

_MARK = re.compile(r"\(lặp việc ở ([^)]+)\)")
ALIKE = 70
"""How like two titles must be (0 to 100) to say the same task."""
AHEAD = 10
"""By how much the most alike must be ahead of the next."""


@dataclass(frozen=True)
class Repeat:
    """A repeat by the codes of its task and of the one it repeats ("" where that is not clear), and where it points."""

    code: str
    original: str
    section: str


def repeats(tasks: Sequence[TaskDraft]) -> list[Repeat]:
    """The marked repeats; the original is the one task of that section in the same module with a like title.

    Where none or several fit, nothing is guessed and the original stays empty.
    """
    marked = {task.code: found[1].strip() for task in tasks if (found := _MARK.search(task.output))}
    return [
        Repeat(task.code, _original(task, [one for one in tasks if one.code not in marked], marked[task.code]), section)
        for task in tasks
        if (section := marked.get(task.code))
    ]


def _original(repeat: TaskDraft, tasks: Sequence[TaskDraft], section: str) -> str:
    near = sorted(
        (
            (fuzz.token_sort_ratio(fold(repeat.title), fold(one.title)), one.code)
            for one in tasks
            if one.section == section and one.module == repeat.module
        ),
        reverse=True,
    )
    if not near or near[0][0] < ALIKE or (len(near) > 1 and near[0][0] - near[1][0] < AHEAD):
        return ""
    return near[0][1]
