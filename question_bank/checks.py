"""What must hold for a question that a contest can use, and what is worth a look.

Each rule takes an item and yields problems; none of them knows which format the item came from.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from question_bank.item import Item, Kind
from question_bank.key_patterns import check_keys
from question_bank.letters import FEWEST_OPTIONS, MOST_OPTIONS, letter, letters
from question_bank.problem import WHOLE_FILE, Problem, error, note, warning
from question_bank.similarity import near_duplicates_within
from question_bank.text import fold, same
from question_bank.wording import check_wording, seen

MOST_MARKS = Decimal(1000)
_NAMES_A_LETTER = re.compile(r"\b(?:đáp án|phương án|chọn|lựa chọn)\s+(?:đúng (?:là )?)?([A-H])\b", re.IGNORECASE)


def check_item(item: Item) -> list[Problem]:
    """Everything to be said about one item by itself."""
    rules = (_stem, _options, _equal_options, _key, _true_false, _marks, _all_right, _explanation)
    return [*(problem for rule in rules for problem in rule(item)), *check_wording(item)]


def check_file(items: Sequence[Item]) -> list[Problem]:
    """What shows only when the items of a file stand side by side; duplicate ids are in `repeated_ids`."""
    return [*_equal_stems(items), *_near_equal_stems(items), *_sources(items), *check_keys(items)]


def repeated_ids(items: Iterable[Item]) -> list[tuple[Item, Problem]]:
    """Each item whose id an earlier item of the file bears already, with the problem that refuses it."""
    first: dict[str, Item] = {}
    repeated = []
    for item in items:
        if item.id and item.id in first:
            where = first[item.id].place
            message = f"Mã “{item.id}” đã dùng ở {where}; hãy đặt mã khác hoặc bỏ mã."
            repeated.append((item, error(item.place, "duplicate_id", message)))
        elif item.id:
            first[item.id] = item
    return repeated


def _stem(item: Item) -> Iterator[Problem]:
    if not seen(item, item.stem):
        yield error(item.place, "empty_stem", "Câu hỏi không có nội dung; hãy nhập câu hỏi.")


def _options(item: Item) -> Iterator[Problem]:
    count = len(item.options)
    if count < FEWEST_OPTIONS:
        yield error(
            item.place,
            "too_few_options",
            f"Tìm thấy {count} phương án, cần ít nhất {FEWEST_OPTIONS}; hãy kiểm tra ký hiệu A., B., C., …",
        )
    if count > MOST_OPTIONS:
        yield error(
            item.place,
            "too_many_options",
            f"Câu có {count} phương án, nhiều nhất là {MOST_OPTIONS}; hãy bớt phương án hoặc tách câu.",
        )
    for index, option in enumerate(item.options):
        if not seen(item, option.text):
            message = f"Phương án {letter(index)} để trống; hãy nhập nội dung hoặc bỏ phương án."
            yield error(item.place, "empty_option", message)


def _equal_options(item: Item) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for index, option in enumerate(item.options):
        text = same(seen(item, option.text))
        if text and text in first:
            message = (
                f"Phương án {letter(first[text])} và {letter(index)} giống nhau (“{option.text}”); "
                "hãy sửa một trong hai."
            )
            yield error(item.place, "equal_options", message)
        first.setdefault(text, index)


def _key(item: Item) -> Iterator[Problem]:
    keys = item.key_indexes
    if not keys:
        yield error(item.place, "no_key", "Câu chưa có đáp án đúng; hãy đánh dấu hoặc ghi “Đáp án: …”.")
    if len(keys) > 1 and item.kind is not Kind.MULTIPLE:
        yield error(
            item.place,
            "several_keys",
            f"Câu một đáp án nhưng có {len(keys)} phương án được đánh dấu đúng ({letters(keys)}); hãy giữ một, "
            "hoặc ghi rõ trong câu là “(chọn nhiều đáp án)”.",
        )


def _true_false(item: Item) -> Iterator[Problem]:
    if item.kind is Kind.TRUE_FALSE and len(item.options) != 2:
        message = f"Câu đúng/sai phải có đúng 2 phương án, đang có {len(item.options)}."
        yield error(item.place, "true_false_options", message)


def _marks(item: Item) -> Iterator[Problem]:
    if not 0 < item.marks <= MOST_MARKS:
        message = f"Điểm của câu phải lớn hơn 0 và không quá {MOST_MARKS}; hãy sửa lại."
        yield error(item.place, "bad_marks", message)


def _all_right(item: Item) -> Iterator[Problem]:
    if item.kind is Kind.MULTIPLE and len(item.options) > 1 and all(option.is_key for option in item.options):
        message = "Mọi phương án đều được đánh dấu đúng; hãy kiểm tra lại đáp án."
        yield warning(item.place, "all_options_right", message)


def _explanation(item: Item) -> Iterator[Problem]:
    named = _NAMES_A_LETTER.search(item.explanation)
    if named and item.kind is not Kind.TRUE_FALSE:
        yield warning(
            item.place,
            "explanation_names_letter",
            f"Lời giải thích nhắc đến phương án {named[1].upper()}, sẽ sai khi trộn thứ tự phương án; "
            "hãy nhắc bằng nội dung.",
        )


def _equal_stems(items: Sequence[Item]) -> Iterator[Problem]:
    first: dict[str, Item] = {}
    for item in items:
        text = same(seen(item, item.stem))
        if text in first:
            message = f"Câu hỏi trùng nội dung với {first[text].place}; hãy kiểm tra có bị nhập hai lần không."
            yield warning(item.place, "equal_stems", message)
        first.setdefault(text, item)


def _near_equal_stems(items: Sequence[Item]) -> Iterator[Problem]:
    """Stems that differ in a few letters: the same question typed twice, or two that contestants will mix up."""
    stems = [seen(item, item.stem) for item in items]
    told: set[int] = set()
    for index, earlier, alike in near_duplicates_within(stems):
        if index in told or same(stems[index]) == same(stems[earlier]):
            continue
        told.add(index)
        item, other = items[index], items[earlier]
        message = (
            f"Câu hỏi giống {alike:.0%} với {other.place} (“{stems[earlier][:80]}”); hãy kiểm tra có trùng ý không."
        )
        weigh = warning if _shares_an_option(item, other) else note
        yield weigh(item.place, "near_equal_stems", message)


def _shares_an_option(item: Item, other: Item) -> bool:
    mine, theirs = ({fold(seen(one, option.text)) for option in one.options} for one in (item, other))
    return item.kind is Kind.TRUE_FALSE or bool(mine & theirs)


def _sources(items: Sequence[Item]) -> Iterator[Problem]:
    missing = Counter(not item.source for item in items)[True]
    if missing and missing == len(items):
        message = "Không câu nào ghi căn cứ; nên bổ sung văn bản, điều, khoản làm căn cứ cho từng câu."
        yield warning(WHOLE_FILE, "no_source", message)
        return
    for item in items:
        if not item.source:
            yield warning(item.place, "no_source", "Câu chưa ghi căn cứ; nên bổ sung văn bản, điều, khoản.")
