"""The command `quiz plan`."""

from __future__ import annotations

import json
from pathlib import Path

import click
from flask.cli import with_appcontext

from quiz.accounts.queries import actor_for, by_login_name
from quiz.core import clock
from quiz.core.db import transaction
from quiz.core.errors import Invalid, NotFound
from quiz.core.permissions import Actor
from quiz.plans.assigning.service import Given, assign_plan
from quiz.plans.files.reading import read_plan
from quiz.plans.files.service import LoadReport
from quiz.plans.overview.bench import bench_plans
from quiz.plans.writing.loading import bring_in
from quiz.units.models import OrgUnit, UnitKind
from quiz.units.queries import by_code, is_valid, roots

ISSUING = (UnitKind.PROVINCE, UnitKind.PROVINCE_COMMITTEE)
"""Kinds of the root unit that issues plans where nobody names one."""


@click.group("plan")
def plan() -> None:
    """Kế hoạch năm."""


plan.add_command(bench_plans)


@plan.command("load")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--year", type=click.IntRange(1950, 2150), help="Chuyển mọi ngày của kế hoạch sang năm này.")
@click.option("--unit", "unit_code", default="", help="Mã đơn vị ban hành; mặc định là tỉnh, tỉnh ủy duy nhất.")
@click.option("--as", "login", default="", help="Tên đăng nhập của người thực hiện.")
@click.option("--assign", "to_assign", is_flag=True, help="Giao luôn việc cho các đơn vị theo bảng chủ thể.")
@click.option("--json", "as_json", is_flag=True, help="In báo cáo dạng JSON.")
@with_appcontext
def load(file: Path, year: int | None, unit_code: str, login: str, to_assign: bool, as_json: bool) -> None:
    """Nạp hoặc cập nhật một kế hoạch năm từ tệp YAML (mẫu: quiz/plans/samples)."""
    now, actor = clock.now(), _actor(login)
    draft = read_plan(_text(file))
    unit = _unit(unit_code)
    with transaction():
        report = bring_in(actor, draft, unit.id, now, year)
        given = assign_plan(actor, report.plan_id, now) if to_assign else None
    click.echo(_json(report, given) if as_json else _words(report, given))


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
        raise Invalid("Tệp kế hoạch phải dùng bảng mã UTF-8.") from error


def _unit(code: str) -> OrgUnit:
    """The unit with this code, else the only province at the top."""
    if code:
        unit = by_code(code)
        if unit is None:
            raise NotFound("Không có đơn vị mang mã “%(code)s”.", code=code)
        return unit
    found = [one for one in roots() if one.kind in ISSUING and is_valid(one, clock.now())]
    if len(found) == 1:
        return found[0]
    if not found:
        raise Invalid("Chưa có đơn vị gốc nào là tỉnh hoặc tỉnh ủy; vui lòng chỉ rõ đơn vị ban hành bằng --unit MÃ.")
    codes = ", ".join(one.code for one in found)
    raise Invalid("Có nhiều tỉnh, tỉnh ủy (%(codes)s); vui lòng chỉ rõ đơn vị ban hành bằng --unit MÃ.", codes=codes)


def _json(report: LoadReport, given: Given | None) -> str:
    assigned = {"added": given.added, "kept": given.kept, "duties": given.duties} if given else None
    return json.dumps({**report.as_dict(), "assigned": assigned}, ensure_ascii=False)


def _words(report: LoadReport, given: Given | None) -> str:
    done = "Đã tạo" if report.is_new else "Đã cập nhật" if report.is_changed else "Không có gì thay đổi ở"
    standing = report.tasks - report.work
    lines = [
        f"{done} kế hoạch {report.slug}: {report.tasks} việc, gồm {report.work} việc có hạn, nhịp hoặc chỉ tiêu và "
        f"{standing} nhiệm vụ thường xuyên; {report.merged} việc lặp đã gộp.",
        f"Thêm {report.added}, sửa {report.changed}, bỏ {report.removed} việc.",
    ]
    if report.shift_years:
        lines.append(f"Mọi ngày đã chuyển {abs(report.shift_years)} năm {'tới' if report.shift_years > 0 else 'lùi'}.")
    lines += [f"Lưu ý – {note}" for note in report.notes]
    if given:
        lines.append(
            f"Đã giao thêm {given.added} lượt cho đơn vị ({given.kept} lượt có từ trước), {given.duties} đầu việc."
        )
    return "\n".join(lines)
