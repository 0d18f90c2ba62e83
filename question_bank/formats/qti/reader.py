"""QTI items to drafts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from question_bank.assembly import assemble
from question_bank.draft import Draft
from question_bank.formats.package import read_xml
from question_bank.formats.qti.contents import Contents, Entry
from question_bank.formats.qti.item_reader import fill_item, pin, stem_alone
from question_bank.formats.qti.names import MADE_UP_ID, TOOL, Element, attribute, inside, local
from question_bank.formats.qti.refusals import ItemRefusedError
from question_bank.formats.qti.version_1 import ROOT as ROOT_OF_VERSION_1
from question_bank.formats.qti.version_1 import fill_version_1
from question_bank.formats.sources import take_source
from question_bank.hypertext import Finder, clean_hypertext, lighten
from question_bank.limits import Limits
from question_bank.markup import to_plain
from question_bank.problem import WHOLE_FILE, Unreadable
from question_bank.read_options import DEFAULT_OPTIONS, ReadOptions
from question_bank.reading import Reading
from question_bank.text import clean_line

NAME = "qti"
_LONGEST_TITLE = 40


def read_qti(data: bytes, options: ReadOptions = DEFAULT_OPTIONS) -> Reading:
    """Read an item, a file of version 1 or a package; places are "Câu n “title” (path)". Raises Unreadable."""
    return assemble(NAME, _drafts(Contents(data, options.limits), options.limits), options=options)


def _drafts(contents: Contents, limits: Limits) -> Iterator[Draft]:
    seen: set[str] = set()
    number = 0
    for entry in contents.entries():
        root, problem = _root(entry)
        is_old = root is not None and local(root) == ROOT_OF_VERSION_1
        for item in inside(root, "item") if root is not None and is_old else [root]:
            number += 1
            draft = Draft(_place(number, entry, item, is_old))
            draft.topic, draft.level, draft.id = entry.facts.topic, entry.facts.level, entry.facts.id
            if item is None:
                draft.refuse(*problem)
                yield draft
                continue
            if not entry.is_listed:
                draft.note("not_listed", "Câu không có trong danh mục imsmanifest.xml của gói nhưng vẫn được đọc.")
            _identify(draft, item, seen)
            _read(draft, item, is_old, partial(contents.picture, beside=entry.path), limits)
            yield draft


def _root(entry: Entry) -> tuple[Element | None, tuple[str, str]]:
    """The root element of a file, or why its question is refused; an unsafe file refuses the whole package."""
    if entry.data is None:
        message = "Tệp của câu này có trong danh mục nhưng không có trong gói; hãy xuất lại gói."
        return None, ("missing_file", message)
    try:
        root = read_xml(entry.data, entry.path or WHOLE_FILE)
    except Unreadable as problem:
        if not entry.path or problem.problem.code != "damaged":
            raise
        return None, ("damaged", problem.problem.message)
    if local(root) not in {"assessmentItem", ROOT_OF_VERSION_1}:
        return None, ("wrong_type", "Tệp này không phải câu hỏi QTI 1.2, 2.1, 2.2 hay 3.0.")
    return root, ("", "")


def _read(draft: Draft, item: Element, is_old: bool, find: Finder, limits: Limits) -> None:
    """Read an item of any version, and clean its texts."""
    draft.markup = "html"
    try:
        if is_old:
            fill_version_1(draft, item)
        else:
            fill_item(draft, item)
    except ItemRefusedError as refusal:
        draft.stem = to_plain(draft.stem or stem_alone(item))
        draft.refuse(refusal.code, str(refusal))
        return
    clean_hypertext(draft, limits, find)
    take_source(draft)
    lighten(draft)
    if not is_old:
        pin(draft, item)


def _place(number: int, entry: Entry, item: Element | None, is_old: bool) -> str:
    title = "" if item is None else clean_line(attribute(item, "title"))
    shown = title if len(title) <= _LONGEST_TITLE else f"{title[:_LONGEST_TITLE].rstrip()}…"
    line = f"dòng {item.sourceline}" if item is not None and (is_old or not entry.path) else ""
    where = ", ".join(part for part in (entry.path, line) if part)
    return f"Câu {number}{f' “{shown}”' if shown else ''}{f' ({where})' if where else ''}"


def _identify(draft: Draft, item: Element, seen: set[str]) -> None:
    """The identifier is the id, unless a writer made it up; some tools give all items the same."""
    name = attribute(item, "identifier") or attribute(item, "ident")
    if draft.id or not name or (attribute(item, "toolName") == TOOL and MADE_UP_ID.fullmatch(name)):
        return
    if name in seen:
        draft.note("identifier_repeated", f"Mã “{name}” đã dùng cho câu khác trong gói nên không được giữ.")
        return
    seen.add(name)
    draft.id = name
