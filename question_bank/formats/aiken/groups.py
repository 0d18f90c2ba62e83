"""From the lines before a key to the questions they make: usually one, more where keys are missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from question_bank.formats.aiken.lines import LETTERS, Line


@dataclass(slots=True)
class Group:
    """The lines of one question: those of the stem, and of each option.

    `doubt` is the line that cannot be told to be an option or a part of the question.
    """

    stem: list[Line] = field(default_factory=list)
    options: list[list[Line]] = field(default_factory=list)
    doubt: Line | None = None

    @property
    def first(self) -> Line:
        """The line on which the question starts."""
        return (self.stem or self.options[0])[0]


def groups(lines: Sequence[Line]) -> Iterator[Group]:
    """The questions that lines make; a question ends where the next one begins."""
    made = Group()
    for index, line in enumerate(lines):
        if (made.stem or made.options) and _opens_another(made, lines, index):
            yield made
            made = Group(doubt=line if _is_torn(lines, index) else None)
        _take(made, line, _next_letter(lines, index))
    if made.stem or made.options:
        yield made


def _next_letter(lines: Sequence[Line], index: int) -> str:
    return next((line.letter.upper() for line in lines[index + 1 :] if line.letter), "")


def _opens_another(made: Group, lines: Sequence[Line], index: int) -> bool:
    """True if a line begins a new question behind options that had no key."""
    line = lines[index]
    if not made.options or line.letter.upper() == LETTERS[len(made.options) % len(LETTERS)]:
        return False
    ahead = _next_letter(lines, index)
    if not ahead:
        return not line.letter and line.after_blank
    return ahead == "A" and (line.after_blank or not any(one.after_blank for one in _bare(lines, index)))


def _is_torn(lines: Sequence[Line], index: int) -> bool:
    """True if a line may as well be the end of the option above as the beginning of the question below."""
    return not lines[index].after_blank and len(_bare(lines, index)) > 1


def _bare(lines: Sequence[Line], index: int) -> list[Line]:
    """The lines from here on up to the next option."""
    return list(takewhile(lambda line: not line.letter, lines[index:]))


def _take(made: Group, line: Line, ahead: str) -> None:
    letter = line.letter.upper()
    if not letter:
        (made.options[-1] if made.options else made.stem).append(line)
    elif not (made.stem or made.options) and ahead == "A":
        made.stem.append(line)  # a question such as "A. Nguyễn Du là ai?", since the options are still to come
    elif letter == LETTERS[len(made.options) % len(LETTERS)]:
        made.options.append([line])
    else:
        made.doubt = made.doubt or line
        made.options.append([line])
