"""One question block to a draft: its fields, its options, its key."""

from __future__ import annotations

from dataclasses import dataclass, field

from question_bank.draft import Draft, DraftOption
from question_bank.formats.word.blocks import Question
from question_bank.formats.word.deciding import decide_key, decide_kind
from question_bank.formats.word.marked import Line, Marked
from question_bank.formats.word.options import (
    Laid,
    count_options,
    first_letter,
    lay_out,
    repeated_option,
    starts_option,
)
from question_bank.formats.word.patterns import bracket_field, field_of, leading_bracket, level_prefix
from question_bank.formats.word.pictures import SIGN, Pictures
from question_bank.formats.word.placing import place_pictures, refuse_stray_picture
from question_bank.formats.word.telling import tell_flags
from question_bank.letters import letter
from question_bank.levels import parse_level
from question_bank.limits import DEFAULT_LIMITS, Limits
from question_bank.text import same

_LONG_FIELDS = frozenset({"explanation", "source"})
_MOST_LINES = 100  # no question is longer, and each look at its options costs as much as it is long
_LENIENCIES = {
    "options_by_blank": "Các phương án trên một dòng chỉ cách nhau một dấu cách; hãy kiểm tra lại.",
    "options_by_bullet": "Phương án không có chữ cái, được nhận theo dấu đầu dòng thành A, B, C, …; hãy kiểm tra lại.",
}


@dataclass(slots=True)
class _Parts:
    """The lines of a question sorted out: its body, its named fields as text, and what was understood leniently."""

    body: list[Line] = field(default_factory=list)
    fields: dict[str, list[str]] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    current: str = ""
    options: int = 0
    letters: set[str] = field(default_factory=set)

    def value(self, name: str) -> str:
        return "\n".join(self.fields.get(name, []))

    def put(self, name: str, value: str) -> None:
        self.current = name
        self.fields.setdefault(name, []).append(value)


def draft_of(
    question: Question, listed: set[str], pictures: Pictures | None = None, limits: Limits = DEFAULT_LIMITS
) -> Draft:
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
    tell_flags(draft, {flag for line in question.lines for flag in line.flags})
    if question.has_table:
        draft.warning("table_flattened", "Bảng trong câu hỏi được đọc thành các dòng chữ; hãy kiểm tra lại.")
    for code, message in parts.notes.items():
        draft.note(code, message)
    _look_at_layout(draft, laid)
    decide_kind(draft, parts.value("kind"))
    decide_key(draft, laid, {*filter(None, map(str.strip, parts.fields.get("key", []))), *listed})
    place_pictures(draft, pictures or Pictures(), limits)
    return draft


def _sort_out(question: Question) -> _Parts:
    parts = _Parts()
    _take_level(question, parts)
    _take_bracket(question, parts)
    for line in question.lines:
        named = field_of(line.text) if parts.body else None
        if named:
            parts.put(named[0], named[1])
        elif not (parts.options > 1 and (_takes_repeated(parts, line) or _takes_explanation(parts, line))):
            if parts.current in _LONG_FIELDS and not starts_option(line.text):
                parts.fields[parts.current].append(line.text)
                continue
            parts.current = ""
            parts.body.append(line)
            parts.options += count_options(line.text)
            parts.letters.add(first_letter(line.text))
    return parts


def _takes_repeated(parts: _Parts, line: Line) -> bool:
    """A bullet line that says an option again, as in "•\\tB. Hà Nội;", names the key."""
    repeated = repeated_option(line.text)
    if repeated is None or (repeated[0] and repeated[0] not in parts.letters) or len(parts.body) > _MOST_LINES:
        return False
    options = [same(option.text.text).rstrip(" .;") for option in lay_out(parts.body).options]
    if not repeated[0] and same(repeated[1]) not in options:
        return False
    parts.put("key", f"{repeated[0]}. {repeated[1]}" if repeated[0] else repeated[1])
    parts.notes["key_by_repeat"] = "Đáp án được nhận từ dòng gạch đầu dòng nhắc lại phương án."
    return True


def _takes_explanation(parts: _Parts, line: Line) -> bool:
    """Behind the options and the key, an explanation goes on, and one without a name begins."""
    if parts.current == "key" and line.text.strip() and not starts_option(line.text):
        parts.put("explanation", line.text)
        parts.notes["explanation_implied"] = "Dòng đứng sau đáp án được nhận là lời giải thích."
        return True
    if parts.current in _LONG_FIELDS:
        parts.fields[parts.current].append(line.text)
        return True
    return parts.current == "key" and not line.text.strip()


def _take_level(question: Question, parts: _Parts) -> None:
    """A level in figures at the start of the stem, "[2] …", leaves it."""
    first = question.lines[0]
    found = level_prefix(first.text)
    number = found[0] if found else question.bracket if question.bracket in {"1", "2", "3", "4"} else ""
    level = parse_level(number)
    if level is None:
        return
    question.bracket = ""
    question.lines[0] = first.after(found[1]) if found else first
    parts.fields["level"] = [number]
    parts.notes["level_by_number"] = f"Số [{number}] đầu câu được hiểu là mức độ {level.label}."


def _take_bracket(question: Question, parts: _Parts) -> None:
    """A level or marks in brackets, behind the number or at the start of the stem, leaves the stem."""
    name = bracket_field(question.bracket)
    if name:
        parts.fields[name] = [question.bracket]
    elif question.bracket:
        first = question.lines[0]
        kept = Marked.of(f"({question.bracket}) ")
        question.lines[0] = first.with_content(Marked.join([kept, first.content]))
    found = leading_bracket(question.lines[0].text)
    if found:
        parts.fields[found[0]] = [found[1]]
        question.lines[0] = question.lines[0].after(found[2])


def _look_at_layout(draft: Draft, laid: Laid) -> None:
    if laid.leniency:
        draft.warning(laid.leniency, _LENIENCIES[laid.leniency])
    if not laid.is_in_order:
        seen = ", ".join(option.letter for option in laid.options)
        draft.error("option_letters", f"Ký hiệu phương án không theo thứ tự A, B, C, … (đọc được: {seen}).")
    for index, option in enumerate(laid.options):
        if not option.joined:
            continue
        if not SIGN.sub("", option.joined).strip():
            if index + 1 == len(laid.options):
                refuse_stray_picture(draft)
            continue
        message = f"Dòng không có ký hiệu được nối vào phương án {letter(index)}; hãy kiểm tra lại."
        draft.warning("line_joined", message)
