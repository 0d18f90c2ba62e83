"""One question block to a draft: its fields, its options, its key."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from question_bank.draft import Draft, DraftOption
from question_bank.formats.word.blocks import Question
from question_bank.formats.word.key_marks import marked_options, tell
from question_bank.formats.word.marked import Line, Marked
from question_bank.formats.word.options import Laid, count_options, lay_out, starts_option
from question_bank.formats.word.patterns import bracket_field, field_of, leading_bracket
from question_bank.keys import read_key
from question_bank.kinds import UnknownKindError, is_true_word, parse_kind
from question_bank.letters import letter, letters

_UNREADABLE = {
    "picture": "Câu có hình, hộp văn bản hoặc đối tượng chèn, hiện chưa nạp được; hãy thay bằng chữ.",
    "formula": "Câu có công thức (Equation), hiện chưa nạp được; hãy gõ lại bằng chữ.",
    "symbol": "Câu có ký tự chèn từ bảng Symbol, không đọc được chắc chắn; hãy gõ lại bằng bàn phím.",
    "legacy_font": "Câu gõ bằng phông chữ cũ (.VnTime, VNI-…); hãy chuyển sang Unicode rồi nạp lại.",
}
_STATEMENT_KEYS = re.compile(r"(?:[a-d]\s*[).:\-]?\s*)?[ĐS](?:[\s,;/\-–]*(?:[a-d]\s*[).:\-]?\s*)?[ĐS])+\s*\.?")
_LONG_FIELDS = frozenset({"explanation", "source"})


@dataclass(slots=True)
class _Parts:
    """The lines of a question sorted out: its body, and its named fields as text."""

    body: list[Line] = field(default_factory=list)
    fields: dict[str, list[str]] = field(default_factory=dict)

    def value(self, name: str) -> str:
        return "\n".join(self.fields.get(name, []))


def draft_of(question: Question, listed: set[str]) -> Draft:
    """The draft of a question; `listed` is what the answer list at the end of the file says about it."""
    parts = _sort_out(question)
    laid = lay_out(parts.body)
    draft = Draft(
        place=question.place,
        stem=laid.stem.text,
        options=[DraftOption(option.text.text) for option in laid.options],
        id=parts.value("id"),
        level=parts.value("level"),
        topic=parts.value("topic") if "topic" in parts.fields else question.topic,
        explanation="\n".join(filter(None, [parts.value("explanation"), *question.explanation])),
        source=parts.value("source"),
        marks=parts.value("marks"),
    )
    _look_at_flags(draft, question)
    _look_at_layout(draft, laid)
    _decide_kind(draft, parts.value("kind"))
    _decide_key(draft, laid, {*filter(None, map(str.strip, parts.fields.get("key", []))), *listed})
    return draft


def _sort_out(question: Question) -> _Parts:
    parts = _Parts()
    _take_bracket(question, parts)
    current, options = "", 0
    for line in question.lines:
        named = field_of(line.text) if parts.body else None
        if named:
            current = named[0]
            parts.fields.setdefault(current, []).append(named[1])
        elif current in _LONG_FIELDS and (not starts_option(line.text) or options > 1):
            parts.fields[current].append(line.text)
        else:
            current = ""
            parts.body.append(line)
            options += count_options(line.text)
    return parts


def _take_bracket(question: Question, parts: _Parts) -> None:
    """A level or marks in brackets, behind the number or at the start of the stem, leaves the stem."""
    name = bracket_field(question.bracket)
    if name:
        parts.fields[name] = [question.bracket]
    elif question.bracket:
        first = question.lines[0]
        kept = Marked.of(f"({question.bracket}) ")
        question.lines[0] = Line(Marked.join([kept, first.content]), first.flags)
    found = leading_bracket(question.lines[0].text)
    if found:
        parts.fields[found[0]] = [found[1]]
        question.lines[0] = question.lines[0].after(found[2])


def _look_at_flags(draft: Draft, question: Question) -> None:
    flags = {flag for line in question.lines for flag in line.flags}
    for flag, message in _UNREADABLE.items():
        if flag in flags:
            draft.error("legacy_text" if flag == "legacy_font" else flag, message)
    if "footnote" in flags:
        draft.warning("footnote", "Câu có chú thích cuối trang; nội dung chú thích không được nạp.")
    if "disguised" in flags:
        draft.note("text_normalised", "Đã chuẩn hóa chữ tổ hợp, dấu cách đặc biệt hoặc ký tự ẩn.")
    if question.has_table:
        draft.warning("table_flattened", "Bảng trong câu hỏi được đọc thành các dòng chữ; hãy kiểm tra lại.")


def _look_at_layout(draft: Draft, laid: Laid) -> None:
    if not laid.is_in_order:
        seen = ", ".join(option.letter for option in laid.options)
        draft.error("option_letters", f"Ký hiệu phương án không theo thứ tự A, B, C, … (đọc được: {seen}).")
    for index, option in enumerate(laid.options):
        if option.joined:
            message = f"Dòng không có ký hiệu được nối vào phương án {letter(index)}; hãy kiểm tra lại."
            draft.warning("line_joined", message)


def _decide_kind(draft: Draft, declared: str) -> None:
    try:
        draft.kind = parse_kind(declared)
    except UnknownKindError as problem:
        draft.error("unsupported_kind", str(problem))


def _decide_key(draft: Draft, laid: Laid, written: set[str]) -> None:
    if any(_STATEMENT_KEYS.fullmatch(key) for key in written):
        draft.refuse(
            "unsupported_kind",
            "Câu đúng/sai nhiều ý không dùng trong cuộc thi; hãy tách mỗi ý thành một câu đúng/sai.",
        )
        return
    if not draft.options and len(written) == 1 and is_true_word(next(iter(written))) is not None:
        draft.options = [DraftOption("Đúng"), DraftOption("Sai")]
        draft.note("true_false_implied", "Câu không ghi phương án, đáp án là Đúng/Sai nên được đọc là câu đúng/sai.")
    named = {indexes for indexes in (_named(draft, key) for key in written) if indexes}
    signals = marked_options(laid.options)
    everywhere = named | set(signals.values())
    if named and len(everywhere) > 1:
        ways = " và ".join(sorted(letters(list(indexes)) for indexes in everywhere))
        draft.error("key_conflict", f"Đáp án ở các chỗ không khớp nhau ({ways}); hãy thống nhất một đáp án.")
    elif len(everywhere) == 1:
        draft.mark_keys(next(iter(everywhere)))
        draft.several_named = bool(named) and len(next(iter(named))) > 1
    elif not written:
        _refuse_undecided(draft, tell(signals))


def _named(draft: Draft, written: str) -> tuple[int, ...]:
    key = read_key(written, [option.text for option in draft.options])
    if key.code:
        draft.error(key.code, key.message)
    elif key.by_text:
        draft.note("key_by_text", f"Đáp án ghi bằng nội dung, khớp với phương án {letters(list(key.indexes))}.")
    return key.indexes


def _refuse_undecided(draft: Draft, conflict: str) -> None:
    if not draft.options:
        return
    why = f" (dấu hiệu mâu thuẫn: {conflict})" if conflict else ""
    draft.error(
        "undecided_key",
        f"Không xác định được đáp án{why}; hãy chỉ gạch chân hoặc tô đậm phương án đúng, hoặc ghi “Đáp án: …”.",
    )
