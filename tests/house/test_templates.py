"""Templates obey the content policy: nothing inline, nothing foreign, nothing unescaped, a token in each form."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.house.sources import STATIC, TEMPLATES, name_of

UNESCAPED = {
    "templates/attempts/reviewed_item.html": "questions in HTML keep harmless tags alone when a bank is read",
    "templates/bank/macros.html": "the same",
}
FORMS = re.compile(r"<form\b[^>]*\bmethod=[\"']?post\b.*?</form>", re.IGNORECASE | re.DOTALL)
INLINE = {
    "a script in the page": r"<script(?![^>]*\bsrc=)[^>]*>",
    "a style in the page": r"<style\b|\sstyle\s*=",
    "an on… attribute": r"<[a-z][^>]*\son[a-z]+\s*=",
    "an address that is code": r"javascript:",
    "escaping switched off": r"autoescape\s+false",
}
PATHS = sorted(TEMPLATES.rglob("*.html"))


def found(pattern: str) -> Iterator[str]:
    """The places in templates where a pattern matches."""
    for path in PATHS:
        for match in re.finditer(pattern, path.read_text(encoding="utf-8"), re.IGNORECASE):
            yield f"{name_of(path)}: {match.group(0)[:60]}"


@pytest.mark.parametrize("what", INLINE)
def test_templates_hold_no(what: str) -> None:
    assert list(found(INLINE[what])) == []


def test_unescaped_text_has_a_reason() -> None:
    places = {place.split(":")[0] for place in found(r"\|\s*safe\b")}
    assert places <= UNESCAPED.keys()


def test_every_form_that_changes_something_carries_the_token() -> None:
    bare = {
        name_of(path)
        for path in PATHS
        for form in FORMS.findall(path.read_text(encoding="utf-8"))
        if not re.search(r"csrf_token|hidden_tag|csrf\(\)", form)
    }
    assert bare == set()


def test_pages_load_nothing_from_elsewhere() -> None:
    foreign = r"<(?:script|img|iframe|source|video|audio|embed|object)\b[^>]*\b(?:src|data)=[\"'](?:https?:)?//[^\"']*"
    assert list(found(foreign)) == []
    assert list(found(r"<link\b[^>]*\bhref=[\"'](?:https?:)?//[^\"']*")) == []
    for path in STATIC.rglob("*.css"):
        if "vendor" not in path.parts:
            assert not re.search(r"url\([\"']?(?:https?:)?//|@import", path.read_text(encoding="utf-8")), name_of(path)


def test_scripts_write_text_and_not_markup() -> None:
    wrong = {
        name_of(path)
        for path in STATIC.rglob("*.js")
        if "vendor" not in path.parts
        and re.search(r"\beval\(|new Function|\.innerHTML\s*=|insertAdjacentHTML|document\.write", path.read_text())
    }
    assert wrong == set()
