"""Every kind of finding is explained: what it is, why it matters, what to do."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

import question_bank
from question_bank.explanations import EXPLANATIONS, UNKNOWN, explain
from question_bank.explanations.about_files import ABOUT_FILES
from question_bank.explanations.about_formats import ABOUT_FORMATS
from question_bank.explanations.about_keys import ABOUT_KEYS
from question_bank.explanations.about_layout import ABOUT_LAYOUT
from question_bank.explanations.about_questions import ABOUT_QUESTIONS
from question_bank.formats import read
from tests.question_bank.mutations import seeds

ROOT = Path(question_bank.__file__).parent
CODE = re.compile(r"[a-z]+(?:_[a-z]+)*")
OTHERS = {ROOT / name for name in ("mark_csv.py", "cli.py", "conversion.py", "formats/moodle/kinds.py")}
"""Files whose pairs of a name and words are no findings about questions."""
WORDS = re.compile("[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE)
TELLING = {"error", "warning", "note", "refuse", "weigh", "Unreadable", "GiftError", "KeyReading", "Problem"}
"""What is called with a code and then, maybe under a name of its own, the words."""
TABLES_OF_WORDS = {"telling"}
"""Files whose dictionaries hold the words of findings by their codes."""
OF_THE_BANK = ("editing", "files", "importing", "neighbours", "planning")
BY_ANOTHER_NAME = {"disguised", "legacy_pattern", "statements"}
"""What a table holds under a word that is not the code people get."""


def codes_in(path: Path) -> Iterator[str]:
    """The codes that stand in a file right before the words of a finding: in a call, a tuple, or a table of words."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        parts: list[ast.expr | None] = []
        if isinstance(node, ast.Call | ast.Tuple):
            parts = [*(node.args if isinstance(node, ast.Call) else node.elts)]
            if isinstance(node, ast.Call):
                parts += [one.value for name in ("code", "message") for one in node.keywords if one.arg == name]
        elif isinstance(node, ast.Dict) and path.stem in TABLES_OF_WORDS:
            parts = [part for pair in zip(node.keys, node.values, strict=True) for part in pair]
        for one, other in pairwise(parts):
            if isinstance(one, ast.Constant) and CODE.fullmatch(str(one.value)) and is_said(other, node):
                yield str(one.value)


def is_said(words: ast.expr | None, around: ast.AST) -> bool:
    """True for a Vietnamese text, and in a call that tells findings for a name that stands for one."""
    if isinstance(words, ast.Name) and isinstance(around, ast.Call):
        called = around.func.attr if isinstance(around.func, ast.Attribute) else getattr(around.func, "id", "")
        return called in TELLING
    texts = [str(one.value) for one in ast.walk(words) if isinstance(one, ast.Constant)] if words else []
    return any(map(WORDS.search, texts))


def told() -> set[str]:
    """Every code that the library and the import can give."""
    paths = {*ROOT.rglob("*.py"), *(ROOT.parent / f"quiz/bank/{name}.py" for name in OF_THE_BANK)} - OTHERS
    return {code for path in paths for code in codes_in(path)} - BY_ANOTHER_NAME


def test_every_code_has_an_explanation() -> None:
    found = told()
    assert len(found) > 50
    assert found - EXPLANATIONS.keys() == set()


def test_whatever_real_files_bring_up_is_explained() -> None:
    folders = [ROOT.parent / "tests/question_bank" / name for name in ("dirty", "dirty_tables")]
    files = {path.name: path.read_bytes() for folder in folders for path in folder.iterdir() if path.suffix != ".json"}
    found = {one.code for name, data in {**files, **seeds()}.items() for one in read(data, name).problems}
    assert len(found) > 30
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


def test_no_code_is_explained_twice() -> None:
    parts = (ABOUT_FILES, ABOUT_FORMATS, ABOUT_KEYS, ABOUT_LAYOUT, ABOUT_QUESTIONS)
    assert sum(map(len, parts)) == len(EXPLANATIONS)


def test_an_unknown_code_is_no_failure() -> None:
    assert explain("whatever") is UNKNOWN
