"""Files as they come from other programs: what each holds is taken, and what cannot be is named at its place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from question_bank.formats import read
from question_bank.legacy import repair
from tests.question_bank.items import codes
from tests.question_bank.word_files import keys

FOLDER = Path(__file__).parent / "dirty"
MANIFEST: list[dict[str, Any]] = json.loads((FOLDER / "manifest.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("told", MANIFEST, ids=lambda told: told["file"])
def test_a_dirty_file_is_read_as_its_author_meant_it(told: dict[str, Any]) -> None:
    path = FOLDER / told["file"]
    reading = read(path, format="text" if path.suffix == ".txt" else None)
    assert keys(reading) == told["keys"]
    assert [item.stem for item in reading.items][:1] == told["stems"]
    assert {problem.place: problem.code for problem in reading.errors} == told["refused"]
    assert set(codes(reading.problems)) - set(codes(reading.errors)) - {"no_source"} == set(told["told"])
    assert not any(repair([item.stem]).encoding for item in reading.items)


def test_every_file_is_in_the_manifest_and_says_what_it_imitates() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {told["file"] for told in MANIFEST} | {"manifest.json"}
    assert all(told["imitates"] for told in MANIFEST)
    assert len(MANIFEST) >= 12
