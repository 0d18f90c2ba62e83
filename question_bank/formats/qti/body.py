"""The text of an item: the XHTML of its body, prompt, choices and feedback as HTML for the shared cleaning."""

from __future__ import annotations

from html import escape

from question_bank.formats.qti.names import Element, attribute, child, inside, local
from question_bank.markup import to_plain

FEEDBACK = frozenset({"feedbackInline", "feedbackBlock"})
_SILENT = FEEDBACK | {"prompt", "stylesheet", "catalogInfo", "choiceInteraction"}
_HERE = "\ufdd2"  # where the choices stand; no text may contain this code point


def stem_of(body: Element, interaction: Element) -> tuple[str, bool]:
    """What an item asks: its body with the prompt where the choices stand; and whether text follows them."""
    prompt = child(interaction, "prompt")
    asked = "" if prompt is None else inner(prompt)
    before, _, behind = inner(body, interaction).partition(_HERE)
    if _shows(behind):
        return f"{before}<div>{asked}</div>{behind}", True
    if not _shows(before):
        return asked, False
    return (f"{before}<div>{asked}</div>" if _shows(asked) else _without_frame(body, interaction, before)), False


def inner(element: Element, interaction: Element | None = None) -> str:
    """What stands inside an element as HTML; the place of the interaction is kept."""
    parts = [escape(element.text or "", quote=False)]
    for one in element:
        parts += [_outer(one, interaction), escape(one.tail or "", quote=False)]
    return "".join(parts)


def feedback_of(choice: Element) -> str:
    """The feedback that stands inside a choice."""
    return "".join(inner(one) for one in inside(choice, *FEEDBACK))


def is_for_candidates(rubric: Element) -> bool:
    """True if a rubric block is shown to whoever answers."""
    return "candidate" in attribute(rubric, "view").split()


def _without_frame(body: Element, interaction: Element, before: str) -> str:
    """The text before the choices without a <div> that frames all of it."""
    around = [one for one in body if one is not interaction]
    if len(around) == 1 and local(around[0]) == "div" and interaction.getparent() is body:
        return inner(around[0])
    return before


def _outer(element: Element, interaction: Element | None) -> str:
    name = local(element)
    if element is interaction:
        return _HERE
    if name in _SILENT or (name == "rubricBlock" and not is_for_candidates(element)):
        return ""
    if name == "img":
        return f'<img src="{escape(element.get("src") or "")}">'
    if name == "object":
        return (
            f'<object type="{escape(element.get("type") or "")}" data="{escape(element.get("data") or "")}"></object>'
        )
    if name == "br":
        return "<br>"
    if name == "span" and "underline" in (element.get("class") or "").split():
        name = "u"
    name = {"rubricBlock": "div", "contentBody": "div"}.get(name, name)
    return f"<{name}>{inner(element, interaction)}</{name}>"


def _shows(html: str) -> bool:
    return bool(to_plain(html)) or "<img" in html or "<object" in html or "<math" in html
