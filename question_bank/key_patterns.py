"""What the keys of a whole file betray: always the same place, always the longest option.

A contestant who knows of such a pattern scores without knowing anything. Findings speak of chance: a share is called a
pattern only where chance alone brings it about less than once in a thousand files.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from math import sqrt

from question_bank.item import Item, Kind
from question_bank.letters import letter
from question_bank.problem import WHOLE_FILE, Problem, warning
from question_bank.wording import seen

FEWEST_PER_PLACE = 5
"""The chi-square figure means little where fewer keys are expected in a place."""
FEWEST_FOR_LENGTH = 20
_CHI_SQUARE_AT_1_IN_1000 = (10.828, 13.816, 16.266, 18.467, 20.515, 22.458, 24.322)
_NORMAL_AT_1_IN_1000 = 3.09
_FEWEST_ALWAYS = 6


def check_keys(items: Sequence[Item]) -> list[Problem]:
    """What is to be said about the keys of a file's single-choice items side by side."""
    singles = [item for item in items if item.kind is Kind.SINGLE and len(item.key_indexes) == 1]
    return [*_places(singles), *_longest(singles)]


def chi_square(counts: Sequence[int]) -> float:
    """Pearson's figure for counts that should be equal; degrees of freedom are one less than there are counts."""
    expected = sum(counts) / len(counts)
    return sum((count - expected) ** 2 for count in counts) / expected if expected else 0.0


def _places(singles: Sequence[Item]) -> Iterator[Problem]:
    groups: dict[int, Counter[int]] = defaultdict(Counter)
    for item in singles:
        groups[len(item.options)][item.key_indexes[0]] += 1
    for width, found in sorted(groups.items()):
        place, most = found.most_common(1)[0]
        total = found.total()
        is_always = most == total >= _FEWEST_ALWAYS
        counts = [found[index] for index in range(width)]
        is_uneven = total >= FEWEST_PER_PLACE * width and chi_square(counts) > _CHI_SQUARE_AT_1_IN_1000[width - 2]
        if is_always or is_uneven:
            message = (
                f"Trong {total} câu có {width} phương án, đáp án đúng rơi vào {letter(place)} tới {most} câu "
                f"({_shares(counts)}); hãy đổi chỗ phương án để đáp án rải đều, nhất là khi đề không trộn phương án."
            )
            yield warning(WHOLE_FILE, "key_place", message)


def _shares(counts: Sequence[int]) -> str:
    return ", ".join(f"{letter(index)}: {count}" for index, count in enumerate(counts))


def _longest(singles: Sequence[Item]) -> Iterator[Problem]:
    """Compare how often the key alone is longest with how often it would be if length knew nothing of keys."""
    told = [(_is_longest(item), 1 / len(item.options)) for item in singles if len(item.options) > 2]
    if len(told) < FEWEST_FOR_LENGTH:
        return
    found, expected = sum(is_longest for is_longest, _ in told), sum(chance for _, chance in told)
    spread = sqrt(sum(chance * (1 - chance) for _, chance in told))
    if found > 1.5 * expected and (found - expected) / spread > _NORMAL_AT_1_IN_1000:
        message = (
            f"Phương án đúng là phương án dài nhất ở {found} trên {len(told)} câu (ngẫu nhiên chỉ khoảng "
            f"{round(expected)} câu), thí sinh dễ đoán theo độ dài; hãy viết phương án nhiễu dài tương đương."
        )
        yield warning(WHOLE_FILE, "key_longest", message)


def _is_longest(item: Item) -> bool:
    lengths = [len(seen(item, option.text)) for option in item.options]
    key = item.key_indexes[0]
    return all(length < lengths[key] for index, length in enumerate(lengths) if index != key)
