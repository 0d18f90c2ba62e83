"""The command `quiz people`."""

from __future__ import annotations

import json
from pathlib import Path

import click
from flask.cli import with_appcontext

from quiz.accounts import queries, service
from quiz.core import clock
from quiz.core.db import transaction
from quiz.core.permissions import Role


@click.group()
def people() -> None:
    """Người dùng: nhập từ Excel, tạo quản trị viên đầu tiên."""


@people.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Chỉ kiểm tra, không ghi.")
@click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")
@click.pass_context
@with_appcontext
def import_(ctx: click.Context, file: Path, dry_run: bool, as_json: bool) -> None:
    """Thêm người từ FILE (.xlsx): nhận tất cả các dòng hoặc không dòng nào; in mã một lần của từng người."""
    report = service.import_people(None, file.read_bytes(), clock.now(), dry_run=dry_run)
    if as_json:
        click.echo(json.dumps(report.as_dict(), ensure_ascii=False))
    elif report.is_clean:
        for one in report.people:
            click.echo("\t".join((one.place, one.name, one.unit, one.login_name, one.code)))
        click.echo(f"Đã kiểm tra {len(report.people)} người." if dry_run else f"Đã thêm {len(report.people)} người.")
    else:
        click.echo("Không nhận dòng nào.")
    for problem in report.problems:
        click.echo(f"{problem.place}: {problem.message}", err=True)
    ctx.exit(0 if report.is_clean else 1)


@people.command("create-admin")
@click.argument("login")
@click.option("--name", default="Quản trị viên", show_default=True, help="Họ và tên.")
@with_appcontext
def create_admin(login: str, name: str) -> None:
    """Cho LOGIN quyền quản trị toàn hệ thống (tạo tài khoản nếu chưa có) và in mã một lần để đặt mật khẩu."""
    now = clock.now()
    with transaction():
        person = queries.by_login_name(login) or service.create_person(None, name, login, None, now=now)
        service.grant_role(None, person.id, Role.ADMINISTRATOR, None, now)
        code = service.issue_code(None, person.id, now)
        login_name = person.login_name
    click.echo(f"Tên đăng nhập: {login_name}")
    click.echo(f"Mã một lần (dùng trong 72 giờ tại trang /login/code): {code}")


@people.command("posts")
@with_appcontext
def posts() -> None:
    """Nhận loại chức danh (bí thư, thủ trưởng, đảng viên...) từ chữ đã ghi, cho những dòng chưa có loại."""
    click.echo(f"Đã nhận loại cho {service.fill_kinds()} chức danh.")
