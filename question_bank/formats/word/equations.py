"""Word's equations as text in one line, where that can be read in one way only.

Powers, indices, fractions, roots, brackets, functions and sums are written out; matrices, cases, accents and limits
are not, since one line would leave open what belongs together.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from question_bank.formats.word.ooxml import Element, attribute, child, children, local

_SUPER = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_SUB = str.maketrans("0123456789+-−=()aeioxhklmnpst", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑᵢₒₓₕₖₗₘₙₚₛₜ")
_RAISED = re.compile(r"[0-9+\-−=()ni]+")
_LOWERED = re.compile(r"[0-9+\-−=()aeioxhklmnpst]+")
_ATOM = re.compile(r"(?:\d+(?:[.,]\d+)?|[^\W\d_])[⁰¹²³⁴-⁹⁺⁻ⁿⁱ₀-₉₊₋ₐ-ₜᵢ]*|\([^()]*\)")
_ROOTS = {"": "√", "2": "√", "3": "∛", "4": "∜"}
_SILENT = frozenset({"oMathParaPr", "ctrlPr", "rPr", "proofErr", "bookmarkStart", "bookmarkEnd"})
_MOST_DEPTH = 40


class _NotLinearError(ValueError):
    """An equation cannot be written in one line without leaving something open."""


def linear(equation: Element) -> str | None:
    """The equation (m:oMath or m:oMathPara) in one line, or None where that would be ambiguous."""
    try:
        text = _row(equation, 0).strip()
    except _NotLinearError:
        return None
    return text or None


def _row(element: Element | None, depth: int) -> str:
    """What stands side by side in an element; a fraction beside a factor gets brackets of its own."""
    if element is None or depth > _MOST_DEPTH:
        raise _NotLinearError
    parts: list[tuple[str, bool]] = []
    for inner in element:
        name = local(inner)
        if name in _SILENT or name.endswith("Pr"):
            continue
        if name not in _WRITERS:
            raise _NotLinearError
        parts.append((_WRITERS[name](inner, depth + 1), name == "f"))
    text = ""
    for index, (part, is_fraction) in enumerate(parts):
        following = parts[index + 1][0] if index + 1 < len(parts) else ""
        text += _fraction_among(text, part, following) if is_fraction else part
    return text


def _fraction_among(before: str, fraction: str, following: str) -> str:
    if before[-1:].isdigit():
        raise _NotLinearError  # a mixed number or a product
    touches = before[-1:].isalnum() or before.endswith((")", "/", "^", "_"))
    touches = touches or following[:1].isalnum() or following.startswith(("(", "√", "/", "∛", "∜"))
    return f"({fraction})" if touches else fraction


def _group(text: str) -> str:
    if not text:
        raise _NotLinearError
    return text if _ATOM.fullmatch(text) else f"({text})"


def _run(element: Element, _depth: int) -> str:
    style = child(element, "rPr")
    if any(attribute(child(style, name), "val") not in {None, "roman", "p", "i", "b", "bi"} for name in ("scr", "sty")):
        raise _NotLinearError
    return "".join(text.text or "" for text in children(element, "t"))


def _raised(text: str) -> str:
    return text.translate(_SUPER) if _RAISED.fullmatch(text) else f"^{_group(text)}"


def _lowered(text: str) -> str:
    return text.translate(_SUB) if _LOWERED.fullmatch(text) else f"_{_group(text)}"


def _part(element: Element, name: str, depth: int) -> str:
    return _row(child(element, name), depth)


def _superscript(element: Element, depth: int) -> str:
    return _group(_part(element, "e", depth)) + _raised(_part(element, "sup", depth))


def _subscript(element: Element, depth: int) -> str:
    return _group(_part(element, "e", depth)) + _lowered(_part(element, "sub", depth))


def _both_scripts(element: Element, depth: int) -> str:
    base = _group(_part(element, "e", depth))
    return base + _lowered(_part(element, "sub", depth)) + _raised(_part(element, "sup", depth))


def _fraction(element: Element, depth: int) -> str:
    if attribute(child(element, "fPr", "type"), "val") == "noBar":
        raise _NotLinearError
    return f"{_group(_part(element, 'num', depth))}/{_group(_part(element, 'den', depth))}"


def _radical(element: Element, depth: int) -> str:
    degree = child(element, "deg")
    index = _row(degree, depth).strip() if degree is not None else ""
    if index not in _ROOTS:
        raise _NotLinearError
    return _ROOTS[index] + _group(_part(element, "e", depth))


def _sum(element: Element, depth: int) -> str:
    sign = attribute(child(element, "naryPr", "chr"), "val") or "∫"
    low, high = _part(element, "sub", depth), _part(element, "sup", depth)
    limits = (f"_{_group(low)}" if low else "") + (f"^{_group(high)}" if high else "")
    return f"{sign}{limits} {_group(_part(element, 'e', depth))}"


def _delimited(element: Element, depth: int) -> str:
    settings = child(element, "dPr")

    def sign(name: str, default: str) -> str:
        value = attribute(child(settings, name), "val")
        return default if value is None else value

    opening, closing = sign("begChr", "("), sign("endChr", ")")
    if not (opening and closing):
        raise _NotLinearError
    return opening + sign("sepChr", "|").join(_row(inner, depth) for inner in children(element, "e")) + closing


def _function(element: Element, depth: int) -> str:
    return f"{_part(element, 'fName', depth)} {_group(_part(element, 'e', depth))}"


_WRITERS: dict[str, Callable[[Element, int], str]] = {
    "oMath": _row,
    "r": _run,
    "box": lambda element, depth: _part(element, "e", depth),
    "sSup": _superscript,
    "sSub": _subscript,
    "sSubSup": _both_scripts,
    "f": _fraction,
    "rad": _radical,
    "nary": _sum,
    "d": _delimited,
    "func": _function,
}
