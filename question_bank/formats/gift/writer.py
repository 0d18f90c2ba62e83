"""Items to GIFT text that Moodle imports and our reader reads back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from question_bank.formats.categories import path_of
from question_bank.formats.gift.answers import TRUTHS, looks_like_weight
from question_bank.formats.gift.blocks import KIND, MARKS, PINNED, SOURCE, TRUE_FALSE
from question_bank.formats.gift.syntax import starts_with_format
from question_bank.formats.weights import write_weight
from question_bank.hypertext import in_html
from question_bank.item import Item, Kind, Option
from question_bank.letters import letters

_ESCAPED = re.compile(r"[\\:#={}~]")


def write_gift(items: Sequence[Item]) -> bytes:
    """Write items in UTF-8, a category line wherever the topic changes.

    Level, source, marks, pins and the kind of other pairs than Đúng and Sai have no place in GIFT itself and travel in
    comments. Pictures stand in the HTML as data: addresses.
    """
    blocks = []
    topic = ""
    for item in items:
        if item.topic != topic:
            topic = item.topic
            blocks.append(f"$CATEGORY: {path_of(topic)}")
        blocks.append("\n".join([*_comments(item), *_question(_shown(item))]))
    return ("\n\n".join(blocks) + "\n").encode()


def _comments(item: Item) -> Iterator[str]:
    if item.id:
        yield f"// [id:{_in_brackets(item.id)}]"
    if item.level:
        yield f"// [tag:{item.level.label}]"
    if item.source:
        yield _told(SOURCE, item.source)
    if item.marks != 1:
        yield _told(MARKS, f"{item.marks:f}")
    if item.kind is Kind.TRUE_FALSE and not _truth(item):
        yield _told(KIND, TRUE_FALSE)
    pinned = [index for index, option in enumerate(item.options) if option.pinned]
    if pinned:
        yield _told(PINNED, letters(pinned))


def _told(name: str, text: str) -> str:
    return f"// {name}: " + text.replace("\\", "\\\\").replace("\n", "\\n")


def _shown(item: Item) -> Item:
    return in_html(item, lambda number: f'<img src="{item.images[number - 1].to_url()}">') if item.images else item


def _in_brackets(text: str) -> str:
    return text.replace("]", "\\]")


def _question(item: Item) -> Iterator[str]:
    stem = _text(item.stem, item.markup)
    if item.markup == "html":
        stem = f"[html]{stem}"
    elif starts_with_format(item.stem) or re.match(r"//|\[|.*<\w", item.stem):
        stem = f"[plain]{stem}"
    truth = _truth(item)
    if truth:
        yield f"{stem} {{{truth}{_explanation(item)}}}"
        return
    yield f"{stem} {{"
    for option in item.options:
        yield _option(option, item)
    if item.explanation:
        yield _explanation(item)
    yield "}"


def _truth(item: Item) -> str:
    if item.kind is not Kind.TRUE_FALSE or tuple(option.text for option in item.options) != TRUTHS:
        return ""
    right, wrong = item.options if item.options[0].is_key else reversed(item.options)
    word = "TRUE" if item.options[0].is_key else "FALSE"
    if not (right.feedback or wrong.feedback):
        return word
    return f"{word}#{_guarded(wrong.feedback, item)}#{_guarded(right.feedback, item)}"


def _option(option: Option, item: Item) -> str:
    feedback = f"#{_guarded(option.feedback, item)}" if option.feedback else ""
    return f"{_sign(option, item)}{_guarded(option.text, item)}{feedback}"


def _sign(option: Option, item: Item) -> str:
    if item.kind is not Kind.MULTIPLE:
        return "=" if option.is_key else "~"
    if not option.is_key:
        return "~"
    return f"~%{write_weight(len(item.key_indexes))}%"


def _explanation(item: Item) -> str:
    return f"####{_guarded(item.explanation, item)}" if item.explanation else ""


def _guarded(text: str, item: Item) -> str:
    """Keep a reader from taking the start of a text for a weight or the name of a format."""
    guard = f"[{item.markup}]" if starts_with_format(text) or looks_like_weight(text) else ""
    return guard + _text(text, item.markup)


def _text(text: str, markup: str) -> str:
    lines = text.replace("\n", " ") if markup == "html" else text
    return _ESCAPED.sub(lambda match: "\\" + match[0], lines).replace("\n", "\\n")
