"""Cutting a document into sections, questions, answer list and explanations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from question_bank.formats.word.answers import AnswerList, grid_entries, line_entries
from question_bank.formats.word.grids import holds_statements, option_lines, question_lines
from question_bank.formats.word.marked import Flag, Grid, Line, Marked
from question_bank.formats.word.options import count_options, starts_option
from question_bank.formats.word.patterns import (
    Opening,
    is_end,
    level_prefix,
    number_start,
    opens_answers,
    opens_explanations,
    question_start,
    roman_title,
    section_title,
)
from question_bank.formats.word.pictures import SIGN
from question_bank.formats.word.unnumbered import Starts, are_unnumbered, question_starts
from question_bank.problem import Problem, note, warning
from question_bank.text import clean_line


@dataclass(slots=True)
class Question:
    """The lines of one question, the first without its number, and the section it stands in."""

    number: int
    place: str
    section: str
    topic: str
    bracket: str = ""
    lines: list[Line] = field(default_factory=list)
    explanation: list[str] = field(default_factory=list)
    has_table: bool = False
    option_count: int = 0

    def add(self, line: Line) -> None:
        """Append a line, counting the options that begin in it."""
        self.option_count += count_options(line.text)
        self.lines.append(line)


_SILENT_FLAGS = frozenset({"disguised", "tracked_change", "heading", "line", "hidden", "comment"})
_OBJECTS = {
    "text_box": "hộp văn bản",
    "shape": "hình vẽ (Shape)",
    "picture_group": "nhóm hình",
    "chart": "biểu đồ",
    "smart_art": "sơ đồ SmartArt",
    "object": "đối tượng chèn",
    "formula": "công thức",
    "symbol": "ký tự đặc biệt",
}
_LEADING = re.compile(rf"\s*(?:{SIGN.pattern}\s*)+")
_QUOTED, _WORDS = 40, 6


class _Zone(Enum):
    QUESTIONS = auto()
    ANSWERS = auto()
    EXPLANATIONS = auto()


class Splitter:
    """Walks the lines of one document; `questions`, `answers` and `problems` are its result."""

    def __init__(self, content: Sequence[Line | Grid]) -> None:
        self.questions: list[Question] = []
        self.answers = AnswerList()
        self.problems: list[Problem] = []
        self._numbered: dict[int, list[Question]] = {}
        self._places: set[str] = set()
        self._zone = _Zone.QUESTIONS
        self._section = self._topic = ""
        self._awaits_title = self._under_heading = False
        self._explained: Question | None = None
        blocks = [_as_lines(block) for block in content]
        lines = [line for block in blocks for line in (block.lines() if isinstance(block, Grid) else block)]
        self._has_words = _uses_words([line.text for line in lines])
        self._is_unnumbered = not self._has_words and are_unnumbered([line.text for line in lines])
        starts = question_starts(lines) if self._is_unnumbered else Starts()
        self._starts = {id(lines[at]): at in starts.unclear for at in starts.sure}
        self._headings = {id(lines[at]) for at in starts.headings}
        for block in blocks:
            if isinstance(block, Grid):
                self._take_grid(block)
            else:
                for line in block:
                    self._take(line)

    def _take_grid(self, grid: Grid) -> None:
        entries = grid_entries(grid) if self.questions else []
        if entries:
            self.answers.put(self._section if self._zone is _Zone.ANSWERS else "", entries)
            return
        before = len(self.questions)
        lines = grid.lines()
        for line in lines:
            self._take(line)
        if self.questions and before == len(self.questions) and self._zone is _Zone.QUESTIONS:
            self.questions[-1].has_table |= not any(starts_option(line.text) for line in lines)

    def _take(self, line: Line) -> None:
        if not self._belongs(line):
            self._tell_lost(line)

    def _belongs(self, line: Line) -> bool:
        """Put a line where it belongs; False if it is in no question."""
        line = _with_picture_behind(line)
        text = line.text.strip()
        if not (text or any(flag.name not in _SILENT_FLAGS for flag in line.flags)) or self._takes_heading(text):
            return False
        opening = self._opening(text, line)
        if opening and self._is_new(opening):
            return self._open(opening, line)
        if self._zone is _Zone.ANSWERS:
            self._take_answer(text)
        elif self._zone is _Zone.EXPLANATIONS:
            self._take_explanation(text)
        elif id(line) in self._headings or (line.has("heading") and text and not starts_option(text)):
            self._enter_section(text, text)
        elif self.questions and len(list(line_entries(text))) > 1:
            self._zone = _Zone.ANSWERS
            self.answers.take_line("", text)
        elif self._awaits_title:
            self._topic, self._awaits_title = clean_line(text), False
        elif self._under_heading:
            self._ignore(f"sau {self._section}", text)
        elif self.questions:
            self.questions[-1].add(line)
            return True
        return False

    def _tell_lost(self, line: Line) -> None:
        """What stands outside the questions and is more than text is not taken, and not in silence."""
        place = f"sau {self.questions[-1].place}" if self.questions else "trước câu đầu tiên"
        for flag in sorted(line.flags):
            if flag.name in _OBJECTS:
                words = f" “{flag.detail[:_QUOTED]}”" if flag.detail else ""
                message = f"Ngoài các câu hỏi có {_OBJECTS[flag.name]}{words}, phần này không được nạp."
                self.problems.append(warning(place, "object_ignored", message))
        if SIGN.search(line.text):
            message = "Ngoài các câu hỏi có hình, hình này không được nạp; nếu thuộc một câu, hãy đặt ngay dưới câu đó."
            self.problems.append(warning(place, "object_ignored", message))

    def _takes_heading(self, text: str) -> bool:
        if is_end(text) or (self.questions and self._is_answer_heading(text)):
            self._zone, self._section = _Zone.ANSWERS, ""
            return True
        if opens_explanations(text) and (self._zone is not _Zone.QUESTIONS or (self.questions and text.isupper())):
            self._zone = _Zone.EXPLANATIONS
            return True
        title = section_title(text) or roman_title(text)
        if title is None or (section_title(text) is None and not self._between_questions()):
            return False
        self._enter_section(*title)
        return True

    def _enter_section(self, label: str, title: str) -> None:
        self._section = clean_line(label)
        self._topic = clean_line(title) or self._section
        self._awaits_title = not title
        self._under_heading = True

    def _is_answer_heading(self, text: str) -> bool:
        """ "Đáp án:" in small letters with nothing behind it belongs to a question that lacks its key."""
        return opens_answers(text) and (text.isupper() or not text.endswith(":"))

    def _between_questions(self) -> bool:
        return not self.questions or self.questions[-1].option_count > 1

    def _opening(self, text: str, line: Line) -> Opening | None:
        if self._is_unnumbered:
            return self._unnumbered_opening(line)
        if self._has_words:
            found = question_start(line.text)
            expected = self.questions[-1].number + 1 if self.questions else 1
            return found if found and (not found.is_bare or found.number == expected) else None
        found = number_start(line.text)
        if found is None or len(list(line_entries(text))) > 1:
            return None
        return found if self._zone is not _Zone.QUESTIONS or self._between_questions() else None

    def _is_new(self, opening: Opening) -> bool:
        """Behind the questions, a number seen before is an answer or an explanation."""
        return self._zone is _Zone.QUESTIONS or opening.number not in self._numbered

    def _unnumbered_opening(self, line: Line) -> Opening | None:
        if id(line) not in self._starts:
            return None
        level = level_prefix(line.text)
        return Opening(len(self.questions) + 1, level[0] if level else "", level[1] if level else 0)

    def _open(self, opening: Opening, line: Line) -> bool:
        if self._zone is not _Zone.QUESTIONS and next(line_entries(line.text), None):
            self._take_answer(line.text.strip())
            return False
        self._zone, self._awaits_title, self._under_heading = _Zone.QUESTIONS, False, False
        place = self._place(opening.number, line.after(opening.end))
        self._places.add(place)
        self._watch_order(opening, place)
        question = Question(opening.number, place, self._section, self._topic, opening.bracket)
        unclear = [Flag("stem_unclear")] if self._starts.get(id(line)) else []
        question.lines.append(line.after(opening.end).with_flags(*unclear))
        self.questions.append(question)
        self._numbered.setdefault(opening.number, []).append(question)
        return True

    def _place(self, number: int, line: Line) -> str:
        """What a person finds a question by: its number or its words, and the line in a text file."""
        if self._is_unnumbered:
            return f"dòng {line.number}" if line.number else f"Câu thứ {number} (“{_opening_words(line)}”)"
        behind = f" (dòng {line.number})" if line.number else ""
        places = (f"Câu {number}{behind}", f"Câu {number} ({self._section})" if self._section else "")
        free = next((place for place in places if place and place not in self._places), "")
        return free or f"Câu {number} (câu thứ {len(self.questions) + 1} của tệp)"

    def _watch_order(self, opening: Opening, place: str) -> None:
        last = self.questions[-1].number if self.questions else 0
        if last and opening.number not in (last + 1, 1):
            message = f"Số câu không liên tục: sau câu {last} là câu {opening.number}; hãy kiểm tra có sót câu không."
            self.problems.append(warning(place, "number_gap", message))
        if opening.is_bare:
            self.problems.append(note(place, "no_sign_behind_number", "Sau số câu không có dấu chấm hoặc hai chấm."))

    def _take_answer(self, text: str) -> None:
        if not self.answers.take_line(self._section, text):
            self._ignore("phần đáp án", text)

    def _take_explanation(self, text: str) -> None:
        opening = question_start(text) or number_start(text)
        if opening:
            named = self._numbered.get(opening.number, [])
            self._explained = named[0] if len(named) == 1 else None
            text = text[opening.end :]
        if self._explained:
            self._explained.explanation.append(text)
        else:
            self._ignore("phần lời giải", text)

    def _ignore(self, place: str, text: str) -> None:
        if text:
            message = f"Dòng “{clean_line(text)[:60]}” không thuộc câu nào nên được bỏ qua."
            self.problems.append(note(place, "line_ignored", message))


def _as_lines(block: Line | Grid) -> list[Line] | Grid:
    """A table of questions or of lettered options as the lines it stands for; another table as it is."""
    if isinstance(block, Line):
        return [block]
    found = question_lines(block) or option_lines(block)
    if found is None and holds_statements(block):
        return Grid(tuple(tuple(tuple(_as_statement(line) for line in cell) for cell in row) for row in block.rows))
    return block if found is None else found


def _as_statement(line: Line) -> Line:
    return line.with_flags(Flag("statements"))


def _with_picture_behind(line: Line) -> Line:
    """A picture that stands before the number of its question goes to the end of the line."""
    start = _LEADING.match(line.text)
    if start is None or not (question_start(line.text[start.end() :]) or number_start(line.text[start.end() :])):
        return line
    signs = [at for at in range(start.end()) if SIGN.match(line.text[at])]
    return line.with_content(Marked.join([line.content.cut(start.end()), line.content.keep(signs)]))


def _opening_words(line: Line) -> str:
    words = " ".join(SIGN.sub("", clean_line(line.text)).split()[:_WORDS])
    return words[:_QUOTED]


def _uses_words(texts: Sequence[str]) -> bool:
    """True if questions are called "Câu n": a bare "1." inside them is then only a list."""
    starts = [opening for opening in map(question_start, texts) if opening]
    first = next((text for text in texts if question_start(text) or number_start(text)), "")
    return sum(not opening.is_bare for opening in starts) > 1 or question_start(first) is not None
