"""The command line: exit codes, the shape of the report, files whole or not at all."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from question_bank.formats import read, write
from question_bank.item import Kind
from tests.question_bank.items import item, options, picture

GOOD = [
    item(),
    item(stem="Những ai?", kind=Kind.MULTIPLE, options=options("*An", "Bình", "*Chi")),
    item(stem="Trời xanh.", kind=Kind.TRUE_FALSE, options=options("*Đúng", "Sai")),
]
MIXED = "A? {=a ~b}\n\nViết về quê hương {}\n\nC? {=a ~b}\n"


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "question_bank", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "bank.docx"
    path.write_bytes(write(GOOD, "docx"))
    return path


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    path = tmp_path / "bank.gift"
    path.write_text(MIXED, encoding="utf-8")
    return path


def test_check_reports_counts_and_problems_as_json(good: Path) -> None:
    done = run("check", good, "--json")
    report = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert report == {
        "format": "docx",
        "items": 3,
        "by_kind": {"single": 1, "multiple": 1, "true_false": 1},
        "problems": [],
    }


def test_check_ends_with_one_where_a_question_was_not_taken(mixed: Path) -> None:
    done = run("check", mixed, "--json")
    report = json.loads(done.stdout)
    assert (done.returncode, report["items"]) == (1, 2)
    [error] = [problem for problem in report["problems"] if problem["severity"] == "error"]
    assert set(error) == {"place", "severity", "code", "message"}
    assert (error["place"], error["code"]) == ("dòng 3", "unsupported_kind")


def test_check_speaks_to_people_without_json(mixed: Path) -> None:
    done = run("check", mixed)
    assert "bank.gift: nhận 2 câu (2 câu một đáp án)" in done.stdout
    assert "LỖI · dòng 3: Câu tự luận" in done.stdout


def test_check_of_a_wrong_file_ends_with_one_and_takes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "bank.docx"
    path.write_bytes(write(GOOD, "xlsx"))
    done = run("check", path, "--json")
    report = json.loads(done.stdout)
    assert (done.returncode, report["items"], report["format"]) == (1, 0, "docx")
    assert [problem["code"] for problem in report["problems"]] == ["wrong_type"]


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["check"],
        ["check", "không-có.docx"],
        ["check", "."],
        ["check", "a.gift", "--format", "odt"],
        ["convert", "a.gift"],
        ["convert", "a.gift", "b.pdf"],
        ["convert", "a.gift", "b.docx", "--key-style", "nghiêng"],
        ["statistic"],
    ],
)
def test_an_unusable_call_ends_with_two_and_a_reason(arguments: list[str]) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("ending", ["docx", "xlsx", "gift", "gift.txt", "json"])
def test_convert_goes_by_the_ending_of_its_target(good: Path, ending: str) -> None:
    target = good.with_name(f"out.{ending}")
    done = run("convert", good, target)
    assert (done.returncode, done.stderr) == (0, "")
    assert read(target).items == tuple(GOOD)
    assert sorted(path.name for path in good.parent.iterdir()) == ["bank.docx", target.name]


@pytest.mark.parametrize(("source", "target"), [("docx", "json"), (".docx", ".json")])
def test_convert_goes_by_the_named_formats_where_given(good: Path, source: str, target: str) -> None:
    out = good.with_name("out.dat")
    assert run("convert", good, out, "--from", source, "--to", target).returncode == 0
    assert read(out, format="json").items == tuple(GOOD)


def test_convert_writes_what_could_be_taken_and_ends_with_one(mixed: Path) -> None:
    target = mixed.with_name("out.json")
    assert run("convert", mixed, target).returncode == 1
    assert [found.stem for found in read(target).items] == ["A?", "C?"]


def test_convert_writes_nothing_where_nothing_could_be_taken(tmp_path: Path) -> None:
    source, target = tmp_path / "bank.gift", tmp_path / "out.json"
    source.write_text("Viết về quê hương {}", encoding="utf-8")
    target.write_text("cũ", encoding="utf-8")
    assert run("convert", source, target).returncode == 1
    assert target.read_text(encoding="utf-8") == "cũ"


def test_convert_tells_what_the_target_does_not_hold(tmp_path: Path) -> None:
    source = tmp_path / "bank.json"
    source.write_bytes(write([item(images=(picture(),))], "json"))
    done = run("convert", source, tmp_path / "out.xlsx")
    assert done.returncode == 0
    assert "CẢNH BÁO · mục 1: Định dạng này không giữ được: hình." in done.stdout


def test_title_and_key_style_reach_the_word_file(good: Path) -> None:
    target = good.with_name("out.docx")
    run("convert", good, target, "--key-style", "star", "--title", "Đề thi thử")
    reading = read(target)
    assert reading.items == tuple(GOOD)


@pytest.mark.parametrize("arguments", [["--help"], ["check", "--help"], ["convert", "--help"]])
def test_help_is_there_for_every_command(arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.returncode == 0
    assert "question_bank" in done.stdout
