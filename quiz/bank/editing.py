"""A question while somebody writes it: what the editor's form holds, its small steps, and what is wrong with it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from werkzeug.datastructures import MultiDict

from question_bank.checks import check_item
from question_bank.item import MARKUPS, Item, Kind, Option
from question_bank.letters import FEWEST_OPTIONS, MOST_OPTIONS
from question_bank.levels import Level
from question_bank.limits import DEFAULT_LIMITS
from question_bank.markup import sanitise
from question_bank.problem import Problem, Severity, error
from question_bank.text import clean, clean_line
from quiz.bank.rules import LONGEST_REF, LONGEST_TOPIC, Content

BLANK_OPTIONS = 4
MOST_PICTURES = DEFAULT_LIMITS.images_per_item
TRUE_FALSE = ("Đúng", "Sai")
_LONGEST_TEXT = 20_000
_MARKS = re.compile(r"[0-9]{1,6}([.,][0-9]{1,6})?")


@dataclass(frozen=True, slots=True)
class Edited:
    """What the form holds. `item` is without its pictures; those are names of kept ones or tokens of uploaded ones.

    `version` and `base` are the item's version and the number of its current revision when the form was opened.
    """

    item: Item
    marks: str = "1"
    pictures: tuple[str, ...] = ()
    ref: str = ""
    remark: str = ""
    version: int = 0
    base: int = 0


def blank() -> Edited:
    """The form of a new question."""
    return Edited(Item(Kind.SINGLE, "", (Option(""),) * BLANK_OPTIONS))


def is_untouched(edited: Edited) -> bool:
    """Whether nothing of the question has been written yet, so that there is nothing to find fault with."""
    item = edited.item
    return not (item.stem or item.explanation or edited.pictures or any(one.text or one.is_key for one in item.options))


def opened(content: Content, topic: str, level: str, version: int, base: int) -> Edited:
    """The form of a question as its current revision has it."""
    texts, feedback = json.loads(content.options), json.loads(content.feedback)
    options = tuple(
        Option(one["text"], bool(content.mask >> index & 1), one["pinned"], told)
        for index, (one, told) in enumerate(zip(texts, feedback, strict=True))
    )
    item = Item(
        kind=Kind(content.kind),
        stem=content.stem,
        options=options,
        marks=Decimal(content.marks) / 100,
        level=Level(level) if level else None,
        topic=topic,
        explanation=content.explanation,
        source=content.source,
        markup=content.markup,
    )
    return Edited(item, shown_marks(item.marks), tuple(json.loads(content.images)), version=version, base=base)


def shown_marks(marks: Decimal) -> str:
    """Marks as people write them: 1 or 0,5."""
    return f"{marks.normalize():f}".replace(".", ",")


def read(form: MultiDict[str, str]) -> Edited:
    """What was sent; nothing that a person typed is refused here, see `problems_of`."""
    kind = Kind(form["kind"]) if form.get("kind") in list(Kind) else Kind.SINGLE
    markup = form["markup"] if form.get("markup") in MARKUPS else "plain"
    keep: Callable[[str], str] = sanitise if markup == "html" else str
    marks = form.get("marks", "").strip()
    item = Item(
        kind=kind,
        stem=_text(form.get("stem", ""), keep),
        options=_options(form, kind, keep),
        marks=_marks(marks),
        level=Level(form["level"]) if form.get("level") in list(Level) else None,
        topic=form.get("topic", "")[:_LONGEST_TEXT],
        explanation=_text(form.get("explanation", ""), keep),
        source=form.get("source", "")[:_LONGEST_TEXT],
        markup=markup,
    )
    return Edited(
        item,
        marks,
        tuple(form.getlist("picture")),
        clean_line(form.get("ref", "")),
        form.get("remark", ""),
        _number(form.get("version", "")),
        _number(form.get("base", "")),
    )


def _text(text: str, keep: Callable[[str], str]) -> str:
    text = clean(text[:_LONGEST_TEXT])
    return keep(text) if text else ""


def _options(form: MultiDict[str, str], kind: Kind, keep: Callable[[str], str]) -> tuple[Option, ...]:
    texts = [_text(text, keep) for text in form.getlist("option")[:MOST_OPTIONS]]
    feedback = [_text(text, keep) for text in form.getlist("feedback")[: len(texts)]]
    feedback += [""] * (len(texts) - len(feedback))
    right, pinned = set(form.getlist("key")), set(form.getlist("pinned"))
    options = [
        Option(text, str(index) in right, str(index) in pinned, told)
        for index, (text, told) in enumerate(zip(texts, feedback, strict=True))
    ]
    if kind is Kind.TRUE_FALSE and not any(texts):
        given = [option.is_key for option in options[:2]] + [False] * 2
        options = [Option(text, is_key) for text, is_key in zip(TRUE_FALSE, given, strict=False)]
    return tuple(options)


def _marks(text: str) -> Decimal:
    """The marks; 0, which no check lets pass, where the text is no plain number.

    A power such as 1e999990 is none: to reckon with it takes minutes.
    """
    return Decimal(text.replace(",", ".")) if _MARKS.fullmatch(text) else Decimal(0)


def _number(text: str) -> int:
    return int(text[:15]) if text.isascii() and text.isdecimal() else 0


def apply(step: str, edited: Edited) -> Edited:
    """The form after a button: add, remove-N, up-N, down-N, drop-N (a picture); any other leaves it as it is."""
    name, _, place = step.partition("-")
    options, index = list(edited.item.options), _number(place)
    if name == "add" and len(options) < MOST_OPTIONS:
        options.append(Option(""))
    elif name == "remove" and index < len(options) and len(options) > FEWEST_OPTIONS:
        del options[index]
    elif name in {"up", "down"}:
        other = index - 1 if name == "up" else index + 1
        if 0 <= other < len(options) and index < len(options):
            options[index], options[other] = options[other], options[index]
    elif name == "drop":
        left = tuple(one for number, one in enumerate(edited.pictures) if number != index)
        return replace(edited, pictures=left)
    return replace(edited, item=replace(edited.item, options=tuple(options)))


def finished(edited: Edited) -> Edited:
    """The form without the blank options that stand at its end: nobody filled them in."""
    options = list(edited.item.options)
    while len(options) > FEWEST_OPTIONS and options[-1] == Option(""):
        options.pop()
    return replace(edited, item=replace(edited.item, options=tuple(options)))


def problems_of(edited: Edited) -> list[Problem]:
    """What the checks say about the question, errors first; an error keeps it from being saved."""
    item, place = edited.item, edited.item.place
    found = check_item(item)
    # Only marks that passed the check are small enough to reckon with.
    if all(one.code != "bad_marks" for one in found) and item.marks * 100 % 1:
        found.append(error(place, "bad_marks", "Điểm của câu chỉ được có nhiều nhất hai chữ số thập phân."))
    if len(item.topic) > LONGEST_TOPIC:
        found.append(error(place, "long_topic", f"Tên chủ đề dài quá {LONGEST_TOPIC} ký tự; hãy rút gọn."))
    if len(edited.ref) > LONGEST_REF:
        found.append(error(place, "long_id", f"Mã câu hỏi dài quá {LONGEST_REF} ký tự; hãy đặt mã ngắn hơn."))
    if len(edited.pictures) > MOST_PICTURES:
        found.append(error(place, "too_many_images", f"Mỗi câu có nhiều nhất {MOST_PICTURES} hình; hãy bớt hình."))
    order = list(Severity)
    return sorted(found, key=lambda problem: order.index(problem.severity))


def errors_of(problems: Sequence[Problem]) -> list[Problem]:
    """Those problems that keep a question from being saved."""
    return [problem for problem in problems if problem.severity is Severity.ERROR]
