"""What each format holds, and items made at random of nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from random import Random

from question_bank.item import Item, Kind, Option
from question_bank.letters import letters
from question_bank.levels import Level
from question_bank.text import clean, same
from tests.question_bank.items import GIFT_SIGNS, SIGNS, SYLLABLES, VIETNAMESE, picture

ANY = VIETNAMESE + SIGNS + GIFT_SIGNS + "\u00e9ß€"
PROSE = VIETNAMESE + SIGNS.replace("(", "").replace(")", "") + "\u00e9ß€"
TOLD = frozenset({"marks", "level", "topic", "explanation", "source"})
ALL = TOLD | {"id", "feedback", "pinned", "html"}
_FIRST = tuple(word for word in SYLLABLES if word[0] in "KLMNPQRSTVXY")
_MARKS = (Decimal(1), Decimal("0.5"), Decimal("0.25"), Decimal(2))
_COLOURS = ("red", "green", "blue", "white")


@dataclass(frozen=True, slots=True)
class Holding:
    """The fields that a format holds besides kind, stem, options and key, and the signs of its texts.

    `declares_kind` is False where the kind is only told by the key and the words.
    """

    fields: frozenset[str]
    alphabet: str = ANY
    lines: bool = True
    declares_kind: bool = True


HOLDINGS = {
    "json": Holding(ALL | {"images"}),
    "gift": Holding(ALL | {"images"}),
    "xlsx": Holding(TOLD | {"id", "feedback", "pinned"}),
    "csv": Holding(TOLD | {"id", "feedback", "pinned"}),
    "docx": Holding(TOLD | {"id", "images"}, PROSE, lines=False),
    "aiken": Holding(frozenset(), declares_kind=False),
    "moodle": Holding(ALL | {"images"}),
    "qti": Holding(ALL | {"images"}),
    "text": Holding(frozenset({"level", "explanation", "source"}), PROSE, lines=False, declares_kind=False),
}


def make_items(holding: Holding, random: Random, count: int) -> list[Item]:
    """Valid items that the format holds, with stems and ids of their own."""
    made: list[Item] = []
    while len(made) < count:
        one = make_item(holding, random, f"q{len(made)}")
        if all(same(one.stem) != same(other.stem) for other in made):
            made.append(one)
    return made


def make_item(holding: Holding, random: Random, id: str = "q") -> Item:
    """A valid item that the format holds, each field left out as often as not."""

    def has(field: str) -> bool:
        return field in holding.fields and random.random() < 0.5

    is_html = has("html")

    def words() -> str:
        return _html(holding, random) if is_html else _words(holding, random)

    kind = random.choice(list(Kind))
    texts, keys = _answers(kind, holding, random, words)
    pinned = set(random.sample(range(len(texts)), 1)) if has("pinned") and kind is not Kind.TRUE_FALSE else set()
    told = has("feedback")
    return Item(
        kind=kind,
        stem=words(),
        options=tuple(
            Option(text, index in keys, index in pinned, words() if told and random.random() < 0.7 else "")
            for index, text in enumerate(texts)
        ),
        id=id if has("id") else "",
        marks=random.choice(_MARKS) if has("marks") else Decimal(1),
        level=random.choice(list(Level)) if has("level") else None,
        topic=_words(Holding(frozenset(), VIETNAMESE + " ", lines=False), random) if has("topic") else "",
        explanation=words() if has("explanation") else "",
        source=_words(holding, random) if has("source") else "",
        images=(picture(random.choice(_COLOURS)),) if has("images") else (),
        markup="html" if is_html else "plain",
    )


def typed(items: Sequence[Item]) -> bytes:
    """Items as an author types them, for the format that is only read."""
    lines = []
    for number, item in enumerate(items, start=1):
        lines.append(f"Câu {number}. {item.stem}")
        lines += [f"{letters([index])}. {option.text}" for index, option in enumerate(item.options)]
        lines.append(f"Đáp án: {letters(item.key_indexes)}")
        lines += [f"Giải thích: {item.explanation}"] if item.explanation else []
        lines += [f"Căn cứ: {item.source}"] if item.source else []
        lines += [f"Mức độ: {item.level.label}"] if item.level else []
    return "\n".join(lines).encode()


def _answers(kind: Kind, holding: Holding, random: Random, words: object) -> tuple[list[str], set[int]]:
    assert callable(words)
    if kind is Kind.TRUE_FALSE:
        return ["Đúng", "Sai"], {random.randrange(2)}
    texts: list[str] = []
    count = random.randint(2, 8)
    while len(texts) < count:
        text = words()
        if all(same(text) != same(other) for other in texts):
            texts.append(text)
    fewest = 1 if holding.declares_kind else 2
    keys = random.randint(fewest, count) if kind is Kind.MULTIPLE else 1
    return texts, set(random.sample(range(count), keys))


def _words(holding: Holding, random: Random) -> str:
    signs = [sign for sign in holding.alphabet + ("\n" if holding.lines else "") if not sign.isalpha()]
    said = [random.choice(_FIRST)]
    for _ in range(random.randint(1, 9)):
        said += [" ", *random.choices(signs, k=random.choice((0, 0, 1, 2))), random.choice(SYLLABLES)]
    return clean("".join(said + random.choices(signs, k=random.choice((0, 1)))))


def _html(holding: Holding, random: Random) -> str:
    tag = random.choice(("b", "i", "sub", "em"))
    first, second = (
        escape(_words(Holding(frozenset(), holding.alphabet, lines=False), random), quote=False) for _ in "12"
    )
    return clean(f"<p>{first} <{tag}>{second}</{tag}></p>")
