"""Items to Moodle XML that Moodle imports and our reader reads back."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import escape

from question_bank.formats.categories import path_of
from question_bank.formats.sources import explanation_with_source
from question_bank.formats.weights import write_weight
from question_bank.hypertext import file_name, in_html
from question_bank.item import Item, Kind, Option
from question_bank.kinds import is_true_word
from question_bank.letters import letters
from question_bank.markup import to_plain
from question_bank.text import clean_line

_LONGEST_NAME = 60


def write_moodle(items: Sequence[Item]) -> bytes:
    """Write items in UTF-8, a category wherever the topic changes.

    The source stands behind the explanation and the level in a tag. Moodle shuffles all options of a question or
    none: where one is pinned none is shuffled, and a tag names the pinned ones.
    """
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>"]
    topic = ""
    for number, item in enumerate(items, start=1):
        if item.topic != topic:
            topic = item.topic
            lines += ['<question type="category">', f"<category>{_text(path_of(topic))}</category>", "</question>"]
        lines += _question(number, item)
    return "\n".join([*lines, "</quiz>", ""]).encode()


def _question(number: int, item: Item) -> Iterator[str]:
    is_truth = _is_truth(item)
    yield f'<question type="{"truefalse" if is_truth else "multichoice"}">'
    yield f"<name>{_text(_name(number, item))}</name>"
    held = replace(item, explanation=explanation_with_source(item))
    pictures = _Pictures(held)
    if held.images:
        held = in_html(held, pictures.show)
    yield pictures.element("questiontext", held.stem, held.markup)
    yield pictures.element("generalfeedback", held.explanation, held.markup)
    yield f"<defaultgrade>{item.marks:f}</defaultgrade>"
    yield "<penalty>0</penalty>"
    yield "<hidden>0</hidden>"
    yield f"<idnumber>{escape(item.id)}</idnumber>"
    if not is_truth:
        yield f"<single>{'false' if item.kind is Kind.MULTIPLE else 'true'}</single>"
        yield f"<shuffleanswers>{int(not any(option.pinned for option in item.options))}</shuffleanswers>"
        yield "<answernumbering>ABCD</answernumbering>"
    for option in held.options:
        yield from _answer(option, held, pictures, is_truth)
    yield from _tags(item)
    yield "</question>"


def _answer(option: Option, item: Item, pictures: _Pictures, is_truth: bool) -> Iterator[str]:
    weight = (write_weight(len(item.key_indexes)) if item.kind is Kind.MULTIPLE else "100") if option.is_key else "0"
    feedback = pictures.element("feedback", option.feedback, item.markup)
    if is_truth:
        word = "true" if is_true_word(option.text) else "false"
        yield f'<answer fraction="{weight}" format="moodle_auto_format">{_text(word)}{feedback}</answer>'
    else:
        yield pictures.element("answer", option.text, item.markup, f' fraction="{weight}"', feedback)


def _tags(item: Item) -> Iterator[str]:
    tags = [item.level.label] if item.level else []
    pinned = [index for index, option in enumerate(item.options) if option.pinned]
    if 0 < len(pinned) < len(item.options):
        tags.append(f"giữ vị trí: {letters(pinned).replace(', ', '')}")
    if tags:
        yield f"<tags>{''.join(f'<tag>{_text(tag)}</tag>' for tag in tags)}</tags>"


def _is_truth(item: Item) -> bool:
    return item.kind is Kind.TRUE_FALSE and sorted(option.text for option in item.options) == ["Sai", "Đúng"]


def _name(number: int, item: Item) -> str:
    """What the list of questions shows: the number in the file and the start of the stem."""
    stem = clean_line(to_plain(item.stem) if item.markup == "html" else item.stem)
    return f"{number:04} {stem if len(stem) <= _LONGEST_NAME else stem[:_LONGEST_NAME].rstrip() + '…'}"


def _text(text: str) -> str:
    is_plain = "<" not in text and "&" not in text
    return f"<text>{text if is_plain and ']]>' not in text else _guarded(text)}</text>"


def _guarded(text: str) -> str:
    return escape(text, quote=False) if "]]>" in text else f"<![CDATA[{text}]]>"


class _Pictures:
    """The pictures of one question, which stand as files beside the texts that show them."""

    def __init__(self, item: Item) -> None:
        self._images = item.images

    def show(self, number: int) -> str:
        """The tag of a picture."""
        return f'<img src="@@PLUGINFILE@@/{self._name(number)}" alt="Hình {number}">'

    def element(self, name: str, text: str, markup: str, attributes: str = "", inside: str = "") -> str:
        """An element with a text, the files that the text shows, and what else belongs inside."""
        form = "html" if markup == "html" else "plain_text"
        numbers = range(1, len(self._images) + 1)
        files = "".join(self._file(number) for number in numbers if f'/{self._name(number)}"' in text)
        return f'<{name}{attributes} format="{form}">{_text(text)}{files}{inside}</{name}>'

    def _name(self, number: int) -> str:
        return file_name(self._images[number - 1], number)

    def _file(self, number: int) -> str:
        data = base64.b64encode(self._images[number - 1].data).decode()
        return f'<file name="{self._name(number)}" path="/" encoding="base64">{data}</file>'
