"""`python -m question_bank draw`: anybody checks the promise and draws a paper again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from question_bank.cli import main
from question_bank.draw_record import commitment
from tests.question_bank.test_draw_record import RECORD, SEED


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """The file of a round's page."""
    return write(tmp_path, {})


def write(folder: Path, change: dict[str, Any]) -> Path:
    """A record file with changes."""
    path = folder / "draw.json"
    data = {"seed": SEED.hex(), "commitment": commitment(SEED), **RECORD.to_dict()}
    path.write_text(json.dumps(data | change), encoding="utf-8")
    return path


def test_a_paper_comes_out_as_it_was_drawn(published: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["draw", str(published), "--paper", "7.1", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["as_promised"] is True
    assert told["record"] == RECORD.digest()
    paper = [(one["item"], tuple(one["options"])) for one in told["paper"]]
    assert paper == RECORD.paper(SEED, 7, 1)


def test_without_json_it_speaks_vietnamese(published: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["draw", str(published), "--paper", "7.1"]) == 0
    out = capsys.readouterr().out
    assert "(khớp cam kết)" in out
    assert "Câu 3:" in out


def test_a_seed_that_was_not_promised_is_exit_code_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["draw", str(write(tmp_path, {"seed": "00" * 32}))]) == 1
    assert "KHÔNG khớp" in capsys.readouterr().out


@pytest.mark.parametrize("change", [{"seed": "xyz"}, {"seed": None}, {"cells": "?"}])
def test_a_file_that_is_no_record_is_exit_code_2(
    tmp_path: Path, change: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["draw", str(write(tmp_path, change))]) == 2
    assert "iên bản" in capsys.readouterr().err


@pytest.mark.parametrize("number", ["7", "7.", "a.b", "7.1.2"])
def test_a_paper_number_is_two_numbers(published: Path, number: str) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["draw", str(published), "--paper", number])
    assert stop.value.code == 2
