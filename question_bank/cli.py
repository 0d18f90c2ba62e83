"""The command line of the library: check a bank file, convert it to another format, figures of marks."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from question_bank.conversion import convert
from question_bank.draw_command import add_draw_command
from question_bank.formats import FORMATS, KEY_STYLES, WRITABLE, Reading, format_of, read
from question_bank.formats.detection import ENDINGS
from question_bank.mark_csv import read_marks
from question_bank.mark_table import as_text, table_figures
from question_bank.problem import Problem, Severity

ALL_TAKEN, SOMETHING_REFUSED, UNUSABLE = 0, 1, 2
_HEADS = {Severity.ERROR: "LỖI", Severity.WARNING: "CẢNH BÁO", Severity.NOTE: "ghi chú"}
_KINDS = {"single": "một đáp án", "multiple": "nhiều đáp án", "true_false": "đúng/sai"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0 all taken, 1 something could not be taken, 2 unusable call."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    options = _parser().parse_args(arguments)
    try:
        code: int = options.run(options)
    except OSError as problem:
        print(f"Không mở hoặc ghi được tệp: {problem.filename}: {problem.strerror}", file=sys.stderr)
        return UNUSABLE
    except ValueError as problem:
        print(problem, file=sys.stderr)
        return UNUSABLE
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m question_bank", description="Kiểm tra và chuyển đổi tệp ngân hàng câu hỏi trắc nghiệm."
    )
    commands = parser.add_subparsers(required=True, metavar="LỆNH")
    check = commands.add_parser("check", help="đọc tệp và báo từng vấn đề theo vị trí")
    check.add_argument("file", metavar="FILE", type=Path)
    check.add_argument(
        "--format", type=_format_name, choices=FORMATS, help="định dạng của tệp (mặc định: theo đuôi và nội dung)"
    )
    check.add_argument("--json", action="store_true", help="in báo cáo dạng JSON")
    check.set_defaults(run=_check)
    change = commands.add_parser("convert", help="chuyển tệp sang định dạng khác")
    change.add_argument("file", metavar="FILE", type=Path)
    change.add_argument("out", metavar="OUT", type=Path)
    change.add_argument("--from", dest="source", type=_format_name, choices=FORMATS, help="định dạng của FILE")
    change.add_argument(
        "--to", dest="target", type=_format_name, choices=WRITABLE, help="định dạng của OUT (mặc định: theo đuôi)"
    )
    change.add_argument("--title", default="", help="tên ghi ở đầu tệp Word hoặc Excel")
    change.add_argument(
        "--key-style", default="", choices=("", *KEY_STYLES), metavar="KIỂU",
        help=f"cách đánh dấu đáp án trong Word: {', '.join(KEY_STYLES)}",
    )  # fmt: skip
    change.add_argument("--json", action="store_true", help="in báo cáo dạng JSON")
    change.set_defaults(run=_convert)
    add_draw_command(commands)
    figures = commands.add_parser("statistics", help="tính số liệu câu hỏi và bài thi từ bảng điểm CSV")
    figures.add_argument("file", metavar="FILE.csv", type=Path)
    figures.add_argument("--json", action="store_true", help="in số liệu dạng JSON")
    figures.set_defaults(run=_statistics)
    return parser


def _format_name(text: str) -> str:
    """A format by its name or by its ending: gift, .gift and gift.txt mean the same."""
    name = text.lower().removeprefix(".")
    return ENDINGS.get(f".{name}", name)


def _check(options: Any) -> int:
    reading = read(options.file, format=options.format)
    _report(reading, options)
    return SOMETHING_REFUSED if reading.errors else ALL_TAKEN


def _convert(options: Any) -> int:
    """Write what could be taken; a file of which nothing could be taken leaves OUT untouched."""
    target = options.target or format_of(options.out.name)
    reading = read(options.file, format=options.source)
    problems: tuple[Problem, ...] = ()
    if reading.items:
        written = convert(reading.items, target, title=options.title, key_style=options.key_style)
        problems = written.problems
        _put(options.out, written.data)
    result = Reading(reading.format, reading.items, reading.problems + problems)
    _report(result, options)
    return SOMETHING_REFUSED if result.errors else ALL_TAKEN


def _statistics(options: Any) -> int:
    """Print the figures; what there is to say of the file goes to stderr, so that stdout holds figures alone."""
    reading = read_marks(options.file.read_bytes())
    for problem in reading.problems:
        print(f"{_HEADS[problem.severity]} · {problem.place}: {problem.message}", file=sys.stderr)
    if reading.table is None:
        return SOMETHING_REFUSED
    figures = table_figures(reading.table)
    if options.json:
        print(json.dumps(figures.to_dict(), ensure_ascii=False, indent=2))
    else:
        print(as_text(figures, options.file.name))
    return ALL_TAKEN


def _put(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    draft = path.with_name(f".{path.name}.part")
    try:
        draft.write_bytes(data)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _report(reading: Reading, options: Any) -> None:
    report = reading.to_dict()
    if options.json:
        print(json.dumps(report, ensure_ascii=False, indent=2))
        return
    kinds = ", ".join(f"{count} câu {_KINDS[kind]}" for kind, count in report["by_kind"].items() if count)
    print(f"{options.file.name}: nhận {len(reading.items)} câu" + (f" ({kinds})" if kinds else ""))
    for severity, head in _HEADS.items():
        for problem in reading.problems:
            if problem.severity is severity:
                print(f"  {head} · {problem.place}: {problem.message}")
