"""The command `quiz demo`."""

from __future__ import annotations

import json
from collections.abc import Iterator

import click
from flask.cli import with_appcontext

from quiz.contests.moments import spoken
from quiz.core import clock
from quiz.demo.accounts import Account
from quiz.demo.service import Demo, load_demo

ROW = "{:<19} {:<14} {:<14} {}"


@click.command()
@click.option(
    "--people", type=click.IntRange(1, 5000), default=20, metavar="N", help="Số thí sinh chưa thi, mặc định 20."
)
@click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")
@with_appcontext
def demo(people: int, as_json: bool) -> None:
    """Nạp hoặc làm mới dữ liệu minh họa và in các tài khoản dùng thử."""
    loaded = load_demo(people, clock.now())
    if as_json:
        click.echo(json.dumps(loaded.to_dict(), ensure_ascii=False, indent=2))
        return
    click.echo("\n".join(_lines(loaded)))


def _lines(loaded: Demo) -> Iterator[str]:
    until = spoken(loaded.closes_at, is_end=True)
    yield "DỮ LIỆU MINH HỌA (người và số liệu đều là hư cấu)"
    yield f"Cuộc thi: {loaded.url}/contests/{loaded.contest}"
    yield f"Đang mở:  vòng {loaded.round_number}, đến {until}"
    yield f"Kế hoạch: {loaded.url}/admin/plans/{loaded.plan}"
    yield ""
    yield ROW.format("Vai trò", "Tên đăng nhập", "Mật khẩu", "Đơn vị")
    parts = loaded.parts
    for role, accounts in (
        ("Ban tổ chức", loaded.organisers),
        ("Đầu mối đảng ủy xã", [parts.contact]),
        ("Bí thư chi bộ", [parts.secretary]),
        ("Đảng viên", [parts.member]),
        ("Thí sinh", loaded.contestants),
    ):
        for one in accounts:
            yield _row(role, one)


def _row(role: str, account: Account) -> str:
    return ROW.format(role, account.login, account.password, account.unit)
