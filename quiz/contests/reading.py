"""A stored rules text read back from its HTML: what was accepted is what is shown, compared and put into Word."""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser

from quiz.contests.prose import Block, Lines


@dataclass(frozen=True)
class Section:
    """An article with its heading as printed ("Điều 3. …"), or the opening, which has none."""

    title: str
    blocks: tuple[Block, ...]

    @property
    def subject(self) -> str:
        """The heading without the article's number, which moves when an article is put in before it."""
        return self.title.partition(". ")[2]


def sections(html: str) -> tuple[Section, ...]:
    """The opening and the articles of a printed text."""
    return tuple(Section(title, tuple(blocks)) for title, blocks in _Reader(html).found)


class _Reader(HTMLParser):
    """Collects headings, paragraphs and lists; printed rules know nothing else."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, list[Block]]] = []
        self._text = ""
        self._lines: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A block begins."""
        del attrs
        if tag in {"ul", "ol"}:
            self._lines = []
        self._text = ""

    def handle_data(self, data: str) -> None:
        """A piece of a block's text."""
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        """A block is complete."""
        if tag == "h3":
            self.found.append((self._text, []))
        elif tag == "li":
            self._lines.append(self._text)
        elif tag == "p":
            self._blocks.append(self._text)
        elif tag in {"ul", "ol"}:
            self._blocks.append(Lines(tuple(self._lines), ordered=tag == "ol"))

    @property
    def _blocks(self) -> list[Block]:
        if not self.found:
            self.found.append(("", []))
        return self.found[-1][1]
