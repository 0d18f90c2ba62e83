"""`quiz ranking …`."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from quiz.accounts.queries import actor_for, by_login_name
from quiz.contests.queries import contest_by_slug, round_of
from quiz.core import clock
from quiz.core.errors import NotFound
from quiz.core.permissions import Actor
from quiz.ranking import service
from quiz.ranking.approval import approve_round, unapprove_round
from quiz.ranking.criteria import spoken
from quiz.ranking.draw_section import decided_by_lot
from quiz.ranking.frames import TOTAL, frame_of
from quiz.ranking.lots import lot_text


@click.group("ranking", help="Bảng xếp hạng.")
def ranking() -> None:
    """The group of the ranking's commands."""


@ranking.command("rebuild", help="Tính lại toàn bộ bảng xếp hạng của cuộc thi CONTEST từ bài thi và quyết định đã có.")
@click.argument("contest")
@with_appcontext
def rebuild(contest: str) -> None:
    """Make every standing of a contest (by its slug) anew."""
    standings = service.rebuild(contest_by_slug(contest).id, clock.now())
    click.echo(f"Đã tính lại {standings} thứ hạng của cuộc thi {contest}.")


@ranking.command("approve", help="Phê duyệt kết quả vòng ROUND của cuộc thi CONTEST.")
@click.argument("contest")
@click.argument("round_number", metavar="ROUND", type=int)
@click.option("--as", "login", required=True, help="Tên đăng nhập của người phê duyệt.")
@click.option("--reason", default="", help="Căn cứ hoặc ghi chú, được lưu vào nhật ký.")
@with_appcontext
def approve(contest: str, round_number: int, login: str, reason: str) -> None:
    """Approve a round's results as somebody."""
    contest_round = round_of(contest_by_slug(contest).id, round_number)
    figures = approve_round(_actor(login), contest_round.id, clock.now(), reason)
    click.echo(
        f"Đã phê duyệt kết quả: {figures.people} thí sinh, {figures.attempts} lượt thi, "
        f"{figures.full_scores} người đạt điểm tối đa."
    )
    if figures.actual is not None:
        click.echo(f"Giá trị đúng của câu hỏi dự đoán: {spoken(figures.actual)}.")


@ranking.command("unapprove", help="Hủy phê duyệt kết quả vòng ROUND của cuộc thi CONTEST.")
@click.argument("contest")
@click.argument("round_number", metavar="ROUND", type=int)
@click.option("--as", "login", required=True, help="Tên đăng nhập của người hủy.")
@click.option("--reason", required=True, help="Lý do hủy.")
@with_appcontext
def unapprove(contest: str, round_number: int, login: str, reason: str) -> None:
    """Take an approval back as somebody."""
    contest_round = round_of(contest_by_slug(contest).id, round_number)
    unapprove_round(_actor(login), contest_round.id, clock.now(), reason)
    click.echo("Đã hủy phê duyệt. Thứ hạng trở lại tạm thời.")


@ranking.command("lots", help="In số bốc thăm của vòng ROUND (0: toàn cuộc thi) và cách tính lại.")
@click.argument("contest")
@click.argument("round_number", metavar="ROUND", type=int)
@with_appcontext
def lots(contest: str, round_number: int) -> None:
    """Print the lots that decided between people, a line each: rank, lot, person's number, name, unit."""
    contest_id = contest_by_slug(contest).id
    if round_number != TOTAL:
        round_of(contest_id, round_number)
    stage = next((one for one in frame_of(contest_id).stages if one.number == round_number), None)
    if stage is None or stage.lot_seeds is None:
        raise NotFound("Chưa bốc thăm: thể lệ không có tiêu chí này, hoặc kết quả chưa được phê duyệt.")
    click.echo(f"printf '{lot_text(stage.lot_seeds, 'SỐ')}' | sha256sum | cut -c1-12")
    for one in decided_by_lot(contest_id, round_number):
        click.echo(f"{one.rank}\t{one.lot:012x}\t{one.person_id}\t{one.name}\t{one.unit_name}")


def _actor(login: str) -> Actor:
    person = by_login_name(login)
    actor = actor_for(person.id) if person else None
    if actor is None:
        raise NotFound("Không có tài khoản “%(login)s” đang hoạt động.", login=login)
    return actor
