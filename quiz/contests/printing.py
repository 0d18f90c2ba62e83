"""The printed rules of a contest as HTML."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from quiz.contests.articles import articles
from quiz.contests.draft import ContestDraft
from quiz.contests.prose import Block

CALLED = ("cuộc thi", "hội thi")


def printed(draft: ContestDraft, organiser: str = "", names: Mapping[str, str] | None = None) -> str:
    """The rules text as HTML: paragraphs, headings and lists, without attributes.

    `organiser` is the name of the unit that holds the contest, `names` those of the units that the rules speak of, by
    their codes.
    """
    host = f", do {organiser} tổ chức" if organiser else ""
    opening = f"Thể lệ này áp dụng cho {called(draft.title)}{host}."
    parts = [Markup("<p>{}</p>").format(opening)]
    for number, article in enumerate(articles(draft, names or {}), start=1):
        parts.append(Markup("<h3>Điều {}. {}</h3>").format(number, article.title))
        parts.extend(_html(block) for block in article.blocks)
    return str(Markup("\n").join(parts))


def called(title: str) -> str:
    """A contest as a sentence speaks of it: its title, said to be a contest unless the title says so."""
    return f"“{title}”" if title.lower().startswith(CALLED) else f"cuộc thi “{title}”"


def _html(block: Block) -> Markup:
    if isinstance(block, str):
        return Markup("<p>{}</p>").format(block)
    items = Markup("").join(Markup("<li>{}</li>").format(line) for line in block.lines)
    if block.ordered:
        return Markup("<ol>{}</ol>").format(items)
    return Markup("<ul>{}</ul>").format(items)
