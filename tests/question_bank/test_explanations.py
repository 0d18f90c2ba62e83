"""Every kind of finding is explained: what it is, why it matters, what to do."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import question_bank
from question_bank.explanations import EXPLANATIONS, UNKNOWN, explain

ROOT = Path(question_bank.__file__).parent
CODE = re.compile(r"[a-z]+(?:_[a-z]+)*")
OTHERS = {ROOT / "mark_csv.py"}
"""Files whose findings are about something else than questions: a table of marks."""
TELLING = {"error", "warning", "note", "refuse", "weigh", "Unreadable", "GiftError", "KeyReading", "ImageRefusedError"}
"""What is called with the code of a finding as first or second argument, or by the name `code`."""


def codes_in(path: Path) -> Iterator[str]:
    """The codes that stand in a file where a finding is told."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in TELLING:
            places = [*node.args[:2], *(keyword.value for keyword in node.keywords if keyword.arg == "code")]
            yield from (
                place.value
                for place in places
                if isinstance(place, ast.Constant) and isinstance(place.value, str) and CODE.fullmatch(place.value)
            )


def told() -> set[str]:
    """Every code that the library and the import can give."""
    paths = {*ROOT.rglob("*.py"), *(ROOT.parent / "quiz/bank").glob("*.py")} - OTHERS
    return {code for path in paths for code in codes_in(path)}


def test_every_code_has_an_explanation() -> None:
    found = told()
    assert len(found) > 50
    assert found - EXPLANATIONS.keys() == set()


@pytest.mark.parametrize("code", sorted(EXPLANATIONS))
def test_an_explanation_is_whole(code: str) -> None:
    about = EXPLANATIONS[code]
    assert explain(code) is about
    assert not about.title.endswith(".")
    for sentence in (about.why, about.what_to_do):
        assert sentence.endswith((".", "…"))
        assert "%" not in sentence, "a place of the catalogue"
        assert sentence[0].isupper() or not sentence[0].isalpha()


def test_titles_tell_kinds_apart() -> None:
    titles = [about.title for about in EXPLANATIONS.values()]
    assert len(titles) == len(set(titles))


def test_an_unknown_code_is_no_failure() -> None:
    assert explain("whatever") is UNKNOWN
