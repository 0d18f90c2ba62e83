"""All options of a question in one cell: cutting them apart, never in a place that could be another one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from question_bank.kinds import are_true_and_false
from question_bank.letters import LETTERS
from question_bank.text import clean

_SIGN = r"(?P<star>[*✓✔√]\s*)?[\[(]?(?P<sign>[A-Ha-h]|[1-8])\s*(?:[.):\]/]|[-–](?=\s))(?![.):\d])\s*"
_AT_START = re.compile(_SIGN)
_INSIDE = re.compile(rf"(?:^|(?<=[\s;,|])){_SIGN}")
_BULLET = re.compile(r"[-–•+●▪]\s+")
_STAR_BEFORE = re.compile(r"[*✓✔√]\s*")
_RIGHT_BEHIND = re.compile(r"\s*(?:[(\[]\s*(?:đúng|đ|đáp án đúng|đáp án)\s*[)\]]|\*|✓|✔|√)\s*[.;]?\s*$", re.IGNORECASE)
_SEPARATORS = (";", "|", "/")
_DIGITS = "12345678"
_FEWEST = 2


@dataclass(slots=True)
class Cut:
    """The options of one cell, those that bear a star (from 0), how they were told apart, and why they could not be.

    `before` is what stands ahead of the first lettered option; `by` is "letters", "lines", "signs" or "".
    """

    texts: list[str] = field(default_factory=list)
    starred: list[int] = field(default_factory=list)
    by: str = ""
    before: str = ""
    trouble: str = ""


def cut_options(text: str) -> Cut:
    """Cut a cell by the letters or numbers at line starts, or inside of a line, or else by lines or ";"."""
    lines = clean(text).split("\n") if text.strip() else []
    cut = _by_signs(lines, first=0, starts=("A", "1"))
    return _with_stars(cut or _by_lines(lines))


def cut_stem(text: str) -> Cut | None:
    """The options that stand below a question in its own cell; None if none do."""
    cut = _by_signs(clean(text).split("\n"), first=1, starts=("A",))
    return _with_stars(cut) if cut else None


def bare_option(text: str) -> tuple[str, bool]:
    """An option without the letter before it, and whether it bears a star or "(đúng)"."""
    found = _AT_START.match(clean(text))
    cut = _with_stars(Cut([(found["star"] or "") + clean(text)[found.end() :] if found else clean(text)]))
    return cut.texts[0], bool(cut.starred)


def _by_signs(lines: list[str], first: int, starts: tuple[str, ...]) -> Cut | None:
    """Options that begin with A, B, C … or 1, 2, 3 …, the first of them at the start of a line from `first` on."""
    signs = [_sign_of(line) for line in lines]
    begin = next((index for index in range(first, len(lines)) if signs[index] in starts), None)
    if begin is None or (first == 0 and begin):
        return None
    expected = LETTERS if signs[begin] == "A" else _DIGITS
    cut = _by_line_starts(lines[begin:], expected) or _by_signs_inside(" ".join(lines[begin:]), expected)
    if cut:
        cut.before = "\n".join(lines[:begin])
    return cut


def _sign_of(line: str) -> str:
    found = _AT_START.match(line)
    return found["sign"].upper() if found else ""


def _by_line_starts(lines: list[str], expected: str) -> Cut | None:
    """One option a line, lines without a sign continuing the one above; None where a sign comes out of order."""
    cut = Cut(by="letters")
    for line in lines:
        sign = _sign_of(line)
        if sign and sign == expected[len(cut.texts) : len(cut.texts) + 1]:
            found = _AT_START.match(line)
            cut.texts.append((found["star"] or "") + line[found.end() :] if found else line)
        elif sign and sign in expected:
            return None
        else:
            cut.texts[-1] += f"\n{line}"
    if all(text.endswith(";") for text in cut.texts[:-1]):
        cut.texts = [text.rstrip("; ") for text in cut.texts]
    return cut if len(cut.texts) > 1 else None


def _by_signs_inside(line: str, expected: str) -> Cut | None:
    """Options in one line, "A. Huế; B. Vinh"; a sign that comes twice in the place of the next one is trouble."""
    marks = [mark for mark in _INSIDE.finditer(line) if mark["sign"].upper() in expected]
    chosen: list[re.Match[str]] = []
    for mark in marks:
        if mark["sign"].upper() == expected[len(chosen) : len(chosen) + 1]:
            chosen.append(mark)
    if len(chosen) < _FEWEST:
        return None
    signs = [mark["sign"].upper() for mark in marks]
    doubled = [sign for sign in expected[: len(chosen)] if signs.count(sign) > 1]
    cut = Cut(by="letters")
    if doubled or len(signs) > len(chosen):
        sign = (doubled or [one for one in signs if one not in expected[: len(chosen)]])[0]
        cut.trouble = f"“{sign}.” đứng ở nhiều chỗ hoặc sai thứ tự nên không rõ phương án bắt đầu từ đâu"
    ends = [mark.start() for mark in chosen[1:]] + [len(line)]
    for mark, end in zip(chosen, ends, strict=True):
        cut.texts.append((mark["star"] or "") + line[mark.end() : end].strip().rstrip(";|").strip())
    return cut


def _by_lines(lines: list[str]) -> Cut:
    if not lines:
        return Cut()
    if len(lines) > 1:
        return Cut([_BULLET.sub("", line, count=1) if _BULLET.match(line) else line for line in lines], by="lines")
    for separator in _SEPARATORS:
        parts = [part.strip() for part in lines[0].split(separator)]
        if len(parts) > 1 and (separator != "/" or are_true_and_false(parts)):
            return Cut(parts if parts[-1] else parts[:-1], by="signs")
    return Cut(lines)


def _with_stars(cut: Cut) -> Cut:
    for index, text in enumerate(cut.texts):
        bare = _RIGHT_BEHIND.sub("", _STAR_BEFORE.sub("", text, count=1) if _STAR_BEFORE.match(text) else text)
        if bare != text and bare:
            cut.texts[index] = bare
            cut.starred.append(index)
    return cut
