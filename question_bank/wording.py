"""How a question is worded: what a contestant could misread, and what betrays the key. Findings are warnings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from question_bank.item import Item, Kind
from question_bank.letters import letter
from question_bank.markup import to_plain
from question_bank.pins import find_pins
from question_bank.problem import Problem, warning

MOST_STEM_SIGNS = 360
"""About nine lines of 18 px text on a telephone 390 px wide: with four options the question no longer fits a screen."""
MOST_OPTION_SIGNS = 220
_LONGER, _MUCH_LONGER = 1.6, 25
_ASKS = r"(?i:nào|đâu|gì|ai)"
_NEGATION = (
    r"(?:không (?:phải|đúng|thuộc|bao gồm|nằm|có trong|được nêu|được quy định|chính xác|đề cập|phù hợp|là)"
    r"|chưa (?:đúng|chính xác|phù hợp)|ngoại trừ|(?<![\w-])trừ|là sai|sai(?=\s*\?))"
)
_NEGATIVE = re.compile(rf"\b{_ASKS}\b[^.?!]*?\b({_NEGATION})\b|\b({_NEGATION})\b[^.?!]*?\b{_ASKS}\b[^.?!]*\?")
_EMPHASISED = re.compile(r"<(b|strong|u|em|i)>.*?</\1>", re.IGNORECASE | re.DOTALL)
_TRUE_OR_FALSE = re.compile(r"đúng hay sai|đúng hoặc sai|đúng/sai", re.IGNORECASE)
_WORDS = re.compile(r"[^\W\d_]+")
_FOREIGN_SCRIPTS = ("CYRILLIC", "GREEK", "FULLWIDTH", "ARMENIAN", "CHEROKEE")


def check_wording(item: Item) -> list[Problem]:
    """Everything to be said about the wording of one item."""
    rules = (_long_stem, _long_option, _negation, _key_length, _unpinned, _mixed_scripts)
    return [problem for rule in rules for problem in rule(item)]


def seen(item: Item, text: str) -> str:
    """A text of an item as people see it, without tags."""
    return to_plain(text) if item.markup == "html" else text


def _long_stem(item: Item) -> Iterator[Problem]:
    length = len(seen(item, item.stem))
    if length > MOST_STEM_SIGNS:
        message = (
            f"Câu hỏi dài {length} ký tự, khó đọc trên điện thoại; nên rút gọn còn nhiều nhất {MOST_STEM_SIGNS} ký tự."
        )
        yield warning(item.place, "long_stem", message)


def _long_option(item: Item) -> Iterator[Problem]:
    for index, option in enumerate(item.options):
        length = len(seen(item, option.text))
        if length > MOST_OPTION_SIGNS:
            message = (
                f"Phương án {letter(index)} dài {length} ký tự, khó so sánh trên điện thoại; "
                f"nên rút gọn còn nhiều nhất {MOST_OPTION_SIGNS} ký tự."
            )
            yield warning(item.place, "long_option", message)


def _negation(item: Item) -> Iterator[Problem]:
    """A question that asks for the exception in small letters: many contestants read past the "không"."""
    if item.kind is Kind.TRUE_FALSE:
        return
    text = _EMPHASISED.sub(" ", item.stem) if item.markup == "html" else item.stem
    text = _TRUE_OR_FALSE.sub(" ", seen(item, text))
    found = _NEGATIVE.search(text)
    if found:
        word = found[1] or found[2]
        message = f"Câu hỏi phủ định nhưng “{word}” không được nhấn mạnh; nên viết hoa thành “{word.upper()}”."
        yield warning(item.place, "negation_unmarked", message)


def _key_length(item: Item) -> Iterator[Problem]:
    if item.kind is not Kind.SINGLE or len(item.key_indexes) != 1 or len(item.options) < 3:
        return
    lengths = [len(seen(item, option.text)) for option in item.options]
    key = item.key_indexes[0]
    longest = max(length for index, length in enumerate(lengths) if index != key)
    if lengths[key] > longest * _LONGER and lengths[key] > longest + _MUCH_LONGER:
        message = (
            f"Phương án đúng {letter(key)} dài hơn hẳn các phương án còn lại ({lengths[key]} so với nhiều nhất "
            f"{longest} ký tự) nên dễ bị đoán ra; hãy viết các phương án dài tương đương nhau."
        )
        yield warning(item.place, "key_length", message)


def _unpinned(item: Item) -> Iterator[Problem]:
    if item.kind is Kind.TRUE_FALSE:
        return
    wanted = find_pins([seen(item, option.text) for option in item.options]).pinned
    loose = [index for index in sorted(wanted) if not item.options[index].pinned]
    if loose:
        names = ", ".join(letter(index) for index in loose)
        message = (
            f"Có phương án nhắc đến phương án khác nhưng {names} chưa được giữ nguyên vị trí; khi trộn, câu sẽ sai "
            "nghĩa. Hãy đánh dấu giữ nguyên vị trí cho các phương án này."
        )
        yield warning(item.place, "unpinned", message)


def _mixed_scripts(item: Item) -> Iterator[Problem]:
    """A Cyrillic "а" in a Vietnamese word looks right and is found by no search."""
    texts = (item.stem, item.topic, item.explanation, item.source, *(option.text for option in item.options))
    mixed = [word for text in texts if not text.isascii() for word in _WORDS.findall(text) if _is_mixed(word)]
    if mixed:
        message = f"Từ “{mixed[0]}” có ký tự của bảng chữ khác trông giống chữ Latinh; hãy gõ lại từ này."
        yield warning(item.place, "mixed_scripts", message)


def _is_mixed(word: str) -> bool:
    if word.isascii():
        return False
    scripts = {unicodedata.name(sign, "").split(" ")[0] for sign in word}
    return "FULLWIDTH" in scripts or ("LATIN" in scripts and bool(scripts & set(_FOREIGN_SCRIPTS)))
