"""Commands of the contests room."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext

from quiz.accounts.queries import actor_for, by_login_name
from quiz.contests import service
from quiz.core import clock
from quiz.core.errors import Invalid, NotFound
from quiz.core.permissions import Actor


@click.group("contest")
def contest() -> None:
    """Cuộc thi."""


@contest.command("load")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--reason", default="", help="Lý do thay đổi; bắt buộc khi đã có vòng chốt đề.")
@click.option("--as", "login", default="", help="Tên đăng nhập của người thực hiện.")
@click.option("--json", "as_json", is_flag=True, help="In báo cáo dạng JSON.")
@with_appcontext
def load(file: Path, reason: str, login: str, as_json: bool) -> None:
    """Nạp hoặc cập nhật một cuộc thi từ tệp YAML (mẫu: contest.sample.yaml)."""
    report = service.load_contest(_actor(login), _text(file), clock.now(), reason)
    click.echo(json.dumps(_plain(report), ensure_ascii=False) if as_json else _words(report))


def _actor(login: str) -> Actor | None:
    """Who acts; nobody named: the product itself."""
    if not login:
        return None
    person = by_login_name(login)
    actor = actor_for(person.id) if person else None
    if actor is None:
        raise NotFound("Không có tài khoản “%(login)s” đang hoạt động.", login=login)
    return actor


def _text(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid("Tệp cuộc thi phải dùng bảng mã UTF-8.") from error


def _plain(report: service.LoadReport) -> dict[str, Any]:
    rounds = [
        {**asdict(one), "opens_at": clock.iso(one.opens_at), "closes_at": clock.iso(one.closes_at)}
        for one in report.rounds
    ]
    return {**asdict(report), "rounds": rounds}


def _words(report: service.LoadReport) -> str:
    done = "Đã tạo" if report.created else "Đã cập nhật" if report.changed else "Không có gì thay đổi ở"
    lines = [f"{done} cuộc thi {report.slug}: {len(report.rounds)} vòng, thể lệ phiên bản {report.rules_version}."]
    lines += [f"Ngân hàng chưa đủ câu – {shortage}" for shortage in report.shortages]
    lines += [f"Lưu ý – {warning}" for warning in report.warnings]
    return "\n".join(lines)
