"""HTML texts of a question: cleaned when it is read, its pictures taken out of them and put back when it is written.

A picture leaves its mark where it stood. At the end of the stem it needs none, because pictures without a mark are
shown below the stem. A writer names the files of pictures by `file_name`, so that they keep their numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import escape

from question_bank.draft import Draft
from question_bank.image import Image, ImageRefusedError, image_from_url, mark
from question_bank.item import Item
from question_bank.limits import DEFAULT_LIMITS, Limits
from question_bank.markup import is_formatted, lost, sanitise, to_plain

Finder = Callable[[str], Image]
"""The picture at an address inside the file. Raises ImageRefusedError."""
# What stands for a picture until its number is known; no text may contain these code points.
_START, _END = "\ufdd0", "\ufdd1"
_HELD = re.compile(f"{_START}(\\d+){_END}")
_HELD_OR_TAG = re.compile(f"({_START}\\d+{_END}|<[^>]*>)")
_MARK = re.compile(r"\[Hình (\d{1,3})\]")
_MARK_OR_TAG = re.compile(r"(\[Hình \d{1,3}\]|<[^>]*>)")
_EMPTY = re.compile(r"<br>|\s+|<(p|div)>(?:<br>|\s)*</\1>")
_NUMBERED = re.compile(r"(?:.*/)?hinh-(\d{1,3})\.\w+")
_LOST = {
    "formula": "Câu có công thức dạng MathML, trang thi không vẽ được; hãy thay công thức bằng hình hoặc bằng chữ.",
    "media": "Câu có hình vẽ véc-tơ, âm thanh, phim hoặc nội dung nhúng; hãy thay bằng hình PNG, JPEG hoặc bằng chữ.",
    "nesting": "Câu có định dạng lồng nhau quá sâu nên không đọc hết được; hãy xóa định dạng của câu rồi nạp lại.",
}


def clean_hypertext(draft: Draft, limits: Limits = DEFAULT_LIMITS, find: Finder | None = None) -> None:
    """Leave harmless tags alone in the texts of a draft and take its pictures along.

    Without `find` only pictures in data: addresses are taken. A picture that cannot be taken, and whatever is neither
    text nor picture, refuses the question.
    """
    for kind in sorted({lost(text) for text in _texts(draft)} - {""}):
        draft.error(kind, _LOST[kind])
    album = _Album(limits, find, len(draft.images))
    draft.stem = album.take(draft.stem)
    for option in draft.options:
        option.text, option.feedback = album.take(option.text), album.take(option.feedback)
    draft.explanation = album.take(draft.explanation)
    for message in dict.fromkeys(album.refusals):
        draft.error("picture", message)
    if album.images:
        draft.images = (*draft.images, *album.in_order())
        draft.stem = album.marked(_without_end(draft.stem))
        draft.explanation = album.marked(draft.explanation)
        for option in draft.options:
            option.text, option.feedback = album.marked(option.text), album.marked(option.feedback)


def lighten(draft: Draft) -> None:
    """Make an HTML draft a plain one if its texts show nothing but lines, which is how most tools write plain text."""
    if draft.markup != "html" or any(is_formatted(text) for text in _texts(draft)):
        return
    draft.markup = "plain"
    draft.stem, draft.explanation = to_plain(draft.stem), to_plain(draft.explanation)
    for option in draft.options:
        option.text, option.feedback = to_plain(option.text), to_plain(option.feedback)


def shows_more_than_lines(item: Item) -> bool:
    """True if something would be lost if the item's HTML became plain text."""
    return any(is_formatted(text) for text in _texts(item))


def in_plain(item: Item) -> Item:
    """An HTML item with its texts as people see them."""
    options = tuple(
        replace(option, text=to_plain(option.text), feedback=to_plain(option.feedback)) for option in item.options
    )
    return replace(
        item, stem=to_plain(item.stem), explanation=to_plain(item.explanation), options=options, markup="plain"
    )


def file_name(image: Image, number: int) -> str:
    """The name under which a writer puts picture `number` (from 1) of a question into a file."""
    return f"hinh-{number}.{image.name.rpartition('.')[2]}"


def in_html(item: Item, show: Callable[[int], str]) -> Item:
    """The item in HTML with `show(number)` wherever a picture stands, those without a mark at the end of the stem.

    Marks at the very end of the stem stay as text, where a reader expects pictures that have none.
    """
    texts = [item.stem, item.explanation]
    texts += [text for option in item.options for text in (option.text, option.feedback)]
    stem, explanation, *others = (text if item.markup == "html" else as_html(text) for text in texts)
    body, end = _split_end(stem, _MARK_OR_TAG)
    seen: set[int] = set()

    def put(text: str) -> str:
        numbers = [int(number) for number in _MARK.findall(text)]
        seen.update(numbers)
        return _MARK.sub(lambda found: show(int(found[1])) if 0 < int(found[1]) <= len(item.images) else found[0], text)

    body, explanation, *others = (put(text) for text in (body, explanation, *others))
    below = "".join(show(number) for number in range(1, len(item.images) + 1) if number not in seen)
    pairs = zip(item.options, others[::2], others[1::2], strict=True)
    options = tuple(replace(option, text=text, feedback=feedback) for option, text, feedback in pairs)
    return replace(item, stem=body + end + below, explanation=explanation, options=options, markup="html")


def as_html(text: str) -> str:
    """A plain text as HTML that `to_plain` turns back."""
    return escape(text, quote=False).replace("\n", "<br>")


def _texts(of: Draft | Item) -> Iterator[str]:
    """The texts that may be HTML; topic and source never are."""
    yield from (of.stem, of.explanation)
    for option in of.options:
        yield from (option.text, option.feedback)


def _split_end(html: str, token: re.Pattern[str]) -> tuple[str, str]:
    """A text and what stands behind its last visible words: tags and tokens."""
    pieces = token.split(html)
    kept = len(pieces)
    while kept > 1 and not pieces[kept - 1].strip():
        kept -= 2
    return "".join(pieces[:kept]), "".join(pieces[kept:])


def _without_end(stem: str) -> str:
    """The stem without held pictures behind its last words; a stem of nothing but pictures keeps them."""
    body, end = _split_end(stem, _HELD_OR_TAG)
    if not _HELD.search(end) or not to_plain(body):
        return stem
    return body + _EMPTY.sub("", _HELD.sub("", end))


class _Album:
    """The pictures of one question while its texts are read, each once."""

    def __init__(self, limits: Limits, find: Finder | None, taken: int) -> None:
        self.images: list[tuple[int, Image]] = []
        self.refusals: list[str] = []
        self._held: dict[str, str] = {}
        self._limits, self._find, self._taken = limits, find, taken

    def take(self, html: str) -> str:
        """The cleaned text with a stand-in for each picture."""
        return sanitise(html.replace(_START, "").replace(_END, ""), self._hold)

    def in_order(self) -> list[Image]:
        """The pictures as they are numbered: by the names of their files, or as they appeared."""
        return [self.images[index][1] for index in self._order()]

    def marked(self, text: str) -> str:
        """The text with marks instead of stand-ins."""
        order = self._order()
        return _HELD.sub(lambda found: mark(self._taken + order.index(int(found[1])) + 1), text)

    def _order(self) -> list[int]:
        count = range(len(self.images))
        by_name = sorted(count, key=lambda index: self.images[index][0])
        return by_name if [self.images[index][0] - 1 for index in by_name] == list(count) else list(count)

    def _hold(self, address: str) -> str:
        """What stands for the picture at an address, which is opened once however often it is shown."""
        if address not in self._held:
            self._held[address] = self._take_along(address)
        return self._held[address]

    def _take_along(self, address: str) -> str:
        most = self._limits.images_per_item
        if self._taken + len(self.images) >= most:
            self.refusals.append(f"Câu có hơn {most} hình; hãy bớt hình hoặc ghép các hình làm một.")
            return ""
        try:
            image = self._picture(address)
        except ImageRefusedError as refusal:
            self.refusals.append(str(refusal))
            return ""
        numbered = _NUMBERED.fullmatch(address)
        entry = (int(numbered[1]) if numbered else 0, image)
        if entry not in self.images:
            self.images.append(entry)
        return f"{_START}{self.images.index(entry)}{_END}"

    def _picture(self, address: str) -> Image:
        if address.startswith("data:") or self._find is None:
            return image_from_url(address, self._limits)
        return self._find(address)
