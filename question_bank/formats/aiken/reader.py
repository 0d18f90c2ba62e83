"""Aiken text to drafts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from question_bank.assembly import assemble
from question_bank.draft import Draft, DraftOption
from question_bank.formats.aiken.groups import Group, groups
from question_bank.formats.aiken.lines import LETTERS, Key, Line, stretches
from question_bank.formats.encoding import decode_text
from question_bank.keys import read_key
from question_bank.letters import letters
from question_bank.problem import Problem, error
from question_bank.read_options import DEFAULT_OPTIONS, ReadOptions
from question_bank.reading import Reading

NAME = "aiken"
_LEVEL = re.compile(r"\[([1-4])\]\s*(?=\S)")


def read_aiken(data: bytes, options: ReadOptions = DEFAULT_OPTIONS) -> Reading:
    """Read an Aiken file; places are "dòng n". Raises Unreadable if its bytes are no text."""
    decoded = decode_text(data)
    return assemble(NAME, _drafts(decoded.text), decoded.problems, options)


def _drafts(text: str) -> Iterator[Draft]:
    for stretch in stretches(text):
        found = list(groups(stretch.lines))
        for group in found[:-1]:
            yield _draft(group, None)
        if found:
            yield _draft(found[-1], stretch.key)
        elif stretch.key:
            draft = Draft(stretch.key.line.place)
            draft.refuse("no_question", "Dòng đáp án không có câu hỏi nào ở trên; hãy kiểm tra thứ tự các dòng.")
            yield draft


def _draft(group: Group, key: Key | None) -> Draft:
    draft = Draft(
        place=group.first.place,
        stem=_joined(group.stem),
        options=[DraftOption(_joined(lines, option=True)) for lines in group.options],
    )
    fault = _fault(group)
    if fault:
        draft.problems, draft.refused = [fault], True
    elif key is None:
        draft.refuse("unfinished", "Câu hỏi chưa có dòng đáp án; hãy thêm dòng “ANSWER: …” sau các phương án.")
    else:
        _take_key(draft, group, key)
        _take_level(draft)
        _remark(draft, group)
    return draft


def _joined(lines: list[Line], *, option: bool = False) -> str:
    return "\n".join(line.rest if option and index == 0 else line.text for index, line in enumerate(lines))


def _fault(group: Group) -> Problem | None:
    """Why this is not a question followed by its options in order, if it is not."""
    strange = next((line for line in _all_lines(group) if line.belongs_elsewhere), None)
    if not group.stem:
        message = "Phương án không có câu hỏi ở trên; hãy thêm câu hỏi, hoặc sửa câu hỏi mở đầu như “A. …”."
        return error(group.first.place, "no_question", message)
    if strange:
        message = "Aiken không có chỗ cho dòng này; hãy nạp tệp theo định dạng văn bản thuần hoặc bỏ dòng này."
        return error(strange.place, "extra_line", message)
    if group.doubt:
        message = (
            f"Dòng mở đầu bằng “{group.doubt.letter}” không đúng thứ tự A, B, C…; hãy đánh lại chữ cái, "
            "hoặc sửa dòng này nếu nó thuộc câu hỏi."
            if group.doubt.letter
            else "Không rõ dòng này thuộc phương án ở trên hay câu hỏi ở dưới; hãy thêm một dòng trống giữa hai câu."
        )
        return error(group.doubt.place, "option_letters", message)
    return None


def _all_lines(group: Group) -> Iterator[Line]:
    yield from group.stem
    for lines in group.options:
        yield from lines


def _take_key(draft: Draft, group: Group, key: Key) -> None:
    if key.strict and LETTERS.index(key.text) < len(group.options):
        draft.mark_keys((LETTERS.index(key.text),))
        return
    read = read_key(key.text, [option.text for option in draft.options])
    if read.code:
        draft.error(read.code, read.message, key.line.place)
        return
    draft.mark_keys(read.indexes)
    draft.several_named = len(read.indexes) > 1
    if read.by_text:
        message = f"Đáp án ghi bằng nội dung, khớp với phương án {letters(list(read.indexes))}."
        draft.note("key_by_text", message, key.line.place)
    elif draft.several_named:
        message = f"Dòng đáp án ghi nhiều chữ cái ({letters(list(read.indexes))}) nên là câu nhiều đáp án."
        draft.note("several_named", message, key.line.place)
    else:
        message = "Dòng đáp án không viết đúng mẫu “ANSWER: A” của Aiken, vẫn đọc được."
        draft.note("key_spelling", message, key.line.place)


def _take_level(draft: Draft) -> None:
    found = _LEVEL.match(draft.stem)
    if found:
        draft.level, draft.stem = found[1], draft.stem[found.end() :]
        draft.note("level_prefix", f"Ký hiệu [{found[1]}] ở đầu câu được đọc là mức độ của câu.")


def _remark(draft: Draft, group: Group) -> None:
    if group.stem[0].letter:
        message = f"Câu hỏi mở đầu như một phương án (“{group.stem[0].letter}.”), đã xem là câu hỏi; hãy kiểm tra lại."
        draft.warning("stem_like_option", message)
    if len(group.stem) > 1:
        draft.note("stem_lines", f"Câu hỏi có {len(group.stem)} dòng; Moodle chỉ nhận câu hỏi một dòng.")
    long = next((lines for lines in group.options if len(lines) > 1), None)
    if long:
        draft.note("option_lines", "Phương án có nhiều dòng; Moodle chỉ nhận phương án một dòng.", long[0].place)
    if any(lines[0].letter.islower() for lines in group.options):
        draft.note("small_letters", "Phương án dùng chữ thường a, b, c…; Moodle chỉ nhận chữ hoa.")
