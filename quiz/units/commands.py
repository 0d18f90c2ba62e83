"""The command `quiz units`."""

from __future__ import annotations

import json
from pathlib import Path

import click
from flask.cli import with_appcontext

from quiz.units.service import import_units

OUTCOMES = {"created": "thêm mới", "updated": "cập nhật", "unchanged": "giữ nguyên"}


@click.group()
def units() -> None:
    """Đơn vị: nhập từ Excel."""


@units.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Chỉ kiểm tra, không ghi.")
@click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")
@click.pass_context
@with_appcontext
def import_(ctx: click.Context, file: Path, dry_run: bool, as_json: bool) -> None:
    """Thêm và cập nhật đơn vị từ FILE (.xlsx): nhận tất cả các dòng hoặc không dòng nào."""
    report = import_units(None, file.read_bytes(), dry_run=dry_run)
    if as_json:
        click.echo(json.dumps(report.as_dict(), ensure_ascii=False))
    else:
        for row in report.rows:
            click.echo(f"{row.place}\t{row.code}\t{row.name}\t{OUTCOMES[row.outcome]}")
        counts = ", ".join(f"{label} {report.count(outcome)}" for outcome, label in OUTCOMES.items())
        click.echo(counts if report.is_clean else "Không nhận dòng nào.")
    for problem in report.problems:
        click.echo(f"{problem.place}: {problem.message}", err=True)
    ctx.exit(0 if report.is_clean else 1)
