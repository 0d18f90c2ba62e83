"""`quiz bank …`: a file into a bank and out of it."""

from __future__ import annotations

import json
from pathlib import Path

import click
from flask.cli import with_appcontext

from question_bank.formats import FORMATS, WRITABLE
from quiz.bank.contents import preview
from quiz.bank.council import recheck
from quiz.bank.files import Source, limits
from quiz.bank.measuring import measure
from quiz.bank.reports import ImportRefused, ImportReport
from quiz.bank.rules import Accept
from quiz.bank.service import export_bank, import_file
from quiz.core import clock

SEVERITIES = {"error": "LỖI", "warning": "Lưu ý", "note": "Ghi chú"}


@click.group("bank", help="Ngân hàng câu hỏi: nhập từ tệp, xuất ra tệp.")
def bank() -> None:
    """The group of the bank's commands."""


@bank.command("import", help="Nhập các câu hỏi của FILE; có lỗi thì không nhập câu nào.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--bank", "code", required=True, help="Mã ngân hàng; chưa có thì được tạo.")
@click.option("--title", help="Tên ngân hàng, dùng khi tạo mới.")
@click.option("--format", "format_name", help=f"{', '.join(FORMATS)}; mặc định theo nội dung tệp.")
@click.option("--dry-run", is_flag=True, help="Chỉ kiểm tra, không nhập.")
@click.option("--approve/--no-approve", default=True, help="Duyệt luôn các câu đã nhập (mặc định), hoặc để ở bản nháp.")
@click.option("--basis", default="", metavar="VĂN_BẢN", help="Văn bản phê duyệt, ghi vào lịch sử của từng câu.")
@click.option("--clean-only", is_flag=True, help="Nhập các câu không lỗi, bỏ qua câu có lỗi.")
@click.option("--json", "as_json", is_flag=True, help="In báo cáo dạng JSON.")
@with_appcontext
def import_command(
    file: Path,
    code: str,
    title: str | None,
    format_name: str | None,
    dry_run: bool,
    approve: bool,
    basis: str,
    clean_only: bool,
    as_json: bool,
) -> None:
    """Import a file, or with --dry-run tell what would happen; refused with a report place by place."""
    accept = Accept.CLEAN_ONLY if clean_only else Accept.ALL_OR_NOTHING
    content = file.read_bytes()
    try:
        if dry_run:
            report, _plan = preview(None, code, Source(file.name, content, format_name))
            if not report.may_store(accept):
                raise ImportRefused(report)
        else:
            now = clock.now()
            report = import_file(None, code, file.name, content, format_name, now, accept, title, approve, basis=basis)
    except ImportRefused as refusal:
        _print(refusal.report, as_json)
        raise
    _print(report, as_json)


def _print(report: ImportReport, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(report.to_dict(), ensure_ascii=False, indent=2))
        return
    for problem in report.problems:
        click.echo(f"{SEVERITIES[problem.severity]}  {problem.place}: {problem.message}")
    click.echo(
        f"Nhận được {report.taken} câu (mới {report.new}, sửa {report.revised}, không đổi {report.unchanged}), "
        f"{report.refused_places} chỗ có lỗi."
    )


@bank.command("export", help="Xuất ngân hàng CODE ra tệp.")
@click.argument("code")
@click.option("--format", "format_name", required=True, help=", ".join(WRITABLE))
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Tệp ghi ra.")
@with_appcontext
def export_command(code: str, format_name: str, out: Path) -> None:
    """Write a bank's items, with their keys, to a file."""
    content = export_bank(None, code, format_name)
    try:
        out.write_bytes(content)
    except OSError as error:
        raise click.ClickException(f"Không ghi được tệp {out}: {error.strerror}.") from error
    click.echo(f"Đã xuất ngân hàng “{code}” ra {out}.")


@bank.command("verify", help="Đối chiếu danh sách đã ký, theo mã kiểm tra SHA256 in trên đó, với ngân hàng CODE.")
@click.argument("code")
@click.argument("sha256")
@with_appcontext
def verify_command(code: str, sha256: str) -> None:
    """Tell whether the bank still says what a signed list says; refused, with the refs, where it does not."""
    found = recheck(None, code, sha256)
    if not found.holds:
        refs = ", ".join((*found.changed, *found.gone))
        raise click.ClickException(
            f"Ngân hàng đã khác danh sách đã ký ở {len(found.changed + found.gone)} câu: {refs}."
        )
    click.echo(f"Khớp: cả {len(found.same)} câu còn đúng như trong danh sách {found.fingerprint}.")


@bank.command("bench", help="Đo thời gian và bộ nhớ khi đọc các tệp lớn trên chính máy này.")
@click.option("--excel", default=5000, show_default=True, type=click.IntRange(1, 10_000), help="Số câu của tệp Excel.")
@click.option("--word", default=600, show_default=True, type=click.IntRange(1, 10_000), help="Số câu của tệp Word.")
@with_appcontext
def bench_command(excel: int, word: int) -> None:
    """Print a JSON line for each file."""
    for line in measure([("xlsx", excel), ("docx", word)], limits()):
        click.echo(json.dumps(line))
