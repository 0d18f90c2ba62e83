"""Finding the options of a question among its lines, however they are laid out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from question_bank.formats.word.marked import Line, Marked
from question_bank.letters import LETTERS

BULLETS = "•●▪◦○■□➢►▶◆❖"
_SIGN = r"(?P<star>(?:[*✓✔√☑✅]|\[[xX]\])\s*)?\(?(?P<letter>[A-Ha-h])(?P<inner_star>\*)?\s*[.):/](?![.):/])"
_AT_START = re.compile(rf"\s*(?P<bullet>[{BULLETS}–+-]\s*)?{_SIGN}\s*")
_INSIDE = re.compile(rf"(?:\t\s*|\s{{2,}}){_SIGN}\s*")
_BEHIND_ONE_BLANK = re.compile(rf"(?<=\S)\s+{_SIGN}\s*")
_BULLETED = re.compile(rf"\s*(?P<bullet>[{BULLETS}–+-])\s*(?=\S)(?P<letter>)(?P<star>)(?P<inner_star>)")
_STARS = "*✓✔√☑✅"
_RIGHT_BEHIND = re.compile(r"\s*[(\[]\s*(?:đúng|đ|đáp án đúng|đáp án|x)\s*[)\]]\s*[.;]?\s*$", re.IGNORECASE)
_WRONG_BEHIND = re.compile(r"[(\[]\s*(?:sai|s)\s*[)\]]\s*[.;]?\s*$", re.IGNORECASE)


@dataclass(slots=True)
class Found:
    """One option as laid out: its letter with the marks of that letter, its text, a star or "(đúng)" or not.

    `joined` are the paragraphs behind it that have no letter and may not belong to it.
    """

    letter: str
    sign: Marked
    text: Marked
    starred: bool = False
    joined: str = ""


@dataclass(slots=True)
class Laid:
    """A question's body: the stem and its options in the order of the file."""

    stem: Marked = field(default_factory=Marked)
    options: list[Found] = field(default_factory=list)
    leniency: str = ""

    @property
    def is_in_order(self) -> bool:
        """True if the letters run A, B, C … without a gap."""
        return [option.letter for option in self.options] == list(LETTERS[: len(self.options)])

    @property
    def are_statements(self) -> bool:
        """True if some options are called wrong, "(S)", beside those that are called right."""
        return any(_WRONG_BEHIND.search(option.text.text) for option in self.options)


@dataclass(frozen=True, slots=True)
class _Marker:
    line: int
    start: int
    end: int
    letter: str
    sign: int
    starred: bool
    at_start: bool


def count_options(text: str) -> int:
    """How many options seem to begin in a line; a cheap look for those who only cut questions apart."""
    return bool(_AT_START.match(text)) + len(_INSIDE.findall(text))


def starts_option(text: str) -> bool:
    """True if a text begins as an option does."""
    return bool(_AT_START.match(text))


def repeated_option(text: str) -> tuple[str, str] | None:
    """The letter ("" for none) and the text of a bullet line, such as "•\tA. Hà Nội;"; None for any other line."""
    found = _AT_START.match(text)
    if found and found["bullet"]:
        return found["letter"].upper(), text[found.end() :].strip(" \t.;,")
    bullet = _BULLETED.match(text)
    return ("", text[bullet.end() :].strip(" \t.;,")) if bullet else None


def first_letter(text: str) -> str:
    """The letter of the option that begins a text, a capital; "" if none does."""
    found = _AT_START.match(text)
    return found["letter"].upper() if found else ""


def lay_out(lines: Sequence[Line]) -> Laid:
    """Cut the lines of a question into stem and options.

    Capital letters win: where there are options "A.", statements "a)" belong to the stem. What stands
    behind an option without a letter of its own continues it; `joined` tells if that was a new paragraph.
    Where that finds no options, single blanks between them and bullets in place of letters are tried.
    """
    laid = _laid(lines, [marker for index, line in enumerate(lines) for marker in _markers(index, line, _INSIDE)])
    if len(laid.options) > 1 and laid.is_in_order:
        return laid
    close = [marker for index, line in enumerate(lines) for marker in _markers(index, line, _BEHIND_ONE_BLANK)]
    lenient = _laid(lines, close)
    if len(lenient.options) > _MORE_THAN_CHANCE and lenient.is_in_order:
        lenient.leniency = "options_by_blank"
        return lenient
    bulleted = _laid(lines, _bullets(lines)) if not laid.options else laid
    bulleted.leniency = "options_by_bullet" if len(bulleted.options) > 1 and not laid.options else ""
    return bulleted


_MORE_THAN_CHANCE = 2


def _laid(lines: Sequence[Line], markers: Sequence[_Marker]) -> Laid:
    capitals = [marker for marker in markers if marker.letter.isupper()]
    begins = any(marker.letter == "A" for marker in capitals)
    chosen = _in_sequence(capitals if begins else [marker for marker in markers if marker.letter.islower()])
    laid = Laid(_between(lines, None, chosen[0] if chosen else None))
    for marker, following in zip(chosen, [*chosen[1:], None], strict=False):
        laid.options.append(_found(lines, marker, following))
    return laid


def _markers(index: int, line: Line, inside: re.Pattern[str]) -> list[_Marker]:
    found = []
    start = _AT_START.match(line.text) if index else None
    if start:
        found.append(_marker(index, start, True))
    found += [_marker(index, match, False) for match in inside.finditer(line.text, start.end() if start else 0)]
    return found


def _bullets(lines: Sequence[Line]) -> list[_Marker]:
    """The bullet lines at the end of a question as options A, B, C …, if nothing else stands among them."""
    found = [(index, _BULLETED.match(line.text)) for index, line in enumerate(lines) if index and line.opens]
    run: list[_Marker] = []
    for index, match in reversed([(at, match) for at, match in found if lines[at].text.strip()]):
        if match is None or len(run) == len(LETTERS):
            break
        run.insert(0, _Marker(index, match.start(), match.end(), "", match.start("bullet"), False, True))
    return [replace(marker, letter=letter) for marker, letter in zip(run, LETTERS, strict=False)]


def _marker(index: int, match: re.Match[str], at_start: bool) -> _Marker:
    starred = bool(match["star"] or match["inner_star"])
    return _Marker(index, match.start(), match.end(), match["letter"], match.start("letter"), starred, at_start)


def _in_sequence(markers: Sequence[_Marker]) -> list[_Marker]:
    """From the first A on: every marker at the start of a line, and those inside a line that come next."""
    chosen: list[_Marker] = []
    for marker in markers:
        comes_next = len(chosen) < len(LETTERS) and marker.letter.upper() == LETTERS[len(chosen)]
        if comes_next or (chosen and marker.at_start):
            chosen.append(marker)
    return chosen


def _between(lines: Sequence[Line], first: _Marker | None, last: _Marker | None) -> Marked:
    """The content from behind one marker to the beginning of another."""
    start_line, start = (first.line, first.end) if first else (0, 0)
    end_line, end = (last.line, last.start) if last else (len(lines) - 1, None)
    parts = []
    for index in range(start_line, end_line + 1):
        if index > start_line:
            parts.append(Marked.of("\n"))
        parts.append(lines[index].content.cut(start if index == start_line else 0, end if index == end_line else None))
    return Marked.join(parts)


def _found(lines: Sequence[Line], marker: _Marker, following: _Marker | None) -> Found:
    text = _between(lines, marker, following)
    sign = lines[marker.line].content.cut(marker.sign, marker.sign + 1)
    behind = lines[marker.line + 1 : following.line if following else len(lines)]
    joined = "\n".join(line.text for line in behind if line.opens and line.text.strip())
    has_own_line = bool(lines[marker.line].text[marker.end :].strip())
    bare, starred = _without_star(text)
    return Found(marker.letter.upper(), sign, bare, marker.starred or starred, joined if has_own_line else "")


def _without_star(text: Marked) -> tuple[Marked, bool]:
    trimmed = text.text.rstrip()
    if trimmed.endswith(tuple(_STARS)):
        return text.cut(0, len(trimmed.rstrip(_STARS))), True
    found = _RIGHT_BEHIND.search(text.text)
    return (text.cut(0, found.start()), True) if found else (text, False)
