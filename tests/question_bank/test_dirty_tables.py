"""Tables as programs and people leave them; the manifest tells what each file imitates and what must come of it."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from question_bank.formats import read
from question_bank.letters import letters
from question_bank.reading import Reading

FOLDER = Path(__file__).parent / "dirty_tables"
FILES: list[dict[str, Any]] = json.loads((FOLDER / "manifest.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("told", FILES, ids=[one["file"] for one in FILES])
def test_a_dirty_table_gives_just_what_its_manifest_tells(told: dict[str, Any]) -> None:
    reading = read(FOLDER / told["file"])
    assert [letters(found.key_indexes).replace(", ", "") for found in reading.items] == told["keys"]
    assert [option.text for option in reading.items[0].options] == told["first"]
    assert [[problem.place, problem.code] for problem in reading.errors] == told["errors"]
    others = Counter(one.code for one in reading.problems if one not in reading.errors and one.code != "no_source")
    assert dict(others) == told["others"]


@pytest.mark.parametrize("name", [one["file"] for one in FILES])
def test_a_dirty_table_survives_dump_and_load(name: str) -> None:
    reading = read(FOLDER / name)
    assert Reading.load(json.loads(json.dumps(reading.dump()))) == reading


def test_every_file_is_in_the_manifest() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {"manifest.json", *(one["file"] for one in FILES)}
    assert len(FILES) >= 12
