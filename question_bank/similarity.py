"""Near-equal questions: thousands against thousands in seconds, blind to case, marks and spacing.

Only pairs that share one of their rarest pairs of syllables are compared letter by letter, which is where a repeated
question shows: its rare words come along, its common ones prove nothing. Numbers are compared apart, for "năm 2023" and
"năm 2024" ask different things however alike they look.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import fuzz

from question_bank.text import fold

NEAR = 0.88
"""From this ratio (twice the common letters over all letters) on, two texts count as near-equal."""
_RAREST = 10
_MOST_SHARED = 150
_WORD = re.compile(r"\w+")
Pair = tuple[int, int, float]


@dataclass(frozen=True, slots=True)
class _Text:
    """A folded text with its numbers and the pairs of syllables in it."""

    folded: str
    numbers: tuple[str, ...]
    features: frozenset[str]

    @classmethod
    def of(cls, text: str) -> _Text:
        words = _WORD.findall(fold(text))
        pairs = {f"{one} {two}" for one, two in pairwise(words)}
        numbers = tuple(sorted(word for word in words if any(sign.isdigit() for sign in word)))
        return cls(" ".join(words), numbers, frozenset(pairs or words))


def near_duplicates(new: Sequence[str], old: Sequence[str], least: float = NEAR) -> list[Pair]:
    """Pairs (index in `new`, index in `old`, ratio 0 to 1) of near-equal texts, equal ones included.

    Ordered by the first index, then by falling ratio.
    """
    mine, theirs = [_Text.of(text) for text in new], [_Text.of(text) for text in old]
    holders = _holders(theirs, _frequencies([*mine, *theirs]))
    return sorted(_pairs(mine, theirs, holders, least), key=lambda pair: (pair[0], -pair[2], pair[1]))


def near_duplicates_within(texts: Sequence[str], least: float = NEAR) -> list[Pair]:
    """Pairs (index, an earlier index, ratio) of near-equal texts of one list, ordered by the first index."""
    mine = [_Text.of(text) for text in texts]
    holders = _holders(mine, _frequencies(mine))
    found = (pair for pair in _pairs(mine, mine, holders, least, only_earlier=True))
    return sorted(found, key=lambda pair: (pair[0], -pair[2], pair[1]))


def ratio(one: str, other: str) -> float:
    """How alike two texts are, 0 to 1."""
    return fuzz.ratio(_Text.of(one).folded, _Text.of(other).folded) / 100


def _frequencies(texts: Iterable[_Text]) -> Counter[str]:
    return Counter(feature for text in texts for feature in text.features)


def _holders(texts: Sequence[_Text], frequencies: Counter[str]) -> dict[str, list[int]]:
    """The texts by each of their rarest features."""
    holders: dict[str, list[int]] = defaultdict(list)
    for index, text in enumerate(texts):
        for feature in sorted(text.features, key=lambda one: (frequencies[one], one))[:_RAREST]:
            holders[feature].append(index)
    return {feature: found for feature, found in holders.items() if len(found) <= _MOST_SHARED}


def _pairs(
    mine: Sequence[_Text],
    theirs: Sequence[_Text],
    holders: dict[str, list[int]],
    least: float,
    only_earlier: bool = False,
) -> Iterator[Pair]:
    equal = _by_text(theirs)
    for index, text in enumerate(mine):
        candidates = set(equal.get(text.folded, ()))
        for feature in text.features:
            candidates.update(holders.get(feature, ()))
        for other in candidates:
            if (only_earlier and other >= index) or text.numbers != theirs[other].numbers:
                continue
            alike = fuzz.ratio(text.folded, theirs[other].folded, score_cutoff=least * 100) / 100
            if alike >= least:
                yield index, other, alike


def _by_text(texts: Sequence[_Text]) -> dict[str, list[int]]:
    """Equal texts are found however common their words are; the first ones are enough to tell."""
    found: dict[str, list[int]] = defaultdict(list)
    for index, text in enumerate(texts):
        if text.folded and len(found[text.folded]) < _MOST_SHARED:
            found[text.folded].append(index)
    return found
