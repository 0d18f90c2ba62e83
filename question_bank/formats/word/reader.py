"""A Word document to drafts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from question_bank.assembly import assemble
from question_bank.draft import Draft
from question_bank.formats.package import open_package
from question_bank.formats.word.answers import AnswerList
from question_bank.formats.word.blocks import Question, Splitter
from question_bank.formats.word.legacy_runs import mend_lines
from question_bank.formats.word.lines import read_lines
from question_bank.formats.word.marked import Grid, Line
from question_bank.formats.word.pictures import Pictures
from question_bank.formats.word.question import draft_of
from question_bank.formats.word.relations import Relations
from question_bank.problem import Problem, warning
from question_bank.read_options import DEFAULT_OPTIONS, ReadOptions
from question_bank.reading import Reading
from question_bank.text import fold

NAME = "docx"


def read_word(data: bytes, options: ReadOptions = DEFAULT_OPTIONS) -> Reading:
    """Read a Word document; places are "Câu n". Raises Unreadable if the file is damaged or unsafe."""
    package = open_package(data, options.limits)
    relations = Relations(package)
    pictures = Pictures(relations, options.limits)
    return read_content(NAME, read_lines(package, pictures, relations), pictures, options)


def read_content(
    format: str,
    content: Sequence[Line | Grid],
    pictures: Pictures,
    options: ReadOptions = DEFAULT_OPTIONS,
    found: Sequence[Problem] = (),
) -> Reading:
    """The reading of lines and tables, from wherever they came; `found` is what was noticed on the way to them."""
    content = mend_lines(content)
    document = Splitter(content)
    keys = _Keys(document.questions, document.answers)
    drafts: Iterator[Draft] = (
        draft_of(question, keys.of(question), pictures, options.limits) for question in document.questions
    )
    problems = [*found, *document.problems, *keys.unknown(), *_about_file(content)]
    return assemble(format, drafts, problems, options)


class _Keys:
    """The answer list of the document, asked by question."""

    def __init__(self, questions: Sequence[Question], answers: AnswerList) -> None:
        self._counts = Counter(question.number for question in questions)
        self._keys = {(fold(section), number): keys for (section, number), keys in answers.keys.items()}

    def of(self, question: Question) -> set[str]:
        """What the list says about a question; a number that several questions bear needs a section."""
        own = self._keys.get((fold(question.section), question.number))
        if own is not None and question.section:
            return own
        return self._keys.get(("", question.number), set()) if self._counts[question.number] == 1 else set()

    def unknown(self) -> Iterator[Problem]:
        """Entries of the list for which there is no question."""
        for _, number in self._keys:
            if number not in self._counts:
                message = f"Bảng đáp án có câu {number} nhưng trong tệp không có câu này; hãy kiểm tra lại."
                yield warning("bảng đáp án", "key_without_question", message)


def _about_file(content: Sequence[Line | Grid]) -> Iterator[Problem]:
    lines = [line for block in content for line in ([block] if isinstance(block, Line) else block.lines())]
    if any(line.has("tracked_change") for line in lines):
        message = "Tài liệu còn phần sửa đổi đang theo dõi (Track Changes); đã đọc theo bản chấp nhận mọi sửa đổi."
        yield warning("cả tệp", "tracked_changes", message)
