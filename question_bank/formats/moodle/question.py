"""One question element to a draft."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from question_bank.draft import Draft, DraftOption
from question_bank.formats.moodle.texts import Element, Texts, value
from question_bank.formats.sources import take_source
from question_bank.formats.weights import WeightError, multiple_keys, read_weight, single_keys
from question_bank.hypertext import clean_hypertext, lighten
from question_bank.item import Kind
from question_bank.kinds import is_true_word
from question_bank.letters import LETTERS
from question_bank.levels import parse_level
from question_bank.limits import Limits
from question_bank.markup import to_plain
from question_bank.text import fold

_PINS = re.compile(r"gi[uữ] v[iị] tr[ií]:? ([A-H]+)", re.IGNORECASE)
_COMBINED = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")
_USUAL = re.compile(
    r"(?:your answer is (?:partially )?(?:in)?correct|cau tra loi cua ban (?:la )?(?:dung|sai|khong dung)"
    r"(?: mot phan| mot nua)?)?\.?"
)


def fill(draft: Draft, question: Element, kind: Kind, limits: Limits) -> None:
    """Read a multichoice or truefalse element into a draft."""
    texts = Texts(limits, _format_of(question))
    draft.markup = "html"
    draft.stem = texts.read(question.find("questiontext")) + texts.old_picture(question)
    draft.explanation = texts.read(question.find("generalfeedback"))
    draft.id = value(question.find("idnumber"))
    draft.marks = _marks(value(question.find("defaultgrade")))
    tags = [value(tag) for tag in question.iterfind("tags/tag")]
    draft.level = next((tag for tag in tags if not tag.isdigit() and parse_level(tag)), "")
    (_fill_truth if kind is Kind.TRUE_FALSE else _fill_choice)(draft, question, texts)
    clean_hypertext(draft, limits, texts.find)
    take_source(draft)
    lighten(draft)
    if draft.kind is not Kind.TRUE_FALSE:
        _pin(draft, question, tags)
    _remark(draft, question, texts)


def stem_of(question: Element) -> str:
    """What a question of another type asks, in plain text."""
    return to_plain(value(question.find("questiontext")))


def _format_of(question: Element) -> str:
    """The format of the stem, which the other texts have too unless they say otherwise."""
    stem = question.find("questiontext")
    return (stem.get("format") or "html") if stem is not None else "html"


def _marks(text: str) -> str:
    """The marks without the zeros that Moodle writes behind them."""
    try:
        return f"{Decimal(text).normalize():f}"
    except InvalidOperation:
        return text


def _fill_choice(draft: Draft, question: Element, texts: Texts) -> None:
    draft.kind = Kind.SINGLE if _flag(question, "single", "true") else Kind.MULTIPLE
    weights = []
    for answer in question.findall("answer"):
        fraction = answer.get("fraction", "0").strip()
        option = DraftOption(texts.read(answer), feedback=texts.read(answer.find("feedback")))
        if not option.text and _is_zero(fraction):
            draft.note("empty_answer", "Đã bỏ một phương án để trống và không có điểm, như Moodle vẫn làm.")
            continue
        draft.options.append(option)
        weights.append(fraction)
    try:
        numbers = [read_weight(weight) for weight in weights]
        draft.mark_keys(single_keys(numbers) if draft.kind is Kind.SINGLE else multiple_keys(numbers))
    except WeightError as problem:
        draft.error(problem.code, str(problem))
        return
    if any(number < 0 for number in numbers):
        draft.note("penalty", "Trọng số âm của phương án sai được bỏ qua; câu chấm theo đúng toàn bộ.")


def _fill_truth(draft: Draft, question: Element, texts: Texts) -> None:
    """Moodle's own words are "true" and "false"; where old files have others, the first answer is the true one."""
    draft.kind = Kind.TRUE_FALSE
    answers = question.findall("answer")
    words = [is_true_word(to_plain(value(answer))) for answer in answers]
    if len(answers) == 2 and set(words) != {True, False}:
        draft.note("true_false_order", "Hai phương án không ghi true và false; đã hiểu theo thứ tự đúng, sai.")
        words = [True, False]
    for answer, word in zip(answers, words, strict=True):
        text = texts.read(answer) if word is None else "Đúng" if word else "Sai"
        feedback = texts.read(answer.find("feedback"))
        draft.options.append(DraftOption(text, not _is_zero(answer.get("fraction", "0")), feedback=feedback))


def _is_zero(fraction: str) -> bool:
    try:
        return float(fraction) <= 0
    except ValueError:
        return False


def _flag(question: Element, name: str, default: str) -> bool:
    """A switch as Moodle reads it; of two elements of one name the second counts."""
    found = [value(element) for element in question.findall(name)]
    word = (found[-1] if found else default).lower()
    return word not in {"", "0", "false"}


def _pin(draft: Draft, question: Element, tags: list[str]) -> None:
    if _flag(question, "shuffleanswers", "true"):
        return
    named = next((found[1].upper() for tag in tags if (found := _PINS.fullmatch(tag.strip()))), "")
    for index, option in enumerate(draft.options):
        option.pinned = not named or LETTERS[index : index + 1] in named
    if not named:
        draft.note(
            "pinned",
            "Moodle không đảo phương án của câu này nên mọi phương án được giữ nguyên vị trí; "
            "hãy bỏ giữ vị trí nếu các phương án đảo được.",
        )


def _remark(draft: Draft, question: Element, texts: Texts) -> None:
    if texts.has_markdown:
        draft.note("markdown", "Văn bản markdown được giữ nguyên như chữ thường.")
    if _flag(question, "hidden", "0"):
        draft.warning("hidden", "Câu này đang bị ẩn trong Moodle; hãy bỏ câu nếu không còn dùng.")
    dropped = ["gợi ý"] if question.find("hint") is not None else []
    if any(not _USUAL.fullmatch(fold(to_plain(value(question.find(name))))) for name in _COMBINED):
        dropped.append("lời nhắn chung khi trả lời đúng hoặc sai")
    if dropped:
        draft.note("dropped", f"Đã bỏ phần mà cuộc thi không dùng: {', '.join(dropped)}.")
    # Where a picture was refused, those behind it may not have been opened.
    is_complete = all(problem.code != "picture" for problem in draft.problems)
    for file in texts.not_shown() if is_complete else ():
        if file.is_linked:
            draft.error("attachment", f"Câu dẫn đến tệp “{file.name}” không phải hình; hãy đưa nội dung vào câu hỏi.")
        else:
            draft.note("file_unused", f"Tệp “{file.name}” kèm theo câu nhưng không dùng đến, đã bỏ.")
