"""What cannot be accepted in a plan: where it stands, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext

from quiz.core.errors import Invalid

SHOWN = 200
"""How many mistakes are told one by one."""
Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Mistake:
    """A mistake: `path` from the task (or the plan) down to the value, the text with its %(name)s places.

    `task` and `line` are known where it comes from a file; a form knows its place by `key` alone.
    """

    path: Path
    text: str
    params: tuple[tuple[str, object], ...] = ()
    task: str = ""
    line: int | None = None

    @property
    def key(self) -> str:
        """The key as people write it: deadline.on, targets[2].min."""
        words = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in self.path)
        return words.removeprefix(".")

    @property
    def field(self) -> str:
        """The outermost key, which is the field of a form."""
        return str(self.path[0]) if self.path else ""

    @property
    def message(self) -> str:
        """The text in the reader's language, without the place."""
        return str(gettext(self.text, **dict(self.params)) if self.params else gettext(self.text))

    @property
    def sentence(self) -> str:
        """The text with a capital letter, as it stands beside a field."""
        return self.message[:1].upper() + self.message[1:]

    @property
    def place(self) -> str:
        """Where it stands, in words."""
        named = {"task": self.task, "key": self.key, "line": self.line}
        if self.task:
            return str(gettext("Việc %(task)s, khóa “%(key)s”, dòng %(line)s", **named))
        if self.key:
            return str(gettext("Khóa “%(key)s”, dòng %(line)s", **named))
        return str(gettext("Dòng %(line)s", **named) if self.line else gettext("Tệp"))


def mistake(path: Path, text: str, **params: object) -> Mistake:
    """A mistake at a place of a task or plan."""
    return Mistake(path, text, tuple(params.items()))


class PlanMistakes(Invalid):
    """A plan file that cannot be taken: every mistake with its place; nothing was stored."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        lines = [f"{one.place}: {one.message}" for one in mistakes[:SHOWN]]
        if len(mistakes) > SHOWN:
            lines.append(str(gettext("… và %(count)s lỗi khác.", count=len(mistakes) - SHOWN)))
        super().__init__(
            "Tệp kế hoạch có %(count)s lỗi nên chưa ghi việc nào:\n%(lines)s",
            code="plan_file",
            field="file",
            count=len(mistakes),
            lines="\n".join(lines),
        )
        self.mistakes = tuple(mistakes)
        self.with_details(problems=[{"place": one.place, "message": one.message} for one in mistakes])
