"""Moodle XML in the shape in which Moodle writes it."""

from __future__ import annotations

import base64
from html import escape

from question_bank.formats import Reading, read
from question_bank.image import Image
from question_bank.item import Item

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n<!-- question: 0  -->\n'
TAIL = "\n</quiz>\n"
SETTINGS = """    <defaultgrade>1.0000000</defaultgrade>
    <penalty>0.3333333</penalty>
    <hidden>0</hidden>
    <idnumber></idnumber>
"""
CAPITAL = (("Huế", 0), ("Hà Nội", 100), ("Đà Nẵng", 0))


def text(name: str, content: str, form: str = "html", inside: str = "", attributes: str = "") -> str:
    """An element with a text in CDATA and what else belongs inside."""
    body = f"\n      <text><![CDATA[{content}]]></text>\n" if content else "\n      <text></text>\n"
    return f'    <{name}{attributes} format="{form}">{body}{inside}    </{name}>\n'


def answer(content: str, fraction: object, form: str = "html", feedback: str = "", inside: str = "") -> str:
    """An answer with its weight in percent."""
    inside += text("feedback", feedback)
    return text("answer", content, form, inside, f' fraction="{fraction}"')


def question(kind: str, stem: str, *parts: str, name: str = "Câu hỏi", settings: str = SETTINGS) -> str:
    """A question element; `stem` is the text or a whole <questiontext>."""
    stem = stem if stem.lstrip().startswith("<questiontext") else text("questiontext", stem)
    title = f"    <name>\n      <text>{escape(name)}</text>\n    </name>\n"
    return f'  <question type="{kind}">\n{title}{stem}{settings}{"".join(parts)}  </question>\n'


def choice(stem: str = "<p>Thủ đô của nước ta?</p>", *parts: str, answers: object = CAPITAL) -> str:
    """A multichoice question of answers with their weights."""
    assert isinstance(answers, tuple)
    return question("multichoice", stem, *parts, *(answer(f"<p>{one}</p>", weight) for one, weight in answers))


def category(path: str) -> str:
    """What stands before the questions of a category."""
    return f'  <question type="category">\n    <category>\n      <text>{path}</text>\n    </category>\n  </question>\n'


def file(image: Image, name: str, path: str = "/") -> str:
    """A file beside a text."""
    data = base64.b64encode(image.data).decode()
    return f'<file name="{name}" path="{path}" encoding="base64">{data}</file>\n'


def moodle(*questions: str) -> Reading:
    """What is read from a file of these questions."""
    return read((HEAD + "".join(questions) + TAIL).encode(), "questions.xml")


def one(*questions: str) -> Item:
    """The single item of a file without errors."""
    reading = moodle(*questions)
    assert reading.errors == ()
    [item] = reading.items
    return item


def refusal(*questions: str) -> str:
    """The code of the single error of a file from which nothing is taken."""
    reading = moodle(*questions)
    assert reading.items == ()
    [problem] = reading.errors
    return problem.code
