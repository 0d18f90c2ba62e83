"""The command `quiz units import`."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import Result
from flask import Flask

from quiz.units import queries
from quiz.units.commands import units
from tests.units.files import units_file


def run(app: Flask, tmp_path: Path, content: bytes, *options: str) -> Result:
    path = tmp_path / "don-vi.xlsx"
    path.write_bytes(content)
    return app.test_cli_runner().invoke(units, ["import", str(path), *options])


def test_the_report_names_every_row(app: Flask, tmp_path: Path) -> None:
    result = run(app, tmp_path, units_file(("T1", "Tỉnh Một", "Tỉnh"), ("X1", "Xã Một", "Xã", "T1")))
    assert result.exit_code == 0
    assert "dòng 4\tT1\tTỉnh Một\tthêm mới" in result.output
    assert "thêm mới 2" in result.output
    assert queries.by_code("X1") is not None


def test_json_tells_counts_and_problems(app: Flask, tmp_path: Path) -> None:
    result = run(app, tmp_path, units_file(("T1", "Tỉnh Một", "Tỉnh")), "--json")
    assert json.loads(result.stdout) == {"created": 1, "updated": 0, "unchanged": 0, "problems": []}


def test_a_refused_file_ends_with_1_and_its_problems_on_stderr(app: Flask, tmp_path: Path) -> None:
    result = run(app, tmp_path, units_file(("T1", "Tỉnh Một", "Lâu đài")), "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["problems"][0]["place"] == "C4"
    assert "C4: " in result.stderr
    assert queries.all_units() == []


def test_a_trial_run_keeps_nothing(app: Flask, tmp_path: Path) -> None:
    assert run(app, tmp_path, units_file(("T1", "Tỉnh Một", "Tỉnh")), "--dry-run").exit_code == 0
    assert queries.all_units() == []
