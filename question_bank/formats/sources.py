"""The legal basis of a question, in formats that have no place for it: the last lines of the explanation.

A line that begins with "Căn cứ:" is seen by whoever sees the explanation, and it survives the tools on the way.
"""

from __future__ import annotations

import re

from question_bank.draft import Draft
from question_bank.hypertext import as_html
from question_bank.item import Item
from question_bank.markup import sanitise, to_plain

_HEAD = re.compile(r"(?:^|<(?:p|div|br|li|td)>)\s*(?:<(?:b|strong|i|em|u)>\s*)*Căn cứ(?: pháp lý)?[ \t]*:")


def explanation_with_source(item: Item) -> str:
    """The explanation, in the item's markup, with the source in lines of its own behind it."""
    is_html = item.markup == "html"
    is_misread = bool(_HEAD.search(item.explanation if is_html else as_html(item.explanation)))
    if not item.source and not is_misread:
        return item.explanation
    if is_html:
        return f"{item.explanation}<p>Căn cứ: {as_html(item.source)}</p>"
    return f"{item.explanation}\nCăn cứ: {item.source}".strip()


def take_source(draft: Draft) -> None:
    """Move the lines of the source from the explanation, which must be clean HTML, to where they belong."""
    heads = list(_HEAD.finditer(draft.explanation))
    if heads:
        before, behind = draft.explanation[: heads[-1].start()], draft.explanation[heads[-1].end() :]
        draft.explanation, draft.source = sanitise(before), to_plain(behind)
