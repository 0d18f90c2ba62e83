"""The grammar below the block: escapes, names, formats, braces."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Escaped signs are carried through the parsing as code points that no text may contain.
_SIGNS = "\\:#={}~n"
_STAND_INS = {sign: chr(0xFDD0 + index) for index, sign in enumerate(_SIGNS)}
_BACK = {stand_in: "\n" if sign == "n" else sign for sign, stand_in in _STAND_INS.items()}
_ESCAPED = re.compile(r"\\([\\:#={}~n])")
_STAND_IN = re.compile("[" + "".join(_BACK) + "]")
_FORMAT = re.compile(r"\s*\[(html|moodle|plain|markdown)\]\s*")
_DOLLARS = re.compile(r"\$[^$\n]*\$")
_EATEN = re.compile(r"(?<!\\)\\n[A-Za-z]")


class GiftError(ValueError):
    """A block does not follow the grammar; `code` and the message are meant for the organiser."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Question:
    """A block cut into its parts, escapes still protected. `answer` is None for a description."""

    stem: str
    answer: str | None
    feedback: str = ""
    has_gap: bool = False


def protect(text: str) -> str:
    """Replace escaped signs by stand-ins, so that what is left of them is grammar."""
    return _ESCAPED.sub(lambda match: _STAND_INS[match[1]], _STAND_IN.sub("", text))


def restore(text: str) -> str:
    """Turn stand-ins into the signs they stand for."""
    return _STAND_IN.sub(lambda match: _BACK[match[0]], text).strip()


def take_format(text: str, default: str) -> tuple[str, str]:
    """The text format named at the very start of a text, or the default, and the rest."""
    found = _FORMAT.match(text)
    return (found[1], text[found.end() :]) if found else (default, text)


def starts_with_format(text: str) -> bool:
    """True if a reader would take the start of the text for the name of a format."""
    return bool(_FORMAT.match(text))


def eats_latex(raw: str) -> bool:
    """True if a formula holds a command such as \\neq whose start is read as a line break."""
    formulas = _DOLLARS.findall(raw) + [part.split("\\)")[0] for part in raw.split("\\(")[1:]]
    return any(_EATEN.search(formula) for formula in formulas)


def split_question(protected: str) -> Question:
    """Cut a protected block into stem, answer text and general feedback.

    Raises GiftError for braces that do not pair up or that are left over.
    """
    text = _without_name(protected)
    start, end = text.find("{"), text.find("}")
    if start < 0 and end < 0:
        return Question(text, None)
    if start < 0 or end < start:
        raise GiftError(
            "braces",
            "Ngoặc { } của phần đáp án không đủ cặp (có thể có dòng trống bên trong ngoặc); hãy sửa lại.",
        )
    before, answer, after = text[:start].strip(), text[start + 1 : end], text[end + 1 :].strip()
    if "{" in answer or "{" in after or "}" in after:
        raise GiftError(
            "braces",
            "Còn ngoặc { } thừa: hai câu dính nhau vì thiếu dòng trống, hoặc ngoặc trong lời văn "
            "chưa viết thành \\{ và \\}.",
        )
    answer, _, feedback = _general_feedback(answer)
    return Question(f"{before} _____ {after}".strip() if after else before, answer.strip(), feedback, bool(after))


def _without_name(text: str) -> str:
    if not text.startswith("::"):
        return text
    end = text.find("::", 2)
    return (text[end + 2 :] if end >= 0 else text[2:]).strip()


def _general_feedback(answer: str) -> tuple[str, str, str]:
    head, mark, tail = answer.rpartition("####")
    return (head, mark, tail) if mark else (answer, "", "")
